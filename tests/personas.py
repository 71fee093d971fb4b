"""The people of a rollout, as fixtures: each has one role; the stranger has none."""

from dataclasses import dataclass

import pytest
from flask import Flask

from planner.access.models import User
from planner.access.roles import Role
from planner.db import transaction
from planner.rollouts.models import Rollout
from tests.builders import make_member, make_rollout, make_user


@dataclass(frozen=True, slots=True)
class Cast:
    """A rollout and its people."""

    rollout: Rollout
    manager: User
    sponsor: User
    trainer: User
    member: User
    viewer: User
    stranger: User
    admin: User

    def of(self, role: Role) -> User:
        """The person with a role."""
        person: User = getattr(self, role.value)
        return person


@pytest.fixture
def cast(app: Flask) -> Cast:
    """A rollout with one person of every role, stored in one go."""
    with transaction():
        rollout = make_rollout()
        return Cast(
            rollout,
            manager=make_member(rollout, Role.MANAGER, "Mara Lind"),
            sponsor=make_member(rollout, Role.SPONSOR, "Sven Holm"),
            trainer=make_member(rollout, Role.TRAINER, "Tara Okafor"),
            member=make_member(rollout, Role.MEMBER, "Miro Petrov"),
            viewer=make_member(rollout, Role.VIEWER, "Vera Costa"),
            stranger=make_user("Sten Fremd"),
            admin=make_user("Ada Root", is_admin=True),
        )
