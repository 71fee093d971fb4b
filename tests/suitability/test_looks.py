"""The start assessment at each gate: kept with the review, and what is different since is told."""

from dataclasses import replace
from datetime import date, timedelta

from planner.db import transaction
from planner.playbook.words import Choice
from planner.reports import gathering_service, render, service
from planner.reports.document import canonical, parse
from planner.rollouts.models import Rollout
from planner.suitability import look_service
from planner.suitability import service as suitability
from planner.suitability.looks import Look, since
from planner.suitability.service import AnswerDraft
from planner.suitability.stopping import StopAt
from planner.suitability.verdict import Verdict
from tests.conftest import NOW
from tests.page import Page, text_of
from tests.personas import Cast
from tests.reports.stage import PLAYBOOK, give_playbook

TODAY = date(2026, 3, 2)
BEFORE = Look(
    "Start", TODAY, Verdict.PROCEED, {"Is it paid?": "yes", "Do staff want it?": "yes"}, {"Nobody pays": "not met"}
)


def test_the_same_look_says_nothing_and_each_difference_has_its_way() -> None:
    assert since(BEFORE, BEFORE) == ()
    worse = replace(
        BEFORE,
        verdict=Verdict.POSTPONE,
        answers={"Is it paid?": "partly", "New?": "yes"},
        stops={"Nobody pays": "met: stop"},
    )
    found = {each.what: (each.before, each.after, each.way) for each in since(BEFORE, worse)}
    assert found == {
        "Verdict of the start assessment": ("Proceed", "Postpone", "worse"),
        "Nobody pays": ("not met", "met: stop", "worse"),
        "Is it paid?": ("yes", "partly", "worse"),
        "Do staff want it?": ("yes", "not asked", "changed"),
        "New?": ("not asked", "yes", "changed"),
    }
    back = {each.what: each.way for each in since(worse, BEFORE)}
    assert (back["Is it paid?"], back["Nobody pays"]) == ("better", "better")


def answer(cast: Cast, value: Choice, version: int | None = None) -> None:
    with transaction():
        question = suitability.questions_of(cast.rollout)[0]
        draft = AnswerDraft(value, "Said at the table.", "", None, None)
        suitability.give_answer(cast.rollout, question, draft, cast.manager, NOW, version)


def with_questions(rollout: Rollout) -> None:
    from planner.playbook.service import load_shipped
    from planner.rollouts.playbook_service import take_copy

    with transaction():
        take_copy(rollout.id, replace(PLAYBOOK, suitability=load_shipped("standard").suitability[:2]), NOW)
        from planner.schedule.service import propose_plan

        propose_plan(rollout, PLAYBOOK, at=NOW)


def test_a_review_keeps_the_look_and_the_next_report_tells_what_is_different(cast: Cast, page: Page) -> None:
    with_questions(cast.rollout)
    answer(cast, Choice.YES)
    with transaction():
        question = suitability.questions_of(cast.rollout)[0]
        suitability.write_stop(cast.rollout, question, StopAt.NO, "Nobody pays any more", cast.manager, NOW)
        service.create_snapshot(cast.rollout, "start", cast.manager, NOW)
    assert [each.gate for each in look_service.looks(cast.rollout.id)] == ["Start"]
    answer(cast, Choice.NO, 1)
    later = NOW + timedelta(days=30)
    report = gathering_service.report_now(cast.rollout, "design-agreed", "Mara Lind", later)
    assert report.start is not None
    assert report.start.since == NOW.date()
    assert {each.what: each.direction for each in report.start.changes}["Nobody pays any more"] == "worse"
    assert report.verdict.state == "stop"
    assert parse(canonical(report)) == report
    assert "met: stop" in str(render.body(report))
    where = {"rollout_id": cast.rollout.id}
    gate = text_of(page.get("readiness.gate", as_=cast.viewer, gate_key="design-agreed", **where))
    assert "The start assessment since “Start”" in gate
    stops = text_of(page.get("suitability.stops", as_=cast.viewer, **where))
    assert "Looked at again at each gate" in stops


def test_a_playbook_without_questions_keeps_no_look(cast: Cast) -> None:
    give_playbook(cast.rollout)
    with transaction():
        service.create_snapshot(cast.rollout, "start", cast.manager, NOW)
    assert look_service.looks(cast.rollout.id) == []
    assert gathering_service.report_now(cast.rollout, "start", "Mara", NOW).start is None
