"""Reads a Microsoft Project XML file into a plan of plain values, with every problem named by row.

A file is taken as a whole or refused as a whole. Nothing is written here.
"""

import io
from pathlib import Path
from typing import BinaryIO

from planner.schedule.file_checks import checked
from planner.schedule.file_values import Fields, Problems, Raw
from planner.schedule.project_file import (
    ImportedAssignment,
    ImportedCalendar,
    ImportedPlan,
    ImportedResource,
    ImportedTask,
    Reading,
)
from planner.schedule.task_rows import task_of
from planner.schedule.xml_importing import FileRefusedError, ProjectStream, as_json

_SIGNATURES = {
    b"PK\x03\x04": "a ZIP archive or an Office document",
    b"\xd0\xcf\x11\xe0": "a Microsoft Project file of its own format (.mpp)",
    b"\x1f\x8b": "a compressed file",
    b"%PDF": "a PDF document",
    b"MPX": "a Microsoft Project exchange file (.mpx)",
}


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
            return
        fields = Fields(raw, self.problems, task=kind.lower())
        if kind == "Calendar":
            self.calendars.append(_calendar(fields, raw))
        elif kind == "Resource":
            self.resources.append(ImportedResource(fields.whole("UID") or 0, fields.text("Name"), as_json(raw)))
        else:
            task, resource = fields.whole("TaskUID"), fields.whole("ResourceUID")
            self.assignments.append(ImportedAssignment(task or 0, -1 if resource is None else resource, as_json(raw)))

    def _take_task(self, raw: Raw) -> None:
        self.rows += 1
        task = task_of(raw, self.rows, self.problems)
        if task is not None:
            self.tasks.append(task)
        elif not self.problems.refused:
            self.blank_rows += 1


def _calendar(fields: Fields, raw: Raw) -> ImportedCalendar:
    base = fields.whole("BaseCalendarUID")
    exceptions = sum(len(Fields(group, fields.problems).records("Exception")) for group in fields.records("Exceptions"))
    return ImportedCalendar(
        fields.whole("UID") or 0, fields.text("Name"), None if base is None or base < 0 else base, exceptions, as_json(raw)
    )


def read_plan(source: BinaryIO) -> Reading:
    """Read an open file. The reading has a plan exactly when nothing refuses it; problems are named by row."""
    collector = _Collector()
    stream = ProjectStream(collector.take)
    try:
        _check_signature(source)
        stream.read(source)
    except FileRefusedError as refusal:
        collector.problems.refuse(refusal.what, refusal.remedy)
        return _reading(None, collector.problems)
    tasks = checked(tuple(collector.tasks), collector.problems)
    if not tasks and not collector.problems.refused:
        collector.problems.refuse("There are no tasks in the file.", "Check that the right plan was saved.")
    plan = None if collector.problems.refused else _plan(stream.header, tasks, collector)
    return _reading(plan, collector.problems)


def read_plan_file(path: Path) -> Reading:
    """Read a file of the disk; one that cannot be opened is a refusal like any other."""
    try:
        with path.open("rb") as source:
            return read_plan(source)
    except OSError as error:
        problems = Problems()
        problems.refuse(f"The file cannot be opened: {error.strerror}.", "Check its name and place.")
        return _reading(None, problems)


def read_plan_bytes(content: bytes) -> Reading:
    """Read an uploaded file that is already in memory."""
    return read_plan(io.BytesIO(content))


def _check_signature(source: BinaryIO) -> None:
    start = source.read(4)
    source.seek(0)
    if not start:
        raise FileRefusedError("The file is empty.")
    kind = next((words for mark, words in _SIGNATURES.items() if start.startswith(mark)), None)
    if kind is not None:
        raise FileRefusedError(f"The file is {kind}.", "In Microsoft Project choose File, Save As, and the type XML Format (*.xml).")


def _reading(plan: ImportedPlan | None, problems: Problems) -> Reading:
    ordered = sorted(problems.kept, key=lambda problem: (problem.severity, problem.row or 0))
    return Reading(plan, tuple(ordered), problems.count)


def _plan(header: Raw, tasks: tuple[ImportedTask, ...], collector: _Collector) -> ImportedPlan:
    fields = Fields(header, collector.problems, task="project")
    minutes = fields.whole("MinutesPerDay")
    calendar = fields.whole("CalendarUID")
    return ImportedPlan(
        name=fields.text("Title") or fields.text("Name"),
        start=fields.instant("StartDate"),
        finish=fields.instant("FinishDate"),
        minutes_per_day=minutes if minutes and 0 < minutes <= 1440 else 480,
        calendar_uid=None if calendar is None or calendar < 0 else calendar,
        tasks=tasks,
        calendars=tuple(collector.calendars),
        resources=tuple(collector.resources),
        assignments=tuple(collector.assignments),
        blank_rows=collector.blank_rows,
    )
