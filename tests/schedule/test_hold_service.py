"""Work behind a closed gate does not begin, whichever way it is tried; waivers are the sponsor's and end alone."""

from dataclasses import replace
from datetime import date, timedelta
from threading import Barrier, Thread

import pytest
from flask import Flask
from sqlalchemy import update
from sqlalchemy.orm.exc import StaleDataError

from planner.access.audit_models import AuditEntry
from planner.basics.errors import NotAllowed, RuleBroken, Stale
from planner.db import db, transaction
from planner.rollouts.models import Membership, Rollout
from planner.rollouts.playbook_service import take_copy
from planner.schedule import gate_service, hold_service, memory_service, queries, service, waiver_service
from planner.schedule.drafts import GateDraft, TaskDraft
from planner.schedule.gate_models import GateWaiver
from planner.schedule.gate_queries import gate_by_key
from planner.schedule.gates import Condition, Decision, DecisionDraft, Standing
from planner.schedule.holding import WaiverDraft
from planner.schedule.memory_service import last_change
from planner.schedule.models import PlanTask
from tests.builders import make_wave
from tests.conftest import NOW
from tests.personas import Cast
from tests.schedule.samples import SMALL

TODAY = date(2026, 3, 2)
CRITERIA = [{"ref": "trained", "text": "Everybody is trained", "must": True}]


@pytest.fixture
def small(cast: Cast) -> Cast:
    """The cast with two waves, a playbook, a plan and gates that somebody owns."""
    make_wave(cast.rollout, 1)
    make_wave(cast.rollout, 2)
    with transaction():
        take_copy(cast.rollout.id, SMALL, NOW)
        service.prepare(cast.rollout, SMALL, TODAY)
    return cast


def task(cast: Cast, name: str, wave: int | None = None) -> PlanTask:
    plan = queries.current_plan(cast.rollout.id)
    assert plan
    found = next(row for row in queries.rows_of(plan.id) if (row.name, row.wave) == (name, wave))
    return queries.task(cast.rollout.id, found.id)


def progress(cast: Cast, row: PlanTask, percent: int, today: date = TODAY, phase: str | None = None) -> None:
    facts = row.facts
    draft = TaskDraft(facts.first_day, facts.last_day, percent, None, "", row.phase_ref if phase is None else phase)
    with transaction():
        service.edit_task(row, draft, row.version, cast.rollout.id, today=today)


def finish(row: PlanTask, today: date = TODAY) -> None:
    with transaction():
        service.finish_task(row, row.version, today)


def decide(cast: Cast, key: str, decision: Decision, *conditions: Condition) -> None:
    with transaction():
        view = gate_by_key(cast.rollout, key, TODAY)
        gate_service.call_review(view, cast.manager, NOW, CRITERIA)
        draft = DecisionDraft(decision, cast.sponsor.id, "Seen.", conditions)
        gate_service.decide(gate_by_key(cast.rollout, key, TODAY), draft, NOW, TODAY)


def waive(cast: Cast, key: str, until: date, by: int | None = None) -> GateWaiver:
    with transaction():
        draft = WaiverDraft("The trainers are booked.", until, by or cast.sponsor.id)
        return waiver_service.waive(gate_by_key(cast.rollout, key, TODAY), draft, NOW, TODAY)


def test_a_task_behind_a_closed_gate_does_not_begin_and_says_who_can_change_it(small: Cast) -> None:
    row = task(small, "Prepare", 1)
    for percent in (10, 100):
        with pytest.raises(RuleBroken) as refused:
            progress(small, row, percent) if percent < 100 else finish(row)
        assert refused.value.field == "percent"
        said = refused.value.message
        assert "“Prepare” cannot start yet" in said
        assert "“Decide passed”" in said
        assert "No review has been called" in said
        assert "the sponsor (Sven Holm) then decides" in said
        assert "waive the gate" in said
    assert task(small, "Prepare", 1).percent == 0
    progress(small, row, 0)
    progress(small, task(small, "Ask"), 50)
    decide(small, "decide-exit", Decision.GO)
    progress(small, task(small, "Prepare", 1), 10)


@pytest.mark.parametrize("decision", [Decision.HOLD, Decision.RECYCLE, Decision.STOP])
def test_a_decision_that_does_not_open_the_gate_holds(small: Cast, decision: Decision) -> None:
    decide(small, "decide-exit", decision)
    with pytest.raises(RuleBroken, match="The latest decision is"):
        finish(task(small, "Prepare", 1))


def test_a_condition_that_goes_overdue_holds_again_without_anybody_doing_anything(small: Cast) -> None:
    decide(small, "decide-exit", Decision.CONDITIONAL_GO, Condition("Clean", small.member.id, date(2026, 3, 6)))
    progress(small, task(small, "Prepare", 1), 30, date(2026, 3, 6))
    with pytest.raises(RuleBroken, match="“Clean” was due on 6 Mar 2026"):
        progress(small, task(small, "Prepare", 2), 30, date(2026, 3, 7))
    progress(small, task(small, "Prepare", 1), 60, date(2026, 3, 7))
    assert task(small, "Prepare", 1).percent == 60


def test_waves_overlap_and_phases_of_one_wave_do_not(small: Cast) -> None:
    decide(small, "decide-exit", Decision.GO)
    progress(small, task(small, "Prepare", 2), 10)
    with pytest.raises(RuleBroken, match="“Train passed, wave 2”"):
        progress(small, task(small, "Help", 2), 10)


def test_a_task_moved_into_a_held_phase_and_begun_at_once_is_refused(small: Cast) -> None:
    row = task(small, "Ask")
    with pytest.raises(RuleBroken, match="cannot start yet"):
        progress(small, row, 10, phase="train")
    progress(small, row, 10, phase="")


def test_a_waiver_lets_work_start_until_its_last_day(small: Cast) -> None:
    waive(small, "decide-exit", TODAY + timedelta(days=7))
    assert gate_by_key(small.rollout, "decide-exit", TODAY).verdict.standing is Standing.NOT_CALLED
    progress(small, task(small, "Prepare", 1), 10, TODAY + timedelta(days=7))
    with pytest.raises(RuleBroken, match="cannot start"):
        progress(small, task(small, "Prepare", 2), 10, TODAY + timedelta(days=8))
    gone = gate_by_key(small.rollout, "decide-exit", TODAY + timedelta(days=8))
    assert (gone.waiver, len(gone.waivers)) == (None, 1)


def test_only_a_sponsor_who_does_not_own_the_work_waives(small: Cast) -> None:
    for person in (small.manager, small.trainer, small.member, small.viewer):
        with pytest.raises(NotAllowed):
            waive(small, "decide-exit", TODAY, person.id)
    with transaction():
        gate = gate_by_key(small.rollout, "decide-exit", TODAY).gate
        gate_service.edit_gate(gate, GateDraft(small.sponsor.id, gate.due), gate.version)
    with pytest.raises(RuleBroken, match="owns the work"):
        waive(small, "decide-exit", TODAY)


def test_a_longer_waiver_is_a_row_of_its_own_and_one_taken_back_ends(small: Cast) -> None:
    first = waive(small, "decide-exit", TODAY + timedelta(days=3))
    second = waive(small, "decide-exit", TODAY + timedelta(days=9))
    view = gate_by_key(small.rollout, "decide-exit", TODAY)
    assert [row.id for row in view.waivers] == [second.id, first.id]
    assert view.waiver is not None
    assert view.waiver.id == second.id
    with pytest.raises(Stale):
        waiver_service.take_back(view, second, small.sponsor, NOW, None)
    with pytest.raises(NotAllowed):
        waiver_service.take_back(view, second, small.manager, NOW, second.version)
    for row in view.waivers:
        with transaction():
            waiver_service.take_back(view, row, small.sponsor, NOW, row.version)
    with pytest.raises(RuleBroken, match="taken back already"):
        waiver_service.take_back(view, first, small.sponsor, NOW, first.version)
    with pytest.raises(RuleBroken, match="cannot start"):
        finish(task(small, "Prepare", 1))


def test_progress_that_came_with_a_plan_is_taken_as_it_is_and_named(small: Cast) -> None:
    row = task(small, "Prepare", 1)
    with transaction():
        db.session.execute(update(PlanTask).where(PlanTask.id == row.id).values(percent=40))
    db.session.expire_all()
    holding = hold_service.holding_of(small.rollout, TODAY)
    sides = hold_service.sides(small.rollout, holding)["decide-exit"]
    assert [each.name for each in sides.under_way] == ["Prepare"]
    assert {each.name for each in sides.before} == {"Ask", "Sign"}
    assert {"Teach"} <= {each.name for each in sides.waiting}
    progress(small, task(small, "Prepare", 1), 50)


def test_two_decisions_at_once_make_one(small: Cast, app: Flask) -> None:
    with transaction():
        gate_service.call_review(gate_by_key(small.rollout, "decide-exit", TODAY), small.manager, NOW, CRITERIA)
    rollout_id, sponsor_id = small.rollout.id, small.sponsor.id
    start, refused = Barrier(2), list[type]()

    def work(decision: Decision) -> None:
        with app.app_context():
            try:
                start.wait(30)
                with transaction():
                    view = gate_by_key(db.session.get_one(Rollout, rollout_id), "decide-exit", TODAY)
                    gate_service.decide(view, DecisionDraft(decision, sponsor_id, "Seen."), NOW, TODAY)
            except (RuleBroken, StaleDataError) as broken:
                refused.append(type(broken))
            finally:
                db.session.remove()

    threads = [Thread(target=work, args=(decision,)) for decision in (Decision.HOLD, Decision.GO)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    db.session.rollback()
    view = gate_by_key(small.rollout, "decide-exit", TODAY)
    assert (len(view.decisions), len(refused)) == (1, 1)
    with pytest.raises(RuleBroken, match="Call the review first"):
        gate_service.decide(view, DecisionDraft(Decision.GO, sponsor_id, "Yes."), NOW, TODAY)


def test_waivers_and_lessons_leave_their_trail(small: Cast) -> None:
    row = waive(small, "decide-exit", TODAY + timedelta(days=7))
    found = db.session.query(AuditEntry).filter_by(object_type="gate_waiver", object_id=str(row.id)).one()
    assert (found.action, found.rollout_id) == ("created", small.rollout.id)
    assert found.after
    assert "The trainers are booked." in str(found.after)


def test_whoever_became_the_owner_before_the_call_cannot_decide(small: Cast) -> None:
    with transaction():
        gate = gate_by_key(small.rollout, "decide-exit", TODAY).gate
        gate_service.edit_gate(gate, GateDraft(small.sponsor.id, gate.due), gate.version)
    with pytest.raises(RuleBroken, match="owns the work"):
        decide(small, "decide-exit", Decision.GO)


def test_the_criteria_of_a_decision_stay_as_they_were_called(small: Cast) -> None:
    criteria = [dict(CRITERIA[0])]
    with transaction():
        gate_service.call_review(gate_by_key(small.rollout, "decide-exit", TODAY), small.manager, NOW, criteria)
    criteria[0]["text"] = "Something easier"
    with transaction():
        gate_service.decide(
            gate_by_key(small.rollout, "decide-exit", TODAY),
            DecisionDraft(Decision.RECYCLE, small.sponsor.id, "Once more."),
            NOW,
            TODAY,
        )
        again = gate_by_key(small.rollout, "decide-exit", TODAY)
        gate_service.call_review(again, small.manager, NOW, [{"ref": "x", "text": "Another", "must": True}])
    view = gate_by_key(small.rollout, "decide-exit", TODAY)
    assert view.decisions[0].criteria == CRITERIA
    assert view.decisions[0].called_by_id == small.manager.id
    assert view.gate.criteria[0]["text"] == "Another"


def test_a_sponsor_who_left_is_not_named(small: Cast) -> None:
    with transaction():
        db.session.query(Membership).filter_by(user_id=small.sponsor.id).delete()
    with pytest.raises(RuleBroken, match="the sponsor then decides"):
        finish(task(small, "Prepare", 1))


def test_undo_does_not_begin_work_again_that_a_gate_holds_meanwhile(small: Cast) -> None:
    decide(small, "decide-exit", Decision.CONDITIONAL_GO, Condition("Clean", small.member.id, date(2026, 3, 6)))

    def record(percent: int) -> None:
        row = task(small, "Prepare", 1)
        draft = replace(service.stored_draft(row), percent=percent)
        with transaction():
            service.edit_task(row, draft, row.version, small.rollout.id, today=TODAY, by=small.manager, at=NOW)

    record(40)
    record(0)
    plan = queries.current_plan(small.rollout.id)
    assert plan
    change = last_change(plan)
    assert change
    with pytest.raises(RuleBroken, match=r"“Prepare” would begin again, and cannot start yet\. .*“Clean” was due"):
        memory_service.take_back(plan, change.id, date(2026, 3, 7))
    db.session.rollback()
    assert task(small, "Prepare", 1).percent == 0
    with transaction():
        memory_service.take_back(plan, change.id, date(2026, 3, 6))
    assert task(small, "Prepare", 1).percent == 40
