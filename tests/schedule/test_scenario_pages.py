"""Scenarios on their pages: the plan stays as it is until one is kept, and then changes in one piece."""

from typing import Any

import pytest
from sqlalchemy import update

from planner.access.models import User
from planner.basics.errors import RuleBroken
from planner.db import db, transaction
from planner.rollouts.playbook_service import take_copy
from planner.schedule import queries, scenario_queries, service
from planner.schedule.import_service import import_plan
from planner.schedule.importing import read_plan_bytes
from planner.schedule.memory_service import last_change, take_back
from planner.schedule.models import Plan, PlanTask
from planner.schedule.scenario import KINDS, ScenarioState
from planner.schedule.scenario_models import Scenario
from tests.builders import make_wave
from tests.conftest import NOW
from tests.page import Page, text_of
from tests.personas import Cast
from tests.schedule.files import project, task
from tests.schedule.samples import SMALL

TODAY = NOW.date()


@pytest.fixture
def planned(cast: Cast) -> Cast:
    """The cast with a plan from a playbook and two waves."""
    make_wave(cast.rollout, 1)
    make_wave(cast.rollout, 2)
    with transaction():
        take_copy(cast.rollout.id, SMALL, NOW)
        service.prepare(cast.rollout, SMALL, TODAY)
    return cast


def plan_of(cast: Cast) -> Plan:
    plan = queries.current_plan(cast.rollout.id)
    assert plan
    return plan


def row(cast: Cast, name: str, wave: int | None = None) -> Any:
    query = db.session.query(PlanTask).filter_by(plan_id=plan_of(cast).id, name=name)
    found: Any = (query.filter_by(wave=wave) if wave else query).order_by(PlanTask.position).first()
    return found


def seen(cast: Cast) -> list[tuple[Any, ...]]:
    db.session.expire_all()
    plan = plan_of(cast)
    rows = [(r.uid, r.name, r.start, r.finish, r.duration, r.kind, r.outline_level) for r in queries.rows_of(plan.id)]
    return [*rows, *sorted((each.predecessor_id, each.successor_id, each.type) for each in queries.links_of(plan.id))]


def begin(page: Page, cast: Cast, name: str = "Later") -> Scenario:
    page.post("schedule.create_scenario", {"name": name, "note": "Why"}, as_=cast.manager, rollout_id=cast.rollout.id)
    return next(each for each in scenario_queries.scenarios(cast.rollout.id) if each.name == name)


def add(page: Page, cast: Cast, made: Scenario, kind: str, status: int = 303, **fields: Any) -> str:
    version = fields.pop("version", db.session.get_one(Scenario, made.id).version)
    form = {"version": version, **fields}
    where = {"rollout_id": cast.rollout.id, "scenario_id": made.id, "kind": kind}
    return page.post("schedule.add_change", form, as_=cast.manager, status=status, **where).text


def show(page: Page, cast: Cast, made: Scenario, as_: User | None = None) -> str:
    where = {"rollout_id": cast.rollout.id, "scenario_id": made.id}
    return text_of(page.get("schedule.scenario", as_=as_ or cast.manager, **where))


def keep(page: Page, cast: Cast, made: Scenario, status: int = 303, version: int | None = None) -> str:
    now = db.session.get_one(Scenario, made.id).version if version is None else version
    where = {"rollout_id": cast.rollout.id, "scenario_id": made.id}
    return page.post("schedule.keep_scenario", {"version": now}, as_=cast.manager, status=status, **where).text


def changes(cast: Cast) -> dict[str, dict[str, Any]]:
    """One change of each kind."""
    return {
        "shift": {"task": row(cast, "Prepare", 2).uid, "days": "5"},
        "stretch": {"task": row(cast, "Teach", 2).uid, "percent": "200"},
        "drop": {"task": row(cast, "Improve").uid},
        "add": {"task": row(cast, "Help", 1).uid, "name": "Ask again", "days": "2.5", "holds": "y"},
        "add-people": {"task": row(cast, "Help", 2).uid, "people": "1", "more": "1", "divisible": "100"},
    }


def test_a_scenario_changes_nothing_until_it_is_kept_and_then_the_plan_is_what_it_said(
    page: Page, planned: Cast
) -> None:
    before, made = seen(planned), begin(page, planned)
    for kind, fields in changes(planned).items():
        add(page, planned, made, kind, **fields)
    said = show(page, planned, made)
    assert seen(planned) == before
    assert "“Prepare”, wave 2, begins 5 working days later" in said
    assert "“Ask again” (2.5 working days) is added after “Help”, wave 1" in said
    promised = text_of(
        page.get("schedule.keep_scenario", as_=planned.manager, rollout_id=planned.rollout.id, scenario_id=made.id)
    )
    keep(page, planned, made)
    plan = plan_of(planned)
    assert plan.finish
    assert f"{plan.finish.day} {plan.finish:%b %Y}" in promised
    kept = db.session.get_one(Scenario, made.id)
    assert (kept.state, kept.closed_by_id) == (ScenarioState.KEPT, planned.manager.id)
    assert "rows moved" in kept.outcome
    assert row(planned, "Improve") is None
    new = row(planned, "Ask again")
    assert (new.wave, new.phase_ref) == (1, row(planned, "Help", 1).phase_ref)
    assert [
        each.position for each in db.session.query(PlanTask).filter_by(plan_id=plan.id).order_by(PlanTask.position)
    ] == [*range(plan.task_count)]
    assert row(planned, "Teach", 2).pessimistic_days == 12
    assert "kept by Mara Lind" in show(page, planned, made)
    change = last_change(plan)
    assert change
    assert change.words == "keep the scenario “Later”"
    with transaction():
        take_back(plan, change.id, NOW.date())
    assert seen(planned) == before


def test_every_kind_of_change_has_its_form_and_cut_training_says_what_it_is_about(page: Page, planned: Cast) -> None:
    made = begin(page, planned)
    for kind in KINDS:
        where: dict[str, Any] = {"rollout_id": planned.rollout.id, "scenario_id": made.id, "kind": kind}
        page.get("schedule.add_change", as_=planned.manager, **where)
    page.get("schedule.add_change", as_=planned.manager, status=404, **{**where, "kind": "hope"})


def test_training_is_cut_and_its_margin_is_told(page: Page, cast: Cast) -> None:
    rows = [task(1, "Train the users", Duration="PT80H0M0S"), task(2, "Go-live", Duration="PT0H0M0S", after=[1])]
    file = project(*rows, more="<StartDate>2026-03-09T08:00:00</StartDate>")
    with transaction():
        import_plan(cast.rollout, read_plan_bytes(file), file_name="p.xml", sha256="a" * 64, by=None, at=NOW)
    made = begin(page, cast, "Less")
    add(page, cast, made, "cut-training", percent="30")
    said = show(page, cast, made)
    assert "10 working days 7 working days" in said
    assert "3 working days earlier" in said
    assert "P80" in said


def test_what_cannot_be_done_is_refused_at_its_field(page: Page, planned: Cast) -> None:
    made = begin(page, planned)
    gate = db.session.query(PlanTask).filter(PlanTask.plan_id == plan_of(planned).id, PlanTask.gate_key != "").first()
    assert gate
    assert "a phase keeps its gate" in add(page, planned, made, "drop", 422, task=gate.uid)
    assert "other than nothing" in add(page, planned, made, "shift", 422, task=row(planned, "Ask").uid, days="0")
    with transaction():
        for wave in (1, 2):
            row(planned, "Teach", wave).name = "Agree"
    assert "no training" in add(page, planned, made, "cut-training", 422, percent="20")
    add(page, planned, made, "shift", 422, task="", days="3")
    assert db.session.get_one(Scenario, made.id).changes == []
    assert "add a change first" in keep(page, planned, made, 422)


def test_a_change_is_taken_out_and_a_stale_form_is_told(page: Page, planned: Cast) -> None:
    made = begin(page, planned)
    old = made.version
    add(page, planned, made, "shift", task=row(planned, "Ask").uid, days="3")
    add(page, planned, made, "shift", 409, task=row(planned, "Sign").uid, days="3", version=old)
    keep(page, planned, made, 409, version=old)
    where = {"rollout_id": planned.rollout.id, "scenario_id": made.id}
    version = db.session.get_one(Scenario, made.id).version
    page.post("schedule.remove_change", {"version": version}, as_=planned.manager, status=422, number=7, **where)
    page.post("schedule.remove_change", {"version": version}, as_=planned.manager, number=0, **where)
    assert db.session.get_one(Scenario, made.id).changes == []


def test_a_task_that_is_gone_is_named_and_nothing_is_kept(page: Page, planned: Cast) -> None:
    made = begin(page, planned)
    add(page, planned, made, "shift", task=row(planned, "Ask").uid, days="3")
    add(page, planned, made, "drop", task=row(planned, "Improve").uid)
    with transaction():
        gone = row(planned, "Improve")
        gone.name, gone.uid = "Other", 4_000
    before = seen(planned)
    assert "is not in the plan any more" in show(page, planned, made)
    assert "The plan has changed since" in keep(page, planned, made, 422)
    assert seen(planned) == before
    assert db.session.get_one(Scenario, made.id).open


def test_a_scenario_survives_a_new_version_of_the_plan(page: Page, planned: Cast) -> None:
    made = begin(page, planned)
    add(page, planned, made, "shift", task=row(planned, "Ask").uid, days="3")
    file = project(task(9, "Ask"), task(2, "Sign", after=[9]), more="<StartDate>2026-03-02T08:00:00</StartDate>")
    with transaction():
        import_plan(planned.rollout, read_plan_bytes(file), file_name="p.xml", sha256="b" * 64, by=None, at=NOW)
    said = show(page, planned, made)
    assert "newer version" in said
    assert "not in the plan" not in said
    keep(page, planned, made)
    moved = row(planned, "Ask")
    assert moved.start
    assert moved.start.day == 5


def test_thrown_away_it_stays_to_be_read_and_is_closed(page: Page, planned: Cast) -> None:
    made, before = begin(page, planned), seen(planned)
    add(page, planned, made, "shift", task=row(planned, "Ask").uid, days="3")
    where = {"rollout_id": planned.rollout.id, "scenario_id": made.id}
    version = db.session.get_one(Scenario, made.id).version
    page.post("schedule.throw_away", {"version": version}, as_=planned.manager, **where)
    said = show(page, planned, made)
    assert "thrown away by Mara Lind" in said
    assert "The plan was not changed by it" in said
    assert seen(planned) == before
    closed = db.session.get_one(Scenario, made.id).version
    assert "closed" in keep(page, planned, made, 422)
    page.post("schedule.throw_away", {"version": closed}, as_=planned.manager, status=422, **where)
    assert "thrown away" in text_of(page.get("schedule.scenarios", as_=planned.viewer, rollout_id=planned.rollout.id))


def test_the_list_tells_where_each_leads_and_names_are_used_once(page: Page, planned: Cast) -> None:
    made = begin(page, planned)
    add(page, planned, made, "shift", task=row(planned, "Ask").uid, days="3")
    where = {"rollout_id": planned.rollout.id}
    assert "3 working days later" in text_of(page.get("schedule.scenarios", as_=planned.viewer, **where))
    answer = page.post("schedule.create_scenario", {"name": "LATER"}, as_=planned.manager, status=422, **where)
    assert "has this name" in answer.text
    named = {"name": "Sooner", "note": "", "version": db.session.get_one(Scenario, made.id).version}
    page.post("schedule.edit_scenario", named, as_=planned.manager, scenario_id=made.id, **where)
    assert db.session.get_one(Scenario, made.id).name == "Sooner"


def test_viewers_look_and_only_the_manager_changes(page: Page, planned: Cast) -> None:
    made = begin(page, planned)
    add(page, planned, made, "shift", task=row(planned, "Ask").uid, days="3")
    where = {"rollout_id": planned.rollout.id, "scenario_id": made.id}
    for person in (planned.viewer, planned.member, planned.sponsor):
        tree = page.get("schedule.scenario", as_=person, **where)
        assert not tree.cssselect("main form")
        page.post("schedule.keep_scenario", {"version": 2}, as_=person, status=403, **where)
        page.post("schedule.throw_away", {"version": 2}, as_=person, status=403, **where)
    page.get("schedule.scenario", as_=planned.stranger, status=404, **where)
    assert db.session.get_one(Scenario, made.id).open


def test_without_a_plan_the_list_says_what_to_do(page: Page, cast: Cast) -> None:
    tree = page.get("schedule.scenarios", as_=cast.manager, rollout_id=cast.rollout.id)
    assert tree.cssselect(".empty a.button")
    answer = page.post(
        "schedule.create_scenario", {"name": "Later"}, as_=cast.manager, status=422, rollout_id=cast.rollout.id
    )
    assert "no plan yet" in answer.text


def test_the_plan_that_cannot_be_scheduled_is_told(page: Page, planned: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    from planner.schedule import scenario_views

    made = begin(page, planned)

    def broken(_: Plan) -> None:
        raise RuleBroken("Tasks wait for each other in a circle.")

    monkeypatch.setattr(scenario_views, "base_of", broken)
    assert "in a circle" in show(page, planned, made)


def test_the_chances_of_the_plan_are_those_of_the_risk_page(page: Page, planned: Cast) -> None:
    from datetime import datetime

    from planner.schedule import risk_service
    from planner.schedule.risk_plan import END
    from planner.schedule.scenario_look_service import base_of, look

    made = begin(page, planned)
    add(page, planned, made, "shift", task=row(planned, "Ask").uid, days="60")
    found = risk_service.plan_in_use(planned.rollout.id)
    assert found
    told = risk_service.answer(*found, risk_service.question_of(2_000, 1, "beta_pert", 0.0, END), NOW, TODAY)
    assert told.risk
    end = look(base_of(plan_of(planned)), made, datetime(2026, 3, 2, 8)).comparison.end
    assert end.before
    assert (end.before.p50, end.before.p80) == (told.risk.end.dates[50], told.risk.end.dates[80])
    assert end.after
    assert end.after.p50 > end.before.p50


@pytest.mark.parametrize("stored", [[{"kind": "melt"}], ["shift"], {"kind": "shift"}, 5, None])
def test_changes_that_nobody_can_read_break_no_page_and_can_be_taken_out(
    page: Page, planned: Cast, stored: Any
) -> None:
    made = begin(page, planned)
    with transaction():
        db.session.execute(update(Scenario).where(Scenario.id == made.id).values(changes=stored))
    text = show(page, planned, made)
    assert "A change that cannot be read" in text
    assert "Cannot be done: This change cannot be read; take it out." in text
    page.get("schedule.scenarios", as_=planned.viewer, rollout_id=planned.rollout.id)
    assert "cannot be read" in keep(page, planned, made, status=422)
    where = {"rollout_id": planned.rollout.id, "scenario_id": made.id}
    version = str(db.session.get_one(Scenario, made.id).version)
    page.post("schedule.remove_change", {"version": version}, as_=planned.manager, number=0, **where)
    db.session.expire_all()
    assert db.session.get_one(Scenario, made.id).changes == []
