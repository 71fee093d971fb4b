"""Adds work to the plan from elsewhere, such as the way to green of a gate, in one change that can be taken back."""

from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import func, select

from planner.access.models import User
from planner.basics.errors import RuleBroken
from planner.db import db
from planner.schedule import queries
from planner.schedule.added_work import AddedTask
from planner.schedule.memory_service import remembered
from planner.schedule.models import Plan, PlanLink, PlanTask
from planner.schedule.outline_service import (
    LONGEST_NAME,
    NewTask,
    count_links,
    new_row,
    place_of,
    plan_of,
    rows_of,
    shape,
)
from planner.schedule.project_file import Constraint, LagKind, LinkType
from planner.schedule.working_days import DAY_ENDS, DAY_STARTS


def gate_milestone(rollout_id: int, gate_key: str) -> PlanTask:
    """The milestone of a gate in the plan in use; RuleBroken where there is no plan, or it has none."""
    plan = queries.current_plan(rollout_id)
    query = select(PlanTask).where(PlanTask.plan_id == (plan.id if plan else 0), PlanTask.gate_key == gate_key)
    found = db.session.scalars(query).first()
    if found is None:
        raise RuleBroken("The plan in use has no milestone for this gate: propose a plan, or add the gate to it first.")
    return found


def add_work(
    milestone: PlanTask, heading: str, tasks: Sequence[AddedTask], by: User, at: datetime, today: date
) -> dict[str, int]:
    """Add tasks under a heading just before a milestone, which then waits for each of them; their UIDs by key.

    A task begins on the day of the change at the earliest. Its owner is whoever owns most tasks of the same role in
    this plan; nobody, where nobody does.
    """
    plan = plan_of(milestone)
    with remembered(plan, by, at, f"add “{heading}”"):
        rows = rows_of(plan)
        place = place_of(rows, milestone)
        made = _new_rows(plan, milestone, heading, tasks, today)
        level = max(milestone.outline_level, 1)
        added = [(row.id, level + bool(number)) for number, row in enumerate(made)]
        shape(plan, [*rows[:place], *added, *rows[place:]])
        _link(plan, made[1:], milestone)
    return {task.key: row.uid for task, row in zip(tasks, made[1:], strict=True)}


def _new_rows(plan: Plan, milestone: PlanTask, heading: str, tasks: Sequence[AddedTask], today: date) -> list[PlanTask]:
    uid, row = db.session.execute(
        select(func.max(PlanTask.uid), func.max(PlanTask.row)).where(PlanTask.plan_id == plan.id)
    ).one()
    made = [new_row(plan, milestone, NewTask(heading, 1), uid + 1, row + 1)]
    owners = owners_by_role(plan)
    for number, task in enumerate(tasks, start=2):
        found = new_row(
            plan, milestone, NewTask(task.name[:LONGEST_NAME], task.days, under=True), uid + number, row + number
        )
        found.role_ref, found.owner_id, found.note = task.role_ref, owners.get(task.role_ref), task.note
        found.constraint = Constraint.START_NO_EARLIER_THAN
        found.constraint_date = datetime.combine(today, DAY_STARTS)
        if task.deadline is not None:
            found.deadline = datetime.combine(task.deadline, DAY_ENDS)
        made.append(found)
    return made


def _link(plan: Plan, rows: Sequence[PlanTask], milestone: PlanTask) -> None:
    for row in rows:
        db.session.add(
            PlanLink(
                plan_id=plan.id, predecessor_id=row.id, successor_id=milestone.id,
                type=LinkType.FINISH_START, lag=0, lag_kind=LagKind.WORKING,
            )
        )  # fmt: skip
    count_links(plan)


def owners_by_role(plan: Plan) -> dict[str, int]:
    """Who owns most tasks of each role in a plan."""
    query = select(PlanTask.role_ref, PlanTask.owner_id, func.count()).where(
        PlanTask.plan_id == plan.id, PlanTask.owner_id.is_not(None), PlanTask.role_ref != ""
    )
    counts: dict[str, Counter[int]] = {}
    for role, owner, number in db.session.execute(query.group_by(PlanTask.role_ref, PlanTask.owner_id)):
        counts.setdefault(role, Counter())[owner or 0] = number
    return {role: min(found, key=lambda owner: (-found[owner], owner)) for role, found in counts.items()}


def standing(rollout_id: int, uids: Sequence[int]) -> dict[int, PlanTask]:
    """The tasks of the plan in use with these UIDs, as far as they are still there."""
    plan = queries.current_plan(rollout_id)
    if plan is None or not uids:
        return {}
    query = select(PlanTask).where(PlanTask.plan_id == plan.id, PlanTask.uid.in_(uids))
    return {task.uid: task for task in db.session.scalars(query)}
