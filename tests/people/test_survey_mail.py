"""Mail of surveys: off by default, once for each person, without a link in the database, gone after closing."""

from dataclasses import replace
from datetime import datetime, timedelta
from email import message_from_bytes
from email.policy import default
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskCliRunner
from sqlalchemy import func, select

from planner.basics.errors import RuleBroken
from planner.basics.mail_models import Mail, MailState
from planner.basics.mail_sending_service import deliver
from planner.cli import planner
from planner.db import db, transaction
from planner.people import survey_answer_service, survey_mail_service
from planner.people.privacy_erasure_service import erase
from planner.people.privacy_queries import Person
from planner.people.survey_links import token_of
from planner.people.survey_mail import INVITE, invitation_of
from planner.people.survey_models import Survey, SurveyInvitation
from planner.people.survey_service import withdraw_survey
from tests.conftest import NOW
from tests.page import Page, text_of
from tests.people.survey_stage import TODAY, Place, close, make_open, on, pulse, settle
from tests.personas import Cast


@pytest.fixture
def place(cast: Cast) -> Place:
    """Twenty people, all of whom have an address."""
    return settle(cast.rollout, cast.manager, (("North", 12, 1), ("South", 8, 1)))


@pytest.fixture
def box(app: Flask, tmp_path: Path) -> Path:
    """The folder into which mail goes."""
    app.config["PLANNER"] = replace(app.config["PLANNER"], mail_url=f"file:{tmp_path / 'mail'}")
    return tmp_path / "mail"


def asked(survey: Survey, *, invite: bool = True, days: int | None = 4) -> None:
    with transaction():
        day = None if days is None else TODAY + timedelta(days=days)
        survey_mail_service.set_mail(survey, invite=invite, remind_on=day, today=TODAY, now=NOW, version=survey.version)


def letters(box: Path, now: datetime) -> list[str]:
    """Everything that was sent up to a moment, as its readers see it."""
    deliver(lambda: now)
    files = sorted(box.glob("*.eml"))
    return [
        f"{mail['To']} {mail['Subject']}\n{body.get_content()}"
        for mail in (message_from_bytes(file.read_bytes(), policy=default) for file in files)
        if (body := mail.get_body(("plain",))) is not None
    ]


def rows(*where: object) -> int:
    return db.session.scalar(select(func.count()).select_from(Mail).where(*where)) or 0  # type: ignore[arg-type] # conditions


def test_while_mail_is_off_nothing_is_mailed_and_the_page_says_what_to_do(place: Place, cast: Cast, page: Page) -> None:
    survey = make_open(place)
    with pytest.raises(RuleBroken, match="sends no mail"):
        asked(survey)
    assert survey_mail_service.mail_due(NOW) == 0
    client = page.client(cast.trainer)
    told = text_of(page.parse(client.get(f"/rollouts/{place.rollout.id}/surveys/{survey.id}/mail")))
    assert "This installation sends no mail" in told


def test_everybody_is_invited_once_and_only_the_silent_are_reminded_once(app: Flask, place: Place, box: Path) -> None:
    app.config["PLANNER"] = replace(app.config["PLANNER"], secret_key="only for tests")
    survey = make_open(place)
    asked(survey)
    assert [survey_mail_service.mail_due(NOW) for _ in range(2)] == [20, 0]
    found = letters(box, NOW)
    assert len(found) == 20
    invitations = list(db.session.scalars(select(SurveyInvitation)))
    links = {token_of("only for tests", row.nonce) for row in invitations}
    assert all(sum(link in letter for letter in found) == 1 for link in links)
    assert "anonymous: nobody can tell which answer is yours" in found[0]
    assert not [text for text in db.session.scalars(select(Mail.text + Mail.html)) if text]
    with transaction():
        for link in sorted(links)[:15]:
            survey_answer_service.give_answer(link, pulse(4, 4, 4, 4, 4), on(TODAY))
    early, late = NOW + timedelta(days=4, hours=-5), NOW + timedelta(days=4)
    assert [survey_mail_service.mail_due(moment) for moment in (early, late, late)] == [0, 5, 0]
    with transaction():
        survey_answer_service.give_answer(sorted(links)[15], pulse(4, 4, 4, 4, 4), on(TODAY))
    found = letters(box, late)
    assert sum("Reminder: Pulse of March" in letter for letter in found) == 4
    assert rows(Mail.state == MailState.WAITING) == 0
    with pytest.raises(RuleBroken, match="once is enough"):
        asked(survey, days=5)


def test_a_closed_survey_takes_its_mails_along(place: Place, box: Path) -> None:
    survey = make_open(place)
    asked(survey)
    survey_mail_service.mail_due(NOW)
    close(survey)
    assert rows() == 0
    assert letters(box, NOW) == []


def test_mail_tells_whom_to_ask_and_nothing_else(place: Place, box: Path) -> None:
    """Between a mail and an answer there is no key: the invitation says whether, the counts say what, and no time."""
    survey = make_open(place)
    asked(survey, days=None)
    survey_mail_service.mail_due(NOW)
    mail = db.session.scalars(select(Mail).order_by(Mail.id)).first()
    assert mail is not None
    assert invitation_of(mail.key)[0] == INVITE
    shared = {column.name for column in SurveyInvitation.__table__.columns} & {"answer", "at", "day", "answered_on"}
    assert shared == set()


def test_who_is_erased_gets_no_mail_and_none_is_kept(app: Flask, place: Place, box: Path, tmp_path: Path) -> None:
    survey = make_open(place)
    asked(survey)
    survey_mail_service.mail_due(NOW)
    with transaction():
        erase(Person(None, frozenset({place.staff[0]})), TODAY, tmp_path)
    assert rows() == 19
    assert not any("north.0@" in letter for letter in letters(box, NOW))


def test_an_opening_taken_back_is_not_mailed(place: Place, box: Path) -> None:
    survey = make_open(place, opens=TODAY + timedelta(days=2))
    asked(survey, days=None)
    assert survey_mail_service.mail_due(NOW) == 0
    with transaction():
        withdraw_survey(survey, TODAY, survey.version)
    assert (survey.invite_on, survey.remind_on) == (None, None)


@pytest.mark.parametrize(("days", "message"), [(-1, "is over"), (0, "after the first"), (8, "not after the last")])
def test_a_day_for_reminders_must_lie_within(place: Place, box: Path, days: int, message: str) -> None:
    survey = make_open(place)
    with pytest.raises(RuleBroken, match=message) as refused:
        asked(survey, days=days)
    assert refused.value.field == "remind_on"


def test_the_page_keeps_what_was_typed_and_tells_no_number_of_the_silent(
    place: Place, cast: Cast, page: Page, box: Path
) -> None:
    survey = make_open(place)
    at = {"rollout_id": place.rollout.id, "survey_id": survey.id}
    assert "20 of 20" in text_of(page.get("people.mail_survey", as_=cast.trainer, **at))
    form = {"invite": "y", "version": survey.version}
    wrong = page.post("people.mail_survey", {**form, "remind_on": "2026-04-30"}, as_=cast.trainer, status=422, **at)
    assert "2026-04-30" in wrong.text
    page.post("people.mail_survey", {**form, "remind_on": "2026-03-05"}, as_=cast.trainer, **at)
    survey_mail_service.mail_due(NOW + timedelta(days=3))
    told = text_of(page.get("people.mail_survey", as_=cast.trainer, **at))
    assert "nobody is mailed a third time" in told
    page.get("people.mail_survey", as_=cast.member, status=403, **at)


def test_a_command_writes_what_is_due_where_no_worker_runs(
    app: Flask, place: Place, box: Path, runner: FlaskCliRunner
) -> None:
    survey = make_open(place)
    asked(survey, days=None)
    assert "Wrote 20 mails" in runner.invoke(planner, ["survey", "mail"]).output
    assert "Sent 20" in runner.invoke(planner, ["mail", "send"]).output
    app.config["PLANNER"] = replace(app.config["PLANNER"], mail_url="")
    assert "sends no mail" in runner.invoke(planner, ["survey", "mail"]).output
