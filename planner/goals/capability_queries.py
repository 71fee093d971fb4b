"""Questions about the purposes of the system in one rollout."""

from sqlalchemy import select

from planner.db import db
from planner.goals.models import CapabilityState


def rows_of(rollout_id: int) -> dict[str, CapabilityState]:
    """What is said of each purpose, by its ref."""
    query = select(CapabilityState).where(CapabilityState.rollout_id == rollout_id)
    return {row.ref: row for row in db.session.scalars(query)}
