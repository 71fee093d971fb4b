"""The names of all rollouts, for pages of the installation that name one; they tell nothing of its content."""

from sqlalchemy import func, select

from planner.access.roles import Role
from planner.db import db
from planner.rollouts.models import Membership, Rollout


def rollout_names() -> dict[int, str]:
    """Number and name of every rollout, by name."""
    query = select(Rollout.id, Rollout.name).order_by(func.lower(Rollout.name), Rollout.id)
    return {row.id: row.name for row in db.session.execute(query)}


def roles_of(user_id: int) -> dict[int, tuple[str, Role]]:
    """The rollouts in which a person takes part, by name, each with its name and the person's role there."""
    query = select(Rollout.id, Rollout.name, Membership.role).join(Membership, Membership.rollout_id == Rollout.id)
    rows = db.session.execute(query.where(Membership.user_id == user_id).order_by(func.lower(Rollout.name), Rollout.id))
    return {number: (name, role) for number, name, role in rows}
