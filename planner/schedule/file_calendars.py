"""Reads the working calendars of a project file: weekday hours, special weeks, days off and recurring exceptions.

A shift over midnight goes on on the next weekday; of one on a day that differs, the hours before midnight are worked.
What cannot be read is left out; the calendar keeps the rest.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from planner.schedule.calendars import FREE, MIDNIGHT, WORKDAY, Calendar, DaysApart, Hours, SpecialWeeks, tidy, week_of
from planner.schedule.file_values import Raw, number_of, records, text_of
from planner.schedule.project_file import ImportedCalendar
from planner.schedule.recurrence import Repeat, Rule, days_of

LONGEST = timedelta(days=40_000)
_OLD_EXCEPTION = 0
"""Files of before 2007 write a day that differs as a weekday with this number."""


Nights = Mapping[int, Hours]
"""Hours after midnight of shifts that began on the day before, by the weekday (from 0 for Monday) they end on."""


def calendars_of(imported: Iterable[ImportedCalendar]) -> dict[int, Calendar]:
    """The calendars of a file by their number."""
    read = {each.uid: _read(each) for each in imported}
    found = {uid: calendar for uid, (calendar, _) in read.items()}
    for uid, (calendar, nights) in read.items():
        if nights:
            usual = week_of(calendar, found)
            week = (
                _joined(usual[day], nights[day]) if day in nights else told for day, told in enumerate(calendar.week)
            )
            found[uid] = replace(calendar, week=tuple(week))
    return found


def calendar_of(imported: ImportedCalendar) -> Calendar:
    """A calendar as the schedule uses it, from what the file says of it."""
    return calendars_of([imported])[imported.uid]


def _read(imported: ImportedCalendar) -> tuple[Calendar, Nights]:
    """A calendar, and the nights that end on weekdays of which it says nothing itself."""
    raw: Raw = json.loads(imported.raw)
    days = [day for group in records(raw, "WeekDays") for day in records(group, "WeekDay")]
    weekdays = [day for day in days if number_of(day, "DayType") != _OLD_EXCEPTION]
    week, nights = _week(weekdays)
    if imported.base_uid is None:
        week = _own_week(week, told=bool(weekdays))
    exceptions = [each for group in records(raw, "Exceptions") for each in records(group, "Exception")]
    if not exceptions:
        exceptions = [day for day in days if number_of(day, "DayType") == _OLD_EXCEPTION]
    special = [each for group in records(raw, "WorkWeeks") for each in records(group, "WorkWeek")]
    calendar = Calendar(
        uid=imported.uid,
        name=imported.name,
        week=week,
        base_uid=imported.base_uid,
        exceptions=tuple(apart for each in exceptions if (apart := _exception(each))),
        special_weeks=tuple(weeks for each in special if (weeks := _special(each))),
    )
    return calendar, nights


def _week(days: Sequence[Raw]) -> tuple[tuple[Hours | None, ...], Nights]:
    """Hours from Monday, None where the file says nothing, and nights that end there. It counts from 1 for Sunday."""
    week: list[Hours | None] = [None] * 7
    nights: list[Hours] = [FREE] * 7
    for day in days:
        number = number_of(day, "DayType")
        if number is not None and 1 <= number <= 7:
            place = (number - 2) % 7
            week[place], nights[(place + 1) % 7] = _hours(day)
    told = tuple(None if hours is None else _joined(hours, night) for hours, night in zip(week, nights, strict=True))
    return told, {day: night for day, night in enumerate(nights) if night and week[day] is None}


def _joined(hours: Hours, night: Hours) -> Hours:
    return tidy([*night, *hours]) if night else hours


def _own_week(week: tuple[Hours | None, ...], *, told: bool) -> tuple[Hours | None, ...]:
    """A calendar without a base says its whole week; where it says nothing at all, office hours hold."""
    if told:
        return tuple(FREE if hours is None else hours for hours in week)
    return (*[WORKDAY] * 5, FREE, FREE)


def _hours(day: Raw) -> tuple[Hours, Hours]:
    """The hours worked on a day, and those that its shifts go on after midnight."""
    if day.get("DayWorking") not in {"1", "true"}:
        return FREE, FREE
    times = [each for group in records(day, "WorkingTimes") for each in records(group, "WorkingTime")]
    read = [(_clock(text_of(each, "FromTime")), _clock(text_of(each, "ToTime"))) for each in times]
    spans = [(start, end or MIDNIGHT) for start, end in read if start is not None and end is not None]
    found = tidy([(start, end if start <= end else MIDNIGHT) for start, end in spans])
    return found or (WORKDAY if not times else FREE), tidy([(0, end) for start, end in spans if end < start])


def _clock(text: str) -> int | None:
    """Seconds after midnight of a time such as 08:00:00."""
    try:
        value = datetime.fromisoformat(f"2000-01-01T{text}" if "T" not in text else text)
    except ValueError:
        return None
    return value.hour * 3600 + value.minute * 60 + value.second


def _period(raw: Raw) -> tuple[date, date] | None:
    for period in records(raw, "TimePeriod"):
        first, last = _day(text_of(period, "FromDate")), _day(text_of(period, "ToDate"))
        if first and last and timedelta() <= last - first <= LONGEST:
            return first, last
    return None


def _day(text: str) -> date | None:
    try:
        return datetime.fromisoformat(text).date()
    except ValueError:
        return None


def _special(raw: Raw) -> SpecialWeeks | None:
    period = _period(raw)
    days = [day for group in records(raw, "WeekDays") for day in records(group, "WeekDay")]
    return SpecialWeeks(*period, _week(days)[0]) if period and days else None


def _exception(raw: Raw) -> DaysApart | None:
    period = _period(raw)
    if period is None:
        return None
    return DaysApart(text_of(raw, "Name"), days_of(_rule(raw, *period)), _hours(raw)[0])


def _rule(raw: Raw, first: date, last: date) -> Rule:
    number = number_of(raw, "Type") or Repeat.DAILY
    if number not in set(Repeat) or number == Repeat.DAILY:
        return Rule(Repeat.DAILY, first, last)
    count = number_of(raw, "Occurrences")
    by_count = raw.get("EnteredByOccurrences") in {"1", "true"} and count is not None and count > 0
    mask = number_of(raw, "DaysOfWeek") or 0
    return Rule(
        Repeat(number),
        first,
        None if by_count else last,
        count if by_count else None,
        period=_between(number_of(raw, "Period"), 1, 999),
        weekdays=tuple((day - 1) % 7 for day in range(7) if mask >> day & 1),
        month=_between(number_of(raw, "Month"), 0, 11) + 1,
        month_day=_between(number_of(raw, "MonthDay"), 1, 31),
        item=_between(number_of(raw, "MonthItem"), 0, 9),
        position=_between(number_of(raw, "MonthPosition"), 0, 4),
    )


def _between(number: int | None, least: int, most: int) -> int:
    return min(max(number if number is not None else least, least), most)
