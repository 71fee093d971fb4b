"""Questions to a stored plan for the risk of its dates."""

import hashlib

from sqlalchemy import select

from planner.db import db
from planner.schedule.models import Plan, PlanLink, PlanTask
from planner.schedule.risk_plan import RiskRow

_SHOWN = (
    PlanTask.id, PlanTask.name, PlanTask.kind, PlanTask.wave, PlanTask.percent, PlanTask.start, PlanTask.finish,
    PlanTask.optimistic_days, PlanTask.likely_days, PlanTask.pessimistic_days, PlanTask.role_ref, PlanTask.owner_id,
    PlanTask.gate_key,
)  # fmt: skip
_COUNTED = (
    PlanTask.uid, PlanTask.outline_level, PlanTask.duration_seconds, PlanTask.elapsed, PlanTask.actual_start,
    PlanTask.actual_finish, PlanTask.manual, PlanTask.active, PlanTask.calendar_uid, PlanTask.constraint,
    PlanTask.constraint_date,
)  # fmt: skip


def risk_rows(plan: Plan) -> tuple[list[RiskRow], str]:
    """The rows of a plan in their order, and a fingerprint of all that a simulation of it depends on."""
    query = select(*_SHOWN, *_COUNTED).where(PlanTask.plan_id == plan.id).order_by(PlanTask.position)
    found = [tuple(row) for row in db.session.execute(query)]
    columns = (PlanLink.predecessor_id, PlanLink.successor_id, PlanLink.type, PlanLink.lag, PlanLink.lag_kind)
    links = db.session.execute(select(*columns).where(PlanLink.plan_id == plan.id).order_by(PlanLink.id))
    content = repr((plan.id, plan.start, plan.finish, plan.minutes_per_day, found, [tuple(link) for link in links]))
    rows = [RiskRow(*row[: len(_SHOWN)]) for row in found]
    return rows, hashlib.sha256(content.encode()).hexdigest()
