"""Hands mail over to its server by SMTP, or in tests into a folder."""

import smtplib
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from hashlib import sha256
from ipaddress import ip_address
from pathlib import Path
from typing import Protocol
from urllib.parse import urlsplit

from flask import current_app

from planner.basics.errors import PlannerError
from planner.basics.mail_address import MailServer
from planner.basics.mail_models import Mail
from planner.basics.mail_service import Words, failed, sent, server_here, take, unwanted, words_of

SECONDS = 20.0
IN_A_ROW = 200
"""Mails handed over in one connection and one go."""


class Post(Protocol):
    """Somebody who takes a mail; whatever goes wrong is raised."""

    def __call__(self, message: EmailMessage, /) -> object:
        """Take it."""


def deliver(clock: Callable[[], datetime]) -> tuple[int, int]:
    """Hand over what is due: how many were sent, and how many failed. A server that is away ends the round."""
    server = server_here()
    if server is None:
        return 0, 0
    done = [0, 0]
    first = take(clock())
    if first is None:
        return 0, 0
    try:
        with connected(server) as post:
            _hand_over(first, post, clock, done)
    except (OSError, smtplib.SMTPException, PlannerError) as error:
        failed(first.id, _in_words(error), clock(), for_good=False)
        done[1] += 1
    return done[0], done[1]


def _hand_over(mail: Mail | None, post: Post, clock: Callable[[], datetime], done: list[int]) -> None:
    """One mail after the other; a mail that is refused is no reason to keep the next."""
    while mail is not None and sum(done) < IN_A_ROW:
        words = words_of(mail)
        if words is None:
            unwanted(mail.id)
            mail = take(clock())
            continue
        try:
            post(written(mail, words))
        except smtplib.SMTPServerDisconnected as error:
            failed(mail.id, _in_words(error), clock(), for_good=False)
            done[1] += 1
            return
        except (smtplib.SMTPException, MessageError, ValueError) as error:
            failed(mail.id, _in_words(error), clock(), for_good=_for_good(error))
            done[1] += 1
        else:
            sent(mail.id, clock())
            done[0] += 1
        mail = take(clock())


def written(mail: Mail, words: Words) -> EmailMessage:
    """The mail as it goes out: plain text, and the same as simple HTML."""
    settings = current_app.config["PLANNER"]
    message = EmailMessage(policy=SMTP)
    host = urlsplit(settings.base_url).hostname or "localhost"
    message["From"] = Address("CRM Rollout Planner", addr_spec=settings.mail_from or f"planner@{_domain(host)}")
    message["To"] = Address(mail.name, addr_spec=mail.address)
    message["Subject"] = mail.subject
    message["Date"] = mail.created_at
    message["Message-ID"] = f"<{mail.key}@{_domain(host)}>"
    message["Auto-Submitted"] = "auto-generated"
    text, html = words
    message.set_content(text)
    message.add_alternative(html, subtype="html")
    return message


def _domain(host: str) -> str:
    """The host as the right side of an address; a bare number is put in brackets."""
    try:
        number = ip_address(host)
    except ValueError:
        return host
    return f"[{'IPv6:' if number.version == 6 else ''}{host}]"


@contextmanager
def connected(server: MailServer) -> Iterator[Post]:
    """A connection to the server, closed at the end. A password is sent over TLS only, or on this machine."""
    if server.folder:
        yield lambda message: _file(Path(server.folder), message)
        return
    trust = ssl.create_default_context()
    smtp = (
        smtplib.SMTP_SSL(server.host, server.port, timeout=SECONDS, context=trust)
        if server.secure
        else smtplib.SMTP(server.host, server.port, timeout=SECONDS)
    )
    try:
        if not server.secure:
            _secure(smtp, server, trust)
        if server.user:
            smtp.login(server.user, server.password)
        yield smtp.send_message
    finally:
        with suppress(smtplib.SMTPException, OSError):
            smtp.quit()
        smtp.close()


def _secure(smtp: smtplib.SMTP, server: MailServer, trust: ssl.SSLContext) -> None:
    smtp.ehlo_or_helo_if_needed()
    if smtp.has_extn("starttls"):
        smtp.starttls(context=trust)
        smtp.ehlo()
    elif server.user and not _here(server.host):
        raise PlannerError(
            f"{server.host} offers no TLS, so the password was not sent. Use smtps://, or another server."
        )


def _here(host: str) -> bool:
    return host in {"localhost", "127.0.0.1", "::1"}


def _file(folder: Path, message: EmailMessage) -> None:
    """Write a mail as one whole file, named after its Message-ID; the same mail again is the same file."""
    folder.mkdir(parents=True, exist_ok=True)
    name = sha256(str(message["Message-ID"]).encode()).hexdigest()[:24]
    part = folder / f".{name}.part"
    part.write_bytes(message.as_bytes())
    part.replace(folder / f"{name}.eml")


def _for_good(error: Exception) -> bool:
    """Whether trying again is of no use: the address or the mail itself is refused (a reply of 500 and more)."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return all(code >= 500 for code, _ in error.recipients.values())
    if isinstance(error, smtplib.SMTPSenderRefused | smtplib.SMTPDataError):
        return int(error.smtp_code) >= 500
    return isinstance(error, MessageError | ValueError)


def _in_words(error: Exception) -> str:
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        code, said = next(iter(error.recipients.values()))
        return f"{code} {said.decode(errors='replace')}"
    if isinstance(error, smtplib.SMTPResponseException):
        told = error.smtp_error
        return f"{error.smtp_code} {told if isinstance(told, str) else told.decode(errors='replace')}"
    return f"{type(error).__name__}: {error}"
