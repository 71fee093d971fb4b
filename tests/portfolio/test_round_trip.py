"""The whole sample goes out into files and comes back the same, into this installation and into another one."""

import json
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskCliRunner
from sqlalchemy import select

from planner.access.models import User
from planner.access.service import user_by_email
from planner.app import create_app
from planner.cli import planner
from planner.db import db, transaction
from planner.demo import build
from planner.demo.build import Sample
from planner.ops import schema
from planner.readiness import files_service
from planner.readiness.models import Answer
from planner.reports.models import Snapshot
from tests.conftest import Browser, Terminal, settings_for
from tests.page import Page
from tests.portfolio.test_bundle import renumbered

CONTENT = b"%PDF-1.7 a signed charter"
PAGES = (
    "rollouts.show",
    "rollouts.members",
    "rollouts.waves",
    "schedule.plan",
    "schedule.timeline",
    "schedule.versions",
    "schedule.gates",
    "readiness.overview",
    "readiness.gates",
    "readiness.changes",
    "suitability.index",
    "reports.index",
)


@pytest.fixture
def evidenced(app: Flask, sample: Sample) -> Sample:
    """The sample, with an evidence file behind one answer of each rollout."""
    with transaction():
        for number in sample.rollouts:
            answer = db.session.scalars(
                select(Answer).where(Answer.rollout_id == number).order_by(Answer.id).limit(1)
            ).first()
            if answer is not None:
                by = db.session.get_one(User, answer.author_id)
                upload = files_service.Upload("charter.pdf", CONTENT)
                folder = app.config["PLANNER"].uploads
                answer.file_id = files_service.keep(number, upload, folder, by, build.FIXED_DAY).id
    return sample


@pytest.fixture
def elsewhere(app: Flask, tmp_path: Path) -> Flask:
    """Another, empty installation in a folder of its own."""
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    other = create_app(settings_for(folder))
    other.test_client_class = Browser
    return other


def exported(runner: FlaskCliRunner, number: int, file: Path) -> dict[str, Any]:
    done = runner.invoke(planner, ["rollout", "export", str(number), "-o", str(file)])
    assert (done.exit_code, done.stdout) == (0, ""), done.output
    document: dict[str, Any] = json.loads(file.read_text("utf-8"))
    return document


def imported(runner: FlaskCliRunner, file: Path) -> int:
    done = runner.invoke(planner, ["rollout", "import", str(file)])
    assert done.exit_code == 0, done.output
    return int(done.stdout.split()[1])


def check_rollout(app: Flask, runner: FlaskCliRunner, number: int) -> None:
    """Every page opens, the evidence and a report's PDF too, and both proofs hold."""
    page, mara = Page(app), user_by_email("mara@halden.example")
    assert mara is not None
    for endpoint in PAGES:
        page.get(endpoint, as_=mara, rollout_id=number)
    for answer in db.session.scalars(select(Answer).where(Answer.rollout_id == number, Answer.file_id.is_not(None))):
        with app.test_request_context():
            client = page.client(mara)
        assert client.get(f"/rollouts/{number}/readiness/files/{answer.file_id}").data == CONTENT
    snapshots = db.session.scalars(select(Snapshot).where(Snapshot.rollout_id == number)).all()
    for snapshot in snapshots:
        page.get("reports.show", as_=mara, rollout_id=number, number=snapshot.number)
    for snapshot in snapshots[:1]:
        pdf = page.client(mara).get(f"/rollouts/{number}/reports/{snapshot.number}.pdf")
        assert pdf.data.startswith(b"%PDF-1.7")
    for words in (["report", "verify"], ["audit", "verify"]):
        done = runner.invoke(planner, words)
        assert done.exit_code == 0, done.output


@pytest.mark.slow
def test_the_sample_comes_back_the_same_here(
    app: Flask, evidenced: Sample, runner: FlaskCliRunner, tmp_path: Path
) -> None:
    for number in evidenced.rollouts:
        first = exported(runner, number, tmp_path / "first.json")
        copy = imported(runner, tmp_path / "first.json")
        assert renumbered(exported(runner, copy, tmp_path / "second.json")) == renumbered(first)
        check_rollout(app, runner, copy)


@pytest.mark.slow
def test_the_sample_comes_back_the_same_elsewhere(
    app: Flask, evidenced: Sample, elsewhere: Flask, runner: FlaskCliRunner, tmp_path: Path
) -> None:
    files = [tmp_path / f"{number}.json" for number in evidenced.rollouts]
    kept = [exported(runner, number, file) for number, file in zip(evidenced.rollouts, files, strict=True)]
    assert any(document["files"] for document in kept)
    with elsewhere.app_context():
        schema.bring_up_to_date(build.FIXED_DAY)
        there = Terminal(elsewhere)
        for first, file in zip(kept, files, strict=True):
            copy = imported(there, file)
            assert renumbered(exported(there, copy, tmp_path / "again.json")) == renumbered(first)
            with transaction():
                for person in db.session.scalars(select(User)):
                    assert (person.active, person.password_hash) == (False, None)
                    person.active = True
            check_rollout(elsewhere, there, copy)
            with transaction():
                for person in db.session.scalars(select(User)):
                    person.active = False
        db.session.remove()
        db.engine.dispose()
