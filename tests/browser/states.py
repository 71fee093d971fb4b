"""Brings the sample into the states that a rollout half-way through is not in, so that every page can be looked at."""

from dataclasses import replace

from flask import Flask, current_app, url_for
from playwright.sync_api import FilePayload, Page
from sqlalchemy import select

from planner.access import signin_service
from planner.access.models import User
from planner.db import db, transaction
from planner.playbook.documents import digest, to_document
from planner.readiness import files_service
from planner.readiness.files_service import Upload
from planner.readiness.models import Answer
from planner.rollouts.models import Rollout
from planner.rollouts.playbook_service import playbook_of
from planner.rollouts.queries import playbook_copy
from planner.schedule.models import Gate, GateCondition, GateDecision
from tests.conftest import NOW
from tests.schedule.files import project, task

TAKEN = project(task(1), task(2, after=[1], Duration="a while"))
"""A project file that is taken, with a thing left out."""
REFUSED = project(task(1), task(1))


def rare_pages(app: Flask, rollouts: list[int]) -> list[str]:
    """Addresses of pages that need an open condition, an older copy of the playbook, or a file of evidence."""
    with app.test_request_context():
        found = [open_condition(), older_playbook(rollouts[1]), *evidence(rollouts[0])]
        db.session.remove()
    return found


def open_condition() -> str:
    """A condition of the sample is open again."""
    with transaction():
        condition = db.session.scalars(select(GateCondition).order_by(GateCondition.id)).first()
        assert condition is not None
        condition.met_at = condition.met_by_id = None
        condition.how = ""
    gate = db.session.get_one(Gate, db.session.get_one(GateDecision, condition.decision_id).gate_id)
    return url_for("schedule.meet_condition", rollout_id=gate.rollout_id, gate_id=gate.id, condition_id=condition.id)


def older_playbook(rollout_id: int) -> str:
    """A rollout works by a playbook that has changed since."""
    with transaction():
        book = playbook_of(db.session.get_one(Rollout, rollout_id))
        first = replace(book.phases[0], objective="Decide whether to begin at all.")
        older, copy = replace(book, version="0.9", phases=(first, *book.phases[1:])), playbook_copy(rollout_id)
        copy.playbook_version, copy.document, copy.sha256 = older.version, to_document(older), digest(older)
    return url_for("rollouts.playbook_changes", rollout_id=rollout_id)


def evidence(rollout_id: int) -> list[str]:
    """An answer rests on a file: the page that shows it, and the file."""
    with transaction():
        answer = db.session.scalars(
            select(Answer).where(Answer.rollout_id == rollout_id, Answer.gate_key == "")
        ).first()
        assert answer is not None
        upload = Upload("minutes.txt", b"Seen in the steering meeting.")
        author = db.session.get_one(User, answer.author_id)
        kept = files_service.keep(rollout_id, upload, current_app.config["PLANNER"].uploads, author, NOW)
        answer.file_id = kept.id
    shown = url_for("readiness.answer", rollout_id=rollout_id, ref=answer.criterion_ref)
    return [shown, url_for("readiness.evidence_file", rollout_id=rollout_id, file_id=kept.id)]


def password_link(app: Flask, email: str) -> str:
    """The address of a link by which somebody sets a password."""
    with app.test_request_context():
        with transaction():
            user = db.session.scalars(select(User).where(User.email == email)).one()
            token = signin_service.make_link(user, NOW)
        db.session.remove()
        return url_for("access.set_password", token=token)


def send_plan(page: Page, rollout_id: int, content: bytes) -> str:
    """Send a project file; gives the path of the page that answers."""
    page.goto(f"/rollouts/{rollout_id}/plan/import")
    page.set_input_files("[name=file]", file(content))
    with page.expect_navigation():
        page.click("main form button[type=submit]")
    return page.url.removeprefix(page.url.split("/rollouts")[0])


def file(content: bytes) -> FilePayload:
    """A project file as a browser sends it."""
    return FilePayload(name="plan.xml", mimeType="text/xml", buffer=content)
