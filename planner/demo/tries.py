"""What somebody tries on the sample's plan: scenarios with their changes, one of them thrown away again."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import select

from planner.access.audit_service import acting
from planner.access.models import User
from planner.db import db
from planner.rollouts.models import Rollout
from planner.schedule import queries, scenario_service
from planner.schedule.models import PlanTask
from planner.schedule.scenario import KINDS, Change, CutTraining, Target


def try_out(rollout: Rollout, plot: Mapping[str, Any], by: User, at: datetime) -> None:
    """One scenario of the story; each change names its task by name and wave (0: none)."""
    with acting(by.id):
        draft = scenario_service.ScenarioDraft(plot["name"], plot["note"])
        row = scenario_service.create(rollout, draft, by, at)
        for kind, *values in plot["changes"]:
            scenario_service.add_change(row, _change(rollout, kind, values), row.version, at.replace(tzinfo=None))
        if plot.get("thrown_away"):
            scenario_service.throw_away(row, row.version, by, at)


def _change(rollout: Rollout, kind: str, values: list[Any]) -> Change:
    if kind == "cut-training":
        return CutTraining(*values)
    name, wave, *more = values
    make: Callable[..., Change] = KINDS[kind]
    return make(_task(rollout, name, wave or None), *more)


def _task(rollout: Rollout, name: str, wave: int | None) -> Target:
    plan = queries.current_plan(rollout.id)
    query = select(PlanTask.uid).where(PlanTask.plan_id == (plan.id if plan else 0), PlanTask.name == name)
    uid = db.session.scalars(query.where(PlanTask.wave == wave) if wave else query).first()
    if uid is None:
        raise LookupError(name)
    return Target(uid, name, wave)
