"""Where a key figure will be on the day of its target if it goes on as it did: a straight line with an interval.

Ordinary least squares over the readings, with the 80 % prediction interval of Student's t; the way of a textbook, and
no more than that: it knows nothing of seasons or of what is planned.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from math import ceil

from planner.kpis.attainment import Reading, attained, gap
from planner.kpis.definition import Target
from planner.playbook.words import Direction

FEWEST = 4
SURE = 0.8
FARTHEST = timedelta(days=5 * 366)


@dataclass(frozen=True, slots=True)
class Forecast:
    """The value on a day with its interval, and when the line reaches the target (None: not within five years)."""

    day: date
    value: Decimal
    low: Decimal
    high: Decimal
    reached_on: date | None
    readings: int


class Ends(StrEnum):
    """Where a forecast ends, for a figure that should stay in a band."""

    SURELY_IN = "inside the band, with the whole interval"
    LIKELY_IN = "inside the band, though a part of the interval lies outside"
    LIKELY_OUT = "outside the band, though a part of the interval lies inside"
    SURELY_OUT = "outside the band, with the whole interval"


def ends(ahead: Forecast, target: Target) -> Ends | None:
    """Whether the forecast ends inside the band; None for a figure without one. Both ends of a band belong to it."""
    if target.direction is not Direction.BAND or not target.complete:
        return None
    if not gap(target, ahead.value):
        whole = not gap(target, ahead.low) and not gap(target, ahead.high)
        return Ends.SURELY_IN if whole else Ends.LIKELY_IN
    beyond = (target.low is not None and ahead.high < target.low) or (
        target.high is not None and ahead.low > target.high
    )
    return Ends.SURELY_OUT if beyond else Ends.LIKELY_OUT


def forecast(readings: Sequence[Reading], day: date, target: Target) -> Forecast | None:
    """The forecast for a day; None for fewer than four readings, or when all were on one day.

    Readings 10, 20, 30, 40 a week apart reach 50 a week later, with an interval of no width.
    """
    import numpy as np
    from scipy import stats

    if len(readings) < FEWEST or len({each.day for each in readings}) < FEWEST - 1:
        return None
    first = readings[0].day
    x = np.array([(each.day - first).days for each in readings], dtype=float)
    y = np.array([float(each.value) for each in readings])
    slope, start = np.polyfit(x, y, 1)
    left = len(x) - 2
    spread = float(np.sqrt(np.sum((y - slope * x - start) ** 2) / left))
    ahead = float((day - first).days)
    width = stats.t.ppf((1 + SURE) / 2, left) * spread
    width *= float(np.sqrt(1 + 1 / len(x) + (ahead - x.mean()) ** 2 / np.sum((x - x.mean()) ** 2)))
    at = slope * ahead + start
    reached = _reached(float(slope), float(start), first, readings[-1], target)
    return Forecast(day, _exact(at), _exact(at - width), _exact(at + width), reached, len(readings))


def _reached(slope: float, start: float, first: date, last: Reading, target: Target) -> date | None:
    """The first day after the last reading on which the line is at the target."""
    if target.target is None or attained(target, last.value):
        return last.day if target.target is not None else None
    if slope == 0:
        return None
    days = (float(target.target) - start) / slope
    if not 0 <= days <= (last.day - first + FARTHEST).days:
        return None
    return max(first + timedelta(days=ceil(round(days, 6))), last.day)


def _exact(value: float) -> Decimal:
    return round(Decimal(value), 4)
