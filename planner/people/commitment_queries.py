"""Questions about the time and authority of the team of a rollout."""

from sqlalchemy import select
from sqlalchemy.orm import aliased

from planner.access.models import User
from planner.access.roles import Role
from planner.basics.errors import NotFound
from planner.db import db
from planner.people.commitment import led_by
from planner.people.commitment_models import CommitmentAuthority
from planner.people.staff_models import Staff
from planner.rollouts import queries as rollouts

TEAM = (Role.MANAGER, Role.TRAINER, Role.MEMBER)
"""The roles whose holders work in the rollout; sponsors answer by their charter, viewers only look."""


def team(rollout_id: int) -> dict[int, User]:
    """The accounts of those who work in a rollout, by number, in the order of roles and names."""
    return {user.id: user for at, user in rollouts.members(rollout_id) if at.role in TEAM and user.active}


def authorities(rollout_id: int) -> dict[int, CommitmentAuthority]:
    """What is written down about authority, by account."""
    query = select(CommitmentAuthority).where(CommitmentAuthority.rollout_id == rollout_id)
    return {row.user_id: row for row in db.session.scalars(query)}


def member(rollout_id: int, user_id: int) -> User:
    """Somebody who takes part in this rollout."""
    for _, user in rollouts.members(rollout_id):
        if user.id == user_id:
            return user
    raise NotFound("There is no such person in this rollout.")


def led(rollout_id: int, user_id: int) -> frozenset[int]:
    """The accounts of this rollout whose line manager in the staff list has this account."""
    boss = aliased(Staff)
    query = select(Staff.user_id, boss.user_id).join(boss, boss.id == Staff.manager_id)
    query = query.where(Staff.rollout_id == rollout_id, Staff.user_id.is_not(None), boss.user_id == user_id)
    return led_by(user_id, {person: manager for person, manager in db.session.execute(query) if person is not None})
