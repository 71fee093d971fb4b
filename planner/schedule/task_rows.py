"""Turns the raw records of a project file into tasks, links and baselines, reporting row by row what had to be left out."""

from dataclasses import dataclass
from datetime import datetime

from planner.schedule.durations import ELAPSED_FORMATS, ESTIMATED_FORMATS, PERCENT_FORMATS
from planner.schedule.file_values import LONGEST_NOTE, Fields, Problems, Raw
from planner.schedule.project_file import (
    LINK_TYPES,
    Constraint,
    ImportedBaseline,
    ImportedLink,
    ImportedTask,
    LagKind,
)

CONSTRAINTS = tuple(Constraint)
NO_NAME = "(no name)"


def task_of(raw: Raw, position: int, problems: Problems) -> ImportedTask | None:
    """Read one task; None for a blank row, and for a row without a number of its own (which refuses the file).

    `position` counts the rows of the file and stands in where the row number is missing.
    """
    fields = Fields(raw, problems)
    if fields.flag("IsNull"):
        return None
    row = fields.whole("ID")
    fields.row = position if row is None else row
    name = fields.text("Name")
    fields.task = name or NO_NAME
    uid = fields.whole("UID")
    if uid is None or uid < 0:
        problems.refuse(
            "The task has no number of its own (UID).",
            "Save the plan again from the program that made it.",
            fields.row,
            fields.task,
        )
        return None
    return _task(fields, uid, name)


def _task(fields: Fields, uid: int, name: str) -> ImportedTask:
    shown = fields.whole("DurationFormat")
    constraint, constraint_date = _constraint(fields)
    return ImportedTask(
        row=fields.row or 0,
        uid=uid,
        name=name,
        outline_level=_level(fields, uid),
        wbs=fields.text("WBS", 255),
        summary=fields.flag("Summary"),
        milestone=fields.flag("Milestone"),
        manual=fields.flag("Manual"),
        active=fields.flag("Active", default=True),
        duration=fields.duration("Duration"),
        elapsed=shown in ELAPSED_FORMATS,
        estimated=fields.flag("Estimated") or shown in ESTIMATED_FORMATS,
        percent=_percent(fields),
        start=fields.instant("Start"),
        finish=fields.instant("Finish"),
        early_start=fields.instant("EarlyStart"),
        early_finish=fields.instant("EarlyFinish"),
        late_start=fields.instant("LateStart"),
        late_finish=fields.instant("LateFinish"),
        actual_start=fields.instant("ActualStart"),
        actual_finish=fields.instant("ActualFinish"),
        total_slack=fields.slack("TotalSlack"),
        free_slack=fields.slack("FreeSlack"),
        critical=fields.flag("Critical") if fields.raw.get("Critical") else None,
        constraint=constraint,
        constraint_date=constraint_date,
        deadline=fields.instant("Deadline"),
        calendar_uid=_reference(fields, "CalendarUID"),
        note=fields.text("Notes", LONGEST_NOTE),
        links=tuple(link for raw in fields.records("PredecessorLink") if (link := _link(raw, fields))),
        baselines=tuple(_baseline(raw, fields) for raw in fields.records("Baseline")),
    )


def _level(fields: Fields, uid: int) -> int:
    level = fields.whole("OutlineLevel")
    if level is not None and level >= 0:
        return level
    return 0 if uid == 0 else 1


def _percent(fields: Fields) -> int:
    percent = fields.whole("PercentComplete") or 0
    if 0 <= percent <= 100:
        return percent
    fields.problems.warn(
        f"The task is {percent} % complete.", "It was taken as 0 %: set the progress by hand.", fields.row, fields.task
    )
    return 0


def _reference(fields: Fields, key: str) -> int | None:
    number = fields.whole(key)
    return None if number is None or number < 0 else number


def _constraint(fields: Fields) -> tuple[Constraint, datetime | None]:
    number = fields.whole("ConstraintType") or 0
    if not 0 <= number < len(CONSTRAINTS):
        fields.problems.warn(
            f"The constraint is of an unknown type ({number}).", "It was left out.", fields.row, fields.task
        )
        return Constraint.AS_SOON_AS_POSSIBLE, None
    constraint = CONSTRAINTS[number]
    if not constraint.needs_date:
        return constraint, None
    when = fields.instant("ConstraintDate")
    if when is not None:
        return constraint, when
    if not fields.raw.get("ConstraintDate"):
        fields.problems.warn(
            f"The constraint “{constraint.replace('-', ' ')}” has no date.", "It was left out.", fields.row, fields.task
        )
    return Constraint.AS_SOON_AS_POSSIBLE, None


@dataclass(frozen=True, slots=True)
class _Lag:
    amount: int
    kind: LagKind


def _link(raw: Raw, task: Fields) -> ImportedLink | None:
    fields = Fields(raw, task.problems, task.row, task.task)
    uid = _reference(fields, "PredecessorUID")
    if fields.flag("CrossProject") or uid is None:
        task.problems.warn(
            "A link points to a task outside this file.", "The link was left out: link the task again.", task.row, task.task
        )
        return None
    number = fields.whole("Type")
    kind = 1 if number is None else number
    if not 0 <= kind < len(LINK_TYPES):
        task.problems.warn(
            f"The link to task number {uid} is of an unknown type ({kind}).",
            "The link was left out: link the task again.",
            task.row,
            task.task,
        )
        return None
    lag = _lag(fields)
    return ImportedLink(uid, LINK_TYPES[kind], lag.amount, lag.kind)


def _lag(fields: Fields) -> _Lag:
    shown = fields.whole("LagFormat")
    elapsed, percent = shown in ELAPSED_FORMATS, shown in PERCENT_FORMATS
    if percent:
        kind = LagKind.ELAPSED_PERCENT if elapsed else LagKind.PERCENT
    else:
        kind = LagKind.ELAPSED if elapsed else LagKind.WORKING
    return _Lag(fields.whole("LinkLag") or 0, kind)


def _baseline(raw: Raw, task: Fields) -> ImportedBaseline:
    fields = Fields(raw, task.problems, task.row, task.task)
    return ImportedBaseline(
        fields.whole("Number") or 0, fields.instant("Start"), fields.instant("Finish"), fields.duration("Duration")
    )
