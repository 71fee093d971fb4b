"""The working calendar of a new plan: office hours from Monday to Friday, without the public holidays of a country."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from planner.basics.public_holidays import holidays_of
from planner.schedule.calendars import WORKDAY

STANDARD = 1
YEARS = 6
"""So many years from the start of a plan have their holidays in its calendar."""


def public_holidays(country: str, start: date) -> Mapping[date, str]:
    """The public holidays of a country from the year of a day on; none for a country that is not known.

    `public_holidays("NO", date(2026, 1, 5))` has 17 May 2026, Constitution Day.
    """
    return holidays_of(country, range(start.year, start.year + YEARS))


def office_calendar(country: str, start: date) -> dict[str, Any]:
    """Office hours and public holidays, in the shape in which project files keep a calendar."""
    days = [{"DayType": str(day), **(_hours() if 2 <= day <= 6 else {"DayWorking": "0"})} for day in range(1, 8)]
    off = [_day_off(day, name) for day, name in public_holidays(country, start).items()]
    calendar: dict[str, Any] = {
        "UID": str(STANDARD),
        "Name": "Standard",
        "IsBaseCalendar": "1",
        "BaseCalendarUID": "-1",
        "WeekDays": [{"WeekDay": days}],
    }
    return {**calendar, "Exceptions": [{"Exception": off}]} if off else calendar


def _hours() -> dict[str, Any]:
    times = [{"FromTime": _clock(start), "ToTime": _clock(end)} for start, end in WORKDAY]
    return {"DayWorking": "1", "WorkingTimes": [{"WorkingTime": times}]}


def _clock(seconds: int) -> str:
    return f"{seconds // 3600:02}:{seconds % 3600 // 60:02}:00"


def _day_off(day: date, name: str) -> dict[str, Any]:
    return {
        "EnteredByOccurrences": "0",
        "TimePeriod": [{"FromDate": f"{day}T00:00:00", "ToDate": f"{day}T23:59:00"}],
        "Occurrences": "1",
        "Name": name[:200],
        "Type": "1",
        "DayWorking": "0",
    }
