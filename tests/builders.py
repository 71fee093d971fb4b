"""Plain functions that make what a test needs, stored at once."""

from datetime import date

from planner.access.models import User
from planner.access.roles import Role
from planner.db import db, transaction
from planner.rollouts.models import Membership, Rollout, Wave
from tests.conftest import NOW


def make_user(name: str = "Mara Lind", *, email: str | None = None, is_admin: bool = False) -> User:
    """An account without a password; its address follows its name."""
    with transaction():
        address = email or f"{name.lower().replace(' ', '.')}@example.org"
        user = User(email=address, name=name, is_admin=is_admin, active=True, created_at=NOW)
        db.session.add(user)
    return user


def make_rollout(name: str = "Northwind CRM", **fields: object) -> Rollout:
    """A rollout with nothing in it."""
    with transaction():
        values = {"organisation": "Northwind", "start_date": date(2026, 1, 5), "created_at": NOW, **fields}
        rollout = Rollout(name=name, **values)
        db.session.add(rollout)
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
