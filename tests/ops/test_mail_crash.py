"""Stored mail is sent though its writer and its sender are killed; what comes twice bears the same number."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from email import message_from_bytes
from email.policy import default
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from flask import Flask
from sqlalchemy import select

from planner.basics.mail_models import Mail, MailState
from planner.basics.mail_sending_service import deliver
from planner.basics.mail_service import LEASE
from planner.db import db
from tests.conftest import NOW
from tests.live import ROOT, free_port

PROGRAM = """
import signal, sys
from planner.app import create_app
from planner.basics import mail_sending_service, mail_service
from planner.db import transaction
from planner.settings import read_settings
from planner.web import clock

with create_app(read_settings()).app_context():
    if sys.argv[1] == "send":
        mail_sending_service.deliver(clock.now)
    for number in range(100):
        with transaction():
            letter = mail_service.Letter(f"test.{number}", None, "mara@example.org", "Mara", "One thing", "One", "<p>")
            mail_service.post(letter, clock.now())
        print(number, flush=True)
    signal.pause()
"""


@dataclass
class Inbox:
    """A mail server that keeps what it takes, and kills the sender of the second mail before it can be thanked."""

    taken: list[str] = field(default_factory=list)
    sender: subprocess.Popen[str] | None = None

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802 - the library's own name
        """Take a mail."""
        assert isinstance(envelope.content, bytes)
        self.taken.append(str(message_from_bytes(envelope.content, policy=default)["Message-ID"]))
        if len(self.taken) == 2 and self.sender is not None:
            os.kill(self.sender.pid, signal.SIGKILL)
            self.sender.wait()
        return "250 OK"


@pytest.fixture
def inbox(app: Flask) -> Iterator[Inbox]:
    """The mail server of the app."""
    inbox, port = Inbox(), free_port()
    controller = Controller(inbox, hostname="127.0.0.1", port=port)
    controller.start()
    app.config["PLANNER"] = replace(app.config["PLANNER"], mail_url=f"smtp://127.0.0.1:{port}")
    yield inbox
    controller.stop()


def start(app: Flask, what: str, folder: Path) -> subprocess.Popen[str]:
    """The same installation in a process of its own."""
    settings = app.config["PLANNER"]
    environment: dict[str, Any] = {
        **{name: value for name, value in os.environ.items() if not name.startswith("PLANNER_")},
        "PLANNER_INSTANCE": str(folder),
        "PLANNER_DATABASE_URL": settings.database_url,
        "PLANNER_MAIL_URL": settings.mail_url,
        "PLANNER_TEST_MODE": "1",
        "PLANNER_NOW": NOW.isoformat(),
    }
    command = [sys.executable, "-c", PROGRAM, what]
    return subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True)


def states() -> dict[str, MailState]:
    db.session.rollback()
    return {mail.key: mail.state for mail in db.session.scalars(select(Mail).order_by(Mail.id))}


def test_mail_survives_kill_9_of_whoever_writes_and_of_whoever_sends_it(
    app: Flask, inbox: Inbox, tmp_path: Path
) -> None:
    writer = start(app, "write", tmp_path)
    assert writer.stdout is not None
    acknowledged = [writer.stdout.readline().strip() for _ in range(4)]
    writer.kill()
    acknowledged += writer.stdout.read().split()
    writer.stdout.close()
    writer.wait()
    assert {f"test.{number}" for number in acknowledged} <= set(states()), "an acknowledged mail was lost"
    assert set(states().values()) == {MailState.WAITING}

    inbox.sender = start(app, "send", tmp_path)
    assert inbox.sender.wait(300) == -signal.SIGKILL, "killed by the mail server, after it took the second mail"
    assert inbox.sender.stdout is not None
    inbox.sender.stdout.close()
    assert [key for key, state in states().items() if state is MailState.SENT] == ["test.0"]
    assert deliver(lambda: NOW)[1] == 0
    assert states()["test.1"] is MailState.WAITING, "nobody else touches it until its sender is taken for dead"
    assert deliver(lambda: NOW + LEASE) == (1, 0)
    numbers = [f"<{key}@[127.0.0.1]>" for key in states()]
    assert inbox.taken.count(numbers[1]) == 2, "whoever died before writing it down leaves it to be sent again"
    assert sorted(inbox.taken) == sorted([*numbers, numbers[1]]), "every other one was sent once"
