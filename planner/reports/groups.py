"""Groups of people in a report: those that may be shown, and a sentence about those that may not."""

from dataclasses import dataclass
from typing import Generic, TypeVar

from planner.reports.paper import Chart, Section, Table
from planner.reports.wording import count

Line = TypeVar("Line")


@dataclass(frozen=True, slots=True)
class Division(Generic[Line]):
    """One way of grouping people, with the groups that may be shown and how many may not."""

    word: str
    groups: tuple[Line, ...]
    hidden: int


def by_division(found: Division[Line], chart: Chart, figures: Table) -> Section:
    """The part of a report about one way of grouping people: a picture, its numbers, and what is left out."""
    told = (hidden_words(found.hidden, found.word),) if found.hidden else ()
    return Section(f"by-{found.word}", f"By {found.word}", told, (chart,), (figures,))


def hidden_words(number: int, word: str) -> str:
    r"""How many groups are left out, and why.

    >>> hidden_words(1, "unit").replace("\N{NO-BREAK SPACE}", " ")
    '1 unit is not shown: fewer than five people, or it could be used to work out a smaller group.'
    """
    are = (
        "is not shown: fewer than five people, or it"
        if number == 1
        else "are not shown: fewer than five people, or they"
    )
    return f"{count(number, word)} {are} could be used to work out a smaller group."
