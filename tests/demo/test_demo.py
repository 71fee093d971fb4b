"""The sample rollout: made by the product's own rules, only where nobody works, the same on the same day."""

import json
from pathlib import Path

from flask import Flask
from flask.testing import FlaskCliRunner

from planner.access.models import User
from planner.access.service import verify_password
from planner.cli import planner
from planner.db import db
from planner.demo import build
from planner.demo.build import Sample
from planner.readiness import service as readiness
from planner.readiness.verdict import VerdictState
from planner.reports import queries as reports
from planner.reports import verify_service
from planner.rollouts.models import Rollout
from planner.schedule import baseline_queries, gate_queries, lesson_service
from planner.schedule import queries as schedule
from planner.schedule.baselines import Slip
from planner.schedule.gates import Standing
from tests.builders import make_user
from tests.conftest import NOW

PASSED = {"start-gate", "strategy-gate", "design-gate"}


def test_the_fixed_sample_has_every_role_two_rollouts_and_a_decision_that_waits(
    app: Flask, runner: FlaskCliRunner, told_sample: Path, sample: Sample
) -> None:
    told = json.loads((told_sample / "told.json").read_text("utf-8"))
    assert set(told) == {"url", "accounts", "rollouts"}
    assert {account["role"] for account in told["accounts"]} >= {
        "admin", "manager", "sponsor", "trainer", "member", "viewer",
    }  # fmt: skip
    assert len(told["rollouts"]) == 2
    for account in told["accounts"]:
        user = db.session.query(User).filter_by(email=account["email"]).one()
        assert verify_password(user, account["password"])
    halden = db.session.get_one(Rollout, told["rollouts"][0])
    check_halden(halden)
    assert verify_service.problems(app.config["PLANNER"].instance / "reports") == []
    again = runner.invoke(planner, ["demo", "--fixed"])
    assert again.exit_code == 1
    assert "not empty" in again.output


def check_halden(rollout: Rollout) -> None:
    """Three gates are passed, the fourth is called; its figures come out of the answers."""
    today = build.FIXED_DAY.date()
    standings = {view.gate.key: view.verdict.standing for view in gate_queries.gates_of(rollout, today)}
    assert {key for key, standing in standings.items() if standing is Standing.GO} == PASSED
    assert standings["build-gate"] is Standing.CALLED
    judged = readiness.gate_assessment(rollout, "build-gate", today)
    assert judged.verdict.state is VerdictState.HOLD
    assert {each.ref for each in judged.blockers} >= {"build-data-quality", "build-interfaces-tried"}
    assert 50 < float(judged.programme.value or 0) < 90
    assert float(judged.programme.coverage) > 75
    kinds = {finding.kind.value for finding in judged.findings}
    assert kinds == {"strength", "risk", "issue"}
    filed = reports.filed(rollout.id)
    assert sorted(each.snapshot.number for each in filed) == [1, 2, 3, 4, 5, 6, 7, 8]
    waits = [each.snapshot for each in filed if each.decided is None and each.snapshot.kind == "readiness"]
    assert [snapshot.number for snapshot in waits] == [8]
    slips = baseline_slips(rollout)
    assert {slip.days for slip in slips if slip.wave == 1 and slip.kind == "gate"} == {0, 5}
    assert max(slip.days or 0 for slip in slips) > 5


def baseline_slips(rollout: Rollout) -> tuple[Slip, ...]:
    """The plan against the baseline of the design gate."""
    plan = schedule.current_plan(rollout.id)
    assert plan
    newest = baseline_queries.chosen(baseline_queries.offers(rollout.id, plan), None)
    assert newest
    assert newest.name == "Design gate"
    return baseline_queries.compared(plan, newest).slips


def test_no_sample_where_somebody_works(app: Flask, runner: FlaskCliRunner) -> None:
    make_user()
    done = runner.invoke(planner, ["demo", "--if-empty"])
    assert done.exit_code == 0
    assert "no sample was made" in done.output
    assert db.session.query(Rollout).count() == 0


def test_the_ordinary_sample_lets_three_people_in_with_passwords_of_their_own(app: Flask) -> None:
    sample = build.build(NOW, fixed=False)
    assert [account.role.value for account in sample.accounts] == ["manager", "sponsor", "trainer"]
    assert len({account.password for account in sample.accounts}) == 3
    others = db.session.query(User).filter(User.email.notin_([a.email for a in sample.accounts]))
    assert all(user.password_hash is None for user in others)


def test_the_sample_has_a_waiver_that_ended_and_lessons_that_are_carried(sample: Sample) -> None:
    rollout = db.session.get_one(Rollout, sample.rollouts[0])
    today = build.FIXED_DAY.date()
    design = gate_queries.gate_by_key(rollout, "design-gate", today)
    assert (len(design.waivers), design.waiver) == (1, None)
    build_gate = gate_queries.gate_by_key(rollout, "build-gate", today).gate
    here = lesson_service.lessons_here(rollout, build_gate)
    assert len(here.own) == len(here.carried) == 1
    wave = gate_queries.gate_by_key(rollout, "go-live-gate@1", today).gate
    assert {each.gate.key for each in lesson_service.lessons_here(rollout, wave).carried} == {
        "design-gate",
        "build-gate",
    }
