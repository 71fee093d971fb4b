"""Makes tasks of the way to green: in the plan, before the gate, owned, dated, and never twice."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import select

from planner.access.models import User
from planner.basics.errors import RuleBroken
from planner.db import db
from planner.readiness.gate_readiness import GateAssessment
from planner.readiness.green_models import GreenWork
from planner.readiness.turn_green import Change
from planner.readiness.verdict import Need
from planner.rollouts.models import Rollout
from planner.schedule import added_work_service
from planner.schedule.added_work import AddedTask
from planner.schedule.models import PlanTask

LONGEST_TASK = Decimal(200)


@dataclass(frozen=True, slots=True)
class Made:
    """A change that is a task already, with the task as the plan has it now."""

    task_id: int
    name: str
    percent: int


def made_of(rollout_id: int, gate_key: str) -> dict[str, Made]:
    """The changes of a gate that are tasks of the plan in use, by their key. A task that was removed is none."""
    rows = {row.change_key: row.uid for row in _rows(rollout_id, gate_key)}
    there = added_work_service.standing(rollout_id, list(rows.values()))
    return {key: _made(there[uid]) for key, uid in rows.items() if uid in there}


def _rows(rollout_id: int, gate_key: str) -> list[GreenWork]:
    query = select(GreenWork).where(GreenWork.rollout_id == rollout_id, GreenWork.gate_key == gate_key)
    return list(db.session.scalars(query.order_by(GreenWork.id)))


def _made(task: PlanTask) -> Made:
    return Made(task.id, task.name, task.percent)


def make_tasks(rollout: Rollout, found: GateAssessment, by: User, at: datetime, today: date) -> int:
    """Make tasks of all changes that are none yet; how many were made.

    Raises RuleBroken where nothing is left to make, or the plan has no milestone for the gate.
    """
    known = made_of(rollout.id, found.gate.key)
    wanted = [each for each in found.to_green if each.need is not Need.STANDING and each.key not in known]
    if not wanted:
        raise RuleBroken("Every change on the way to green is a task of the plan already.")
    milestone = added_work_service.gate_milestone(rollout.id, found.gate.key)
    heading = f"Way to green: {found.gate.title}"
    uids = added_work_service.add_work(milestone, heading, [_task(each, found) for each in wanted], by, at, today)
    rows = {row.change_key: row for row in _rows(rollout.id, found.gate.key)}
    for key, uid in uids.items():
        row = rows.get(key) or GreenWork(rollout_id=rollout.id, gate_key=found.gate.key, change_key=key)
        row.uid, row.made_at = uid, at
        db.session.add(row)
    db.session.flush()
    return len(uids)


def _task(change: Change, found: GateAssessment) -> AddedTask:
    effort = change.effort_days if change.effort_days is not None else Decimal(1)
    served = f" Serves also: {'; '.join(change.serves)}." if change.serves else ""
    return AddedTask(
        key=change.key,
        name=change.text.rstrip(".?"),
        days=float(min(max(effort, Decimal("0.25")), LONGEST_TASK)),
        role_ref=change.owner_role,
        deadline=found.gate.due,
        note=f"{change.action}{served}",
    )
