"""Questions about the people of a rollout."""

from sqlalchemy import select

from planner.basics.errors import NotFound
from planner.db import db
from planner.people.models import PromisedHours


def promises(rollout_id: int, user_id: int | None = None) -> list[PromisedHours]:
    """What is promised in a rollout, or to one person's account in it, in the order of time."""
    query = select(PromisedHours).where(PromisedHours.rollout_id == rollout_id)
    if user_id is not None:
        query = query.where(PromisedHours.user_id == user_id)
    return list(db.session.scalars(query.order_by(PromisedHours.first_day, PromisedHours.id)))


def promise(rollout_id: int, promise_id: int) -> PromisedHours:
    """One promise of this rollout; NotFound for any other."""
    found = db.session.get(PromisedHours, promise_id)
    if found is None or found.rollout_id != rollout_id:
        raise NotFound("There is no such promise in this rollout.")
    return found
