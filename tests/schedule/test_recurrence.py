"""Recurring days off become the same dates as in Microsoft Project."""

import json
from datetime import date, timedelta
from pathlib import Path

import pytest

from planner.schedule.file_calendars import calendars_of
from planner.schedule.importing import read_plan_file
from planner.schedule.recurrence import MOST_DAYS, Repeat, Rule, days_of

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
