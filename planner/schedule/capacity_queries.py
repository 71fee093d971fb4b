"""Questions about the load of people and waves: open work with hours, and what is promised."""

from dataclasses import dataclass
from datetime import date, datetime, time

from sqlalchemy import select

from planner.db import db
from planner.people import queries as people
from planner.rollouts import queries as rollouts
from planner.rollouts.models import Rollout
from planner.schedule.calendar_queries import hours_of
from planner.schedule.capacity import HOUR, Crowd, Row, Work, capacity_rows, crowds
from planner.schedule.models import Plan, PlanTask
from planner.schedule.session_load_queries import lessons
from planner.schedule.states import Kind
from planner.schedule.working_time import WorkingTime, instant


@dataclass(frozen=True, slots=True)
class Group:
    """A unit with its people, its wave, and what happens to it week by week."""

    name: str
    people: int
    wave: int | None
    weeks: tuple[Crowd, ...]


@dataclass(frozen=True, slots=True)
class Capacity:
    """The load of people in some weeks; `undated` counts the open tasks of each that have no date."""

    rows: tuple[Row, ...]
    undated: dict[int, int]


def capacity(rollout: Rollout, plan: Plan | None, weeks: tuple[date, ...], today: date) -> Capacity:
    """Need against promise of everybody, from the dates of the plan in use."""
    promises = [row.promise for row in people.promises(rollout.id)]
    clock = WorkingTime(hours_of(plan)) if plan else None
    tasks = _open_tasks(plan) if plan else []
    works = [work for task in tasks if clock and (work := _work(task, clock))]
    undated: dict[int, int] = {}
    for task in tasks:
        if task.owner_id is not None and (task.start is None or task.finish is None):
            undated[task.owner_id] = undated.get(task.owner_id, 0) + 1
    now = datetime.combine(today, time())
    rows = capacity_rows(works, promises, weeks, now, clock) if clock else ()
    return Capacity(rows, undated)


def _open_tasks(plan: Plan) -> list[PlanTask]:
    query = select(PlanTask).where(
        PlanTask.plan_id == plan.id, PlanTask.kind == Kind.TASK, PlanTask.percent < 100, PlanTask.active
    )
    return list(db.session.scalars(query.order_by(PlanTask.position)))


def _work(task: PlanTask, clock: WorkingTime) -> Work | None:
    """The hours still to work in a task; a task in elapsed time takes the working time between its dates."""
    if task.owner_id is None or task.start is None or task.finish is None:
        return None
    span = clock.between(instant(task.start), instant(task.finish))
    whole = span if task.elapsed or task.duration_seconds is None else task.duration_seconds
    left = whole * (100 - task.percent) / 100
    if task.remaining_seconds is not None and task.percent and not task.elapsed:
        left = min(left, task.remaining_seconds)
    return Work(task.id, task.name, task.owner_id, task.start, task.finish, left / HOUR, task.load_percent, task.wave)


def groups(rollout: Rollout, plan: Plan | None, weeks: tuple[date, ...]) -> tuple[Group, ...]:
    """The units of a rollout with what hits them in the same week: open work of their wave, courses, its go-live."""
    tasks = _open_tasks(plan) if plan else []
    waves = {wave.id: wave for wave in rollouts.waves(rollout.id)}
    given = lessons(rollout, weeks)
    found = []
    for unit in rollouts.units(rollout.id):
        wave = waves.get(unit.wave_id) if unit.wave_id else None
        number = wave.number if wave else None
        mine = [(t.name, t.start, t.finish) for t in tasks if wave and t.wave == number and t.start and t.finish]
        courses = {
            week: [each.name for each in given if each.week == week and each.hits(unit.id, number)] for week in weeks
        }
        hits = crowds(mine, wave.go_live if wave else None, weeks, courses)
        found.append(Group(unit.name, unit.people, number, hits))
    return tuple(sorted(found, key=lambda group: (group.wave or 999, group.name)))
