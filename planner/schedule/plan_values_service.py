"""A stored plan as the values of a project file: what an export writes."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import undefer

from planner.db import db
from planner.schedule.importing import assignment_of, calendar_of, resource_of
from planner.schedule.models import Plan, PlanLink, PlanTask
from planner.schedule.outline import parents, with_children
from planner.schedule.project_file import ImportedBaseline, ImportedLink, ImportedPlan, ImportedTask
from planner.schedule.states import Kind
from planner.schedule.task_rows import NO_NAME

SAME = (
    "row", "uid", "outline_level", "wbs", "elapsed", "estimated", "start", "finish", "actual_start", "actual_finish",
    "percent", "manual", "active", "calendar_uid", "constraint", "constraint_date", "deadline", "critical", "note",
    "own_calendar_only", "fixed_duration", "resume", "delay_elapsed",
)  # fmt: skip
"""What a stored row and a row of a file call by the same name."""
MOVING = ("start", "finish", "duration", "percent", "constraint", "constraint_date", "links", "active", "manual")
"""What makes computed dates of the file stale when it differs."""


def plan_values(plan: Plan, had: ImportedPlan | None = None) -> ImportedPlan:
    """The plan as it is stored now. `had` is the reading of the file it came from, whose finer values are kept.

    Finer are parts of a second, early and late dates, and names that the product fills in; computed dates are left
    out as soon as anything that moves them was changed.
    """
    whole = select(Plan).where(Plan.id == plan.id)
    parts = [undefer(Plan.calendars), undefer(Plan.resources), undefer(Plan.assignments)]
    kept = db.session.scalars(whole.options(*parts).execution_options(populate_existing=True)).one()
    rows = list(db.session.scalars(select(PlanTask).where(PlanTask.plan_id == plan.id).order_by(PlanTask.position)))
    links = _links(plan.id, {row.id: row.uid for row in rows})
    summaries = with_children(parents(row.outline_level for row in rows))
    old = {task.uid: task for task in had.tasks} if had else {}
    tasks = [
        _task(row, links.get(row.id, ()), old.get(row.uid), summary=position in summaries)
        for position, row in enumerate(rows)
    ]
    return replace(
        had or ImportedPlan("", None, None, 480, None, ()),
        name=kept.title,
        start=had.start if had and had.start is None else kept.start,
        finish=had.finish if had and had.finish is None else kept.finish,
        minutes_per_day=kept.minutes_per_day,
        calendar_uid=kept.calendar_uid,
        tasks=_computed(tasks, old),
        calendars=tuple(calendar_of(raw) for raw in json.loads(kept.calendars)),
        resources=tuple(resource_of(raw) for raw in json.loads(kept.resources)),
        assignments=tuple(assignment_of(raw) for raw in json.loads(kept.assignments)),
        from_finish=kept.from_finish,
        honor_constraints=kept.honor_constraints,
        critical_limit_days=kept.critical_limit_days,
        multiple_critical_paths=kept.multiple_critical_paths,
        status_date=kept.status_date,
        reschedules=kept.reschedules,
    )


def _links(plan_id: int, uids: Mapping[int, int]) -> Mapping[int, tuple[ImportedLink, ...]]:
    found: dict[int, tuple[ImportedLink, ...]] = {}
    for link in db.session.scalars(select(PlanLink).where(PlanLink.plan_id == plan_id).order_by(PlanLink.id)):
        one = ImportedLink(uids[link.predecessor_id], link.type, link.lag, link.lag_kind)
        found[link.successor_id] = (*found.get(link.successor_id, ()), one)
    return found


def _task(row: PlanTask, links: tuple[ImportedLink, ...], old: ImportedTask | None, *, summary: bool) -> ImportedTask:
    duration, slack = row.duration, _seconds(row.slack_seconds)
    if old is not None and _floor(old.duration) == duration:
        duration = old.duration
    name = "" if old is not None and not old.name and row.name == NO_NAME else row.name
    milestone = old.milestone if old is not None and summary else row.kind is Kind.MILESTONE
    values: dict[str, Any] = {name: getattr(row, name) for name in SAME}
    remaining = _seconds(row.remaining_seconds)
    if old is not None and _floor(old.remaining) == remaining:
        remaining = old.remaining
    base = ImportedTask(row.row, row.uid, name, row.outline_level) if old is None else _unstored(old, row, duration)
    return replace(
        base,
        **values,
        name=name,
        summary=summary,
        milestone=milestone,
        duration=duration,
        total_slack=slack,
        remaining=remaining,
        delay=timedelta(seconds=row.delay_seconds),
        links=links,
        baselines=tuple(_baseline(each) for each in row.baselines),
    )


def _unstored(old: ImportedTask, row: PlanTask, duration: timedelta | None) -> ImportedTask:
    """What only the file knows of a row: delays and calendars stay; what is left to do holds while nothing was done."""
    base = replace(old, early_start=None, early_finish=None, late_start=None, late_finish=None, free_slack=None)
    if (old.duration, old.percent) == (duration, row.percent):
        return base
    return replace(base, remaining=None, resume=None)


def _computed(tasks: Iterable[ImportedTask], old: Mapping[int, ImportedTask]) -> tuple[ImportedTask, ...]:
    """Early and late dates of the file, while nothing has moved since."""
    rows = tuple(tasks)
    if len(rows) != len(old) or any(_moved(task, old.get(task.uid)) for task in rows):
        return rows
    names = ("early_start", "early_finish", "late_start", "late_finish", "free_slack")
    return tuple(replace(task, **{name: getattr(old[task.uid], name) for name in names}) for task in rows)


def _moved(task: ImportedTask, old: ImportedTask | None) -> bool:
    return old is None or any(getattr(task, name) != getattr(old, name) for name in MOVING)


def _baseline(stored: Mapping[str, Any]) -> ImportedBaseline:
    return ImportedBaseline(
        stored["number"], _moment(stored["start"]), _moment(stored["finish"]), _seconds(stored["seconds"])
    )


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def _seconds(number: int | None) -> timedelta | None:
    return None if number is None else timedelta(seconds=number)


def _floor(length: timedelta | None) -> timedelta | None:
    return None if length is None else timedelta(seconds=length // timedelta(seconds=1))
