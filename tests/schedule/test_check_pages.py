"""The page of plan checks: what it says of the plan in use, to whom, and where it leads."""

from datetime import date
from typing import Any

import pytest
from flask import Flask
from lxml import html
from sqlalchemy import event

from planner.access.models import User
from planner.db import db, transaction
from planner.rollouts.playbook_service import take_copy
from planner.schedule import check_service, queries, service
from planner.schedule.import_service import import_plan
from planner.schedule.importing import read_plan_bytes
from planner.schedule.models import Gate, Plan, PlanLink, PlanTask
from planner.schedule.plan_facts import SHELF_LIFE_DAYS
from tests.builders import make_wave
from tests.conftest import NOW
from tests.page import Page, text_of
from tests.personas import Cast
from tests.schedule.files import project, task
from tests.schedule.samples import SMALL

TODAY = date(2026, 3, 2)
LATE_TRAINING = project(
    task(1, "Prepare", Start="2026-06-01T08:00:00", Finish="2026-06-02T17:00:00", OutlineLevel=1),
    task(17, "Go-live", level=2, Start="2026-06-15T08:00:00", Finish="2026-06-15T17:00:00"),
    task(20, "Train <b>", level=2, after=[17], Start="2026-06-16T08:00:00", Finish="2026-06-19T17:00:00"),
)


@pytest.fixture
def late(cast: Cast) -> Cast:
    """The cast with a plan that trains after going live."""
    with transaction():
        reading = read_plan_bytes(LATE_TRAINING)
        import_plan(cast.rollout, reading, file_name="p.xml", sha256="a" * 64, by=cast.manager, at=NOW)
    return cast


def row(cast: Cast, name: str) -> int:
    plan = queries.current_plan(cast.rollout.id)
    assert plan
    return next(each.id for each in queries.rows_of(plan.id) if each.name == name)


def look(page: Page, cast: Cast, person: User, status: int = 200) -> html.HtmlElement:
    return page.get("schedule.checks", rollout_id=cast.rollout.id, as_=person, status=status)


def test_every_member_opens_the_page_and_a_stranger_does_not(page: Page, late: Cast) -> None:
    for person in (late.manager, late.sponsor, late.trainer, late.member, late.viewer):
        look(page, late, person)
    look(page, late, late.stranger, status=404)


def test_a_finding_says_what_why_and_leads_to_the_form(page: Page, late: Cast) -> None:
    shown = look(page, late, late.manager)
    text = text_of(shown)
    assert "Endangers the go-live" in text
    assert "“Train <b>” ends on 19 Jun 2026 and begins after “Go-live” on 15 Jun 2026." in text
    assert "People who meet the system untrained" in text
    assert shown.cssselect(f"a[href$='/plan/tasks/{row(late, 'Train <b>')}/edit']")
    assert shown.cssselect(f"a[href$='/plan/tasks/{row(late, 'Go-live')}']")


def test_who_may_not_edit_sees_no_way_to_forms(page: Page, late: Cast) -> None:
    shown = look(page, late, late.viewer)
    assert "Training after go-live" in text_of(shown)
    assert not shown.cssselect("a[href$='/edit']")


def test_the_plan_counts_its_findings_and_the_next_look_speaks_of_the_change(page: Page, late: Cast) -> None:
    before = check_service.count(late.rollout, TODAY)
    assert before
    plan = page.get("schedule.plan", rollout_id=late.rollout.id, as_=late.manager)
    assert [text_of(each) for each in plan.cssselect(".tabs .count")] == [str(before)]
    with transaction():
        training = db.session.get_one(PlanTask, row(late, "Train <b>"))
        training.name, training.owner_id = "Celebrate", late.manager.id
    found = check_service.checked(late.rollout, TODAY)
    assert found
    assert "training-after-go-live" not in {finding.rule for finding in found.findings}


LOOSE = project(
    task(17, "Go-live", Start="2026-06-15T08:00:00", Finish="2026-06-15T17:00:00", ConstraintType=4,
         ConstraintDate="2026-06-15T08:00:00"),
    task(20, "Train the users", Start="2026-06-08T08:00:00", Finish="2026-06-09T17:00:00", Duration="PT16H0M0S",
         ConstraintType=4, ConstraintDate="2026-06-08T08:00:00"),
    more="<StartDate>2026-03-02T08:00:00</StartDate>",
)  # fmt: skip


class Planning:
    """A manager who changes rows on the pages and looks at what the checks then say."""

    def __init__(self, page: Page, cast: Cast) -> None:
        self.page, self.cast, self.client = page, cast, page.client(cast.manager)
        self.where: dict[str, Any] = {"rollout_id": cast.rollout.id, "as_": cast.manager}

    def task(self, name: str) -> PlanTask:
        db.session.expire_all()
        return db.session.get_one(PlanTask, row(self.cast, name))

    def drag(self, name: str, start: str, finish: str) -> None:
        stored = self.task(name)
        values = {"version": str(stored.version), "start": start, "finish": finish}
        self.page.post("schedule.drag", values, task_id=stored.id, **self.where)

    def edit(self, name: str, **values: str) -> None:
        stored = self.task(name)
        form: Any = self.page.get("schedule.edit_task", task_id=stored.id, **self.where).cssselect("main form.form")[0]
        kept = {key: value for key, value in form.form_values() if key != "csrf_token"}
        self.page.post("schedule.edit_task", kept | values, task_id=stored.id, **self.where)

    def rules(self) -> set[str]:
        """What the page of checks says; the tab of the plan counts the same, and so does the page after a drag."""
        address = f"/rollouts/{self.cast.rollout.id}/plan/checks"
        number = self.client.get(address, headers={"X-Count": "1"}).json["count"]
        shown = look(self.page, self.cast, self.cast.manager)
        assert f"{number} finding" in text_of(shown)
        plan = self.page.get("schedule.plan", **self.where)
        assert [text_of(each) for each in plan.cssselect(".tabs .count")] == [str(number)]
        found = check_service.checked(self.cast.rollout, TODAY)
        assert found
        assert len(found.findings) == number
        return {f"{finding.rule}:{uid}" for finding in found.findings for uid in finding.tasks}


def test_a_drag_and_a_form_are_judged_at_the_next_look(page: Page, cast: Cast) -> None:
    with transaction():
        import_plan(cast.rollout, read_plan_bytes(LOOSE), file_name="p.xml", sha256="a" * 64, by=cast.manager, at=NOW)
    planning = Planning(page, cast)
    before = planning.rules()
    assert "training-after-go-live:20" not in before
    assert {"task-unowned:17", "task-unowned:20"} <= before
    planning.drag("Train the users", "2026-06-17", "2026-06-18")
    assert "training-after-go-live:20" in planning.rules()
    planning.drag("Go-live", "2026-06-22", "2026-06-22")
    assert "training-after-go-live:20" not in planning.rules()
    planning.edit("Train the users", start="2026-06-24", finish="2026-06-25", owner=str(cast.member.id))
    after = planning.rules()
    assert "training-after-go-live:20" in after
    assert "task-unowned:20" not in after
    assert "task-unowned:17" in after


def test_without_a_plan_it_says_so(page: Page, cast: Cast) -> None:
    assert "No plan yet" in text_of(look(page, cast, cast.manager))
    assert check_service.count(cast.rollout, TODAY) == 0


def test_findings_of_waves_and_gates_lead_to_their_forms(page: Page, cast: Cast) -> None:
    wave = make_wave(cast.rollout, 1)
    with transaction():
        take_copy(cast.rollout.id, SMALL, NOW)
        service.prepare(cast.rollout, SMALL, TODAY)
        wave.go_live = date(2026, 2, 2)
        gate = db.session.query(Gate).filter_by(rollout_id=cast.rollout.id).order_by(Gate.position).first()
        assert gate
        gate.due = date(2026, 1, 1)
        going = db.session.query(PlanTask).filter_by(task_ref="try").one()
        going.task_ref = "pilot-live"
    shown = look(page, cast, cast.manager)
    assert shown.cssselect(f"a[href$='/gates/{gate.id}/edit']")
    assert shown.cssselect(f"a[href$='/waves/{wave.id}']")


def test_the_shelf_life_is_that_of_the_playbook(cast: Cast) -> None:
    assert check_service.shelf_days(cast.rollout) == SHELF_LIFE_DAYS


def test_a_longer_plan_asks_the_database_no_more_often(app: Flask, late: Cast) -> None:
    counts = []
    for number in (0, 40):
        _lengthen(late, number)
        check_service._judged.cache_clear()
        asked: list[str] = []
        listen = lambda *args: asked.append(args[2])  # noqa: B023, E731 - one list for each turn
        event.listen(db.engine, "before_cursor_execute", listen)
        check_service.checked(late.rollout, TODAY)
        event.remove(db.engine, "before_cursor_execute", listen)
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 14


def _lengthen(cast: Cast, number: int) -> None:
    plan = queries.current_plan(cast.rollout.id)
    assert isinstance(plan, Plan)
    first = db.session.get_one(PlanTask, row(cast, "Go-live"))
    with transaction():
        for each in range(number):
            more = PlanTask(
                plan_id=plan.id, position=100 + each, uid=100 + each, row=100 + each, outline_level=2,
                name=f"Train group {each}", kind=first.kind, start=first.start, finish=first.finish,
                duration_seconds=28800,
            )  # fmt: skip
            db.session.add(more)
            db.session.flush()
            db.session.add(PlanLink(plan_id=plan.id, predecessor_id=first.id, successor_id=more.id))


def test_a_stored_circle_is_told(late: Cast) -> None:
    one, other = row(late, "Go-live"), row(late, "Train <b>")
    plan = queries.current_plan(late.rollout.id)
    assert plan
    with transaction():
        db.session.add(PlanLink(plan_id=plan.id, predecessor_id=other, successor_id=one))
    found = check_service.checked(late.rollout, TODAY)
    assert found
    assert found.findings[0].rule in {"training-after-go-live", "tasks-in-a-circle"}
    assert "tasks-in-a-circle" in {finding.rule for finding in found.findings}
