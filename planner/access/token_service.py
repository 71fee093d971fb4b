"""Access tokens: made, found by what a program sends, counted, and revoked."""

import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, case, func, select, update
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from planner.access.models import User
from planner.access.roles import Permission, Role
from planner.access.signin_service import hashed
from planner.access.token_models import ApiToken, ApiUse
from planner.access.token_scopes import check_choice
from planner.basics.errors import NotFound, RuleBroken
from planner.db import db

MARK = "crp_"
"""How every token begins, so that people and programs that look for lost secrets recognise it."""

LIFETIMES = (30, 90, 180, 365)
"""Days a token can be given."""

PER_MINUTE = 300
"""Requests that one token may make in a minute."""

MOST = 20
"""Tokens of one person that can be used at a time."""


@dataclass(frozen=True, slots=True)
class TokenDraft:
    """What a form says about a new token; without a rollout it is for all of the owner's."""

    name: str
    rollout_id: int | None
    days: int
    permissions: tuple[Permission, ...]


def make_token(user: User, draft: TokenDraft, roles: Mapping[str, Role], now: datetime) -> tuple[ApiToken, str]:
    """A new token of a person, and what the program has to send, which is known only now.

    `roles` are the owner's roles in the rollouts it is for, by their names. Raises RuleBroken on `rollout`, `days` or
    `permissions`.
    """
    if not roles:
        raise RuleBroken("In no rollout does your role allow tokens.", "rollout")
    if draft.days not in LIFETIMES:
        raise RuleBroken("Choose how long the token is good.", "days")
    if len(tokens_of(user.id, now)) >= MOST:
        raise RuleBroken(f"You have {MOST} tokens that can be used. Revoke one first.")
    check_choice(draft.permissions, roles)
    secret = MARK + secrets.token_urlsafe(32)
    made = ApiToken(
        user_id=user.id,
        rollout_id=draft.rollout_id,
        name=draft.name,
        token_hash=hashed(secret),
        permissions=sorted(permission.value for permission in draft.permissions),
        created_at=now,
        expires_at=now + timedelta(days=draft.days),
    )
    db.session.add(made)
    db.session.flush()
    return made, secret


def tokens_of(user_id: int, now: datetime) -> list[ApiToken]:
    """A person's tokens that can be used, the newest first."""
    query = select(ApiToken).where(ApiToken.user_id == user_id, *_alive(now)).order_by(ApiToken.id.desc())
    return list(db.session.scalars(query))


def all_tokens(now: datetime) -> list[tuple[ApiToken, User]]:
    """Every token that can be used, with its owner."""
    query = select(ApiToken, User).join(User, User.id == ApiToken.user_id).where(*_alive(now))
    return [(row[0], row[1]) for row in db.session.execute(query.order_by(func.lower(User.name), ApiToken.id))]


def _alive(now: datetime) -> Iterable[ColumnElement[bool]]:
    return ApiToken.revoked_at.is_(None), ApiToken.expires_at > now


def owner_of(secret: str, now: datetime) -> tuple[ApiToken, User] | None:
    """The token that a program sent and its owner; None when it is unknown, over or revoked, or its owner shut out."""
    query = select(ApiToken, User).join(User, User.id == ApiToken.user_id)
    found = db.session.execute(query.where(ApiToken.token_hash == hashed(secret), User.active)).first()
    return (found[0], found[1]) if found and found[0].alive(now) else None


def revoke(token_id: int, now: datetime, *, user_id: int | None = None) -> ApiToken:
    """End a token at once; with a person, only one of theirs. NotFound where there is none that can be used."""
    token = db.session.get(ApiToken, token_id)
    if token is None or token.revoked_at is not None or user_id not in {None, token.user_id}:
        raise NotFound("There is no such token, or it was revoked before.")
    token.revoked_at = now
    db.session.flush()
    return token


def revoke_all(now: datetime, *, user_id: int | None = None) -> int:
    """End every token, or every token of a person; how many there were."""
    query = select(ApiToken).where(ApiToken.revoked_at.is_(None))
    found = list(db.session.scalars(query.where(ApiToken.user_id == user_id) if user_id is not None else query))
    for token in found:
        token.revoked_at = now
    db.session.flush()
    return len(found)


def count_use(token: ApiToken, now: datetime) -> int:
    """Count one request, beside whatever the request itself does; how many the token made in this minute.

    The day of the last use is written down once a day.
    """
    minute, today = now.replace(second=0, microsecond=0), now.date()
    with db.engine.execution_options(write=True).begin() as connection:
        insert = sqlite_insert if connection.dialect.name == "sqlite" else postgresql_insert
        one_more = case((ApiUse.minute == minute, ApiUse.requests + 1), else_=1)
        first = insert(ApiUse).values(token_id=token.id, minute=minute, requests=1)
        counted = first.on_conflict_do_update(
            index_elements=["token_id"], set_={"minute": minute, "requests": one_more}
        )
        requests = connection.scalar(counted.returning(ApiUse.requests))
        if token.last_used_on != today:
            connection.execute(update(ApiToken).where(ApiToken.id == token.id).values(last_used_on=today))
    return int(requests or 0)
