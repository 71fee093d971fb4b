"""Working calendars as people write them: hours of each weekday, days that differ, and a base calendar to inherit from.

A calendar answers one question: between which hours is worked on a given day?
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

Hours = tuple[tuple[int, int], ...]
"""Working hours of a day as (from, to) in seconds after midnight, in order, without overlap; 86400 is midnight."""

WORKDAY: Hours = ((8 * 3600, 12 * 3600), (13 * 3600, 17 * 3600))
FREE: Hours = ()
MIDNIGHT = 86_400
"""The end of a day, in seconds after its beginning."""
WHOLE_DAY: Hours = ((0, MIDNIGHT),)
OFFICE_WEEK: tuple[Hours, ...] = (*[WORKDAY] * 5, FREE, FREE)
MOST_DAYS = 250_000
"""More special days than this, over all calendars a calendar inherits from, are a slip or an attack."""


class CalendarError(ValueError):
    """A calendar that cannot be used: what is wrong with it, in words."""


@dataclass(frozen=True, slots=True)
class DaysApart:
    """Days on which other hours hold than usual; no hours at all is a day off."""

    name: str
    days: tuple[date, ...]
    hours: Hours = FREE

    @property
    def working(self) -> bool:
        """Whether anything is worked on these days."""
        return bool(self.hours)


@dataclass(frozen=True, slots=True)
class SpecialWeeks:
    """Other weekday hours for a span of weeks, both ends included; None leaves a weekday as it is."""

    first: date
    last: date
    week: tuple[Hours | None, ...]


@dataclass(frozen=True, slots=True)
class Calendar:
    """A working calendar. `week` gives the hours from Monday; None asks the base calendar."""

    uid: int
    name: str
    week: tuple[Hours | None, ...] = OFFICE_WEEK
    base_uid: int | None = None
    exceptions: tuple[DaysApart, ...] = ()
    special_weeks: tuple[SpecialWeeks, ...] = ()


@dataclass(frozen=True, slots=True)
class WorkingHours:
    """A calendar with everything inherited: weekday hours from Monday, and the days that differ."""

    week: tuple[Hours, ...]
    days: Mapping[date, Hours] = field(default_factory=dict)

    def on(self, day: date) -> Hours:
        """The working hours of a day."""
        return self.days.get(day, self.week[day.weekday()])


def resolve(calendar: Calendar, others: Mapping[int, Calendar]) -> WorkingHours:
    """A calendar with what it inherits. Nearer rules outvote farther ones, exceptions outvote weeks.

    A resource calendar based on “Standard” keeps Standard's holidays and takes its own hours on the weekdays it names.
    A base calendar that is missing, or that leads back to the calendar itself, ends the chain.
    """
    chain = list(_chain(calendar, others))
    days: dict[date, Hours] = {}
    for each in reversed(chain):
        for special in each.special_weeks:
            days.update(_special_days(special))
            _check_number(days)
    for each in reversed(chain):
        for exception in reversed(each.exceptions):
            days.update(dict.fromkeys(exception.days, exception.hours))
            _check_number(days)
    return WorkingHours(week_of(calendar, others), days)


def week_of(calendar: Calendar, others: Mapping[int, Calendar]) -> tuple[Hours, ...]:
    """The hours of each weekday from Monday, with what is inherited."""
    chain = list(_chain(calendar, others))
    return tuple(_first(each.week[day] for each in chain) for day in range(7))


def _chain(calendar: Calendar, others: Mapping[int, Calendar]) -> Iterable[Calendar]:
    seen: set[int] = set()
    current: Calendar | None = calendar
    while current is not None and current.uid not in seen:
        seen.add(current.uid)
        yield current
        current = others.get(current.base_uid) if current.base_uid is not None else None


def _first(choices: Iterable[Hours | None]) -> Hours:
    """The nearest rule that says anything; where none does, nothing is worked."""
    return next((hours for hours in choices if hours is not None), FREE)


def _special_days(special: SpecialWeeks) -> Iterable[tuple[date, Hours]]:
    for number in range(min((special.last - special.first).days + 1, MOST_DAYS)):
        day = special.first + timedelta(days=number)
        hours = special.week[day.weekday()]
        if hours is not None:
            yield day, hours


def _check_number(days: Mapping[date, Hours]) -> None:
    if len(days) > MOST_DAYS:
        raise CalendarError(f"The calendar names more than {MOST_DAYS:,} special days.")


def common_hours(one: WorkingHours, other: WorkingHours) -> WorkingHours:
    """The hours at which both calendars work: a task with a calendar of its own, done by somebody with theirs.

    8 to 17 together with 12 to 20 is 12 to 17.
    """
    week = tuple(_overlap(mine, theirs) for mine, theirs in zip(one.week, other.week, strict=True))
    return WorkingHours(week, {day: _overlap(one.on(day), other.on(day)) for day in {*one.days, *other.days}})


def _overlap(mine: Hours, theirs: Hours) -> Hours:
    found = ((max(a, c), min(b, d)) for a, b in mine for c, d in theirs)
    return tuple(sorted((start, end) for start, end in found if start < end))


def tidy(spans: Sequence[tuple[int, int]]) -> Hours:
    """Working hours in order, those that touch or overlap made one, and those that end before they begin left out."""
    found: list[tuple[int, int]] = []
    for start, end in sorted(span for span in spans if 0 <= span[0] < span[1] <= MIDNIGHT):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return tuple(found)
