"""Keeps the dates of a stored plan true: after each change the whole plan is scheduled and what moved is written.

Rows dated by hand keep their dates, summaries too. A row by hand, or a task without a duration, that has no dates stays
undated.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, inspect

from planner.access import audit_service
from planner.basics.errors import RuleBroken
from planner.db import db
from planner.rollouts.models import Rollout
from planner.schedule.calendars import CalendarError
from planner.schedule.critical_path import Schedule, Scheduler
from planner.schedule.models import Plan, PlanTask
from planner.schedule.network import CycleError, Network, NetworkError
from planner.schedule.network_service import Row, network_of_plan, stored_rows
from planner.schedule.outline import parents
from planner.schedule.project_file import Constraint
from planner.schedule.roll_up import progress_above
from planner.schedule.slack import NEVER
from planner.schedule.states import Kind
from planner.schedule.stored_dates import rows_to_hold
from planner.schedule.working_days import DAY_STARTS
from planner.schedule.working_time import WorkingTime, moment

WRITTEN = (
    "start", "finish", "duration_seconds", "percent", "slack_seconds", "free_slack_seconds", "late_finish", "critical",
)  # fmt: skip
TABLE = PlanTask.__table__


@dataclass(frozen=True, slots=True)
class Moved:
    """What came of a calculation: how many rows have other dates, and the plan's last day before and after."""

    rows: int = 0
    before: datetime | None = None
    after: datetime | None = None


def schedule_of(plan: Plan) -> tuple[list[Row], WorkingTime, Schedule]:
    """The rows of a plan, its working time and its dates; RuleBroken in words where it cannot be scheduled."""
    try:
        rows, network = network_now(plan)
        scheduler = Scheduler(network)
        return rows, scheduler.plan.project, scheduler.run()
    except CycleError as error:
        raise RuleBroken(f"{error} Remove one of these links.", "predecessor") from error
    except (NetworkError, CalendarError) as error:
        raise RuleBroken(str(error)) from error


def network_now(plan: Plan) -> tuple[list[Row], Network]:
    """The rows of a plan and the network that they make, as they are stored now."""
    db.session.flush()
    rows = stored_rows(plan.id)
    return rows, network_of_plan(plan, rows, _start(plan, rows))


def _start(plan: Plan, rows: list[Row]) -> datetime:
    start = plan.start or min((row["start"] for row in rows if row["start"]), default=None)
    return start or datetime.combine(db.session.get_one(Rollout, plan.rollout_id).start_date, DAY_STARTS)


def calculate(plan: Plan) -> Moved:
    """Schedule a plan and write what changed, each moved row with a new version; other forms of it become stale."""
    rows, time, found = schedule_of(plan)
    fresh = _new_values(rows, time, found)
    changed = [(row, new) for row, new in zip(rows, fresh, strict=True) if _differs(row, new)]
    moved = [row for row, new in changed if (row["start"], row["finish"]) != (new["start"], new["finish"])]
    before = max((row["finish"] for row in rows if row["finish"]), default=None)
    if changed:
        _write(plan, changed, {row["id"] for row in moved})
    ends = [moment(int(value)) for value in found.finish.tolist() if value != NEVER]
    after = max(ends, default=None)
    if not plan.from_finish and plan.finish != after:
        plan.finish = after
    return Moved(len(moved), before, after)


def _new_values(rows: list[Row], time: WorkingTime, found: Schedule) -> list[dict[str, Any]]:
    percents = progress_above(
        parents(row["outline_level"] for row in rows),
        [row["kind"] is Kind.SUMMARY for row in rows],
        [row["duration_seconds"] or 0 for row in rows],
        [row["percent"] for row in rows],
    )
    fresh = [_new_row(row, index, percents[index], found) for index, row in enumerate(rows)]
    for index, row in enumerate(rows):
        if row["kind"] is Kind.SUMMARY and found.dated(index):
            fresh[index]["duration_seconds"] = time.between(int(found.start[index]), int(found.finish[index]))
    return fresh


def _new_row(row: Row, index: int, percent: int, found: Schedule) -> dict[str, Any]:
    loose = row["manual"] or (row["duration_seconds"] is None and row["kind"] is not Kind.SUMMARY)
    if (loose and row["start"] is None) or not found.dated(index):
        return {**{name: row[name] for name in WRITTEN}, "percent": percent, "critical": False}
    late = int(found.late_finish[index])
    return {
        "start": moment(int(found.start[index])),
        "finish": moment(int(found.finish[index])),
        "duration_seconds": row["duration_seconds"],
        "percent": percent,
        "slack_seconds": int(found.total_slack[index]),
        "free_slack_seconds": int(found.free_slack[index]),
        "late_finish": moment(late),
        "critical": bool(found.critical[index]),
    }


def _differs(row: Mapping[str, Any], new: Mapping[str, Any]) -> bool:
    return any(row[name] != new[name] for name in WRITTEN)


def _write(plan: Plan, changed: list[tuple[Row, dict[str, Any]]], moved: set[int]) -> None:
    """Write below the session, in one statement; the trail says how many rows moved."""
    values: dict[str, Any] = {name: bindparam(f"new_{name}") for name in WRITTEN}
    statement = TABLE.update().where(TABLE.c.id == bindparam("row_id"))  # type: ignore[attr-defined] # a Table
    statement = statement.values(**values, version=TABLE.c.version + bindparam("step"))
    with audit_service.bulk("plan.calculate", f"{len(moved)} rows moved", rollout_id=plan.rollout_id) as counted:
        parameters = [
            {"row_id": row["id"], "step": int(row["id"] in moved), **{f"new_{name}": new[name] for name in WRITTEN}}
            for row, new in changed
        ]
        db.session.connection().execute(statement, parameters)
        counted.count("updated", "plan_task", len(changed))
    touched = {row["id"] for row, _ in changed}
    for known in list(db.session.identity_map.values()):
        if isinstance(known, PlanTask) and (inspect(known).identity or (0,))[0] in touched:
            db.session.expire(known)


def lacks_dates(plan: Plan) -> bool:
    """Whether tasks that the schedule can date have no dates yet, as in a file that leaves dating to its reader."""
    return any(
        row["start"] is None and row["active"] and not row["manual"] and row["duration_seconds"] is not None
        for row in stored_rows(plan.id)
        if row["kind"] is not Kind.SUMMARY
    )


def hold_stored_dates(plan: Plan) -> int:
    """Hold tasks of an imported plan at dates that nothing in it explains; how many that were.

    A plan that cannot be scheduled is left as it is: the first change of it will say why.
    """
    rows = stored_rows(plan.id)
    try:
        held = rows_to_hold(network_of_plan(plan, rows, _start(plan, rows)), [row["start"] for row in rows])
    except (NetworkError, CalendarError):
        return 0
    if held:
        statement = TABLE.update().where(TABLE.c.id == bindparam("row_id"))  # type: ignore[attr-defined] # a Table
        statement = statement.values(constraint=Constraint.START_NO_EARLIER_THAN, constraint_date=bindparam("held"))
        parameters = [{"row_id": rows[row]["id"], "held": moment} for row, moment in held.items()]
        db.session.connection().execute(statement, parameters)
        for known in list(db.session.identity_map.values()):
            if isinstance(known, PlanTask):
                db.session.expire(known)
    return len(held)
