"""The words of mail: what waits for somebody, and reminders; as plain text, and the same as simple HTML.

What people typed is escaped in the HTML; links lead to this installation only.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from markupsafe import Markup

from planner.rollouts.waiting import PILE_WORDS, Pile, Waiting

SHOWN = 30
"""Lines of one list in a mail; the start page has them all."""


@dataclass(frozen=True, slots=True)
class Line:
    """One thing in a mail, with its full address."""

    what: str
    about: str
    url: str
    when: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """A list in a mail under its heading."""

    title: str
    lines: Sequence[Line]


@dataclass(frozen=True, slots=True)
class Page:
    """A mail: what it begins with, its lists, and what it ends with; `home` and `choice` are full addresses."""

    hello: str
    parts: Sequence[Part]
    why: str
    home: str
    choice: str


def short_day(day: date) -> str:
    """A day as mail says it, in words that no program takes for another order of day and month.

    >>> short_day(date(2026, 3, 2))
    '2 March 2026'
    """
    return f"{day.day} {day:%B %Y}"


def line_of(work: Waiting, url: str) -> Line:
    """One thing that waits, as a line."""
    if work.due is None:
        return Line(work.what, work.about, url)
    return Line(work.what, work.about, url, f"{'was due' if work.pile is Pile.LATE else 'due'} {short_day(work.due)}")


def pile_title(pile: Pile, count: int) -> str:
    """The heading of a list with its number.

    >>> pile_title(Pile.LATE, 3)
    'Late (3)'
    """
    return f"{PILE_WORDS[pile]} ({count})"


def as_text(page: Page) -> str:
    """The mail as plain text."""
    lines = [page.hello, ""]
    for part in page.parts:
        lines += [part.title, "-" * len(part.title), ""]
        for line in part.lines[:SHOWN]:
            lines += [f"* {line.what}", f"  {_behind(line)}", f"  {line.url}", ""]
        if len(part.lines) > SHOWN:
            lines += [f"and {len(part.lines) - SHOWN} more: {page.home}", ""]
    return "\n".join([*lines, page.why, page.choice, ""])


def as_html(page: Page) -> str:
    """The mail as simple HTML."""
    parts = [_part(part, page.home) for part in page.parts]
    body = Markup("<p>{}</p>{}<p>{}<br><a href='{}'>{}</a></p>").format(
        page.hello, Markup("").join(parts), page.why, page.choice, page.choice
    )
    return Markup("<!doctype html><html lang='en'><head><meta charset='utf-8'></head><body>{}</body></html>").format(
        body
    )


def _part(part: Part, home: str) -> Markup:
    items = Markup("").join(
        Markup("<li><a href='{}'>{}</a><br>{}</li>").format(line.url, line.what, _behind(line))
        for line in part.lines[:SHOWN]
    )
    more = Markup("")
    if len(part.lines) > SHOWN:
        more = Markup("<p><a href='{}'>and {} more</a></p>").format(home, len(part.lines) - SHOWN)
    return Markup("<h2>{}</h2><ul>{}</ul>{}").format(part.title, items, more)


def _behind(line: Line) -> str:
    return ", ".join(text for text in (line.about, line.when) if text)
