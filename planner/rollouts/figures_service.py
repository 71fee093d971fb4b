"""The one place where areas hand over their live figures: each says what it can count, and counts it when asked.

An area has a module `facts_service.py` in which a function with `@supplies(...)` both declares facts and gives their
figures of today. Whoever judges asks here, by name, and never needs to know which area answers.
"""

from collections.abc import Callable, Collection, Mapping
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
    """A figure of today with where it comes from, in a few words; None while nothing can be said."""

    value: Decimal | None
    source: str


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

    A wanted fact that its area gives no figure for is left out, as is one that nobody supplies.
    """
    names = {name for name in wanted if name in FACTS and FACTS[name].per in per}
    found: dict[str, Figure] = {}
    for supplied, function in _SUPPLIERS.values():
        if meant := names & supplied:
            given = function(question)
            found |= {name: given[name] for name in meant if name in given}
    return found


def share(part: int, whole: int) -> Decimal | None:
    """A share in percent; None of nothing. Exactly 100 only when nothing is missing.

    >>> share(1, 4), share(0, 0)
    (Decimal('25'), None)
    """
    return Decimal(100 * part) / Decimal(whole) if whole else None
