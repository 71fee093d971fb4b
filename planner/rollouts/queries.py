"""Questions about rollouts that always ask first who is asking."""

from sqlalchemy import select

from planner.access.roles import Role
from planner.basics.errors import NotFound
from planner.db import db
from planner.rollouts.models import Membership, Rollout


def visible_to(user_id: int) -> list[Rollout]:
    """The rollouts a person takes part in, by name."""
    query = select(Rollout).join(Membership).where(Membership.user_id == user_id).order_by(Rollout.name, Rollout.id)
    return list(db.session.scalars(query))


def rollout_for(user_id: int, rollout_id: int) -> tuple[Rollout, Role]:
    """A rollout and the person's role in it; NotFound where the person takes no part, as if it did not exist."""
    query = (
        select(Rollout, Membership.role).join(Membership).where(Rollout.id == rollout_id, Membership.user_id == user_id)
    )
    row = db.session.execute(query).first()
    if row is None:
        raise NotFound("There is no such rollout, or you take no part in it.")
    return row[0], row[1]
