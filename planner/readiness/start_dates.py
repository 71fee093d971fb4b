"""When each change on the way to green has to begin, so that the gate is reached in time."""

from collections.abc import Container, Iterable
from dataclasses import replace
from datetime import date, timedelta
from decimal import ROUND_CEILING, Decimal

from planner.readiness.turn_green import Change


def in_time(changes: Iterable[Change], due: date | None, days_off: Container[date] = ()) -> tuple[Change, ...]:
    """The changes with the day each has to begin, for the gate to be reached in time; None without a date or estimate.

    Two days of work before a gate on a Monday begin on the Thursday before; days off are stepped over.
    """
    return tuple(
        each
        if due is None or each.effort_days is None
        else replace(each, start_by=start_by(due, each.effort_days, days_off))
        for each in changes
    )


def start_by(due: date, effort: Decimal, days_off: Container[date] = ()) -> date:
    """The last day to begin so many working days of work that must be finished before a day.

    >>> start_by(date(2026, 3, 2), Decimal("1.5"))
    datetime.date(2026, 2, 26)
    """
    day, left = due, int(effort.to_integral_value(ROUND_CEILING))
    while left > 0:
        day -= timedelta(days=1)
        if day.weekday() < 5 and day not in days_off:
            left -= 1
    return day
