"""How far the sample's plan has come: tasks before a day are done, a few are late, a few belong to nobody yet."""

from collections.abc import Mapping
from datetime import date

from sqlalchemy import select

from planner.access.models import User
from planner.db import db
from planner.rollouts.models import Rollout
from planner.schedule import queries
from planner.schedule.calculation_service import calculate
from planner.schedule.models import PlanTask
from planner.schedule.states import Kind


def let_time_pass(rollout: Rollout, day: date, owners: Mapping[str, User], late: int, unowned: int) -> None:
    """Bring the plan to a day: tasks have owners by role, what was due before is done, and the `late` last are not.

    `unowned` of the tasks of the next phase belong to nobody yet.
    """
    plan = queries.current_plan(rollout.id)
    if plan is None:
        return
    query = select(PlanTask).where(PlanTask.plan_id == plan.id, PlanTask.kind != Kind.SUMMARY)
    tasks = list(db.session.scalars(query.order_by(PlanTask.finish, PlanTask.position)))
    for task in tasks:
        task.owner_id = owners[task.role_ref].id if task.role_ref in owners else None
    due = [task for task in tasks if task.finish and task.finish.date() < day]
    done, behind = due[: len(due) - late], due[len(due) - late :]
    for task in done:
        task.percent, task.actual_start, task.actual_finish = 100, task.start, task.finish
    running = [task for task in tasks if task not in due and task.start and task.start.date() <= day]
    for task in [*behind, *running]:
        task.percent = 0 if task.kind is Kind.MILESTONE else 60 if task in behind else 25
        task.actual_start = task.start if task.percent else None
    coming = [task for task in tasks if task.start and task.start.date() > day and task.kind is Kind.TASK]
    for task in coming[1 : unowned * 4 : 4]:
        task.owner_id = None
    calculate(plan)


def take_longer(rollout: Rollout, name: str, wave: int | None, days: int) -> None:
    """Let a task take so many working days more; the plan is calculated, so that what waits for it follows."""
    plan = queries.current_plan(rollout.id)
    if plan is None:
        return
    query = select(PlanTask).where(PlanTask.plan_id == plan.id, PlanTask.name == name)
    task = next(row for row in db.session.scalars(query) if row.wave == wave)
    task.duration_seconds = (task.duration_seconds or 0) + days * 8 * 3600
    calculate(plan)


def share_time(rollout: Rollout, shares: Mapping[str, int]) -> None:
    """Say what share of somebody's time the tasks of each role take, in percent."""
    plan = queries.current_plan(rollout.id)
    query = select(PlanTask).where(PlanTask.plan_id == (plan.id if plan else 0), PlanTask.role_ref.in_(shares))
    for task in db.session.scalars(query):
        task.load_percent = shares[task.role_ref]
    db.session.flush()
