"""A new plan rests on weekends and on the public holidays of its country."""

from datetime import date, datetime

from planner.basics.public_holidays import countries
from planner.schedule.calendars import resolve
from planner.schedule.file_calendars import calendar_of
from planner.schedule.importing import calendar_of as read
from planner.schedule.office_calendar import STANDARD, office_calendar, public_holidays
from planner.schedule.working_time import WorkingTime, instant, moment

START = date(2026, 5, 11)


def test_the_holidays_of_a_country_are_days_off() -> None:
    calendar = calendar_of(read(office_calendar("NO", START)))
    time = WorkingTime(resolve(calendar, {STANDARD: calendar}))
    wednesday = instant(datetime(2026, 5, 13, 8))
    assert moment(time.add(wednesday, 2 * 8 * 3600)) == datetime(2026, 5, 15, 17), "Ascension Day, 14 May, is off"


def test_a_plan_without_a_country_rests_on_weekends_only() -> None:
    assert public_holidays("", START) == {}
    assert public_holidays("ZZ", START) == {}
    assert "Exceptions" not in office_calendar("", START)


def test_names_and_years_of_holidays() -> None:
    found = public_holidays("DE", START)
    assert date(2026, 10, 3) in found
    assert date(2031, 12, 25) in found
    assert {"NO", "DE", "FR", "GB", "US"} <= set(countries())
