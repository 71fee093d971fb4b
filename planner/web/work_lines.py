"""What waits for somebody as a line of a list: what, where, and by when, late in words and in colour."""

from flask import url_for

from planner.rollouts.waiting import Pile, Waiting
from planner.web.filters import write_date

LIGHTS = {Pile.WAITING: "amber", Pile.LATE: "red", Pile.NEXT: ""}


def line_of(work: Waiting) -> dict[str, object]:
    """One piece of work as the macro `work_list` draws it."""
    light = LIGHTS[work.pile] if work.due else ""
    word = f"{_before(work.pile)} {write_date(work.due)}" if work.due else ""
    url = url_for(work.place.endpoint, **dict(work.place.values))  # type: ignore[arg-type] # names to values
    return {"what": work.what, "url": url, "about": work.about, "when": word, "light": light, "word": word}


def _before(pile: Pile) -> str:
    return "was due" if pile is Pile.LATE else "due"
