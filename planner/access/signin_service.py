"""Signing in and out: tries, sessions and links for setting a password.

A try is written down as failed before the password is looked at, and as a success afterwards, so that many tries at
the same moment are all counted. Tokens have 256 bits; only their SHA-256 is kept.
"""

import hashlib
import secrets
from collections.abc import Iterable
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, delete, func, select, update

from planner.access import lockout, session_life
from planner.access.accounts import browser_in_words, normal_email
from planner.access.audit_service import record
from planner.access.lockout import ACCOUNT, ADDRESS, HERE, Failures, address_group
from planner.access.models import User
from planner.access.signin_models import PasswordLink, SignInAttempt, SignInSession
from planner.basics.errors import NotFound, PlannerError
from planner.db import db

KEPT = timedelta(days=90)
"""How long tries, ended sessions and used links are kept."""

_COUNTED = 200


class TooManyTries(PlannerError):
    """Too many tries to sign in; `wait` is how long the next one has to wait."""

    def __init__(self, wait: timedelta) -> None:
        """Say it in words."""
        super().__init__(f"Too many tries failed. Wait {lockout.in_words(wait)} and try again.")
        self.wait = wait


def hashed(token: str) -> str:
    """What is kept of a token."""
    return hashlib.sha256(token.encode(errors="replace")).hexdigest()


def begin(email: str, address: str | None, now: datetime) -> int:
    """Count a try as failed until it succeeds; its number. Raises TooManyTries, the same for an unknown account."""
    account, group = hashed(normal_email(email)), address_group(address)
    wait = lockout.wait(_failures(account, group, now), now)
    if wait:
        raise TooManyTries(wait)
    attempt = SignInAttempt(at=now, account=account, address=group, succeeded=False)
    db.session.add(attempt)
    db.session.flush()
    return attempt.id


def fail(user: User | None) -> None:
    """Note a failed try; of an address without an account nothing is kept but that it was tried."""
    record("sign-in.failed", object_type="user" if user else None, object_id=user.id if user else None)


def succeed(attempt_id: int, user: User, address: str | None, agent: str | None, now: datetime) -> str:
    """Count the try as a success and open a session; its token."""
    count_as_success(attempt_id)
    record("sign-in", user_id=user.id, object_type="user", object_id=user.id)
    _forget_old(now)
    return open_session(user, address, agent, now)


def count_as_success(attempt_id: int) -> None:
    """The password was right after all: the try is no failure."""
    db.session.execute(update(SignInAttempt).where(SignInAttempt.id == attempt_id).values(succeeded=True))


def open_session(user: User, address: str | None, agent: str | None, now: datetime) -> str:
    """A new session with a token that nobody had before."""
    token = secrets.token_urlsafe(32)
    opened = SignInSession(user_id=user.id, token_hash=hashed(token), created_at=now, last_seen=now, renew=False)
    opened.address, opened.browser = (address or "")[:64], browser_in_words(agent)
    db.session.add(opened)
    db.session.flush()
    return token


def session_of(token: str, now: datetime) -> tuple[SignInSession, User] | None:
    """The open session of a token and its person; None when it ended, expired, or the account was shut."""
    query = (
        select(SignInSession, User)
        .join(User, User.id == SignInSession.user_id)
        .where(SignInSession.token_hash == hashed(token), SignInSession.ended_at.is_(None), User.active)
    )
    found = db.session.execute(query).first()
    if found is None or not session_life.alive(found[0].created_at, found[0].last_seen, now):
        return None
    return found[0], found[1]


def open_sessions(user_id: int, now: datetime) -> list[SignInSession]:
    """Where a person is signed in, the latest first."""
    query = select(SignInSession).where(SignInSession.user_id == user_id, SignInSession.ended_at.is_(None))
    found = db.session.scalars(query.order_by(SignInSession.last_seen.desc(), SignInSession.id.desc()))
    return [one for one in found if session_life.alive(one.created_at, one.last_seen, now)]


def seen(session_id: int, now: datetime) -> None:
    """Write down the last click, beside whatever the request itself does."""
    with db.engine.execution_options(write=True).begin() as connection:
        connection.execute(update(SignInSession).where(SignInSession.id == session_id).values(last_seen=now))


def renewed(session_id: int, now: datetime) -> str | None:
    """A new token for a session; None when another request was faster."""
    token = secrets.token_urlsafe(32)
    asked = update(SignInSession).where(SignInSession.id == session_id, SignInSession.renew)
    with db.engine.execution_options(write=True).begin() as connection:
        done = connection.execute(asked.values(token_hash=hashed(token), renew=False, last_seen=now))
    return token if done.rowcount else None


def renew_all(user_id: int) -> None:
    """A person's role changed: every session gets a new token at its next request."""
    db.session.execute(update(SignInSession).where(SignInSession.user_id == user_id).values(renew=True))


def end(user_id: int, session_id: int, now: datetime) -> None:
    """End one session of a person; raises NotFound for somebody else's."""
    ended = _end([SignInSession.user_id == user_id, SignInSession.id == session_id], now)
    if not ended:
        raise NotFound("This session has already ended.")
    record("sign-out", user_id=user_id, object_type="user", object_id=user_id)


def end_all(user_id: int, now: datetime, *, keep: int | None = None) -> int:
    """End a person's sessions, all but `keep`; how many there were."""
    ended = _end([SignInSession.user_id == user_id, SignInSession.id != (keep or 0)], now)
    if ended:
        record("sign-out.everywhere", user_id=user_id, object_type="user", object_id=user_id, after={"sessions": ended})
    return ended


def _end(which: Iterable[ColumnElement[bool]], now: datetime) -> int:
    ending = update(SignInSession).where(SignInSession.ended_at.is_(None), *which).values(ended_at=now)
    return int(getattr(db.session.execute(ending), "rowcount", 0))


def make_link(user: User, now: datetime) -> str:
    """A token with which the person sets a password once; earlier ones stop working."""
    drop_links(user.id, now)
    token = secrets.token_urlsafe(32)
    db.session.add(PasswordLink(user_id=user.id, token_hash=hashed(token), expires_at=now + session_life.LINK))
    record("account.link", object_type="user", object_id=user.id)
    db.session.flush()
    return token


def link_owner(token: str, now: datetime) -> User:
    """Whose link this is; raises NotFound when it was used, has expired, or never was."""
    query = (
        select(User)
        .join(PasswordLink, PasswordLink.user_id == User.id)
        .where(PasswordLink.token_hash == hashed(token), PasswordLink.used_at.is_(None), User.active)
        .where(PasswordLink.expires_at > now)
    )
    user = db.session.scalar(query)
    if user is None:
        raise NotFound("This link has been used or has expired. Ask your administrator for a new one.")
    return user


def drop_links(user_id: int, now: datetime) -> None:
    """A person's links stop working."""
    unused = update(PasswordLink).where(PasswordLink.user_id == user_id, PasswordLink.used_at.is_(None))
    db.session.execute(unused.values(used_at=now))


def forget_failures(email: str) -> None:
    """Forget the failed tries at an account."""
    account = hashed(normal_email(email))
    db.session.execute(delete(SignInAttempt).where(SignInAttempt.account == account, ~SignInAttempt.succeeded))


def is_locked(email: str, now: datetime) -> bool:
    """Whether somebody new would have to wait before trying this account."""
    return bool(lockout.wait(_failures(hashed(normal_email(email)), "", now), now))


def _failures(account: str, address: str, now: datetime) -> Failures:
    mine, here = SignInAttempt.account == account, SignInAttempt.address == address
    known = select(SignInAttempt.id).where(mine, here, SignInAttempt.succeeded, SignInAttempt.at > now - KEPT)
    return Failures(
        here=_since_success([mine, here], now - HERE.window),
        account=_since_success([mine], now - ACCOUNT.window),
        address=_instants([here, SignInAttempt.at > now - ADDRESS.window]),
        known=db.session.scalar(known.limit(1)) is not None,
    )


def _since_success(which: list[ColumnElement[bool]], start: datetime) -> list[datetime]:
    success = select(func.max(SignInAttempt.id)).where(*which, SignInAttempt.succeeded).scalar_subquery()
    return _instants([*which, SignInAttempt.at > start, SignInAttempt.id > func.coalesce(success, 0)])


def _instants(which: list[ColumnElement[bool]]) -> list[datetime]:
    query = select(SignInAttempt.at).where(*which, ~SignInAttempt.succeeded)
    return list(db.session.scalars(query.order_by(SignInAttempt.id.desc()).limit(_COUNTED)))


def _forget_old(now: datetime) -> None:
    db.session.execute(delete(SignInAttempt).where(SignInAttempt.at < now - KEPT))
    db.session.execute(delete(SignInSession).where(SignInSession.last_seen < now - KEPT))
    db.session.execute(delete(PasswordLink).where(PasswordLink.expires_at < now - KEPT))
