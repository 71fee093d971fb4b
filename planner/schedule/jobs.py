"""Background work of plans: simulations that take longer than somebody should wait."""

from datetime import date

from planner.db import db
from planner.queue import work
from planner.schedule.models import Plan
from planner.schedule.risk_service import compute_later, question_of
from planner.web import clock


@work("schedule.risk")
def simulate_plan(
    plan_id: int, place: str, target: int, samples: int, seed: int, distribution: str, correlation: float, today: str
) -> None:
    """Simulate a plan and keep the answer; a plan that is gone needs none."""
    plan = db.session.get(Plan, plan_id)
    if plan is not None:
        question = question_of(samples, seed, distribution, correlation, target)
        compute_later(plan, place, question, date.fromisoformat(today), clock.now)
