"""A plan as a table for CSV and Excel: which columns there are, and a row of cells for each task."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, time

from planner.schedule.notation import Length, write_length, write_links
from planner.schedule.project_file import Constraint, ImportedPlan, ImportedTask

SheetCell = str | int | datetime | None


@dataclass(frozen=True, slots=True)
class Given:
    """What people gave a row beyond what a project file knows. Estimates are whole working days."""

    owner: str = ""
    phase: str = ""
    wave: int | None = None
    optimistic: int | None = None
    likely: int | None = None
    pessimistic: int | None = None


COLUMNS = {
    "uid": "Id",
    "outline_level": "Outline level",
    "wbs": "WBS",
    "name": "Name",
    "kind": "Type",
    "duration": "Duration",
    "start": "Start",
    "finish": "Finish",
    "links": "Predecessors",
    "percent": "Percent complete",
    "owner": "Owner e-mail",
    "phase": "Phase",
    "wave": "Wave",
    "constraint": "Constraint",
    "constraint_date": "Constraint date",
    "deadline": "Deadline",
    "optimistic": "Optimistic days",
    "likely": "Likely days",
    "pessimistic": "Pessimistic days",
    "manual": "Scheduled",
    "active": "Active",
    "actual_start": "Actual start",
    "actual_finish": "Actual finish",
    "note": "Note",
}
"""The columns in their order: our name for each, and what stands above it."""
HEADER = tuple(COLUMNS.values())
CONSTRAINT_WORDS = {kind: kind.value.replace("-", " ").capitalize() for kind in Constraint}


def sheet_rows(plan: ImportedPlan, given: Mapping[int, Given]) -> Iterator[tuple[SheetCell, ...]]:
    """The rows under the header, in the order of the plan."""
    for task in plan.tasks:
        cells = {**_cells(task, plan.minutes_per_day), **_given_cells(given.get(task.uid, Given()))}
        yield tuple(cells[key] for key in COLUMNS)


def _cells(task: ImportedTask, minutes_per_day: int) -> dict[str, SheetCell]:
    length = None if task.duration is None else Length(task.duration, task.elapsed, task.estimated)
    return {
        "uid": task.uid,
        "outline_level": task.outline_level,
        "wbs": task.wbs,
        "name": task.name,
        "kind": "summary" if task.summary else "milestone" if task.milestone else "task",
        "duration": None if length is None else write_length(length, minutes_per_day),
        "start": _moment(task.start),
        "finish": _moment(task.finish),
        "links": write_links(task.links, minutes_per_day),
        "percent": task.percent,
        "constraint": "" if task.constraint is Constraint.AS_SOON_AS_POSSIBLE else CONSTRAINT_WORDS[task.constraint],
        "constraint_date": _moment(task.constraint_date),
        "deadline": _moment(task.deadline),
        "manual": "manual" if task.manual else "automatic",
        "active": "yes" if task.active else "no",
        "actual_start": _moment(task.actual_start),
        "actual_finish": _moment(task.actual_finish),
        "note": task.note,
    }


def _moment(value: datetime | None) -> SheetCell:
    """A moment; midnight as words, because a workbook gives it back as a bare day, which means the usual hour."""
    return f"{value:%Y-%m-%d %H:%M}" if value is not None and value.time() == time() else value


def _given_cells(given: Given) -> dict[str, SheetCell]:
    return {
        "owner": given.owner,
        "phase": given.phase,
        "wave": given.wave,
        "optimistic": given.optimistic,
        "likely": given.likely,
        "pessimistic": given.pessimistic,
    }
