"""The names of all rollouts, for pages of the installation that name one; they tell nothing of its content."""

from sqlalchemy import func, select

from planner.db import db
from planner.rollouts.models import Rollout


def rollout_names() -> dict[int, str]:
    """Number and name of every rollout, by name."""
    query = select(Rollout.id, Rollout.name).order_by(func.lower(Rollout.name), Rollout.id)
    return {row.id: row.name for row in db.session.execute(query)}
