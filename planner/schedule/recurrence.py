"""Turns the rule of a recurring day off, such as “every second Tuesday”, into its dates.

The eight kinds of rules are those of the Microsoft Project XML schema; a library does the counting of days.
"""

from dataclasses import dataclass
from datetime import date, datetime, time
from enum import IntEnum
from itertools import islice
from typing import Any

LAST_DAY = date(2100, 12, 31)
MOST_DAYS = 5_000
"""More days than any rule needs: one every week for ninety years."""


class Repeat(IntEnum):
    """How a rule repeats, by the numbers of the Microsoft Project XML schema."""

    DAILY = 1
    YEARLY_BY_DAY = 2
    YEARLY_BY_POSITION = 3
    MONTHLY_BY_DAY = 4
    MONTHLY_BY_POSITION = 5
    WEEKLY = 6
    EVERY_DAYS = 7
    EVERY_WORKDAYS = 8


ANY_DAY, ANY_WORKDAY, ANY_WEEKEND = 0, 1, 2
"""The first three items of a position rule; 3 to 9 are Sunday to Saturday."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule as files store it. `weekdays` count from 0 for Monday; `month` from 1; `position` 4 is the last."""

    repeat: Repeat
    first: date
    last: date | None = None
    count: int | None = None
    period: int = 1
    weekdays: tuple[int, ...] = ()
    month: int = 1
    month_day: int = 1
    item: int = ANY_DAY
    position: int = 0


def days_of(rule: Rule) -> tuple[date, ...]:
    """The days of a rule in their order, at most five thousand and none after 2100.

    Every second Tuesday from Monday 1 January 2001, four times: 2, 16 and 30 January, 13 February. A day that a month
    does not have is its last day. A rule with a count ends with it, else with its last date.
    """
    from dateutil.rrule import rrule

    last = min(rule.last or LAST_DAY, LAST_DAY) if rule.count is None else LAST_DAY
    if rule.first > last:
        return ()
    step = rule.period if rule.repeat is Repeat.EVERY_WORKDAYS else 1
    found = rrule(dtstart=datetime.combine(rule.first, time()), until=datetime.combine(last, time()), **_options(rule))
    wanted = min(rule.count or MOST_DAYS, MOST_DAYS)
    return tuple(moment.date() for moment in islice(found, 0, wanted * step, step))


def _options(rule: Rule) -> dict[str, Any]:
    from dateutil.rrule import DAILY, MONTHLY, SU, WEEKLY, YEARLY

    match rule.repeat:
        case Repeat.DAILY:
            return {"freq": DAILY}
        case Repeat.EVERY_DAYS:
            return {"freq": DAILY, "interval": rule.period}
        case Repeat.EVERY_WORKDAYS:
            return {"freq": DAILY, "byweekday": range(5)}
        case Repeat.WEEKLY:
            days = rule.weekdays or (rule.first.weekday(),)
            return {"freq": WEEKLY, "interval": rule.period, "byweekday": days, "wkst": SU}
        case Repeat.MONTHLY_BY_DAY:
            return {"freq": MONTHLY, "interval": rule.period, **_month_day(rule.month_day)}
        case Repeat.MONTHLY_BY_POSITION:
            return {"freq": MONTHLY, "interval": rule.period, **_position(rule)}
        case Repeat.YEARLY_BY_DAY:
            return {"freq": YEARLY, "bymonth": rule.month, **_month_day(rule.month_day)}
        case Repeat.YEARLY_BY_POSITION:
            return {"freq": YEARLY, "bymonth": rule.month, **_position(rule)}


def _month_day(day: int) -> dict[str, Any]:
    """Day 31 of a short month is its last day: the last of the days 28 to 31 that the month has."""
    return {"bymonthday": day} if day <= 28 else {"bymonthday": range(28, day + 1), "bysetpos": -1}


def _position(rule: Rule) -> dict[str, Any]:
    groups = {ANY_DAY: range(7), ANY_WORKDAY: range(5), ANY_WEEKEND: (5, 6)}
    days = groups.get(rule.item, ((rule.item - 4) % 7,))
    return {"byweekday": days, "bysetpos": -1 if rule.position >= 4 else rule.position + 1}
