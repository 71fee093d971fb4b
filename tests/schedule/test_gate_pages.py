"""The pages of waivers, lessons and held tasks, as people of each role see them."""

from datetime import date

import pytest

from planner.access.models import User
from planner.db import transaction
from planner.rollouts.playbook_service import take_copy
from planner.schedule import gate_service, lesson_queries, queries, service
from planner.schedule.drafts import GateDraft
from planner.schedule.gate_queries import gate_by_key
from tests.builders import make_wave
from tests.conftest import NOW
from tests.page import Page, text_of
from tests.personas import Cast
from tests.schedule.samples import SMALL

TODAY = date(2026, 3, 2)


@pytest.fixture
def small(cast: Cast) -> Cast:
    """The cast with two waves, a playbook, a plan, and one gate whose review is called."""
    make_wave(cast.rollout, 1)
    make_wave(cast.rollout, 2)
    with transaction():
        take_copy(cast.rollout.id, SMALL, NOW)
        service.prepare(cast.rollout, SMALL, TODAY)
        gate_service.call_review(
            gate_by_key(cast.rollout, "train-exit@1", TODAY), cast.manager, NOW, [{"text": "Trained"}]
        )
    return cast


def gate_id(cast: Cast, key: str) -> int:
    return gate_by_key(cast.rollout, key, TODAY).gate.id


def task_id(cast: Cast, name: str) -> int:
    plan = queries.current_plan(cast.rollout.id)
    assert plan
    return next(row.id for row in queries.rows_of(plan.id) if row.name == name)


def test_the_sponsor_waives_a_gate_and_takes_it_back(page: Page, small: Cast) -> None:
    where = {"rollout_id": small.rollout.id, "gate_id": gate_id(small, "decide-exit")}
    assert "Waive it for a time" not in text_of(page.get("schedule.gate", as_=small.manager, **where))
    page.get("schedule.waive", as_=small.manager, status=403, **where)
    assert "Waive it for a time" in text_of(page.get("schedule.gate", as_=small.sponsor, **where))
    typed = {"until": "2026-02-01", "reason": "Rooms are booked."}
    refused = page.post("schedule.waive", typed, as_=small.sponsor, status=422, **where)
    assert "passed already" in refused.text
    page.post("schedule.waive", typed | {"until": "2026-03-20"}, as_=small.sponsor, **where)
    told = text_of(page.get("schedule.gate", as_=small.viewer, **where))
    assert "Waived until 20 Mar 2026" in told
    assert "Rooms are booked." in told
    assert "Take the waiver back" not in told
    held = text_of(
        page.get("schedule.task", as_=small.manager, rollout_id=small.rollout.id, task_id=task_id(small, "Prepare"))
    )
    assert "May start under a waiver" in held
    waiver = gate_by_key(small.rollout, "decide-exit", TODAY).waiver
    assert waiver
    here = where | {"waiver_id": waiver.id}
    page.get("schedule.take_back", as_=small.sponsor, **here)
    page.get("schedule.take_back", as_=small.sponsor, status=404, **(here | {"waiver_id": 999}))
    page.post("schedule.take_back", {"version": "1"}, as_=small.sponsor, **here)
    assert "Taken back" in text_of(page.get("schedule.gate", as_=small.viewer, **where))


def test_a_held_task_says_why_and_is_not_offered_to_be_done(page: Page, small: Cast) -> None:
    where = {"rollout_id": small.rollout.id, "task_id": task_id(small, "Prepare")}
    tree = page.get("schedule.task", as_=small.manager, **where)
    told = text_of(tree)
    assert "Held by a gate" in told
    assert "the sponsor (Sven Holm) then decides" in told
    assert "Mark as done" not in told
    assert "Mark as done" in text_of(
        page.get("schedule.task", as_=small.manager, **(where | {"task_id": task_id(small, "Ask")}))
    )
    version = str(queries.task(small.rollout.id, where["task_id"]).version)
    refused = page.post("schedule.finish_task", {"version": version}, as_=small.manager, status=422, **where)
    assert "cannot start yet" in refused.text
    plan = page.get("schedule.plan", as_=small.viewer, rollout_id=small.rollout.id)
    assert "Held by “Decide passed”" in text_of(plan)


def lesson(page: Page, cast: Cast, by: User, advice: str = "Book rooms early.") -> int:
    typed = {"kind": "change", "what": "No rooms.", "advice": advice, "phase": ""}
    where = {"rollout_id": cast.rollout.id, "gate_id": gate_id(cast, "train-exit@1")}
    page.post("schedule.add_lesson", typed, as_=by, **where)
    return lesson_queries.lessons_of(cast.rollout.id)[-1].lesson.id


def test_lessons_are_written_changed_and_answered(page: Page, small: Cast) -> None:
    rollout_id = small.rollout.id
    assert "No lessons yet" in text_of(page.get("schedule.lessons", as_=small.viewer, rollout_id=rollout_id))
    number = lesson(page, small, small.trainer)
    own = {"rollout_id": rollout_id, "lesson_id": number}
    page.get("schedule.edit_lesson", as_=small.member, status=403, **own)
    page.get("schedule.edit_lesson", as_=small.manager, **own)
    typed = {"kind": "keep", "what": "Rooms were fine.", "advice": "Book early.", "phase": "", "version": "1"}
    page.post("schedule.edit_lesson", typed, as_=small.trainer, **own)
    page.post("schedule.edit_lesson", typed, as_=small.trainer, status=409, **own)
    later = {"rollout_id": rollout_id, "gate_id": gate_id(small, "train-exit@2"), "lesson_id": number}
    page.get("schedule.answer_lesson", as_=small.member, status=403, **later)
    page.get("schedule.answer_lesson", as_=small.manager, **later)
    missing = page.post("schedule.answer_lesson", {"answer": "not-for-us"}, as_=small.manager, status=422, **later)
    assert "Say why" in missing.text
    with transaction():
        gate = gate_by_key(small.rollout, "train-exit@2", TODAY).gate
        gate_service.edit_gate(gate, GateDraft(small.member.id, gate.due), gate.version)
    page.post("schedule.answer_lesson", {"answer": "taken", "reason": ""}, as_=small.member, **later)
    told = text_of(page.get("schedule.gate", as_=small.viewer, rollout_id=rollout_id, gate_id=later["gate_id"]))
    assert "From earlier waves" in told
    assert "Taken over" in told
    carried = page.get("schedule.gate", as_=small.viewer, rollout_id=rollout_id, gate_id=gate_id(small, "pilot-exit@1"))
    assert "Carried into this phase" in text_of(carried)
    assert "Train, wave 2: Taken over" in text_of(page.get("schedule.lessons", as_=small.viewer, rollout_id=rollout_id))
    early = {"rollout_id": rollout_id, "gate_id": gate_id(small, "decide-exit"), "lesson_id": number}
    page.get("schedule.answer_lesson", as_=small.manager, status=404, **early)


def test_a_lesson_waits_for_its_review(page: Page, small: Cast) -> None:
    where = {"rollout_id": small.rollout.id, "gate_id": gate_id(small, "decide-exit")}
    typed = {"kind": "change", "what": "x", "advice": "y", "phase": ""}
    refused = page.post("schedule.add_lesson", typed, as_=small.member, status=422, **where)
    assert "not been called yet" in refused.text
    page.get("schedule.add_lesson", as_=small.viewer, status=403, **where)


def test_a_whole_phase_that_the_address_asks_for_is_what_the_select_says(page: Page, small: Cast) -> None:
    tree = page.get("schedule.plan", as_=small.manager, rollout_id=small.rollout.id, part="train")
    chosen = tree.cssselect("select[name=part] option[selected]")
    assert [text_of(option) for option in chosen] == ["Phase: Train"]
    tree = page.get("schedule.plan", as_=small.manager, rollout_id=small.rollout.id, part="elsewhere")
    assert not tree.cssselect("select[name=part] option[value=elsewhere]")
