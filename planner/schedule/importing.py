"""Reads a Microsoft Project XML file into a plan of plain values, with every problem named by row.

A file is taken as a whole or refused as a whole. Nothing is written here.
"""

import io
from pathlib import Path
from typing import BinaryIO

from planner.basics.pauses import without_collector
from planner.schedule.file_checks import check_calendars, check_lengths, checked
from planner.schedule.file_values import (
    Problems,
    Raw,
    flag,
    instant,
    number_of,
    read_values,
    readers_of,
    records,
    reference,
    text_of,
    whole,
)
from planner.schedule.project_file import (
    ImportedAssignment,
    ImportedCalendar,
    ImportedPlan,
    ImportedResource,
    ImportedTask,
    Reading,
)
from planner.schedule.task_rows import task_of
from planner.schedule.xml_importing import SPLIT, FileRefusedError, Limits, ProjectStream, as_json

_SIGNATURES = {
    b"PK\x03\x04": "a ZIP archive or an Office document",
    b"\xd0\xcf\x11\xe0": "a Microsoft Project file of its own format (.mpp)",
    b"\x1f\x8b": "a compressed file",
    b"%PDF": "a PDF document",
    b"MPX": "a Microsoft Project exchange file (.mpx)",
}

_HEADER_READERS = readers_of(
    {
        "StartDate": ("start", instant),
        "FinishDate": ("finish", instant),
        "MinutesPerDay": ("minutes_per_day", whole),
        "CalendarUID": ("calendar_uid", reference),
        "ScheduleFromStart": ("from_start", flag),
        "HonorConstraints": ("honor_constraints", flag),
        "CriticalSlackLimit": ("critical_limit_days", whole),
        "MultipleCriticalPaths": ("multiple_critical_paths", flag),
        "StatusDate": ("status_date", instant),
    }
)


class _Collector:
    """Takes the records of a stream and builds the values of the plan from them."""

    def __init__(self) -> None:
        self.problems = Problems()
        self.tasks: list[ImportedTask] = []
        self.calendars: list[ImportedCalendar] = []
        self.resources: list[ImportedResource] = []
        self.assignments: list[ImportedAssignment] = []
        self.rows = self.blank_rows = 0

    def take(self, kind: str, raw: Raw) -> None:
        if kind == "Task":
            self._take_task(raw)
        elif kind == "Calendar":
            self.calendars.append(calendar_of(raw))
        elif kind == "Resource":
            self.resources.append(resource_of(raw))
        else:
            self.assignments.append(assignment_of(raw))

    def _take_task(self, raw: Raw) -> None:
        self.rows += 1
        task = task_of(raw, self.rows, self.problems)
        if task is not None:
            self.tasks.append(task)
        elif not self.problems.refused:
            self.blank_rows += 1


def resource_of(raw: Raw) -> ImportedResource:
    """A person, team or material from what the file says of it."""
    return ImportedResource(number_of(raw, "UID") or 0, text_of(raw, "Name"), as_json(raw))


def assignment_of(raw: Raw) -> ImportedAssignment:
    """Somebody's work on a task from what the file says of it."""
    task, resource = number_of(raw, "TaskUID"), number_of(raw, "ResourceUID")
    return ImportedAssignment(task or 0, -1 if resource is None else resource, as_json(raw))


def calendar_of(raw: Raw) -> ImportedCalendar:
    """A calendar from what the file says of it."""
    base = number_of(raw, "BaseCalendarUID")
    exceptions = sum(len(records(group, "Exception")) for group in records(raw, "Exceptions"))
    return ImportedCalendar(
        uid=number_of(raw, "UID") or 0,
        name=text_of(raw, "Name"),
        base_uid=None if base is None or base < 0 else base,
        exceptions=exceptions,
        raw=as_json(raw),
    )


def read_plan(source: BinaryIO, limits: Limits | None = None) -> Reading:
    """Read an open file. The reading has a plan exactly when nothing refuses it; problems are named by row."""
    with without_collector():
        return _read(source, limits or Limits())


def _read(source: BinaryIO, limits: Limits) -> Reading:
    collector = _Collector()
    stream = ProjectStream(collector.take, limits)
    try:
        _check_signature(source, limits)
        stream.read(source)
    except FileRefusedError as refusal:
        collector.problems.refuse(refusal.what, refusal.remedy)
        return _reading(None, collector.problems)
    tasks = checked(tuple(collector.tasks), collector.problems)
    if not tasks and not collector.problems.refused:
        collector.problems.refuse("There are no tasks in the file.", "Check that the right plan was saved.")
    plan = None if collector.problems.refused else _plan(stream.header, tasks, collector)
    return _reading(plan, collector.problems)


def read_plan_file(path: Path, limits: Limits | None = None) -> Reading:
    """Read a file of the disk; one that cannot be opened is a refusal like any other."""
    try:
        with path.open("rb") as source:
            return read_plan(source, limits)
    except OSError as error:
        problems = Problems()
        problems.refuse(f"The file cannot be opened: {error.strerror}.", "Check its name and place.")
        return _reading(None, problems)


def read_plan_bytes(content: bytes) -> Reading:
    """Read an uploaded file that is already in memory."""
    return read_plan(io.BytesIO(content))


def _check_signature(source: BinaryIO, limits: Limits) -> None:
    if source.seek(0, io.SEEK_END) > limits.size:
        raise FileRefusedError(f"The file is larger than {limits.size // 1024**2} MB.", SPLIT)
    source.seek(0)
    start = source.read(4)
    source.seek(0)
    if not start:
        raise FileRefusedError("The file is empty.")
    kind = next((words for mark, words in _SIGNATURES.items() if start.startswith(mark)), None)
    if kind is not None:
        raise FileRefusedError(
            f"The file is {kind}.", "In Microsoft Project choose File, Save As, and the type XML Format (*.xml)."
        )


def _reading(plan: ImportedPlan | None, problems: Problems) -> Reading:
    ordered = sorted(problems.kept, key=lambda problem: (problem.severity, problem.row or 0))
    return Reading(plan, tuple(ordered), problems.count)


def _plan(header: Raw, tasks: tuple[ImportedTask, ...], collector: _Collector) -> ImportedPlan:
    values, misfits = read_values(header, _HEADER_READERS)
    for key, misfit in misfits:
        collector.problems.warn(f"{key} {misfit.what}", misfit.remedy, task="project")
    minutes: int = values.get("minutes_per_day", 0)
    minutes = minutes if 0 < minutes <= 1440 else 480
    own: int | None = values.get("calendar_uid")
    check_calendars(tasks, own, frozenset(each.uid for each in collector.calendars), collector.problems)
    check_lengths(tasks, minutes, collector.problems)
    return ImportedPlan(
        name=text_of(header, "Title") or text_of(header, "Name"),
        start=values.get("start"),
        finish=values.get("finish"),
        minutes_per_day=minutes,
        calendar_uid=own,
        tasks=tasks,
        calendars=tuple(collector.calendars),
        resources=tuple(collector.resources),
        assignments=tuple(collector.assignments),
        blank_rows=collector.blank_rows,
        from_finish=not values.get("from_start", True),
        honor_constraints=values.get("honor_constraints", True),
        critical_limit_days=values.get("critical_limit_days", 0),
        multiple_critical_paths=values.get("multiple_critical_paths", False),
        status_date=values.get("status_date"),
    )
