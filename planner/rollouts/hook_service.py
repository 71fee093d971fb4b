"""Webhooks: made, found by their address, revoked; and the messages that came through them, each taken once."""

import os
import secrets
from datetime import datetime, timedelta

from sqlalchemy import delete, select

from planner.access.models import User
from planner.basics import secrets_service
from planner.basics.errors import NotFound, RuleBroken
from planner.db import db
from planner.rollouts.hook_models import Hook, HookMessage
from planner.rollouts.hook_signature import NotGenuine, Signed, check, make_secret

MOST = 20
"""Webhooks of a rollout that can be open at a time."""

KEPT = timedelta(days=7)
"""How long the number of a taken message is kept; senders repeat for at most some days."""


def make_hook(rollout_id: int, user: User, name: str, kind: str, now: datetime) -> tuple[Hook, str]:
    """A new webhook, and its secret, which is known only now."""
    if len(open_hooks(rollout_id)) >= MOST:
        raise RuleBroken(f"This rollout has {MOST} webhooks. Revoke one first.")
    hook = Hook(rollout_id=rollout_id, user_id=user.id, name=name, kind=kind, created_at=now)
    hook.key = secrets.token_urlsafe(18)
    db.session.add(hook)
    db.session.flush()
    secret = make_secret(os.urandom(32))
    secrets_service.keep(rollout_id, _place(hook), secret, now)
    return hook, secret


def open_hooks(rollout_id: int) -> list[Hook]:
    """The webhooks of a rollout that take messages, the oldest first."""
    query = select(Hook).where(Hook.rollout_id == rollout_id, Hook.revoked_at.is_(None)).order_by(Hook.id)
    return list(db.session.scalars(query))


def revoke(rollout_id: int, hook_id: int, now: datetime) -> Hook:
    """End a webhook at once; its secret is removed. NotFound where the rollout has no such open webhook."""
    query = select(Hook).where(Hook.id == hook_id, Hook.rollout_id == rollout_id, Hook.revoked_at.is_(None))
    hook = db.session.scalars(query).first()
    if hook is None:
        raise NotFound("There is no such webhook, or it was revoked before.")
    hook.revoked_at = now
    secrets_service.forget(rollout_id, _place(hook))
    db.session.flush()
    return hook


def genuine(key: str, kind: str, signed: Signed, body: bytes, now: datetime) -> tuple[Hook, User]:
    """The webhook of an address and whoever made it, if the message is signed and fresh; else NotGenuine.

    An unknown address, a revoked one and one of another kind are told in the same words as a wrong signature.
    """
    query = select(Hook, User).join(User, User.id == Hook.user_id)
    found = db.session.execute(query.where(Hook.key == key, Hook.kind == kind, Hook.revoked_at.is_(None), User.active))
    row = found.first()
    if row is None:
        check(make_secret(bytes(32)), signed, body, now)  # the same steps, and so the same words, as with a secret
        raise NotGenuine("webhook-signature does not fit this message and secret.")
    hook: Hook = row[0]
    check(secrets_service.reveal(hook.rollout_id, _place(hook)), signed, body, now)
    return hook, row[1]


def take(hook: Hook, message_id: str, now: datetime) -> bool:
    """Whether this message is new; it is then taken, in the transaction of whatever it brings."""
    db.session.execute(delete(HookMessage).where(HookMessage.taken_at < now - KEPT))
    known = select(HookMessage.id).where(HookMessage.hook_id == hook.id, HookMessage.message_id == message_id)
    if db.session.scalar(known) is not None:
        return False
    db.session.add(HookMessage(hook_id=hook.id, message_id=message_id, taken_at=now))
    if hook.last_taken_on != now.date():
        hook.last_taken_on = now.date()
    db.session.flush()
    return True


def _place(hook: Hook) -> str:
    return f"rollouts.hook.{hook.id}"
