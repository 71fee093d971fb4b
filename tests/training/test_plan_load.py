"""Sessions count in the plan's capacity: trainers' hours week by week, and courses among what hits a unit."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from flask import Flask
from icalendar import Calendar

from planner.access.models import User
from planner.db import transaction
from planner.schedule import capacity_queries, feed_service, service
from planner.schedule.calendar_feed import FeedKind
from planner.schedule.capacity import weeks_from
from planner.schedule.session_load_queries import lessons, over_hours, trainer_rows
from planner.training import sitting_queries, sitting_service
from tests.conftest import NOW
from tests.page import Page, text_of
from tests.personas import Cast
from tests.schedule.samples import SMALL
from tests.training.stage import TODAY, Stage, set_stage

WEEKS = weeks_from(TODAY)
NEXT = date(2026, 3, 9)


@pytest.fixture
def stage(app: Flask, cast: Cast) -> Stage:
    """Seven sessions of two hours in one week, of a trainer who has twelve hours."""
    found = set_stage(cast)
    for number in range(7):
        found.sitting(days=7 + number // 3, hour=9 + 2 * (number % 3), wave=1)
    return found


def test_a_week_with_more_sessions_than_hours_is_named(stage: Stage) -> None:
    rows = trainer_rows(stage.rollout, WEEKS)
    assert [(row.name, len(row.cells)) for row in rows] == [("Tara Okafor", 12)]
    assert [(row.name, cell.week, cell.need, cell.promised, cell.over) for row, cell in over_hours(rows)] == [
        ("Tara Okafor", NEXT, 14.0, 12.0, 2.0)
    ]


def test_courses_are_among_what_hits_a_unit_in_a_week(stage: Stage) -> None:
    stage.sitting(stage.sales, days=8, hour=16, unit_id=stage.unit.id)
    given = {(each.week, each.name) for each in lessons(stage.rollout, WEEKS)}
    assert given == {(NEXT, "Course: Basics"), (NEXT, "Course: A day in sales")}
    (group,) = capacity_queries.groups(stage.rollout, None, WEEKS)
    told = {crowd.week: crowd.names for crowd in group.weeks if crowd.names}
    assert told == {NEXT: ("Course: A day in sales", "Course: Basics")}


def test_trainers_see_it_on_the_capacity_page_and_others_do_not(stage: Stage, cast: Cast, page: Page) -> None:
    with transaction():
        service.prepare(stage.rollout, SMALL, NOW.date())
    where: dict[str, Any] = {"rollout_id": stage.rollout.id}
    for person in (cast.manager, cast.trainer):
        text = text_of(page.get("schedule.capacity", as_=person, **where))
        assert "Tara Okafor , week of 9 Mar 2026: 2.0 h over" in text.replace("Okafor,", "Okafor ,")
    for person in (cast.member, cast.viewer, cast.sponsor):
        assert not page.get("schedule.capacity", as_=person, **where).xpath("//*[@id='trainers-title']")


def test_the_training_calendar_of_the_plan_holds_sessions_with_their_times(
    stage: Stage, cast: Cast, page: Page
) -> None:
    def events(person: User) -> list[Any]:
        with transaction():
            token = feed_service.add_feed(stage.rollout, person, FeedKind.TRAINING, NOW)[1]
        calendar = Calendar.from_ical(page.client(None).get(f"/calendar/{token}.ics").data)
        assert not calendar.errors
        return list(calendar.walk("VEVENT"))

    found = events(cast.trainer)
    assert len(found) == 7
    assert found[0].decoded("dtstart") == datetime(2026, 3, 9, 9, tzinfo=UTC)
    assert found[0].decoded("dtend") == datetime(2026, 3, 9, 11, tzinfo=UTC)
    assert (str(found[0]["location"]), str(found[0]["status"])) == ("Room 1", "CONFIRMED")
    assert events(cast.member) == [], "without a seat nothing is in the own calendar"
    first = sitting_queries.sittings(stage.rollout.id)[0].sitting
    with transaction():
        sitting_service.cancel_sitting(first, "Ill", first.version)
    again = events(cast.manager)
    assert [str(each["uid"]) for each in again] == [str(each["uid"]) for each in found]
    assert str(again[0]["status"]) == "CANCELLED"
