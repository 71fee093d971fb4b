"""An accepted deviation: for a time, and for a reason, a figure may miss its target, but never by more than it did.

What is accepted tightens by itself: as the value improves, the better value is the accepted one.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from planner.basics.errors import RuleBroken
from planner.kpis.attainment import Reading, gap
from planner.kpis.definition import Target


@dataclass(frozen=True, slots=True)
class Deviation:
    """Accepted from a day until a day, both included. `allowed` is the gap to the target that was accepted."""

    reason: str
    by: str
    since: date
    until: date
    allowed: Decimal

    def __post_init__(self) -> None:
        """A deviation without a reason is none."""
        if not self.reason.strip():
            raise RuleBroken("Say why the deviation is accepted.", "reason")
        if self.until < self.since:
            raise RuleBroken("The last day has passed already.", "until")


def tightened(deviation: Deviation, target: Target, readings: Iterable[Reading]) -> Decimal:
    """The gap that is accepted today: the smallest since it was accepted, never more than then.

    Accepted at a gap of 8, then readings with gaps of 5 and 7: 5 is accepted, so 7 is not.
    """
    gaps = [gap(target, each.value) for each in readings if each.day >= deviation.since]
    best = deviation.allowed
    for each in gaps[:-1] if gaps else ():
        best = min(best, each)
    return best


def accepted(deviation: Deviation | None, target: Target, readings: list[Reading], today: date) -> bool:
    """Whether the last reading is within what is accepted today."""
    if deviation is None or not readings or not deviation.since <= today <= deviation.until:
        return False
    return gap(target, readings[-1].value) <= tightened(deviation, target, readings)
