"""Takes a project file over as the next version of a rollout's plan: all or nothing, and the same file only once."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, BinaryIO

from sqlalchemy import select

from planner.access.models import User
from planner.basics.errors import NotFound, RuleBroken
from planner.db import db
from planner.rollouts.models import Rollout
from planner.rollouts.playbook_service import playbook_of
from planner.schedule import queries
from planner.schedule.calculation_service import calculate, hold_stored_dates, lacks_dates
from planner.schedule.gate_service import ensure_gates
from planner.schedule.models import Plan, PlanTask
from planner.schedule.plan_service import NewLink, Row, store_plan
from planner.schedule.project_file import ImportedBaseline, ImportedPlan, ImportedTask, Reading
from planner.schedule.proposal import gate_places
from planner.schedule.source_service import store_source
from planner.schedule.states import Kind, PlanSource, last_day
from planner.schedule.task_rows import NO_NAME

SECOND = timedelta(seconds=1)
SAME = (
    "uid", "row", "outline_level", "wbs", "elapsed", "estimated", "start", "finish", "actual_start", "actual_finish",
    "percent", "manual", "active", "calendar_uid", "constraint", "constraint_date", "deadline", "critical", "note",
    "own_calendar_only", "fixed_duration", "resume", "delay_elapsed", "late_finish",
)  # fmt: skip
"""What a stored row takes over from the file under the same name."""
CARRIED = (
    "owner_id", "role_ref", "phase_ref", "stage_ref", "task_ref", "gate_key", "wave", "optimistic_days", "likely_days",
    "pessimistic_days", "load_percent",
)  # fmt: skip
"""What a file does not say of a row and an earlier version of the plan does."""
NOTHING: Row = {name: "" if name.endswith(("_ref", "_key")) else None for name in CARRIED} | {"load_percent": 100}
Kept = Mapping[int, Row]
"""What is carried over to the rows of a file, by their number."""


@dataclass(frozen=True, slots=True)
class Imported:
    """What came of an import."""

    plan: Plan
    changed: bool
    carried: int = 0

    @property
    def sentence(self) -> str:
        """What happened, in one sentence."""
        if not self.changed:
            return f"The plan in use (version {self.plan.number}) has all of it already; nothing was changed."
        kept = f" Owner or phase was carried over for {self.carried} of them." if self.carried else ""
        return f"The plan is now version {self.plan.number} with {self.plan.task_count:,} rows.{kept}"


def import_plan(
    rollout: Rollout,
    reading: Reading,
    *,
    file_name: str,
    sha256: str,
    by: User | None,
    at: datetime,
    source: BinaryIO | None = None,
    given: Mapping[int, Mapping[str, Any]] | None = None,
    tell: Callable[[int], None] = lambda _: None,
) -> Imported:
    """Store what was read as the next version of the plan; older versions stay readable.

    `source` is the project file itself, which is kept so that an export loses nothing of it.
    `given` is what a table says of owner, phase, wave and estimates, by row number and column; it wins over what is
    carried over from the plan in use.

    Refuses a file that the reading refuses. The same file again, recognised by its SHA-256, changes nothing. `tell`
    hears how far it is, in percent.
    """
    if reading.plan is None:
        raise RuleBroken(refusal(reading))
    before = queries.current_plan(rollout.id)
    if before is not None and before.sha256 == sha256:
        return Imported(before, changed=False)
    kept = _kept(before, reading.plan)
    tasks = [{**_stored_row(task, kept), **(given or {}).get(task.uid, {})} for task in reading.plan.tasks]
    plan = _plan(rollout, reading.plan, file_name, sha256)
    plan.imported_at, plan.imported_by_id = at, by.id if by else None
    plan.warnings = [{"where": problem.where, "message": problem.message} for problem in reading.warnings]
    store_plan(plan, tasks, _links(reading.plan.tasks), "plan.import", lambda share: tell(round(50 * share)))
    _settle_dates(plan, calculated=given is not None)
    tell(90)
    if source is not None:
        store_source(plan, source)
    _date_gates(rollout, reading.plan)
    carried = sum(bool(row["owner_id"] or row["phase_ref"]) for row in kept.values())
    return Imported(plan, changed=True, carried=carried)


def _settle_dates(plan: Plan, *, calculated: bool) -> None:
    """Hold dates that nothing in the file explains, and calculate what it leaves open; a table says no slack."""
    held = hold_stored_dates(plan)
    if held:
        what = f"{held:,} {'task starts' if held == 1 else 'tasks start'} later than links and calendars ask for."
        remedy = "They keep their dates as “start no earlier than”: link them, or take the constraint away."
        plan.warnings = [*plan.warnings, {"where": "dates", "message": f"{what} {remedy}"}]
    if calculated or lacks_dates(plan):
        calculate(plan)


def _links(tasks: Iterable[ImportedTask]) -> list[NewLink]:
    return [
        NewLink(link.predecessor_uid, task.uid, {"type": link.type, "lag": link.lag, "lag_kind": link.lag_kind})
        for task in tasks
        for link in task.links
    ]


def refusal(reading: Reading) -> str:
    """Why a file is refused, in one sentence with the first place."""
    first = reading.errors[0]
    more = f" ({reading.problem_count - 1} more)" if reading.problem_count > 1 else ""
    return f"The file was not taken; nothing was changed. {first.where}: {first.message}{more}"


def _plan(rollout: Rollout, imported: ImportedPlan, file_name: str, sha256: str) -> Plan:
    return Plan(
        rollout_id=rollout.id,
        source=PlanSource.FILE,
        title=imported.name,
        file_name=file_name[-200:],
        sha256=sha256,
        minutes_per_day=imported.minutes_per_day,
        calendar_uid=imported.calendar_uid,
        from_finish=imported.from_finish,
        honor_constraints=imported.honor_constraints,
        critical_limit_days=imported.critical_limit_days,
        multiple_critical_paths=imported.multiple_critical_paths,
        status_date=imported.status_date,
        reschedules=imported.reschedules,
        start=imported.start or min((task.start for task in imported.tasks if task.start), default=None),
        finish=imported.finish or max((task.finish for task in imported.tasks if task.finish), default=None),
        calendars=_json_list(calendar.raw for calendar in imported.calendars),
        resources=_json_list(resource.raw for resource in imported.resources),
        assignments=_json_list(assignment.raw for assignment in imported.assignments),
    )


def _json_list(parts: Any) -> str:  # noqa: ANN401 - an iterable of JSON texts
    return f"[{','.join(parts)}]"


def _kept(before: Plan | None, imported: ImportedPlan) -> Kept:
    """What rows of the file carry over: those of the same number and name.

    When most rows that share a number share the name too, the file is a descendant of the plan, and a row that was
    given another name is known by its number alone.
    """
    if before is None:
        return {}
    columns = (PlanTask.uid, PlanTask.name, *(getattr(PlanTask, name) for name in CARRIED))
    query = select(*columns).where(PlanTask.plan_id == before.id)
    rows = {row[0]: (row[1], dict(zip(CARRIED, row[2:], strict=True))) for row in db.session.execute(query)}
    shared = {task.uid: task.name or NO_NAME for task in imported.tasks if task.uid in rows}
    same = {uid for uid, name in shared.items() if rows[uid][0] == name}
    descends = 2 * len(same) > len(shared)
    return {uid: rows[uid][1] for uid in (shared if descends else same)}


def _stored_row(task: ImportedTask, kept: Kept) -> dict[str, Any]:
    name = task.name or NO_NAME
    return {
        **{column: getattr(task, column) for column in SAME},
        "name": name,
        "kind": kind_of(task),
        **kept.get(task.uid, NOTHING),
        "duration_seconds": _seconds(task.duration),
        "slack_seconds": _seconds(task.total_slack),
        "free_slack_seconds": _seconds(task.free_slack),
        "remaining_seconds": _seconds(task.remaining),
        "delay_seconds": _seconds(task.delay) or 0,
        "baselines": [_baseline(each) for each in task.baselines],
    }


def _baseline(baseline: ImportedBaseline) -> dict[str, Any]:
    return {
        "number": baseline.number,
        "start": _iso(baseline.start),
        "finish": _iso(baseline.finish),
        "seconds": _seconds(baseline.duration),
    }


def kind_of(task: ImportedTask) -> Kind:
    """A row with others under it is a summary, whatever else it says; then milestones; all others are tasks."""
    if task.summary or task.outline_level == 0:
        return Kind.SUMMARY
    return Kind.MILESTONE if task.milestone else Kind.TASK


def _seconds(length: timedelta | None) -> int | None:
    return None if length is None else length // SECOND


def _iso(moment: datetime | None) -> str | None:
    return None if moment is None else moment.isoformat()


def _date_gates(rollout: Rollout, imported: ImportedPlan) -> None:
    """Make the gates of the playbook, dated by milestones of the same name where the file has them."""
    try:
        places = gate_places(playbook_of(rollout), queries.wave_names(rollout))
    except NotFound:
        return
    days: dict[str, date] = {}
    for task in imported.tasks:
        day = last_day(task.start, task.finish)
        if task.milestone and day is not None:
            days[task.name.casefold().removeprefix("gate:").strip()] = day
    due = {place.key: days[place.name.casefold()] for place in places if place.name.casefold() in days}
    ensure_gates(rollout, places, due)
