"""Keeps a scenario: writes all its changes into the plan as one change, which can be taken back like any other."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import delete, func, select

from planner.access.models import User
from planner.basics.errors import RuleBroken
from planner.db import check_version, db
from planner.schedule import queries
from planner.schedule.memory_service import remembered
from planner.schedule.models import Plan, PlanLink, PlanTask
from planner.schedule.network import Activity, Link, Network
from planner.schedule.outline_service import plan_of, sentence
from planner.schedule.project_file import LagKind
from planner.schedule.scenario import ScenarioState
from planner.schedule.scenario_look_service import base_of, made
from planner.schedule.scenario_models import Scenario
from planner.schedule.scenario_reading import read_changes
from planner.schedule.scenario_service import close
from planner.schedule.states import Kind

ESTIMATES = ("optimistic_days", "likely_days", "pessimistic_days")


def keep(row: Scenario, version: int | None, by: User, at: datetime, now: datetime) -> Scenario:
    """Make the plan what the scenario says. `now` is the local moment before which no new task begins.

    Raises Stale when the scenario was changed meanwhile, RuleBroken when one of its changes cannot be made any more:
    all of a scenario is kept, or nothing.
    """
    check_version(row, version, {})
    plan = queries.current_plan(row.rollout_id)
    if plan is None or not row.open:
        raise RuleBroken("This scenario is closed; begin another one." if plan else "There is no plan any more.")
    changes = read_changes(row.changes)
    if not changes:
        raise RuleBroken("There is nothing to keep yet: add a change first.")
    first = db.session.scalars(select(PlanTask).where(PlanTask.plan_id == plan.id).limit(1)).one()
    plan_of(first)
    base = base_of(plan)
    result = made(base, changes, now, same_version=plan.number == row.plan_number)
    if result.problems:
        told = " ".join(result.problems.values())
        raise RuleBroken(f"The plan has changed since. {told} Remove what cannot be done, then keep the rest.")
    with remembered(plan, by, at, f"keep the scenario “{row.name}”") as moved:
        write(plan, base.network, result.network)
    close(row, ScenarioState.KEPT, by, at, sentence(moved))
    return row


def write(plan: Plan, old: Network, new: Network) -> None:
    """Write what differs between two networks of a plan into its rows and links."""
    tasks = {task.uid: task for task in db.session.scalars(select(PlanTask).where(PlanTask.plan_id == plan.id))}
    before = {row.uid: row for row in old.activities}
    left = {row.uid for row in new.activities}
    for uid in before.keys() - left:
        _remove(tasks.pop(uid))
    for row in new.activities:
        if row.uid not in before:
            tasks[row.uid] = _added(plan, row, tasks)
        elif row != before[row.uid]:
            _changed(tasks[row.uid], before[row.uid], row)
    db.session.flush()
    for row in new.activities:
        _link(plan, tasks, row, before[row.uid].links if row.uid in before else ())
    _number(plan, [tasks[row.uid] for row in new.activities])


def _remove(task: PlanTask) -> None:
    either = (PlanLink.predecessor_id == task.id) | (PlanLink.successor_id == task.id)
    for link in db.session.scalars(select(PlanLink).where(either)):
        db.session.delete(link)
    db.session.flush()
    db.session.delete(task)


def _added(plan: Plan, row: Activity, tasks: Mapping[int, PlanTask]) -> PlanTask:
    """A new row has the phase and wave of the one it comes after."""
    after = tasks.get(row.links[0].predecessor) if row.links else None
    task = PlanTask(
        plan_id=plan.id,
        position=len(tasks),
        uid=row.uid,
        row=row.uid,
        outline_level=row.level,
        name=row.name[:512],
        kind=Kind.TASK if row.duration else Kind.MILESTONE,
        phase_ref=after.phase_ref if after else "",
        stage_ref=after.stage_ref if after else "",
        wave=after.wave if after else None,
        duration_seconds=row.duration,
        constraint=row.constraint,
        constraint_date=row.constraint_date,
        baselines=[],
    )
    db.session.add(task)
    db.session.flush()
    return task


def _changed(task: PlanTask, old: Activity, new: Activity) -> None:
    if old.duration != new.duration:
        _scale_estimate(task, new.duration / old.duration if old.duration else 1)
        task.duration_seconds = new.duration
    task.remaining_seconds, task.fixed_duration = new.remaining, new.fixed_duration
    task.constraint, task.constraint_date = new.constraint, new.constraint_date
    task.delay_seconds = new.delay
    if new.manual:
        task.start, task.finish = new.start, new.finish


def _scale_estimate(task: PlanTask, factor: float) -> None:
    """The estimate follows the duration, in whole days; at its worst work takes a day."""
    given = [getattr(task, name) for name in ESTIMATES]
    if any(value is None for value in given):
        return
    scaled = [round(value * factor) for value in given]
    for name, value in zip(ESTIMATES, [*scaled[:2], max(scaled[2], 1)], strict=True):
        setattr(task, name, value)


def _link(plan: Plan, tasks: Mapping[int, PlanTask], row: Activity, had: tuple[Link, ...]) -> None:
    if row.links == had:
        return
    task = tasks[row.uid]
    for tie in [tie for tie in had if tie not in row.links and tie.predecessor in tasks]:
        gone = tasks[tie.predecessor].id
        db.session.execute(
            delete(PlanLink).where(
                PlanLink.predecessor_id == gone, PlanLink.successor_id == task.id, PlanLink.type == tie.type
            )
        )
    for tie in [tie for tie in row.links if tie not in had]:
        seconds = tie.lag_kind in {LagKind.WORKING, LagKind.ELAPSED}
        db.session.add(
            PlanLink(
                plan_id=plan.id,
                predecessor_id=tasks[tie.predecessor].id,
                successor_id=task.id,
                type=tie.type,
                lag=tie.lag // 6 if seconds else tie.lag,
                lag_kind=tie.lag_kind,
            )
        )


def _number(plan: Plan, tasks: list[PlanTask]) -> None:
    """Number the rows anew, and count rows and links."""
    first = min(1, *(task.row for task in tasks))
    for place, task in enumerate(tasks):
        if (task.position, task.row) != (place, first + place):
            task.position, task.row = place, first + place
    plan.task_count = len(tasks)
    db.session.flush()
    plan.link_count = db.session.scalar(select(func.count(PlanLink.id)).where(PlanLink.plan_id == plan.id)) or 0
