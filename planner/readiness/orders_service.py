"""What the start decision and its stop criteria say about every later gate."""

from datetime import date

from planner.readiness.verdict import Order
from planner.rollouts.models import Rollout


def orders_of(rollout: Rollout, today: date) -> tuple[Order, ...]:
    """Stop when the rollout should not proceed or a stop criterion is met; hold when it was postponed."""
    del rollout, today  # nothing is stored yet
    return ()
