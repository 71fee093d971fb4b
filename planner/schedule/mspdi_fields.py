"""The values of a plan as Microsoft Project XML writes them: each task, link and baseline as texts by element name."""

from datetime import datetime, timedelta

from planner.schedule.durations import iso_duration
from planner.schedule.project_file import (
    LINK_TYPES,
    Constraint,
    ImportedBaseline,
    ImportedLink,
    ImportedPlan,
    ImportedTask,
    LagKind,
)

Fields = dict[str, str | None]
"""Texts by element name, in the order of the schema where it matters; None where the element does not stand."""

_CONSTRAINTS = tuple(Constraint)
_TENTH = timedelta(seconds=6)
_FORMATS = {(False, False): 7, (True, False): 8, (False, True): 39, (True, True): 40}
"""Days, by whether the duration is elapsed and whether it is estimated (numbers of the schema)."""
_LAG_FORMATS = {LagKind.WORKING: 7, LagKind.ELAPSED: 8, LagKind.PERCENT: 19, LagKind.ELAPSED_PERCENT: 20}


def plan_fields(plan: ImportedPlan) -> Fields:
    """What a plan says of itself."""
    return {
        "Title": plan.name or None,
        "StartDate": _moment(plan.start),
        "FinishDate": _moment(plan.finish),
        "CalendarUID": _number(plan.calendar_uid),
        "MinutesPerDay": str(plan.minutes_per_day),
        "ScheduleFromStart": _flag(not plan.from_finish),
        "HonorConstraints": _flag(plan.honor_constraints),
        "CriticalSlackLimit": str(plan.critical_limit_days),
        "MultipleCriticalPaths": _flag(plan.multiple_critical_paths),
        "StatusDate": _moment(plan.status_date),
    }


def task_fields(task: ImportedTask) -> Fields:
    """One task, without its links and baselines. Progress is given as percent and as duration, as the schema asks."""
    return {**_head(task), **_dates(task), **_progress(task), **_rules(task)}


def _head(task: ImportedTask) -> Fields:
    return {
        "UID": str(task.uid),
        "ID": str(task.row),
        "Name": task.name or None,
        "Active": _flag(task.active),
        "Manual": _flag(task.manual),
        "Type": "1" if task.fixed_duration else "0",
        "WBS": task.wbs or None,
        "OutlineLevel": str(task.outline_level),
    }


def _dates(task: ImportedTask) -> Fields:
    return {
        "Start": _moment(task.start),
        "Finish": _moment(task.finish),
        "Duration": _length(task.duration),
        "ManualStart": _moment(task.start) if task.manual else None,
        "ManualFinish": _moment(task.finish) if task.manual else None,
        "ManualDuration": _length(task.duration) if task.manual else None,
        "DurationFormat": str(_FORMATS[task.elapsed, task.estimated]),
        "Resume": _moment(task.resume),
        "Estimated": _flag(task.estimated),
        "Milestone": _flag(task.milestone),
        "Summary": _flag(task.summary),
        "Critical": None if task.critical is None else _flag(task.critical),
        "EarlyStart": _moment(task.early_start),
        "EarlyFinish": _moment(task.early_finish),
        "LateStart": _moment(task.late_start),
        "LateFinish": _moment(task.late_finish),
        "FreeSlack": _tenths(task.free_slack),
        "TotalSlack": _tenths(task.total_slack),
    }


def _progress(task: ImportedTask) -> Fields:
    done = None if task.duration is None or task.summary else task.duration * task.percent // 100
    return {
        "PercentComplete": str(task.percent),
        "ActualStart": _moment(task.actual_start),
        "ActualFinish": _moment(task.actual_finish),
        "ActualDuration": _length(done) if task.percent else None,
        "RemainingDuration": _length(_remaining(task)),
    }


def _rules(task: ImportedTask) -> Fields:
    return {
        "ConstraintType": str(_CONSTRAINTS.index(task.constraint)),
        "CalendarUID": _number(task.calendar_uid),
        "ConstraintDate": _moment(task.constraint_date),
        "Deadline": _moment(task.deadline),
        "LevelingDelay": _tenths(task.delay) if task.delay else None,
        "LevelingDelayFormat": ("8" if task.delay_elapsed else "7") if task.delay else None,
        "IgnoreResourceCalendar": _flag(task.own_calendar_only),
        "Notes": task.note or None,
    }


def _remaining(task: ImportedTask) -> timedelta | None:
    """What is still to do: as the plan knows it, else the part of the duration that is not done."""
    if task.remaining is not None:
        return task.remaining
    if task.duration is None or not task.percent or task.summary:
        return None
    return task.duration - task.duration * task.percent // 100


def link_fields(link: ImportedLink) -> Fields:
    """One link of the task that waits."""
    return {
        "PredecessorUID": str(link.predecessor_uid),
        "Type": str(LINK_TYPES.index(link.type)),
        "LinkLag": str(link.lag),
        "LagFormat": str(_LAG_FORMATS[link.lag_kind]),
    }


def baseline_fields(baseline: ImportedBaseline) -> Fields:
    """The dates of a task in one baseline."""
    return {
        "Number": str(baseline.number),
        "Start": _moment(baseline.start),
        "Finish": _moment(baseline.finish),
        "Duration": _length(baseline.duration),
        "DurationFormat": None if baseline.duration is None else "7",
    }


def _flag(value: bool) -> str:
    return "1" if value else "0"


def _number(value: int | None) -> str:
    return "-1" if value is None else str(value)


def _moment(value: datetime | None) -> str | None:
    return None if value is None else value.isoformat()


def _length(value: timedelta | None) -> str | None:
    return None if value is None else iso_duration(value)


def _tenths(value: timedelta | None) -> str | None:
    return None if value is None else str(value // _TENTH)
