"""Recurring days off become the same dates as in Microsoft Project."""

import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from planner.schedule.file_calendars import calendars_of
from planner.schedule.importing import read_plan_bytes, read_plan_file
from planner.schedule.recurrence import MOST_DAYS, Repeat, Rule, days_of
from tests.schedule.files import project, task

FIRST = date(2001, 1, 1)


def said(rule: Rule) -> list[str]:
    return [day.isoformat() for day in days_of(rule)]


def test_every_day_of_a_span() -> None:
    assert said(Rule(Repeat.DAILY, FIRST, date(2001, 1, 3))) == ["2001-01-01", "2001-01-02", "2001-01-03"]


def test_every_second_tuesday_four_times() -> None:
    rule = Rule(Repeat.WEEKLY, FIRST, count=4, period=2, weekdays=(1,))
    assert said(rule) == ["2001-01-02", "2001-01-16", "2001-01-30", "2001-02-13"]


def test_the_last_friday_of_each_month() -> None:
    rule = Rule(Repeat.MONTHLY_BY_POSITION, FIRST, date(2001, 3, 31), item=8, position=4)
    assert said(rule) == ["2001-01-26", "2001-02-23", "2001-03-30"]


def test_day_31_is_the_last_day_of_a_short_month() -> None:
    rule = Rule(Repeat.MONTHLY_BY_DAY, FIRST, count=3, month_day=31)
    assert said(rule) == ["2001-01-31", "2001-02-28", "2001-03-31"]


def test_a_day_of_the_year_and_a_leap_day() -> None:
    rule = Rule(Repeat.YEARLY_BY_DAY, FIRST, count=4, month=2, month_day=29)
    assert said(rule) == ["2001-02-28", "2002-02-28", "2003-02-28", "2004-02-29"]


def test_every_third_workday_passes_over_weekends() -> None:
    rule = Rule(Repeat.EVERY_WORKDAYS, FIRST, count=3, period=3)
    assert said(rule) == ["2001-01-01", "2001-01-04", "2001-01-09"]


def days(text: str, year: int = 2026) -> list[str]:
    """Days of a year as month-day, apart by spaces."""
    return [f"{year}-{each}" for each in text.split()]


JANUARY = date(2026, 1, 1)
BY_DATE = [
    ("daily", Repeat.DAILY, "01-03", {}, "01-01 01-02 01-03"),
    ("daily, whatever the period", Repeat.DAILY, "01-05", {"period": 3}, "01-01 01-02 01-03 01-04 01-05"),
    ("every third day", Repeat.EVERY_DAYS, "01-12", {"period": 3}, "01-01 01-04 01-07 01-10"),
    ("every day", Repeat.EVERY_DAYS, "01-04", {}, "01-01 01-02 01-03 01-04"),
    ("every workday", Repeat.EVERY_WORKDAYS, "01-07", {}, "01-01 01-02 01-05 01-06 01-07"),
    ("every second workday", Repeat.EVERY_WORKDAYS, "01-09", {"period": 2}, "01-01 01-05 01-07 01-09"),
    ("two days a week", Repeat.WEEKLY, "01-16", {"weekdays": (1, 3)}, "01-01 01-06 01-08 01-13 01-15"),
    ("two days every second week", Repeat.WEEKLY, "02-01", {"weekdays": (0, 4), "period": 2},
     "01-02 01-12 01-16 01-26 01-30"),
    ("the weekend, a week being from Sunday", Repeat.WEEKLY, "01-18", {"weekdays": (5, 6), "period": 2},
     "01-03 01-11 01-17"),
    ("no day of the week: that of the first", Repeat.WEEKLY, "01-20", {}, "01-01 01-08 01-15"),
    ("the last day is in", Repeat.WEEKLY, "01-15", {"weekdays": (3,)}, "01-01 01-08 01-15"),
    ("a day of the month", Repeat.MONTHLY_BY_DAY, "04-10", {"month_day": 10}, "01-10 02-10 03-10 04-10"),
    ("day 30 every second month", Repeat.MONTHLY_BY_DAY, "07-31", {"month_day": 30, "period": 2},
     "01-30 03-30 05-30 07-30"),
    ("day 30 in February", Repeat.MONTHLY_BY_DAY, "03-31", {"month_day": 30}, "01-30 02-28 03-30"),
    ("the first Monday", Repeat.MONTHLY_BY_POSITION, "03-31", {"item": 4}, "01-05 02-02 03-02"),
    ("the second Sunday", Repeat.MONTHLY_BY_POSITION, "02-28", {"item": 3, "position": 1}, "01-11 02-08"),
    ("the fourth Saturday", Repeat.MONTHLY_BY_POSITION, "03-31", {"item": 9, "position": 3}, "01-24 02-28 03-28"),
    ("the third day", Repeat.MONTHLY_BY_POSITION, "02-28", {"item": 0, "position": 2}, "01-03 02-03"),
    ("the last day", Repeat.MONTHLY_BY_POSITION, "04-30", {"item": 0, "position": 4}, "01-31 02-28 03-31 04-30"),
    ("the first workday", Repeat.MONTHLY_BY_POSITION, "03-31", {"item": 1}, "01-01 02-02 03-02"),
    ("the last workday", Repeat.MONTHLY_BY_POSITION, "05-31", {"item": 1, "position": 4},
     "01-30 02-27 03-31 04-30 05-29"),
    ("the first day of a weekend", Repeat.MONTHLY_BY_POSITION, "03-31", {"item": 2}, "01-03 02-01 03-01"),
    ("the last day of a weekend", Repeat.MONTHLY_BY_POSITION, "04-30", {"item": 2, "position": 4},
     "01-31 02-28 03-29 04-26"),
    ("the last Friday, every third month", Repeat.MONTHLY_BY_POSITION, "12-31",
     {"item": 8, "position": 4, "period": 3}, "01-30 04-24 07-31 10-30"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("repeat", "last", "more", "wanted"), [row[1:] for row in BY_DATE], ids=[r[0] for r in BY_DATE]
)
def test_a_rule_ends_with_its_last_date(repeat: Repeat, last: str, more: dict[str, Any], wanted: str) -> None:
    assert said(Rule(repeat, JANUARY, date.fromisoformat(f"2026-{last}"), **more)) == days(wanted)


@pytest.mark.parametrize(
    ("repeat", "more", "wanted"),
    [
        (Repeat.YEARLY_BY_DAY, {"month": 12, "month_day": 24}, ["2026-12-24", "2027-12-24", "2028-12-24"]),
        (Repeat.YEARLY_BY_DAY, {"month": 2, "month_day": 29}, ["2026-02-28", "2027-02-28", "2028-02-29"]),
        (
            Repeat.YEARLY_BY_POSITION,
            {"month": 11, "item": 7, "position": 3},
            ["2026-11-26", "2027-11-25", "2028-11-23"],
        ),
        (Repeat.YEARLY_BY_POSITION, {"month": 5, "item": 4, "position": 4}, ["2026-05-25", "2027-05-31", "2028-05-29"]),
        (Repeat.YEARLY_BY_POSITION, {"month": 6, "item": 1, "position": 4}, ["2026-06-30", "2027-06-30", "2028-06-30"]),
        (Repeat.YEARLY_BY_POSITION, {"month": 6, "item": 2, "position": 4}, ["2026-06-28", "2027-06-27", "2028-06-25"]),
        (Repeat.YEARLY_BY_POSITION, {"month": 2, "item": 0, "position": 4}, ["2026-02-28", "2027-02-28", "2028-02-29"]),
    ],
)
def test_a_yearly_rule_ends_with_its_last_date(repeat: Repeat, more: dict[str, Any], wanted: list[str]) -> None:
    assert said(Rule(repeat, JANUARY, date(2028, 12, 31), **more)) == wanted
    assert said(Rule(repeat, JANUARY, date.fromisoformat(wanted[1]), **more)) == wanted[:2], "the last day is in"


def exception(**values: object) -> list[str]:
    """The days of one exception of a file, from 1 January to 28 February 2026."""
    period = "<TimePeriod><FromDate>2026-01-01T00:00:00</FromDate><ToDate>2026-02-28T23:59:00</ToDate></TimePeriod>"
    told = "".join(f"<{key}>{value}</{key}>" for key, value in values.items())
    apart = f"<Exceptions><Exception>{period}{told}<DayWorking>0</DayWorking></Exception></Exceptions>"
    more = f"<Calendars><Calendar><UID>1</UID><Name>Office</Name>{apart}</Calendar></Calendars>"
    plan = read_plan_bytes(project(task(1), more=more)).plan
    assert plan
    return [day.isoformat() for each in calendars_of(plan.calendars)[1].exceptions for day in each.days]


def test_an_exception_by_date_is_read_from_a_file() -> None:
    """Files count days of the week by a bit each from Sunday, months from 0, items and positions from 0."""
    by_date = {"EnteredByOccurrences": 0, "Occurrences": 3}
    monday_and_friday = exception(Type=6, DaysOfWeek=2 + 32, Period=3, **by_date)
    assert monday_and_friday == days("01-02 01-19 01-23 02-09 02-13")
    assert exception(Type=5, MonthItem=2, MonthPosition=4, **by_date) == days("01-31 02-28")
    assert exception(Type=4, MonthDay=31, **by_date) == days("01-31 02-28")
    assert exception(Type=3, Month=1, MonthItem=1, MonthPosition=4, **by_date) == days("02-27")
    assert exception(Type=2, Month=1, MonthDay=14, **by_date) == days("02-14")
    assert exception(Type=7, Period=20, **by_date) == days("01-01 01-21 02-10")
    assert exception(Type=8, Period=15, **by_date) == days("01-01 01-22 02-12")
    assert len(exception(Type=1, **by_date)) == 31 + 28
    assert exception(Type=7, Period=20, EnteredByOccurrences=1, Occurrences=2) == days("01-01 01-21")


def test_no_rule_gives_more_days_than_are_needed() -> None:
    assert len(days_of(Rule(Repeat.DAILY, FIRST))) == MOST_DAYS
    assert days_of(Rule(Repeat.DAILY, date(2101, 1, 1))) == ()


@pytest.mark.parametrize(
    "name", ["baselines", "calendar-calendars-2010", "calendar-recurring-exceptions-2010", "mspdiresource"]
)
def test_the_exceptions_of_real_files_are_the_days_microsoft_project_means(shared_data: Path, name: str) -> None:
    folder = shared_data / "mspdi_parse"
    plan = read_plan_file(folder / f"{name}.xml").plan
    assert plan is not None
    found = {calendar.name: calendar for calendar in calendars_of(plan.calendars).values()}
    wanted = json.loads((folder / f"{name}.expected.json").read_text("utf-8"))["calendars"]
    for each in wanted:
        calendar = found.get(each["name"]) or found[""]
        mine = [(rule.name, rule.working, list(rule.days)) for rule in calendar.exceptions]
        theirs = [(rule["name"], rule["working"], _days(rule["dates"])) for rule in each["exceptions"]]
        assert sorted(mine, key=str) == sorted(theirs, key=str)


def _days(told: list[str | list[str]]) -> list[date]:
    days = []
    for each in told:
        first, last = (date.fromisoformat(day) for day in (each if isinstance(each, list) else (each, each)))
        days += [first + timedelta(days=number) for number in range((last - first).days + 1)]
    return days
