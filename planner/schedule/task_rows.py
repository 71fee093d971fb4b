"""Turns the raw records of a project file into tasks, links and baselines, telling row by row what was left out."""

from datetime import datetime
from typing import Any

from planner.schedule.durations import ELAPSED_FORMATS, ESTIMATED_FORMATS, PERCENT_FORMATS
from planner.schedule.file_values import (
    LONGEST_NAME,
    LONGEST_NOTE,
    MisfitError,
    Misfits,
    Problems,
    Raw,
    duration,
    flag,
    instant,
    percent,
    read_values,
    readers_of,
    records,
    reference,
    slack,
    whole,
)
from planner.schedule.project_file import LINK_TYPES, Constraint, ImportedBaseline, ImportedLink, ImportedTask, LagKind

CONSTRAINTS = tuple(Constraint)
NO_NAME = "(no name)"
_FIXED_DURATION = 1
SOON = Constraint.AS_SOON_AS_POSSIBLE

TASK_READERS = readers_of(
    {
        "UID": ("uid", whole),
        "ID": ("row", whole),
        "Name": ("name", str),
        "OutlineLevel": ("outline_level", reference),
        "WBS": ("wbs", str),
        "Summary": ("summary", flag),
        "Milestone": ("milestone", flag),
        "Manual": ("manual", flag),
        "Active": ("active", flag),
        "Duration": ("duration", duration),
        "DurationFormat": ("shown", whole),
        "Estimated": ("estimated", flag),
        "PercentComplete": ("percent", percent),
        "Start": ("start", instant),
        "Finish": ("finish", instant),
        "EarlyStart": ("early_start", instant),
        "EarlyFinish": ("early_finish", instant),
        "LateStart": ("late_start", instant),
        "LateFinish": ("late_finish", instant),
        "ActualStart": ("actual_start", instant),
        "ActualFinish": ("actual_finish", instant),
        "TotalSlack": ("total_slack", slack),
        "FreeSlack": ("free_slack", slack),
        "Critical": ("critical", flag),
        "ConstraintType": ("constraint", whole),
        "ConstraintDate": ("constraint_date", instant),
        "Deadline": ("deadline", instant),
        "CalendarUID": ("calendar_uid", reference),
        "Notes": ("note", str),
        "Type": ("effort", whole),
        "RemainingDuration": ("remaining", duration),
        "Resume": ("resume", instant),
        "LevelingDelay": ("delay", slack),
        "LevelingDelayFormat": ("delay_shown", whole),
        "IgnoreResourceCalendar": ("own_calendar_only", flag),
    }
)
TASK_FIELDS = frozenset({*TASK_READERS, "IsNull"})
"""The elements of a task that are read; all others are passed over."""
TASK_PARTS = frozenset({"PredecessorLink", "Baseline"})
"""The elements of a task that are records themselves, any number of them."""

_LINK_READERS = readers_of(
    {
        "PredecessorUID": ("uid", reference),
        "Type": ("type", whole),
        "LinkLag": ("lag", whole),
        "LagFormat": ("shown", whole),
        "CrossProject": ("outside", flag),
    }
)
_BASELINE_READERS = readers_of(
    {
        "Number": ("number", whole),
        "Start": ("start", instant),
        "Finish": ("finish", instant),
        "Duration": ("duration", duration),
    }
)
_LAG_KINDS = {
    (False, False): LagKind.WORKING,
    (True, False): LagKind.ELAPSED,
    (False, True): LagKind.PERCENT,
    (True, True): LagKind.ELAPSED_PERCENT,
}


def task_of(raw: Raw, position: int, problems: Problems) -> ImportedTask | None:
    """Read one task; None for a blank row, and for a row without a number of its own (which refuses the file).

    `position` counts the rows of the file and stands in where the row number is missing.
    """
    if raw.get("IsNull") in {"1", "true"}:
        return None
    values, misfits = read_values(raw, TASK_READERS)
    row = values.setdefault("row", position)
    name = values.setdefault("name", "")
    if values.get("uid", -1) < 0:
        what = "The task has no number of its own (UID)."
        problems.refuse(what, "Save the plan again from the program that made it.", row, name or NO_NAME)
        return None
    _shorten(values, misfits)
    shown = values.pop("shown", None)
    values["elapsed"] = shown in ELAPSED_FORMATS
    values["fixed_duration"] = values.pop("effort", 0) == _FIXED_DURATION
    values["delay_elapsed"] = values.pop("delay_shown", 8) in ELAPSED_FORMATS
    values["estimated"] = values.get("estimated", False) or shown in ESTIMATED_FORMATS
    if values.get("outline_level") is None:
        values["outline_level"] = 1 if values["uid"] else 0
    _settle_constraint(values, misfits)
    if "PredecessorLink" in raw:
        values["links"] = tuple(link for part in records(raw, "PredecessorLink") if (link := _link(part, misfits)))
    if "Baseline" in raw:
        values["baselines"] = tuple(_baseline(part, misfits) for part in records(raw, "Baseline"))
    for key, misfit in misfits:
        problems.warn(f"{key} {misfit.what}".strip(), misfit.remedy, row, name[:LONGEST_NAME] or NO_NAME)
    return ImportedTask(**values)


def _shorten(values: dict[str, Any], misfits: Misfits) -> None:
    for key, longest in (("name", LONGEST_NAME), ("wbs", 255), ("note", LONGEST_NOTE)):
        text = values.get(key, "")
        if len(text) > longest:
            values[key] = text[:longest]
            what = f"is {len(text):,} characters long."
            misfits.append(
                (key.upper() if key == "wbs" else key.title(), MisfitError(what, f"It was cut after {longest:,}."))
            )


def _settle_constraint(values: dict[str, Any], misfits: Misfits) -> None:
    number: int = values.get("constraint", 0)
    when: datetime | None = values.pop("constraint_date", None)
    values["constraint"] = SOON
    if not 0 <= number < len(CONSTRAINTS):
        misfits.append(("Constraint", MisfitError(f"is of an unknown type ({number}).", "It was left out.")))
    elif not CONSTRAINTS[number].needs_date:
        values["constraint"] = CONSTRAINTS[number]
    elif when is not None:
        values["constraint"], values["constraint_date"] = CONSTRAINTS[number], when
    elif not any(key == "ConstraintDate" for key, _ in misfits):
        words = CONSTRAINTS[number].replace("-", " ")
        misfits.append(("Constraint", MisfitError(f"“{words}” has no date.", "It was left out.")))


def _link(raw: Raw, misfits: Misfits) -> ImportedLink | None:
    values, wrong = read_values(raw, _LINK_READERS)
    misfits.extend(wrong)
    uid: int | None = values.get("uid")
    if values.get("outside") or uid is None:
        misfits.append(
            ("A link", MisfitError("points to a task outside this file.", "It was left out: link the task again."))
        )
        return None
    kind: int = values.get("type", 1)
    if not 0 <= kind < len(LINK_TYPES):
        what = f"to task number {uid} is of an unknown type ({kind})."
        misfits.append(("The link", MisfitError(what, "It was left out: link the task again.")))
        return None
    shown = values.get("shown")
    lag_kind = _LAG_KINDS[shown in ELAPSED_FORMATS, shown in PERCENT_FORMATS]
    return ImportedLink(uid, LINK_TYPES[kind], values.get("lag", 0), lag_kind)


def _baseline(raw: Raw, misfits: Misfits) -> ImportedBaseline:
    values, wrong = read_values(raw, _BASELINE_READERS)
    misfits.extend((f"Baseline {key}", misfit) for key, misfit in wrong)
    return ImportedBaseline(values.get("number", 0), values.get("start"), values.get("finish"), values.get("duration"))
