"""Mail: written into the database with the action that causes it, and sent from there in the background.

A mail whose words must not lie in the database, such as one with a secret link, is stored without them: its area says
what they are at the moment of sending (`worded_late`).

A mail is sent at least once and always under the same Message-ID. What fails is tried again, later each time, and
parked at last with the reason. While no server is set nothing is written at all.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from flask import current_app
from sqlalchemy import delete, insert, select

from planner.basics.errors import NotFound
from planner.basics.mail_address import MailServer, mail_server, one_line
from planner.basics.mail_models import Mail, MailState
from planner.db import db, transaction
from planner.queue import enqueue

PAUSES = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 240, 720))
"""How long to wait after the first, second … failure; after one more the mail is parked."""

LEASE = timedelta(minutes=5)
"""How long a mail that is being sent is left alone by others; then its sender is taken for dead."""

KEPT = timedelta(days=90)
AT_ONCE = 5_000
"""Mails that one statement to the database writes."""


@dataclass(frozen=True, slots=True)
class Letter:
    """A mail as an area writes it. `key` names the occasion, such as `digest.7.2026-03-02`: one mail for each."""

    key: str
    user_id: int | None
    address: str
    name: str
    subject: str
    text: str
    html: str


def server_here() -> MailServer | None:
    """The mail server of this installation; None while mail is off."""
    return mail_server(current_app.config["PLANNER"].mail_url)


def post(letter: Letter, now: datetime) -> bool:
    """Write a mail, in the running transaction; whether it is new. While mail is off nothing is written."""
    return post_all([letter], now) == 1


def post_all(letters: Iterable[Letter], now: datetime) -> int:
    """Write many mails at once, in the running transaction; how many are new."""
    if server_here() is None:
        return 0
    wanted = list({letter.key: letter for letter in letters}.values())
    written = sum(_write(wanted[start : start + AT_ONCE], now) for start in range(0, len(wanted), AT_ONCE))
    if written:
        enqueue("mail.send", now)
    return written


def _write(letters: Sequence[Letter], now: datetime) -> int:
    keys = [letter.key for letter in letters]
    known = set(db.session.scalars(select(Mail.key).where(Mail.key.in_(keys))))
    rows = [_row(letter, now) for letter in letters if letter.key not in known]
    if rows:
        db.session.execute(insert(Mail), rows)
    return len(rows)


def _row(letter: Letter, now: datetime) -> dict[str, object]:
    return {
        "key": letter.key,
        "user_id": letter.user_id,
        "address": letter.address,
        "name": one_line(letter.name, 120),
        "subject": one_line(letter.subject),
        "text": letter.text,
        "html": letter.html,
        "state": MailState.WAITING,
        "tries": 0,
        "error": "",
        "created_at": now,
        "next_try_at": now,
    }


Words = tuple[str, str]
"""The words of a mail: as plain text and as simple HTML."""
_late: dict[str, Callable[[Mail], Words | None]] = {}


def worded_late(beginning: str) -> Callable[[Callable[[Mail], Words | None]], Callable[[Mail], Words | None]]:
    """Declare who gives the words of mails whose key begins so, at the moment of sending; None: not wanted any more."""

    def declare(function: Callable[[Mail], Words | None]) -> Callable[[Mail], Words | None]:
        _late[beginning] = function
        return function

    return declare


def words_of(mail: Mail) -> Words | None:
    """What a mail says; None where nobody wants it to be sent any more."""
    late = next((function for beginning, function in _late.items() if mail.key.startswith(beginning)), None)
    return late(mail) if late else (mail.text, mail.html)


def withdraw(beginning: str) -> None:
    """Take away every mail whose key begins so, sent or not: what it was about is over."""
    db.session.execute(delete(Mail).where(Mail.key.startswith(beginning, autoescape=True)))


def forget_addresses(addresses: Iterable[str]) -> None:
    """Take away every mail to these addresses."""
    db.session.execute(delete(Mail).where(Mail.address.in_(sorted(addresses))))


def take(now: datetime) -> Mail | None:
    """Take the next mail that is due, so that nobody else sends it meanwhile; None when there is none."""
    with transaction():
        due = select(Mail).where(Mail.state == MailState.WAITING, Mail.next_try_at <= now)
        mail = db.session.scalars(due.order_by(Mail.id).limit(1).with_for_update(skip_locked=True)).first()
        if mail is None:
            return None
        mail.tries += 1
        mail.next_try_at = now + LEASE
    return mail


def unwanted(mail_id: int) -> None:
    """Take away a mail that nobody wants to be sent any more."""
    with transaction():
        db.session.execute(delete(Mail).where(Mail.id == mail_id))


def sent(mail_id: int, now: datetime) -> None:
    """Note that a mail was handed over."""
    with transaction():
        mail = db.session.get_one(Mail, mail_id)
        mail.state, mail.sent_at, mail.error = MailState.SENT, now, ""


def failed(mail_id: int, reason: str, now: datetime, *, for_good: bool) -> None:
    """Note that a mail could not be handed over: try later, or park it."""
    with transaction():
        mail = db.session.get_one(Mail, mail_id)
        mail.error = one_line(reason, 500)
        if for_good or mail.tries > len(PAUSES):
            mail.state = MailState.PARKED
        else:
            mail.next_try_at = now + PAUSES[mail.tries - 1]


def open_mail() -> Sequence[Mail]:
    """Mail that is parked or waits, the parked first."""
    query = select(Mail).where(Mail.state != MailState.SENT).order_by(Mail.state, Mail.id).limit(500)
    return db.session.scalars(query).all()


def counts(since: datetime) -> int:
    """How many mails were sent since a moment."""
    return len(db.session.scalars(select(Mail.id).where(Mail.state == MailState.SENT, Mail.sent_at >= since)).all())


def again(mail_id: int, now: datetime) -> Mail:
    """Send a parked mail after all, from its first try on."""
    mail = _parked(mail_id)
    mail.state, mail.tries, mail.next_try_at = MailState.WAITING, 0, now
    db.session.flush()
    enqueue("mail.send", now)
    return mail


def drop(mail_id: int) -> None:
    """Give up a parked mail."""
    db.session.delete(_parked(mail_id))
    db.session.flush()


def _parked(mail_id: int) -> Mail:
    mail = db.session.get(Mail, mail_id)
    if mail is None or mail.state is not MailState.PARKED:
        raise NotFound("This mail is not parked any more.")
    return mail


def forget_old(now: datetime) -> None:
    """Remove mail that was sent long ago."""
    with transaction():
        db.session.execute(delete(Mail).where(Mail.state == MailState.SENT, Mail.sent_at < now - KEPT))
