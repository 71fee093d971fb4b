"""Brings the sample into the states that a rollout half-way through is not in, so that every page can be looked at."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, time, timedelta
from typing import Any

from flask import Flask, current_app, url_for
from playwright.sync_api import FilePayload, Page
from sqlalchemy import select

from planner.access import signin_service
from planner.access.models import User
from planner.adoption.usage_models import UsageAccount, UsageSource
from planner.db import db, transaction
from planner.goals import queries as goal_queries
from planner.kpis.models import Kpi
from planner.people import committee_service, privacy_request_service, staff_service, survey_service
from planner.people.committee_rules import MeetingDraft
from planner.people.staff_models import Staff
from planner.people.staff_upload_service import Shelf
from planner.people.survey_models import Survey
from planner.people.survey_shape import Item, ItemKind, SurveyDraft, SurveyStage, Topic
from planner.playbook.documents import digest, to_document
from planner.process import problem_service
from planner.readiness import files_service
from planner.readiness.files_service import Upload
from planner.readiness.models import Answer
from planner.rollouts.models import Rollout
from planner.rollouts.playbook_service import playbook_of
from planner.rollouts.queries import playbook_copy
from planner.schedule import printing_service
from planner.schedule import queries as schedule_queries
from planner.schedule.models import Gate, GateCondition, GateDecision
from tests.conftest import NOW
from tests.schedule.files import project, task

TODAY = NOW.date()
TAKEN = project(task(1), task(2, after=[1], Duration="a while"))
"""A project file that is taken, with a thing left out."""
REFUSED = project(task(1), task(1))


STAFF = b"Number,Name,E-mail,Unit\n901,Ada Roe,ada.roe@example.org,Head office\n902,,no address,Nowhere\n"
"""A staff list in which a row is wrong."""
RECORDS = b"E-mail,Course,Date,Attended\nnobody@example.org,Basics,2026-02-01,yes\n"
"""Training records of somebody unknown."""
LOG = b"Wer,Wann,Vorgang\nann,02/01/2026 09:15,Angebot\n"
"""A usage log whose columns and dates say nothing of themselves."""


def rare_pages(app: Flask, rollouts: list[int]) -> list[str]:
    """Addresses of pages to which the sample has no link, because nothing in it is in the state they are for."""
    with app.test_request_context():
        found = [open_condition(), older_playbook(rollouts[1]), *evidence(rollouts[0]), *of_people(rollouts[0])]
        found += [
            *open_survey(rollouts[0]),
            unmatched(),
            deviation(rollouts[0]),
            next(of_goals(rollouts[0])),
            problem_link(rollouts[0]),
            printed_plan(rollouts[0]),
        ]
        db.session.remove()
    return found


def approval(app: Flask, rollout_id: int) -> list[str]:
    """Where a sponsor stands behind a goal."""
    with app.test_request_context():
        pages = list(of_goals(rollout_id))
        db.session.remove()
    return pages[-1:]


def of_goals(rollout_id: int) -> Iterator[str]:
    """Where a goal is commented on and approved."""
    goal = goal_queries.rows_of(rollout_id)[0]
    yield url_for("goals.comment", rollout_id=rollout_id, goal_id=goal.id)
    yield url_for("goals.approve", rollout_id=rollout_id, goal_id=goal.id)


def unmatched() -> str:
    """Nobody knows whose account it is."""
    account = db.session.scalars(select(UsageAccount).order_by(UsageAccount.id)).first()
    assert account is not None
    rollout_id = db.session.get_one(UsageSource, account.source_id).rollout_id
    return url_for("adoption.match_account", rollout_id=rollout_id, usage_account_id=account.id)


def deviation(rollout_id: int) -> str:
    """A figure that misses its target, which is accepted for a time."""
    kpi = db.session.scalars(select(Kpi).where(Kpi.rollout_id == rollout_id).order_by(Kpi.id)).first()
    assert kpi is not None
    return url_for("kpis.accept", rollout_id=rollout_id, kpi_id=kpi.id)


def open_survey(rollout_id: int) -> list[str]:
    """How a survey that is open reaches those it asks."""
    query = select(Survey.id).where(Survey.rollout_id == rollout_id, Survey.stage == SurveyStage.OPEN)
    at: dict[str, Any] = {"rollout_id": rollout_id, "survey_id": db.session.scalars(query).one()}
    return [url_for(f"people.{name}", **at) for name in ("mail_survey", "survey_links")]


def problem_link(rollout_id: int) -> str:
    """The form by which staff without an account report a problem."""
    with transaction():
        by = db.session.scalars(select(User.id).order_by(User.id)).first()
        assert by is not None
        _, token = problem_service.make_link(rollout_id, None, TODAY + timedelta(days=9), by, TODAY)
    return url_for("process.report_by_link", token=token)


def printed_plan(rollout_id: int) -> str:
    """Where the sheets of a plan wait that was printed in the background."""
    plan = schedule_queries.current_plan(rollout_id)
    assert plan is not None
    folder = printing_service.folder_of(current_app.config["PLANNER"].instance, rollout_id)
    asked = printing_service.Asked("plan.pdf", plan.id, plan.number, "a4", 2_000, 63)
    by = db.session.scalars(select(User.id).order_by(User.id)).first()
    assert by is not None
    mark = printing_service.begin(folder, rollout_id, "<p>Sheets", asked, by, NOW)
    printing_service.make(folder, mark, lambda *_: b"%PDF", lambda: NOW)
    return url_for("schedule.printing", rollout_id=rollout_id, mark=mark)


def of_people(rollout_id: int) -> Iterator[str]:
    """Somebody who left, a meeting of today, somebody who asked to be erased, and a survey that is being written."""
    rollout = db.session.get_one(Rollout, rollout_id)
    with transaction():
        author, asker = db.session.scalars(select(User).order_by(User.id).limit(2))
        entry = db.session.scalars(
            select(Staff).where(Staff.rollout_id == rollout_id, Staff.joined < TODAY).order_by(Staff.id)
        ).first()
        assert entry is not None
        staff_service.leave(entry, TODAY, entry.version)
        meeting = committee_service.call_meeting(rollout_id, MeetingDraft(TODAY, time(14), "Room 4", ""), [])
        asked = privacy_request_service.ask(rollout_id, asker.id, "I leave the company.", TODAY)
        draft = SurveyDraft("A first look", "To hear what is missing.", Topic.OTHER, anonymous=True, by_link=True,
                            opens=TODAY, closes=date(2026, 4, 1), low_word="no", high_word="yes")  # fmt: skip
        survey = survey_service.create_survey(rollout, draft, author)
        item = survey_service.add_item(survey, Item("", "I know what changes for me.", ItemKind.SCALE))
    yield url_for("people.come_back_person", rollout_id=rollout_id, staff_id=entry.id)
    yield url_for("people.keep_minutes", rollout_id=rollout_id, committee_meeting_id=meeting.id)
    yield url_for("people.refuse_request", rollout_id=rollout_id, privacy_request_id=asked.id)
    at: dict[str, Any] = {"rollout_id": rollout_id, "survey_id": survey.id}
    yield url_for("people.add_survey_item", **at)
    yield url_for("people.edit_survey_item", survey_item_id=item.id, **at)
    yield url_for("people.open_survey", **at)


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
    return send(page, f"/rollouts/{rollout_id}/plan/import", content, "plan.xml")


def send_records(page: Page, rollout_id: int) -> list[str]:
    """Send training records that wait to be taken; gives the page that shows them."""
    return [send(page, f"/rollouts/{rollout_id}/training/import", RECORDS, "records.csv")]


def send_log(page: Page, rollout_id: int) -> str:
    """Send a usage log whose columns nobody knows, and say what cannot be; gives the page that asks for them."""
    asking = send(page, f"/rollouts/{rollout_id}/adoption/logs", LOG, "log.csv")
    page.locator("#columns-0").select_option("when")
    with page.expect_navigation():
        page.click("main form button[type=submit]")
    return asking


def send_staff(app: Flask, page: Page, rollout_id: int) -> list[str]:
    """Send a staff list, whose taking is refused; gives the pages that speak of it."""
    staff = send(page, f"/rollouts/{rollout_id}/staff/import", STAFF, "staff.csv")
    page.goto(staff)
    with page.expect_navigation():
        page.click("main form button[type=submit]")
    Shelf.of(app.config["PLANNER"].instance, rollout_id).tell(
        staff.split("/")[-1], state="refused", sentence="Somebody changed the list meanwhile."
    )
    return [f"{staff}{part}" for part in ("", "/preview", "/problems.csv", "/progress")]


def send(page: Page, address: str, content: bytes, name: str) -> str:
    """Send a file by the form at the address; gives the path of the page that answers."""
    page.goto(address)
    page.set_input_files("[name=file]", file(content, name))
    with page.expect_navigation():
        page.click("main form button[type=submit]")
    return page.url.removeprefix(page.url.split("/rollouts")[0])


def file(content: bytes, name: str = "plan.xml") -> FilePayload:
    """A file as a browser sends it."""
    return FilePayload(name=name, mimeType="text/xml" if name.endswith(".xml") else "text/csv", buffer=content)
