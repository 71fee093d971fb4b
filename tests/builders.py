"""Plain functions that make what a test needs, stored at once."""

import secrets
from datetime import date, timedelta

from planner.access import token_service
from planner.access.models import User
from planner.access.roles import Permission, Role
from planner.access.signin_service import hashed
from planner.access.token_models import ApiToken
from planner.db import db, transaction
from planner.rollouts.models import Membership, Rollout, Wave
from tests.conftest import NOW


def make_user(name: str = "Mara Lind", *, email: str | None = None, is_admin: bool = False) -> User:
    """An account without a password; its address follows its name."""
    with transaction():
        address = email or f"{name.lower().replace(' ', '.')}@example.org"
        user = User(email=address, name=name, is_admin=is_admin, active=True, created_at=NOW)
        db.session.add(user)
        db.session.flush()
    return user


def make_rollout(name: str = "Northwind CRM", **fields: object) -> Rollout:
    """A rollout with nothing in it."""
    with transaction():
        values = {"organisation": "Northwind", "start_date": date(2026, 1, 5), "created_at": NOW, **fields}
        rollout = Rollout(name=name, **values)
        db.session.add(rollout)
        db.session.flush()
    return rollout


def make_member(rollout: Rollout, role: Role = Role.MANAGER, name: str | None = None) -> User:
    """A person with a role in a rollout."""
    user = make_user(name or f"{role.value.title()} of {rollout.name}")
    with transaction():
        db.session.add(Membership(rollout_id=rollout.id, user_id=user.id, role=role))
    return user


def make_wave(rollout: Rollout, number: int = 1, go_live: date | None = None) -> Wave:
    """A wave of a rollout."""
    with transaction():
        wave = Wave(rollout_id=rollout.id, number=number, name=f"Wave {number}", go_live=go_live)
        db.session.add(wave)
    return wave


def make_token(user: User, *permissions: Permission, rollout: Rollout | None = None) -> str:
    """An access token of a person, whatever their role; what the program has to send."""
    secret = token_service.MARK + secrets.token_urlsafe(32)
    with transaction():
        token = ApiToken(
            user_id=user.id,
            rollout_id=rollout.id if rollout else None,
            name="Nightly figures",
            token_hash=hashed(secret),
            permissions=[permission.value for permission in permissions],
            created_at=NOW,
            expires_at=NOW + timedelta(days=30),
        )
        db.session.add(token)
    return secret
