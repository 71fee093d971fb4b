"""Sets a baseline: keeps the dates of the plan in use under a name, for good."""

from datetime import datetime

from sqlalchemy import insert

from planner.access import audit_service
from planner.access.models import User
from planner.basics.errors import RuleBroken
from planner.db import db
from planner.rollouts.models import Rollout
from planner.schedule import baseline_queries, queries
from planner.schedule.baseline_models import Baseline, BaselineRow
from planner.schedule.baselines import BaselineDraft, check_draft
from planner.schedule.plan_service import TOGETHER
from planner.schedule.states import TaskFacts


def set_baseline(rollout: Rollout, draft: BaselineDraft, by: User | None, at: datetime) -> Baseline:
    """Keep the dates of the plan in use under a name. Raises RuleBroken for a name that is taken, or one too many."""
    plan = queries.current_plan(rollout.id)
    if plan is None:
        raise RuleBroken("There is no plan yet; there is nothing to keep.")
    before = baseline_queries.baselines(rollout.id)
    rows = queries.rows_of(plan.id)
    check_draft(draft, [row.name for row in before], sum(row.finish is not None for row in rows))
    number = max((row.number for row in before), default=0) + 1
    made = Baseline(
        rollout_id=rollout.id,
        number=number,
        name=draft.name.strip(),
        why=draft.why.strip(),
        plan_number=plan.number,
        task_count=len(rows),
        at=at,
        by_id=by.id if by else None,
    )
    db.session.add(made)
    db.session.flush()
    with audit_service.bulk("plan.baseline", f"baseline {number}: {made.name}", rollout_id=rollout.id):
        for first in range(0, len(rows), TOGETHER):
            part = [_frozen(made.id, row) for row in rows[first : first + TOGETHER]]
            db.session.execute(insert(BaselineRow), part)
    return made


def _frozen(baseline_id: int, row: TaskFacts) -> dict[str, object]:
    return {
        "baseline_id": baseline_id,
        "uid": row.uid,
        "name": row.name,
        "kind": row.kind,
        "wave": row.wave,
        "gate_key": row.gate_key,
        "start": row.start,
        "finish": row.finish,
        "duration_seconds": None if row.duration is None else int(row.duration.total_seconds()),
        "percent": row.percent,
    }
