"""Mail against a real SMTP server on this machine: sent at least once, tried again, parked with the reason."""

import smtplib
import ssl
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from email import message_from_bytes
from email.policy import default
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, Session
from flask import Flask
from sqlalchemy import select

from planner.access.models import User
from planner.basics import mail_sending_service, mail_service
from planner.basics.mail_models import Mail, MailState
from planner.basics.mail_sending_service import deliver
from planner.basics.mail_service import PAUSES, Letter
from planner.db import db, transaction
from tests.basics.test_outbound_service import certificate
from tests.builders import make_user
from tests.conftest import NOW
from tests.live import free_port
from tests.page import Page, text_of
from tests.personas import Cast


@dataclass
class Inbox:
    """A mail server that keeps what it takes, and refuses in the way it is told to."""

    taken: list[Any] = field(default_factory=list)
    refuse_address: str = ""
    refuse_data: list[str] = field(default_factory=list)

    async def handle_RCPT(  # noqa: N802 - the library's own name
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: Any
    ) -> str:
        """Take or refuse a receiver."""
        if self.refuse_address:
            return self.refuse_address
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802 - the library's own name
        """Take or refuse a mail."""
        if self.refuse_data:
            return self.refuse_data.pop(0)
        assert isinstance(envelope.content, bytes)
        self.taken.append(message_from_bytes(envelope.content, policy=default))
        return "250 OK"


@pytest.fixture
def inbox(app: Flask) -> Iterator[Inbox]:
    """The mail server of the app."""
    inbox = Inbox()
    port = free_port()
    controller = Controller(inbox, hostname="127.0.0.1", port=port)
    controller.start()
    app.config["PLANNER"] = replace(app.config["PLANNER"], mail_url=f"smtp://127.0.0.1:{port}")
    yield inbox
    controller.stop()


def post(key: str = "digest.1.2026-03-02", name: str = "Mara Lind", **more: Any) -> bool:
    letter = Letter(
        key, None, "mara.lind@example.org", name, "2 things wait for you", "Hello Mara\n", "<p>Hello Mara</p>"
    )
    with transaction():
        return mail_service.post(replace(letter, **more), NOW)


def at(moment: datetime = NOW) -> Callable[[], datetime]:
    return lambda: moment


def stored() -> Mail:
    db.session.rollback()
    return db.session.scalars(select(Mail)).one()


def test_a_mail_is_plain_text_and_html_with_a_lasting_number(app: Flask, inbox: Inbox) -> None:
    assert post(name="Mära “Lind”", subject="Fällig: 2 Sachen", text="Grüße\n", html="<p>Grüße</p>")
    assert deliver(at()) == (1, 0)
    (mail,) = inbox.taken
    assert mail["Message-ID"] == "<digest.1.2026-03-02@[127.0.0.1]>"
    assert mail["Subject"] == "Fällig: 2 Sachen"
    assert mail["To"].addresses[0].addr_spec == "mara.lind@example.org"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert [part.get_content_type() for part in mail.walk()] == ["multipart/alternative", "text/plain", "text/html"]
    assert mail.get_body(("plain",)).get_content().strip() == "Grüße"
    assert stored().state is MailState.SENT
    assert deliver(at()) == (0, 0)


def test_the_same_occasion_is_one_mail(app: Flask, inbox: Inbox) -> None:
    assert post()
    assert not post()
    deliver(at())
    assert not post()
    assert len(inbox.taken) == 1


def test_nothing_is_written_while_mail_is_off_or_the_action_fails(app: Flask, inbox: Inbox) -> None:
    on = app.config["PLANNER"]
    app.config["PLANNER"] = replace(on, mail_url="")
    assert not post()
    app.config["PLANNER"] = on

    def write_and_fail() -> None:
        with transaction():
            assert mail_service.post(Letter("k", None, "a@example.org", "A", "S", "T", "H"), NOW)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        write_and_fail()
    assert db.session.scalar(select(Mail)) is None


def test_a_server_that_is_away_is_asked_again_later_each_time_and_the_mail_parked_at_last(app: Flask) -> None:
    app.config["PLANNER"] = replace(app.config["PLANNER"], mail_url="smtp://127.0.0.1:1")
    post()
    moment = NOW
    for pause in PAUSES:
        assert deliver(at(moment)) == (0, 1)
        assert deliver(at(moment)) == (0, 0)
        assert stored().next_try_at == moment + pause
        moment += pause
    assert deliver(at(moment)) == (0, 1)
    mail = stored()
    assert (mail.state, mail.tries) == (MailState.PARKED, len(PAUSES) + 1)
    assert "ConnectionRefusedError" in mail.error


def test_a_refused_address_is_parked_at_once_and_keeps_no_other(app: Flask, inbox: Inbox) -> None:
    inbox.refuse_data = ["554 5.7.1 not wanted"]
    post("a")
    post("b")
    assert deliver(at()) == (1, 1)
    assert [mail["Message-ID"] for mail in inbox.taken] == ["<b@[127.0.0.1]>"]
    parked = db.session.scalars(select(Mail).where(Mail.state == MailState.PARKED)).one()
    assert parked.error.startswith("554 5.7.1 not wanted")
    inbox.refuse_address = "550 5.1.1 no such user"
    post("c")
    assert deliver(at()) == (0, 1)
    assert len(db.session.scalars(select(Mail).where(Mail.state == MailState.PARKED)).all()) == 2


def test_a_passing_refusal_is_no_reason_to_park(app: Flask, inbox: Inbox) -> None:
    inbox.refuse_data = ["451 4.3.0 try again"]
    post()
    assert deliver(at()) == (0, 1)
    assert (stored().state, stored().error) == (MailState.WAITING, "451 4.3.0 try again")
    assert deliver(at(NOW + PAUSES[0])) == (1, 0)


def test_whoever_dies_between_sending_and_writing_it_down_leaves_the_same_mail_to_be_sent_again(
    app: Flask, inbox: Inbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Killed(BaseException):
        """As a power cut: nothing more is done."""

    def die(*_: object) -> None:
        raise Killed

    post()
    with monkeypatch.context() as patched:
        patched.setattr(mail_sending_service, "sent", die)
        with pytest.raises(Killed):
            deliver(at())
    assert deliver(at(NOW + timedelta(minutes=4))) == (0, 0)
    assert deliver(at(NOW + timedelta(minutes=5))) == (1, 0)
    assert [mail["Message-ID"] for mail in inbox.taken] == ["<digest.1.2026-03-02@[127.0.0.1]>"] * 2
    assert stored().state is MailState.SENT


def test_two_senders_do_not_send_one_mail_twice(app: Flask, inbox: Inbox) -> None:
    post()
    first, second = mail_service.take(NOW), mail_service.take(NOW)
    assert first is not None
    assert second is None


def test_a_head_cannot_be_broken_into(app: Flask, inbox: Inbox) -> None:
    post(name="Mara\r\nBcc: evil@example.org", subject="Late\nBcc: evil@example.org")
    post("bad", address="no address\r\n")
    assert deliver(at()) == (1, 1)
    (mail,) = inbox.taken
    assert mail["Bcc"] is None
    assert mail["Subject"] == "Late Bcc: evil@example.org"
    assert db.session.scalars(select(Mail.state).where(Mail.key == "bad")).one() is MailState.PARKED


def test_a_password_goes_over_tls_only(app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    server, trust = certificate(tmp_path, "127.0.0.1")
    seen: list[tuple[str, str]] = []

    def check(_server: object, _session: object, _envelope: object, mechanism: str, data: Any) -> AuthResult:
        seen.append((mechanism, data.password.decode()))
        return AuthResult(success=True)

    inbox, port = Inbox(), free_port()
    controller = Controller(
        inbox, hostname="127.0.0.1", port=port, tls_context=server, authenticator=check, auth_require_tls=True
    )
    controller.start()
    monkeypatch.setattr(ssl, "create_default_context", lambda: trust)
    trust.check_hostname = False
    app.config["PLANNER"] = replace(app.config["PLANNER"], mail_url=f"smtp://anna:s%40fe@127.0.0.1:{port}")
    try:
        post()
        assert deliver(at()) == (1, 0)
    finally:
        controller.stop()
    assert [password for _, password in seen] == ["s@fe"]


def test_without_tls_no_password_is_sent_to_another_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    from planner.basics.errors import PlannerError
    from planner.basics.mail_address import MailServer

    class Plain(smtplib.SMTP):
        def __init__(self, *_: Any, **__: Any) -> None:
            super().__init__()

        def ehlo_or_helo_if_needed(self) -> None:
            """Offer nothing."""

        def quit(self) -> tuple[int, bytes]:
            return 221, b""

        def login(self, *_: Any, **__: Any) -> tuple[int, bytes]:
            raise AssertionError("the password was sent")

    monkeypatch.setattr(smtplib, "SMTP", Plain)
    server = MailServer("mail.example.org", 587, user="anna", password="safe")
    with pytest.raises(PlannerError, match="offers no TLS"), mail_sending_service.connected(server):
        pass


def test_a_folder_takes_each_mail_once_as_a_whole_file(app: Flask, tmp_path: Path) -> None:
    folder = tmp_path / "outbox"
    app.config["PLANNER"] = replace(app.config["PLANNER"], mail_url=f"file:{folder}")
    post("a")
    post("b")
    assert deliver(at()) == (2, 0)
    with transaction():
        for mail in db.session.scalars(select(Mail)):
            mail.state = MailState.WAITING
    assert deliver(at(NOW + timedelta(hours=1))) == (2, 0)
    files = sorted(folder.iterdir())
    assert [file.suffix for file in files] == [".eml", ".eml"]
    assert message_from_bytes(files[0].read_bytes(), policy=default)["Subject"] == "2 things wait for you"


def test_sent_mail_is_forgotten_after_ninety_days(app: Flask, inbox: Inbox) -> None:
    post("a")
    deliver(at())
    post("b")
    mail_service.forget_old(NOW + timedelta(days=90, seconds=1))
    assert stored().key == "b"


def test_the_administrator_sees_why_and_tries_again_or_gives_up(
    app: Flask, page: Page, cast: Cast, inbox: Inbox
) -> None:
    assert "Everything was sent" in text_of(page.get("access.mail", as_=cast.admin))
    inbox.refuse_data = ["554 no", "554 no"]
    post("a", name="Mara Lind")
    post("b", name="Sven Holm")
    deliver(at())
    shown = text_of(page.get("access.mail", as_=cast.admin))
    assert "554 no" in shown
    assert "2 things wait" not in shown
    first, second = db.session.scalars(select(Mail.id).order_by(Mail.id))
    page.post("access.send_again", as_=cast.admin, mail_id=first)
    page.post("access.drop_mail", as_=cast.admin, mail_id=second)
    page.post("access.drop_mail", as_=cast.admin, status=404, mail_id=second)
    assert deliver(at()) == (1, 0)
    page.get("access.mail", as_=cast.manager, status=403)
    app.config["PLANNER"] = replace(app.config["PLANNER"], mail_url="")
    assert "Mail is off" in text_of(page.get("access.mail", as_=cast.admin))


def test_mail_goes_with_the_account_it_was_for(app: Flask, inbox: Inbox) -> None:
    person: User = make_user("Gone Soon")
    post(user_id=person.id)
    with transaction():
        db.session.delete(person)
    assert db.session.scalar(select(Mail)) is None
