"""The stored plan as the network that is scheduled: one question for its rows and one for its links."""

import json
from datetime import datetime
from typing import Any

from sqlalchemy import select

from planner.db import db
from planner.schedule.file_calendars import calendars_of
from planner.schedule.file_network import crews_of
from planner.schedule.importing import assignment_of, calendar_of, resource_of
from planner.schedule.models import Plan, PlanLink, PlanTask
from planner.schedule.network import Activity, Link, Network
from planner.schedule.project_file import LagKind
from planner.schedule.states import Kind

Row = dict[str, Any]
COLUMNS = (
    "id", "position", "uid", "name", "outline_level", "kind", "duration_seconds", "elapsed", "manual", "active",
    "start", "finish", "actual_start", "actual_finish", "percent", "remaining_seconds", "resume", "constraint",
    "constraint_date", "deadline", "calendar_uid", "own_calendar_only", "fixed_duration", "delay_seconds",
    "delay_elapsed", "slack_seconds", "free_slack_seconds", "late_finish", "critical",
)  # fmt: skip


def stored_rows(plan_id: int) -> list[Row]:
    """What the schedule reads and writes of each row, in the order of the plan."""
    columns = [getattr(PlanTask, name) for name in COLUMNS]
    found = db.session.execute(select(*columns).where(PlanTask.plan_id == plan_id).order_by(PlanTask.position))
    return [dict(row) for row in found.mappings()]


def network_of_plan(plan: Plan, rows: list[Row], start: datetime) -> Network:
    """The network of a stored plan, beginning at `start` where nothing else holds a task."""
    calendars, resources, assignments = db.session.execute(
        select(Plan.calendars, Plan.resources, Plan.assignments).where(Plan.id == plan.id)
    ).one()
    people = [resource_of(raw) for raw in json.loads(resources)]
    crews = crews_of(people, [assignment_of(raw) for raw in json.loads(assignments)])
    links = _links(plan.id, {row["id"]: row["uid"] for row in rows})
    return Network(
        start=start,
        finish=plan.finish,
        from_finish=plan.from_finish and plan.finish is not None,
        activities=tuple(_activity(row, links.get(row["id"], ()), crews.get(row["uid"], ())) for row in rows),
        calendars=calendars_of(calendar_of(raw) for raw in json.loads(calendars)),
        calendar=plan.calendar_uid,
        honor_constraints=plan.honor_constraints,
        critical_limit=plan.critical_limit_days * plan.minutes_per_day * 60,
        unfinished_from=plan.status_date if plan.reschedules else None,
        multiple_critical_paths=plan.multiple_critical_paths,
    )


def _links(plan_id: int, uids: dict[int, int]) -> dict[int, tuple[Link, ...]]:
    columns = (PlanLink.predecessor_id, PlanLink.successor_id, PlanLink.type, PlanLink.lag, PlanLink.lag_kind)
    found: dict[int, tuple[Link, ...]] = {}
    for before, after, kind, lag, lag_kind in db.session.execute(select(*columns).where(PlanLink.plan_id == plan_id)):
        tenths = lag_kind in {LagKind.WORKING, LagKind.ELAPSED}
        link = Link(uids[before], kind, lag * 6 if tenths else lag, lag_kind)
        found[after] = (*found.get(after, ()), link)
    return found


def _activity(row: Row, links: tuple[Link, ...], crew: tuple[Any, ...]) -> Activity:
    return Activity(
        uid=row["uid"],
        name=row["name"],
        level=row["outline_level"],
        duration=row["duration_seconds"] or 0,
        elapsed=row["elapsed"],
        milestone=row["kind"] is Kind.MILESTONE,
        manual=row["manual"],
        active=row["active"],
        start=row["start"] if row["manual"] else None,
        finish=row["finish"] if row["manual"] else None,
        actual_start=row["actual_start"],
        actual_finish=row["actual_finish"],
        percent=row["percent"],
        remaining=row["remaining_seconds"],
        resume=row["resume"],
        constraint=row["constraint"],
        constraint_date=row["constraint_date"],
        deadline=row["deadline"],
        calendar=row["calendar_uid"],
        own_calendar_only=row["own_calendar_only"],
        fixed_duration=row["fixed_duration"],
        delay=row["delay_seconds"],
        delay_elapsed=row["delay_elapsed"],
        crew=crew,
        links=links,
    )
