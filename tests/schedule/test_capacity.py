"""Capacity: no hour is lost or made by spreading work; over-commitment is named; other people's hours stay hidden."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.db import db, transaction
from planner.people import queries as people
from planner.people import service as promises
from planner.people.promises import Promise, PromiseDraft
from planner.rollouts.models import Unit
from planner.rollouts.playbook_service import take_copy
from planner.schedule import service
from planner.schedule.calendars import FREE, OFFICE_WEEK, WorkingHours
from planner.schedule.capacity import (
    CROWDED,
    Fit,
    Work,
    capacity_rows,
    crowds,
    over_committed,
    spread,
    together,
    weeks_from,
)
from planner.schedule.models import PlanTask
from planner.schedule.states import Kind
from planner.schedule.working_time import WorkingTime
from tests.builders import make_wave
from tests.conftest import NOW
from tests.page import Page, text_of
from tests.personas import Cast
from tests.schedule.samples import SMALL

TODAY = date(2026, 3, 2)
NOON = datetime(2026, 3, 2)
CLOCK = WorkingTime(WorkingHours(tuple(hours or FREE for hours in OFFICE_WEEK)))
WEEKS = weeks_from(TODAY)
MOMENTS = st.integers(-60 * 24, 60 * 24).map(lambda hours: NOON + timedelta(hours=hours))


def work(first: str, last: str, hours: float, load: int = 100, number: int = 1, owner: int = 1) -> Work:
    start, finish = datetime.fromisoformat(f"2026-{first}T08:00"), datetime.fromisoformat(f"2026-{last}T17:00")
    return Work(number, f"T{number}", owner, start, finish, hours, load)


def test_hours_fall_where_the_work_is() -> None:
    assert spread(work("03-05", "03-10", 32), WEEKS[:3], NOON, CLOCK) == (16, 16, 0)
    assert spread(work("03-12", "03-13", 10, load=50), WEEKS[:3], NOON, CLOCK) == (0, 5, 0)
    late = spread(work("02-02", "02-06", 48), WEEKS[:3], NOON, CLOCK)
    assert late == (40, 8, 0)


@given(MOMENTS, MOMENTS, st.floats(0.5, 300), st.integers(1, 100))
def test_no_hour_is_lost_or_made(one: datetime, other: datetime, hours: float, load: int) -> None:
    found = spread(Work(1, "T", 1, min(one, other), max(one, other), hours, load), weeks_from(TODAY, 80), NOON, CLOCK)
    assert sum(found) == pytest.approx(hours * load / 100, rel=1e-6)
    assert min(found) >= 0


def test_who_is_over_by_how_much_and_by_which_tasks() -> None:
    works = [work("03-02", "03-06", 40, 50), work("03-05", "03-06", 16, number=2), work("03-09", "03-13", 10, owner=2)]
    rows = capacity_rows(works, [Promise(1, Decimal(20), TODAY), Promise(3, Decimal(8), TODAY)], WEEKS[:2], NOON, CLOCK)
    assert [row.user_id for row in rows] == [1, 2, 3]
    first = rows[0].cells[0]
    assert (first.need, first.promised, first.over, first.fit) == (36, 20, 16, Fit.OVER)
    assert [(part.name, hours) for part, hours in first.parts] == [("T1", 20), ("T2", 16)]
    assert rows[1].cells[1].fit is Fit.NOT_PROMISED
    assert [cell.fit for cell in rows[2].cells] == [Fit.FREE, Fit.FREE]
    assert over_committed(rows) == ((1, first),)
    assert [(cell.need, cell.promised) for cell in together(rows)] == [(36, 28), (10, 28)]


def test_what_hits_a_wave_in_the_same_week() -> None:
    each = [(f"A{number}", datetime(2026, 3, 4), datetime(2026, 3, 10)) for number in range(CROWDED)]
    found = crowds(each, date(2026, 3, 13), WEEKS[:3])
    assert [(len(week.names), week.crowded, week.live) for week in found] == [
        (6, True, False),
        (6, True, True),
        (0, False, False),
    ]


@pytest.fixture
def planned(cast: Cast) -> Cast:
    """The cast with a plan that belongs to the team member, a unit, and promises."""
    wave = make_wave(cast.rollout, 1, date(2026, 4, 1))
    with transaction():
        take_copy(cast.rollout.id, SMALL, NOW)
        service.prepare(cast.rollout, SMALL, TODAY)
        tasks = db.session.query(PlanTask).filter(PlanTask.kind == Kind.TASK)
        tasks.update({"owner_id": cast.member.id}, synchronize_session=False)
        db.session.add(Unit(rollout_id=cast.rollout.id, wave_id=wave.id, name="Service desk", people=31))
        promise = Promise(cast.member.id, Decimal("7.5"), TODAY)
        promises.add_promise(cast.rollout.id, PromiseDraft(promise, "João Reis"))
        promises.add_promise(
            cast.rollout.id, PromiseDraft(Promise(cast.trainer.id, Decimal("33.5"), TODAY), "Head of training")
        )
    return cast


def test_hours_of_others_are_for_the_manager_only(planned: Cast, page: Page) -> None:
    rollout_id = planned.rollout.id
    seen = {
        person.name: text_of(page.get("schedule.capacity", rollout_id=rollout_id, as_=person))
        for person in (planned.manager, planned.sponsor, planned.trainer, planned.member, planned.viewer)
    }
    told = {name: ("33.5" in text, "7.5" in text) for name, text in seen.items()}
    assert told == {
        "Mara Lind": (True, True),
        "Sven Holm": (False, False),
        "Tara Okafor": (True, False),
        "Miro Petrov": (False, True),
        "Vera Costa": (False, False),
    }
    assert all("Service desk" in text for text in seen.values())
    assert "h over" in seen["Mara Lind"]
    assert "Together" in seen["Mara Lind"]
    assert "All people" not in seen["Sven Holm"]


def test_promises_are_written_and_changed_on_pages(planned: Cast, page: Page) -> None:
    rollout_id, manager = planned.rollout.id, planned.manager
    form = {"person": str(planned.sponsor.id), "hours": "6", "first_day": "2026-03-02", "source": "Board"}
    page.get("schedule.add_promise", rollout_id=rollout_id, as_=manager)
    page.post("schedule.add_promise", form, rollout_id=rollout_id, as_=manager)
    page.post("schedule.add_promise", form, rollout_id=rollout_id, as_=manager, status=422)
    page.post("schedule.add_promise", form, rollout_id=rollout_id, as_=planned.sponsor, status=403)
    row = people.promises(rollout_id, planned.sponsor.id)[0]
    where: dict[str, Any] = {"rollout_id": rollout_id, "promised_hours_id": row.id, "as_": manager}
    page.get("schedule.edit_promise", **where)
    page.post("schedule.edit_promise", {**form, "hours": "4.5", "version": row.version}, **where)
    assert people.promises(rollout_id, planned.sponsor.id)[0].hours == Decimal("4.5")
    page.post("schedule.remove_promise", {"version": row.version}, **where)
    assert people.promises(rollout_id, planned.sponsor.id) == []


def test_the_share_of_time_of_a_task(planned: Cast, page: Page) -> None:
    rollout_id = planned.rollout.id
    task = db.session.query(PlanTask).filter_by(name="Sign").one()
    where: dict[str, Any] = {"rollout_id": rollout_id, "task_id": task.id, "as_": planned.member}
    page.get("schedule.edit_load", **where)
    page.post("schedule.edit_load", {"load": "101", "version": task.version}, **where, status=422)
    page.post("schedule.edit_load", {"load": "20", "version": task.version}, **where)
    db.session.expire_all()
    assert db.session.get_one(PlanTask, task.id).load_percent == 20
    page.post("schedule.edit_load", {"load": "30", "version": 1}, **where, status=409)


def test_later_weeks_and_no_plan(cast: Cast, planned: Cast, page: Page) -> None:
    later: dict[str, Any] = {"rollout_id": planned.rollout.id, "from": "2026-05-05", "as_": cast.manager}
    text = text_of(page.get("schedule.capacity", **later))
    assert "4 May" in text
    assert "From this week" in text
    page.get("schedule.capacity", **later | {"from": "nonsense"})


def test_without_a_plan_nothing_is_counted(cast: Cast, page: Page) -> None:
    assert "No plan yet" in text_of(page.get("schedule.capacity", rollout_id=cast.rollout.id, as_=cast.manager))
