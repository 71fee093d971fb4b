"""Whether a key figure moved since a day: from where it stood then to the last reading, and whether that is noise."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from planner.kpis.attainment import Reading, gap
from planner.kpis.control import control
from planner.kpis.definition import Target
from planner.playbook.words import Direction


@dataclass(frozen=True, slots=True)
class Moved:
    """From one reading to the last. `better` is None where it stayed, or no direction is good without a target.

    `signal` says whether the last reading lies beyond what chance explains; None with fewer than six readings.
    """

    first: Reading
    last: Reading
    change: Decimal
    better: bool | None
    signal: bool | None

    @property
    def words(self) -> str:
        """Whether it became better, and whether that is more than noise."""
        way = "unchanged" if not self.change else {True: "better", False: "worse", None: "moved"}[self.better]
        doubt = {True: "beyond noise", False: "within noise", None: "too few readings to tell from noise"}[self.signal]
        return f"{way}, {doubt}"


def moved(readings: Sequence[Reading], since: date, target: Target) -> Moved | None:
    """The movement since a day; None where there is no later reading.

    Where it stood is the last reading until that day, that day included, else the first one after it.

    >>> given = [Reading(date(2026, month, 1), Decimal(value)) for month, value in ((1, 54), (2, 53), (3, 61))]
    >>> found = moved(given, date(2026, 2, 10), Target(Direction.UP))
    >>> str(found.first.value), str(found.change), found.words
    ('53', '8', 'better, too few readings to tell from noise')
    """
    before = [each for each in readings if each.day <= since]
    first = before[-1] if before else next(iter(readings), None)
    if first is None or readings[-1].day <= first.day:
        return None
    last = readings[-1]
    limits = control([each.value for each in readings])
    signal = None if limits is None else len(readings) - 1 in limits.signals
    return Moved(first, last, last.value - first.value, _better(target, first.value, last.value), signal)


def _better(target: Target, before: Decimal, after: Decimal) -> bool | None:
    if before == after:
        return None
    if target.direction is Direction.BAND:
        gaps = gap(target, before), gap(target, after)
        return None if gaps[0] == gaps[1] else gaps[1] < gaps[0]
    return (after > before) is (target.direction is Direction.UP)
