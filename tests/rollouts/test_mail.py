"""Digests and reminders end to end: what is due is written once, whoever runs it and however often."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskCliRunner
from sqlalchemy import select

from planner.access.digests import Digest, due_on
from planner.access.models import User
from planner.basics.mail_models import Mail
from planner.basics.mail_sending_service import deliver
from planner.cli import planner
from planner.db import db, transaction
from planner.rollouts import reminder_service
from planner.rollouts.digest_service import write_digests
from planner.rollouts.mail_models import SentReminder
from planner.rollouts.reminder_service import send_reminders
from planner.rollouts.waiting import Pile, Place, Waiting
from planner.rollouts.waiting_list_service import _SUPPLIERS, Asked
from tests.basics.test_mail import Inbox, at
from tests.basics.test_mail import inbox as mail_inbox
from tests.conftest import NOW
from tests.page import Page, errors, text_of
from tests.personas import Cast

DUE = date(2026, 2, 27)
inbox = mail_inbox


@pytest.fixture
def mail(app: Flask, tmp_path: Path) -> Path:
    """Mail goes into a folder."""
    app.config["PLANNER"] = replace(app.config["PLANNER"], mail_url=f"file:{tmp_path / 'mail'}")
    return tmp_path / "mail"


@pytest.fixture
def work(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> list[Waiting]:
    """What waits: whatever the test puts into the list."""
    works: list[Waiting] = []

    def supply(asked: Asked) -> list[Waiting]:
        return works

    monkeypatch.setattr("planner.rollouts.waiting_list_service._SUPPLIERS", {"test": supply})
    assert _SUPPLIERS
    return works


def late(person: User, number: int = 1, due: date = DUE) -> Waiting:
    place = Place("rollouts.show", {"rollout_id": 1})
    return Waiting(person.id, f"test.{number}", Pile.LATE, f"Thing {number}", "A test", place, due, chased=True)


def mails() -> list[tuple[str, str]]:
    db.session.rollback()
    return [(mail.address.split("@")[0], mail.subject) for mail in db.session.scalars(select(Mail).order_by(Mail.id))]


def wants(person: User, digest: Digest) -> None:
    with transaction():
        person.digest = digest


def test_a_digest_holds_what_waits_and_comes_once_a_day(mail: Path, work: list[Waiting], cast: Cast) -> None:
    wants(cast.member, Digest.DAILY)
    work += [late(cast.member), late(cast.manager, 2), replace(late(cast.member, 3), pile=Pile.NEXT, due=None)]
    assert write_digests(NOW) == 1
    assert write_digests(NOW + timedelta(hours=3)) == 0
    assert mails() == [("miro.petrov", "2 things wait for you, 1 of them late")]
    text = db.session.scalars(select(Mail.text)).one()
    assert "Thing 1" in text
    assert "Thing 2" not in text
    assert f"http://127.0.0.1:8000/rollouts/{cast.rollout.id}" in text
    assert "http://127.0.0.1:8000/account" in text
    assert write_digests(NOW + timedelta(days=1)) == 1


def test_who_asked_for_none_or_has_nothing_waiting_gets_none(mail: Path, work: list[Waiting], cast: Cast) -> None:
    wants(cast.manager, Digest.DAILY)
    work.append(late(cast.member))
    assert write_digests(NOW) == 0
    with transaction():
        cast.member.digest, cast.member.active = Digest.DAILY, False
    assert write_digests(NOW) == 0


def test_while_mail_is_off_nothing_is_written_and_nothing_noted(app: Flask, work: list[Waiting], cast: Cast) -> None:
    wants(cast.member, Digest.DAILY)
    work.append(late(cast.member))
    switch_on(cast)
    assert (write_digests(NOW), send_reminders(NOW)) == (0, 0)
    app.config["PLANNER"] = replace(app.config["PLANNER"], mail_url="file:/nowhere/at/all")
    assert (write_digests(NOW), send_reminders(NOW)) == (1, 1)


@pytest.mark.parametrize(
    ("digest", "day", "hour", "last", "due"),
    [
        (Digest.DAILY, 2, 6, None, False),
        (Digest.DAILY, 2, 7, None, True),
        (Digest.DAILY, 2, 23, date(2026, 3, 2), False),
        (Digest.DAILY, 1, 9, None, False),
        (Digest.WEEKLY, 2, 9, date(2026, 2, 23), True),
        (Digest.WEEKLY, 3, 9, date(2026, 3, 2), False),
        (Digest.WEEKLY, 3, 9, date(2026, 2, 23), True),
        (Digest.WEEKLY, 7, 9, date(2026, 2, 23), False),
        (Digest.OFF, 2, 9, None, False),
    ],
)
def test_when_a_digest_is_due(digest: Digest, day: int, hour: int, last: date | None, due: bool) -> None:
    assert due_on(digest, datetime(2026, 3, day, hour), last) is due


def test_a_digest_comes_in_the_persons_own_morning(mail: Path, work: list[Waiting], cast: Cast) -> None:
    wants(cast.member, Digest.DAILY)
    with transaction():
        cast.member.timezone = "Pacific/Apia"
    work.append(late(cast.member))
    assert write_digests(datetime(2026, 3, 2, 17, 59, tzinfo=UTC)) == 0  # 6:59 on Tuesday in Apia
    assert write_digests(datetime(2026, 3, 2, 18, 0, tzinfo=UTC)) == 1


def switch_on(cast: Cast, grace: int = 3) -> None:
    with transaction():
        rule = reminder_service.rule_of(cast.rollout.id)
        reminder_service.set_rule(cast.rollout.id, active=True, grace=grace, version=rule.version)


def test_reminders_go_to_the_owner_then_the_manager_then_the_sponsor_once_each(
    mail: Path, work: list[Waiting], cast: Cast
) -> None:
    switch_on(cast)
    work += [late(cast.member), late(cast.member, 2)]
    told: list[tuple[str, str]] = []
    for days in range(12):
        send_reminders(NOW + timedelta(days=days))
        send_reminders(NOW + timedelta(days=days, hours=1))
        new = mails()[len(told) :]
        told += [(f"{days}", who) for who, _ in new]
    assert told == [("0", "miro.petrov"), ("3", "mara.lind"), ("8", "sven.holm")]  # Monday, Thursday, Tuesday
    subjects = {subject for _, subject in mails()}
    assert subjects == {"Northwind CRM: 2 things are late"}
    manager = db.session.scalars(select(Mail.text).where(Mail.address == cast.manager.email)).one()
    assert "Miro Petrov has it to do" in manager
    assert len(db.session.scalars(select(SentReminder)).all()) == 6


def test_the_mail_server_gets_the_digest_and_the_three_steps_for_the_right_people(
    app: Flask, inbox: Inbox, work: list[Waiting], cast: Cast
) -> None:
    wants(cast.trainer, Digest.DAILY)
    switch_on(cast)
    work += [late(cast.member), replace(late(cast.trainer, 2), pile=Pile.NEXT, due=date(2026, 3, 20), chased=False)]
    got: list[tuple[int, str, str]] = []
    for days in range(10):
        moment = NOW + timedelta(days=days)
        write_digests(moment)
        send_reminders(moment)
        assert deliver(at(moment))[1] == 0
        new = inbox.taken[len(got) :]
        got += [(days, mail["To"].addresses[0].addr_spec, mail["Subject"]) for mail in new]
        work[1:] = []
    assert got == [
        (0, cast.trainer.email, "1 thing waits for you"),
        (0, cast.member.email, "Northwind CRM: 1 thing is late"),
        (3, cast.manager.email, "Northwind CRM: 1 thing is late"),
        (8, cast.sponsor.email, "Northwind CRM: 1 thing is late"),
    ]
    said = [mail.get_body(("plain",)).get_content() for mail in inbox.taken]
    assert "Thing 2" in said[0]
    for text, words in zip(
        said[1:], ("Late, and yours to do", "was reminded", "the project manager was told"), strict=True
    ):
        assert words in text
        assert "Thing 1" in text
    assert ["Miro Petrov has it to do" in text for text in said[1:]] == [False, True, True]


def test_public_holidays_of_the_rollouts_country_are_no_days_of_grace(
    page: Page, mail: Path, work: list[Waiting], cast: Cast
) -> None:
    home: dict[str, Any] = {"rollout_id": cast.rollout.id, "as_": cast.manager}
    assert "Working days are Monday to Friday. With" in text_of(page.get("rollouts.reminders", **home))
    with transaction():
        cast.rollout.country, cast.rollout.timezone = "DE", "Europe/Berlin"
    assert "without the public holidays of Germany" in text_of(page.get("rollouts.reminders", **home))
    switch_on(cast)
    work += [late(cast.member, due=date(2026, 4, 1)), late(cast.trainer, 2, due=date(2026, 4, 2))]
    told: list[tuple[date, str]] = []
    for days in range(20):
        moment = datetime(2026, 4, 2, 9, tzinfo=UTC) + timedelta(days=days)
        send_reminders(moment)
        told += [(moment.date(), who) for who, _ in mails()[len(told) :]]
    assert told == [  # Good Friday is on 3 April, Easter Monday on 6 April
        (date(2026, 4, 2), "miro.petrov"),
        (date(2026, 4, 7), "tara.okafor"),
        (date(2026, 4, 9), "mara.lind"),
        (date(2026, 4, 10), "mara.lind"),
        (date(2026, 4, 14), "sven.holm"),
        (date(2026, 4, 15), "sven.holm"),
    ]


def test_a_rollout_that_did_not_switch_it_on_reminds_nobody(mail: Path, work: list[Waiting], cast: Cast) -> None:
    work.append(late(cast.member))
    assert send_reminders(NOW) == 0


def test_nobody_is_reminded_on_a_weekend_or_before_seven(mail: Path, work: list[Waiting], cast: Cast) -> None:
    switch_on(cast)
    work.append(late(cast.member))
    assert send_reminders(datetime(2026, 3, 1, 9, tzinfo=UTC)) == 0
    assert send_reminders(datetime(2026, 3, 2, 6, 59, tzinfo=UTC)) == 0
    assert send_reminders(datetime(2026, 3, 2, 7, 0, tzinfo=UTC)) == 1


def test_a_failure_in_the_middle_tells_nobody_and_is_made_good(
    mail: Path, work: list[Waiting], cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    switch_on(cast)
    work.append(late(cast.member))
    with monkeypatch.context() as patched:
        patched.setattr(reminder_service, "post", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            send_reminders(NOW)
    assert db.session.scalar(select(SentReminder)) is None
    assert send_reminders(NOW + timedelta(minutes=1)) == 1


def test_the_page_says_the_rule_in_words_and_who_is_next(
    page: Page, mail: Path, work: list[Waiting], cast: Cast
) -> None:
    home: dict[str, Any] = {"rollout_id": cast.rollout.id}
    work.append(late(cast.member))
    shown = text_of(page.get("rollouts.reminders", as_=cast.manager, **home))
    assert "after 3 working days of grace the project manager" in shown
    assert "Reminders are off" in shown
    refused = page.post(
        "rollouts.edit_reminders", {"active": "y", "grace": "0", "version": "0"}, as_=cast.manager, status=422, **home
    )
    assert "1 to 60 working days" in errors(refused)
    page.post("rollouts.edit_reminders", {"active": "y", "grace": "1", "version": "0"}, as_=cast.manager, **home)
    stale = page.post(
        "rollouts.edit_reminders", {"active": "", "grace": "2", "version": "0"}, as_=cast.manager, status=409, **home
    )
    assert stale.status_code == 409
    shown = text_of(page.get("rollouts.reminders", as_=cast.sponsor, **home))
    assert "after 1 working day of grace" in shown
    assert "Miro Petrov" in shown
    send_reminders(NOW)
    shown = text_of(page.get("rollouts.reminders", as_=cast.manager, **home))
    assert "Mara Lind (the project manager)" in shown
    assert "3 Mar 2026" in shown
    page.get("rollouts.reminders", as_=cast.member, status=403, **home)


def test_commands_write_and_send(runner: FlaskCliRunner, mail: Path, work: list[Waiting], cast: Cast) -> None:
    wants(cast.member, Digest.DAILY)
    switch_on(cast)
    work.append(late(cast.member))
    assert json.loads(runner.invoke(planner, ["mail", "digest", "--json"]).output) == {"digests": 1, "reminders": 1}
    assert json.loads(runner.invoke(planner, ["mail", "send", "--json"]).output) == {"sent": 2, "failed": 0, "open": 0}
    assert len(list(mail.glob("*.eml"))) == 2
    assert json.loads(runner.invoke(planner, ["mail", "digest", "--json"]).output) == {"digests": 0, "reminders": 0}


def test_commands_say_when_mail_is_off(runner: FlaskCliRunner) -> None:
    for command in ("send", "digest"):
        result = runner.invoke(planner, ["mail", command])
        assert result.exit_code == 1
        assert "Mail is off" in result.output


def test_what_waits_in_every_area_can_be_chased_and_leads_to_a_page(app: Flask, cast: Cast) -> None:
    """The real suppliers, on a rollout with nothing in it: each answers, and every key names its area."""
    from planner.rollouts.waiting_list_service import address_of, waiting_in

    people = {user.id: role for role, user in ((m.role, u) for m, u in _members(cast))}
    for each in waiting_in(Asked(cast.rollout, NOW.date(), people)):
        assert address_of(each.place).startswith("/")
        assert "." in each.key


def _members(cast: Cast) -> Any:
    from planner.rollouts import queries

    return queries.members(cast.rollout.id)
