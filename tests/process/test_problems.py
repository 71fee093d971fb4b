"""Problems are reported with and without an account, looked after and settled; links end, and the facts follow."""

import re
from datetime import date, timedelta

import pytest
from flask import Flask

from planner.basics.errors import NotFound, RuleBroken
from planner.db import db, transaction
from planner.playbook.facts import Per
from planner.playbook.service import load_shipped
from planner.process import problem_queries, problem_service
from planner.process.problem_models import Problem
from planner.process.problem_service import ProblemDraft, Report
from planner.process.problem_states import State, Topic, Weight, may_become, next_states
from planner.rollouts.figures_service import Question, ask
from planner.rollouts.playbook_service import take_copy
from planner.training import course_queries, course_service
from planner.training.courses import CourseDraft
from tests.conftest import NOW
from tests.page import Page, text_of
from tests.personas import Cast

TODAY = NOW.date()
FACTS = ["process.open_problems_older_than_14_days", "process.median_days_to_fix"]


def test_states_lead_on() -> None:
    assert all(may_become(State(one), then) for one in State for then in next_states(State(one)))
    assert not may_become(State.REFUSED, State.SETTLED)


def test_a_problem_from_report_to_answer(app: Flask, page: Page, cast: Cast) -> None:
    number = cast.rollout.id
    with transaction():
        take_copy(number, load_shipped("standard"), NOW)
        course_service.take_from_playbook(cast.rollout, load_shipped("standard"))
    asked = Question(cast.rollout, TODAY)
    assert {each.value for each in ask(asked, FACTS, Per.ROLLOUT).values()} == {None}
    assert "No problem was reported yet" in text_of(page.get("process.problems", as_=cast.manager, rollout_id=number))
    told = {"what": "Addresses cannot be changed", "topic": "broken", "weight": "stops", "once": "one"}
    page.post("process.report_problem", {"what": "", "topic": ""}, as_=cast.member, rollout_id=number, status=422)
    for _ in range(2):
        page.post("process.report_problem", told, as_=cast.member, rollout_id=number)
    row = db.session.query(Problem).one()
    assert (row.number, row.due, row.reporter_id) == (1, TODAY + timedelta(days=2), cast.member.id)
    page.post("process.report_problem", told, as_=cast.viewer, rollout_id=number, status=403)

    work = {"state": "settled", "topic": "broken", "weight": "stops", "owner": str(cast.trainer.id), "answer": "",
            "course": "first-steps", "task": "", "note": "Seen", "version": row.version}  # fmt: skip
    address = {"rollout_id": number, "problem_id": row.id}
    page.post("process.problem", work, as_=cast.trainer, status=422, **address)
    page.post("process.problem", work | {"answer": "Rights were mended"}, as_=cast.trainer, **address)
    page.post("process.problem", work | {"answer": "Another answer"}, as_=cast.manager, status=409, **address)
    shown = text_of(page.get("process.problem", as_=cast.member, **address))
    assert "Rights were mended" in shown
    page.get("process.problem", as_=cast.stranger, status=404, **address)
    with transaction():
        old = Report("Too slow at noon", Topic.TOO_SLOW, Weight.ANNOYING)
        problem_service.report(number, old, None, TODAY - timedelta(days=15))
    facts = ask(asked, FACTS, Per.ROLLOUT)
    assert [facts[name].value for name in FACTS] == [1, 0]
    listed = text_of(page.get("process.problems", as_=cast.sponsor, rollout_id=number, topic="too-slow"))
    assert "15 days" in listed
    assert "Addresses" not in listed
    assert "Addresses" in text_of(page.get("process.problems", as_=cast.sponsor, rollout_id=number, show="settled"))


def test_a_link_lets_staff_report_without_an_account(app: Flask, page: Page, cast: Cast) -> None:
    number = cast.rollout.id
    page.post("process.links", {"until": "2026-06-30"}, as_=cast.member, rollout_id=number, status=403)
    client = page.client(cast.manager)
    form = {"csrf_token": page.token(client), "until": "2026-06-30", "unit": "", "once": "x"}
    assert client.post(f"/rollouts/{number}/problems/links", data=form).status_code == 303
    made = client.get(f"/rollouts/{number}/problems/links")
    found = re.search(r"/report/([\w-]{32})", made.text)
    assert found is not None
    token = found[1]
    assert "You need no account" in text_of(page.get("process.report_by_link", token=token))
    told = {"what": "I cannot sign in", "topic": "cannot-sign-in", "weight": "stops", "unit": "", "contact": "ext. 12"}
    answer = page.post("process.report_by_link", told, token=token, status=200)
    assert "reported as problem 1" in answer.text
    row = db.session.query(Problem).one()
    assert (row.reporter_id, row.contact) == (None, "ext. 12")
    with transaction():
        take_copy(number, load_shipped("standard"), NOW)
    address = {"rollout_id": number, "problem_id": row.id}
    assert "ext. 12" in text_of(page.get("process.problem", as_=cast.manager, **address))
    assert "ext. 12" not in text_of(page.get("process.problem", as_=cast.member, **address))
    page.get("process.report_by_link", token="no-such-link", status=404)
    with pytest.raises(NotFound):
        problem_service.link_behind(token, date(2026, 7, 1))
    link = problem_queries.links(number)[0][0]
    page.post("process.end_link", as_=cast.manager, rollout_id=number, problem_link_id=link.id)
    page.get("process.report_by_link", token=token, status=404)


def test_a_course_of_the_rollouts_own_can_be_what_helps(app: Flask, page: Page, cast: Cast) -> None:
    number = cast.rollout.id
    with transaction():
        take_copy(number, load_shipped("standard"), NOW)
        course_service.take_from_playbook(cast.rollout, load_shipped("standard"))
        own = course_service.add_course(number, CourseDraft("How we quote", roles=("everyone",)))
        course_service.add_course(number, CourseDraft("How we visit", roles=("everyone",)))
        gone = next(each.course for each in course_queries.courses(number) if each.course.ref == "first-steps")
        course_service.retire_course(gone, gone.version, retired=True)
        told = Report("Nobody knows how to quote", Topic.BROKEN, Weight.STOPS)
        row = problem_service.report(number, told, None, TODAY)
    address = {"rollout_id": number, "problem_id": row.id}
    offered = page.get("process.problem", as_=cast.trainer, **address).xpath("//select[@id='course']/option")
    names = {text_of(each): each.get("value") for each in offered}
    assert {own.name, "How we visit"} <= set(names)
    assert gone.name not in names, "a course that is given no more helps nobody"
    work = {"state": "taken", "topic": "broken", "weight": "stops", "owner": "", "course": names[own.name], "task": "",
            "answer": "", "note": "", "version": row.version}  # fmt: skip
    page.post("process.problem", work | {"course": "first-steps"}, as_=cast.trainer, status=422, **address)
    draft = ProblemDraft(State.TAKEN, Topic.BROKEN, Weight.STOPS, course_ref="no-such-course")
    with pytest.raises(RuleBroken, match="Choose a course"), transaction():
        problem_service.work_on(row, draft, cast.trainer.id, NOW, row.version)
    page.post("process.problem", work, as_=cast.trainer, **address)
    shown = page.get("process.problem", as_=cast.trainer, **address)
    link = f"/rollouts/{number}/training/courses/{own.id}"
    assert [text_of(each) for each in shown.xpath(f"//p/a[@href='{link}']")] == ["How we quote"]
    lesson = text_of(page.get("training.course", as_=cast.trainer, rollout_id=number, course_id=own.id))
    assert "Problems that it answers 1. Nobody knows how to quote" in lesson
    with transaction():
        course_service.retire_course(own, own.version, retired=True)
    still = page.get("process.problem", as_=cast.trainer, **address).xpath("//select[@id='course']/option[@selected]")
    assert [text_of(each) for each in still] == ["How we quote"], "what was chosen stays until somebody changes it"
    page.post("process.problem", work | {"version": row.version, "note": "Asked"}, as_=cast.trainer, **address)
