"""A new plan rests on weekends and on the public holidays of its country."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from planner.basics.public_holidays import countries
from planner.db import transaction
from planner.playbook.service import load_shipped
from planner.rollouts.service import create_rollout
from planner.schedule import queries
from planner.schedule.calendars import resolve
from planner.schedule.file_calendars import calendar_of
from planner.schedule.importing import calendar_of as read
from planner.schedule.office_calendar import STANDARD, office_calendar, public_holidays
from planner.schedule.states import Kind, TaskFacts
from planner.schedule.working_time import WorkingTime, instant, moment
from tests.conftest import NOW
from tests.personas import Cast
from tests.rollouts.samples import DRAFT

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


def created(cast: Cast, country: str, start: date) -> list[TaskFacts]:
    """The tasks and milestones of a rollout that was just created from the shipped playbook."""
    settings = replace(DRAFT.settings, name=f"{country} {start}", country=country, start_date=start)
    draft = replace(DRAFT, settings=settings, waves=tuple(replace(each, go_live=None) for each in DRAFT.waves))
    with transaction():
        made = create_rollout(draft, load_shipped("standard"), cast.manager, NOW)
    plan = queries.current_plan(made.id)
    assert plan
    return [row for row in queries.rows_of(plan.id) if row.kind is not Kind.SUMMARY]


def worked(row: TaskFacts, off: frozenset[date]) -> int:
    """The days from the first to the last of a task on which somebody works."""
    assert row.first_day
    assert row.last_day
    days = (row.first_day + timedelta(days=number) for number in range((row.last_day - row.first_day).days + 1))
    return sum(day.weekday() < 5 and day not in off for day in days)


@pytest.mark.parametrize(
    ("country", "start", "holiday"),
    [("DE", date(2026, 4, 1), date(2026, 5, 1)), ("NO", date(2026, 4, 1), date(2026, 5, 14))],
)
def test_a_new_rollout_works_on_no_public_holiday(cast: Cast, country: str, start: date, holiday: date) -> None:
    off = frozenset(public_holidays(country, start))
    rows = created(cast, country, start)
    assert len(rows) > 50
    assert not [row.name for row in rows if {row.first_day, row.last_day} & off]
    for row in rows:
        assert row.duration is not None
        if row.duration:
            assert worked(row, off) == row.duration / timedelta(hours=8), row.name
    over = [row for row in rows if row.first_day and row.last_day and row.first_day < holiday < row.last_day]
    assert over, "some work goes on around a holiday, and takes a day longer"
    usual = {row.name: row for row in created(cast, "", start)}
    assert any(row.last_day > usual[row.name].last_day for row in over)  # type: ignore[operator] # both have dates


def test_a_plan_that_would_begin_on_a_holiday_begins_after_it(cast: Cast) -> None:
    rows = created(cast, "NO", date(2026, 5, 14))
    assert min(row.first_day for row in rows if row.first_day) == date(2026, 5, 15)
