"""The start page: what each person has to do, over all their rollouts.

Pages: templates/portfolio/.
"""

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue

from planner.access.roles import ROLE_NAMES
from planner.portfolio import home_service
from planner.portfolio.home_service import RolloutCard
from planner.portfolio.work import PILE_WORDS, Pile, Work
from planner.readiness.verdict import VerdictState
from planner.web import clock, current
from planner.web.filters import write_date
from planner.web.guards import signed_in

blueprint = Blueprint("portfolio", __name__)
LIGHTS = {
    VerdictState.GO: "green",
    VerdictState.CONDITIONAL_GO: "amber",
    VerdictState.HOLD: "red",
    VerdictState.STOP: "red",
}
PILE_LIGHTS = {Pile.WAITING: "amber", Pile.LATE: "red", Pile.NEXT: ""}


@blueprint.get("/")
@signed_in
def home() -> ResponseReturnValue:
    """What waits, what is late, what comes next."""
    found = home_service.home(current.user(), clock.today())
    first_name = current.user().name.split(" ")[0]
    return render_template(
        "portfolio/home.html",
        greeting=f"Your work, {first_name}",
        piles=[
            {"key": pile.value, "title": PILE_WORDS[pile], "works": [line_of(work) for work in works]}
            for pile, works in found.piles.items()
        ],
        cards=[_card(card) for card in found.cards],
    )


def line_of(work: Work) -> dict[str, object]:
    """One piece of work as a line of a list."""
    light = PILE_LIGHTS[work.pile] if work.due else ""
    when = write_date(work.due) if work.due else ""
    word = f"due {when}" if when else ""
    url = url_for(work.place.endpoint, **dict(work.place.values))  # type: ignore[arg-type] # names to values
    return {"what": work.what, "url": url, "about": work.about, "when": word, "light": light, "word": word}


def _card(card: RolloutCard) -> dict[str, object]:
    gate = None
    if card.next_gate and card.judged:
        key = card.next_gate.gate.key
        gate = {
            "name": card.next_gate.gate.name,
            "due": card.next_gate.gate.due,
            "url": url_for("readiness.gate", rollout_id=card.rollout.id, gate_key=key),
            "light": LIGHTS[card.judged.verdict.state],
            "word": f"{card.judged.verdict.state.word} as of today",
        }
    return {
        "id": card.rollout.id,
        "name": card.rollout.name,
        "organisation": card.rollout.organisation,
        "role": ROLE_NAMES[card.role],
        "gate": gate,
        "tasks": card.tasks,
        "done": card.done,
    }


from planner.portfolio import glance_views as _glance_views  # noqa: E402, F401 - its pages join this blueprint
