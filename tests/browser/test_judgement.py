"""The judgement over the sample: hold, why, the way to green, tasks, go a month later, a condition that lapses."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser
from sqlalchemy import select

from planner.access import service as access
from planner.access.models import User
from planner.access.roles import Role
from planner.app import create_app
from planner.db import db, transaction
from planner.people.sponsor_acts import ActKind
from planner.people.sponsor_models import Sponsor
from planner.people.sponsor_service import log_act
from planner.playbook.words import CriterionKind
from planner.readiness import answer_service, queries, service
from planner.readiness.answers import AnswerDraft
from planner.readiness.evidence import Grade, State
from planner.readiness.turn_green import Change
from planner.readiness.verdict import VerdictState
from planner.reports import queries as reports
from planner.reports import service as decisions
from planner.reports.decision import Decision, SignOffDraft
from planner.rollouts.models import Rollout
from planner.rollouts.playbook_service import playbook_of
from planner.schedule import queries as schedule
from planner.schedule.models import PlanTask
from planner.schedule.states import Kind
from tests.browser.conftest import Site, serving
from tests.browser.people import PHONE, Person
from tests.conftest import NOW, settings_for

pytestmark = [pytest.mark.browser, pytest.mark.slow]
GATE = "build-gate"
CONDITION = "Name a second data owner"


@contextmanager
def own_copy(site: Site, folder: Path) -> Iterator[Site]:
    """The sample in a folder of its own, with a clock of its own."""
    with site.app.app_context():
        source = Path(str(db.engine.url.database))
    settings = settings_for(folder)
    made = Path(settings.database_url.removeprefix("sqlite:///"))
    with closing(sqlite3.connect(source)) as whole, closing(sqlite3.connect(made)) as copy:
        whole.backup(copy)
    app = create_app(settings)
    with serving(app) as url:
        yield Site(app, url, site.accounts, site.rollouts)
    with app.app_context():
        db.engine.dispose()


def move_clock(app: Flask, days: int) -> datetime:
    """So many days after the sample's own day."""
    now = NOW + timedelta(days=days)
    app.config["PLANNER"] = replace(app.config["PLANNER"], now=now)
    return now


def test_a_gate_is_brought_to_green_decided_on_and_falls_back(browser: Browser, site: Site, tmp_path: Path) -> None:
    with own_copy(site, tmp_path) as here:
        home = f"/rollouts/{here.rollouts[0]}"
        with Person(browser, here.url) as manager:
            manager.sign_in(*here.accounts[Role.MANAGER])
            sees_why_and_makes_tasks(manager, home)
        with here.app.app_context():
            the_work_is_done(here, move_clock(here.app, 31))
        with Person(browser, here.url) as manager:
            manager.sign_in(*here.accounts[Role.MANAGER])
            report = calls_for_the_decision(manager, home)
        with Person(browser, here.url, PHONE) as sponsor:
            sponsor.sign_in(*here.accounts[Role.SPONSOR])
            decides_with_a_condition(sponsor, home, report, here.accounts[Role.SPONSOR][1])
        move_clock(here.app, 31 + 12)
        with Person(browser, here.url) as manager:
            manager.sign_in(*here.accounts[Role.MANAGER])
            finds_the_gate_fallen_back(manager, home)
            compares_the_health(manager, home)


def sees_why_and_makes_tasks(manager: Person, home: str) -> None:
    """On hold; each blocker opens to its evidence; the cheapest way becomes tasks."""
    manager.page.goto(f"{home}/readiness/gates/{GATE}")
    manager.sees("Hold", "What stands in the way", "What would turn it green", "What would turn it back")
    manager.page.locator("main a[href*='/readiness/factors/data-quality']").first.click()
    manager.page.wait_for_load_state()
    manager.sees("Data people can trust", "At most 3 % of the customer records are duplicates")
    manager.page.goto(f"{home}/readiness/gates/{GATE}")
    manager.press("Make tasks of these in the plan")
    manager.sees("added to the plan", "In the plan, 0 % done")


def the_work_is_done(here: Site, now: datetime) -> None:
    """The sponsor sent the old report back; within a month the steps of each day's cheapest way were taken."""
    rollout = db.session.get_one(Rollout, here.rollouts[0])
    manager, sponsor = (access.user_by_email(here.accounts[role][0]) for role in (Role.MANAGER, Role.SPONSOR))
    assert manager
    assert sponsor
    last = reports.newest_of_gate(rollout.id, GATE)
    assert last
    with transaction():
        draft = SignOffDraft(Decision.SEND_BACK, "Customer data first.", ())
        decisions.sign_off(rollout, last, draft, sponsor, here.accounts[Role.SPONSOR][1], NOW)
    with transaction():
        seat = db.session.scalars(select(Sponsor).filter_by(rollout_id=rollout.id, lead=True)).one()
        log_act(seat, now.date(), next(iter(ActKind)), "Spoke to the sales teams", "", manager, now, now.date())
        finish_what_is_due(rollout, manager, now.date())
    for _ in range(6):
        judged = service.gate_assessment(rollout, GATE, now.date())
        if judged.verdict.state is VerdictState.GO:
            return
        with transaction():
            for change in judged.to_green:
                take(rollout, change, manager, sponsor, now)
    raise AssertionError(judged.verdict.sentence)


def finish_what_is_due(rollout: Rollout, manager: User, today: date) -> None:
    """Every task and milestone that should be over is, and every open one has an owner."""
    plan = schedule.current_plan(rollout.id)
    assert plan
    for row in db.session.scalars(select(PlanTask).filter_by(plan_id=plan.id)):
        if row.kind is not Kind.SUMMARY:
            row.owner_id = row.owner_id or manager.id
            if row.finish and row.finish.date() <= today:
                row.percent, row.actual_start, row.actual_finish = 100, row.start, row.finish
    db.session.flush()


def take(rollout: Rollout, change: Change, author: User, second: User, now: datetime) -> None:
    """One step of the way: the answer it asks for, verified by somebody else."""
    place = "" if change.factor else GATE
    criterion = answer_service.find_criterion(playbook_of(rollout), place, change.ref)
    best = {CriterionKind.ANSWER: Decimal(4), CriterionKind.CHECK: Decimal(1)}
    value = best.get(criterion.kind, criterion.threshold)
    row = queries.answer_at(rollout.id, place, change.ref)
    draft = AnswerDraft(State.SCORED, value, Grade.MEASURED, "Seen and counted", "", "", now.date())
    answered = answer_service.give(
        rollout.id, place, criterion, draft, by=author, today=now.date(), now=now, version=row.version if row else None
    )
    answer_service.verify(answered, by=second, now=now, version=answered.version)


def calls_for_the_decision(manager: Person, home: str) -> str:
    """A month later the gate is green, and its report is frozen; gives the report's address."""
    manager.page.goto(f"{home}/readiness/gates/{GATE}")
    manager.sees("everything this gate asks for is met", "The start assessment since")
    manager.page.goto(f"{home}/reports/preview?gate={GATE}")
    manager.press("Call the review")
    manager.sees("is frozen and waits", "PDF")
    return manager.page.url


def decides_with_a_condition(sponsor: Person, home: str, report: str, password: str) -> None:
    """On a phone, with a condition that is due in ten days."""
    sponsor.page.goto(report)
    sponsor.nothing_runs_off()
    sponsor.follow("Approve with conditions")
    due = (NOW + timedelta(days=31 + 10)).date()
    sponsor.fill({"Reason": "The data are clean.", "Condition 1": CONDITION, "Date of condition 1": due.isoformat()})
    sponsor.page.get_by_label("Owner of condition 1").select_option(index=1)
    sponsor.fill({"Your password": password})
    sponsor.press("Sign the decision")
    sponsor.sees("approved with conditions", CONDITION)
    sponsor.page.goto(f"{home}/readiness/gates/{GATE}")
    sponsor.sees(f"The condition “{CONDITION}”", "the gate falls back to hold")


def finds_the_gate_fallen_back(manager: Person, home: str) -> None:
    """Two days after the condition lapsed the gate holds by itself."""
    manager.page.goto(f"{home}/gates")
    row = manager.page.locator("main tr, main li, main article").filter(has_text="Build gate").first
    assert "hold" in row.inner_text().casefold(), row.inner_text()


def compares_the_health(manager: Person, home: str) -> None:
    """The health check of now is frozen and set against the one of the sample."""
    manager.page.goto(f"{home}/reports/now/health")
    manager.press("Freeze it")
    manager.sees("Health check", "What changed since report")
    manager.follow("Compare")
    manager.sees("Score of the success factors", "Before", "Now")
    manager.nothing_runs_off()
