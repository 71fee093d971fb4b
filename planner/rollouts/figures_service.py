"""The one place where areas hand over their live figures: each says what it can count, and counts it when asked.

An area has a module `facts_service.py` in which a function with `@supplies(...)` both declares facts and gives their
figures of today. Whoever judges asks here, by name, and never needs to know which area answers.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from planner.playbook.facts import FACTS, Fact, Per, declare
from planner.rollouts.models import Rollout


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked: today's figures of a rollout; at a gate also of its wave, by number, with its day and key."""

    rollout: Rollout
    today: date
    wave: int | None = None
    due: date | None = None
    gate: str = ""


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure with where it comes from, in a few words; None while nothing can be said.

    `as_of` is the day it is from where that is not today. A share tells its `part` of the `whole`; `about` names what
    is counted, where a reader has to put it right thing by thing: never people.
    """

    value: Decimal | None
    source: str
    as_of: date | None = None
    part: int | None = None
    whole: int | None = None
    about: tuple[str, ...] = ()


Supplier = Callable[[Question], Mapping[str, Figure]]
_SUPPLIERS: dict[str, tuple[frozenset[str], Supplier]] = {}


def supplies(*facts: Fact) -> Callable[[Supplier], Supplier]:
    """Declare facts and the function that counts them, in one place."""

    def keep(function: Supplier) -> Supplier:
        declare(*facts)
        key = f"{function.__module__}.{function.__name__}"
        _SUPPLIERS[key] = (frozenset(each.name for each in facts), function)
        return function

    return keep


def ask(question: Question, wanted: Collection[str], *per: Per) -> dict[str, Figure]:
    """The figures of the wanted facts, of the given reach; only areas that supply one of them are asked.

    A wanted fact that its area gives no figure for is left out, as is one that nobody supplies. A figure older than its
    fact stays fresh is not known any more, and its source says so.
    """
    names = {name for name in wanted if name in FACTS and FACTS[name].per in per}
    found: dict[str, Figure] = {}
    for supplied, function in _SUPPLIERS.values():
        if meant := names & supplied:
            given = function(question)
            found |= {name: while_fresh(FACTS[name], given[name], question.today) for name in meant if name in given}
    return found


def while_fresh(known: Fact, figure: Figure, today: date) -> Figure:
    """The figure as long as it is fresh, the last day included; then that it is out of date, and why."""
    if figure.value is None or figure.as_of is None or known.fresh_days is None:
        return figure
    if (today - figure.as_of).days <= known.fresh_days:
        return figure
    told = f"Out of date: {figure.source}; such a figure counts for {known.fresh_days} days"
    return Figure(None, told, figure.as_of)


def shared(part: int, whole: int, source: str, as_of: date | None = None) -> Figure:
    """A share as a figure that remembers what it was counted over; not known of nothing."""
    return Figure(share(part, whole), source, as_of, part, whole)


def named(things: Sequence[str], source: str) -> Figure:
    """How many things there are, with their names."""
    return Figure(Decimal(len(things)), source, about=tuple(things))


def share(part: int, whole: int) -> Decimal | None:
    """A share in percent; None of nothing. Exactly 100 only when nothing is missing.

    >>> share(1, 4), share(0, 0)
    (Decimal('25'), None)
    """
    return Decimal(100 * part) / Decimal(whole) if whole else None
