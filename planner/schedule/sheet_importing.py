"""Reads a plan from a CSV file or a workbook; every cell that does not fit is told with its row and column.

Rows are matched with the plan in use by their id; what the table has no column for stays as it is there. A table is
taken as a whole or refused as a whole.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, BinaryIO

from planner.basics.table_importing import Cell, read_table
from planner.basics.workbook_checks import TableRefusedError
from planner.schedule.file_checks import checked
from planner.schedule.file_values import Problems
from planner.schedule.notation import Length, NotationError
from planner.schedule.plan_sheet import COLUMNS
from planner.schedule.project_file import ImportedPlan, ImportedTask, Reading
from planner.schedule.sheet_values import READERS, words
from planner.schedule.states import Kind
from planner.schedule.taking import span_of

ALIASES = {
    "unique id": "uid", "nr": "uid", "no": "uid", "level": "outline_level", "task": "name", "task name": "name",
    "milestone or task": "kind", "start date": "start", "begin": "start", "end": "finish", "end date": "finish",
    "finish date": "finish", "predecessor": "links", "depends on": "links", "% complete": "percent",
    "percent": "percent", "progress": "percent", "owner": "owner", "e-mail": "owner", "notes": "note",
    "constraint type": "constraint", "task mode": "manual",
}  # fmt: skip
"""Other names under which tables of other programs give the same."""
KEYS = {header.casefold(): key for key, header in COLUMNS.items()} | ALIASES
GIVEN = ("owner", "phase", "wave", "optimistic", "likely", "pessimistic")
MOVING = ("start", "finish", "duration", "percent", "constraint", "constraint_date", "links", "active", "manual")
REMEDY = "Correct the cell and choose the file again."
Row = tuple[int, dict[str, Any]]
"""The number of a row in the file, and its cells by our names."""


@dataclass(frozen=True, slots=True)
class SheetReading:
    """What came of a table: the plan, and what the table says of owners, phases, waves and estimates by row id."""

    reading: Reading
    given: Mapping[int, Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Known:
    """What cells are checked against: the plan in use, who takes part, and the phases by their names and references."""

    before: ImportedPlan | None
    owners: frozenset[str]
    phases: Mapping[str, str]


def read_sheet(source: BinaryIO, known: Known | None = None) -> SheetReading:
    """Read a table as a plan; values that it has no column for are kept from the plan in use."""
    problems = Problems()
    before = known.before if known else None
    try:
        cells = read_table(source)
    except TableRefusedError as refusal:
        problems.refuse(refusal.what, refusal.remedy)
        return SheetReading(_reading(None, problems), {})
    columns = _columns(cells[0] if cells else [], problems)
    rows = [] if problems.refused else _rows(cells, columns, before.minutes_per_day if before else 480, problems)
    if not rows and not problems.refused:
        problems.refuse("There are no tasks in the table.", "Give each task a row of its own under the header.")
    _number(rows, before, problems)
    if known is not None:
        _check_given(rows, known, problems)
    tasks = () if problems.refused else _checked(rows, before, problems)
    plan = None if problems.refused else _plan(tasks, before)
    given = {values["uid"]: {key: values[key] for key in GIVEN if key in values} for _, values in rows}
    return SheetReading(_reading(plan, problems), given)


def _reading(plan: ImportedPlan | None, problems: Problems) -> Reading:
    ordered = sorted(problems.kept, key=lambda problem: (problem.severity, problem.row or 0))
    return Reading(plan, tuple(ordered), problems.count)


def _columns(header: Sequence[Cell], problems: Problems) -> dict[int, str]:
    """Which column says what; unknown ones are told and passed over."""
    found: dict[int, str] = {}
    for position, cell in enumerate(header):
        name = words(cell).strip()
        key = KEYS.get(name.casefold())
        if key is None:
            if name:
                problems.warn(f"The column {name[:40]} is not read.", "", 1)
        elif key in found.values():
            problems.refuse(f"Two columns say the same: {COLUMNS[key]}.", "Remove one of them.", 1)
        else:
            found[position] = key
    if "name" not in found.values():
        problems.refuse(
            "There is no column with the names of the tasks.",
            f"The first row must name the columns: {COLUMNS['name']}.",
        )
    return found


def _rows(
    cells: Sequence[Sequence[Cell]], columns: Mapping[int, str], minutes_per_day: int, problems: Problems
) -> list[Row]:
    rows = []
    for number, row in enumerate(cells[1:], start=2):
        if all(cell in {None, ""} for cell in row):
            continue
        values: dict[str, Any] = {}
        for position, key in columns.items():
            try:
                values[key] = READERS[key](row[position] if position < len(row) else None, minutes_per_day)
            except NotationError as error:
                problems.refuse(f"{error}.", REMEDY, number, f"column {COLUMNS[key]}")
        rows.append((number, values))
    return rows


def _number(rows: Sequence[Row], before: ImportedPlan | None, problems: Problems) -> None:
    """Give rows without an id the next free ones, and refuse an id that is there twice."""
    seen: dict[int, int] = {}
    used = [task.uid for task in before.tasks] if before else []
    highest = max([0, *used, *(values.get("uid") or 0 for _, values in rows)])
    for number, values in rows:
        if values.get("uid") is None:
            highest += 1
            values["uid"] = highest
        first = seen.setdefault(values["uid"], number)
        if first != number:
            what = f"The id {values['uid']} is in row {first} already."
            problems.refuse(what, REMEDY, number, f"column {COLUMNS['uid']}")
    for number, values in rows:
        for link in values.get("links", ()):
            if link.predecessor_uid not in seen:
                what = f"The task waits for {link.predecessor_uid}, which no row has as its id."
                problems.refuse(what, REMEDY, number, f"column {COLUMNS['links']}")


def _check_given(rows: Sequence[Row], known: Known, problems: Problems) -> None:
    """Owners must take part in the rollout, phases must be those of its playbook."""
    for number, values in rows:
        owner, phase = values.get("owner", ""), values.get("phase", "").strip()
        if owner and owner.casefold() not in known.owners:
            what = f"Nobody with the address {owner[:80]} takes part in this rollout."
            problems.refuse(what, REMEDY, number, f"column {COLUMNS['owner']}")
        if phase and phase.casefold() not in known.phases:
            what = f"“{phase[:40]}” is no phase of this rollout."
            problems.refuse(what, REMEDY, number, f"column {COLUMNS['phase']}")
        elif phase:
            values["phase"] = known.phases[phase.casefold()]


def _checked(rows: Sequence[Row], before: ImportedPlan | None, problems: Problems) -> tuple[ImportedTask, ...]:
    old = {task.uid: task for task in before.tasks} if before else {}
    return checked(tuple(_task(number, values, old.get(values["uid"]), problems) for number, values in rows), problems)


def _task(number: int, values: Mapping[str, Any], old: ImportedTask | None, problems: Problems) -> ImportedTask:
    base = old or ImportedTask(row=number, uid=values["uid"], name="", outline_level=1)
    taken = {key: value for key, value in values.items() if key not in {*GIVEN, "kind", "duration"}}
    taken["outline_level"] = _level(values, base)
    taken["percent"] = values.get("percent", base.percent) or 0
    if "duration" in values:
        length: Length | None = values["duration"]
        taken["duration"] = length.time if length else None
        taken["elapsed"], taken["estimated"] = bool(length and length.elapsed), bool(length and length.estimated)
    task = replace(base, **{**taken, "row": number})
    task = replace(task, milestone=_is_milestone(values.get("kind"), task, old))
    if task.constraint.needs_date and task.constraint_date is None:
        what = f"“{task.constraint.replace('-', ' ')}” needs a date."
        problems.refuse(what, REMEDY, number, f"column {COLUMNS['constraint_date']}")
    return task if task.constraint.needs_date else replace(task, constraint_date=None)


def _level(values: Mapping[str, Any], base: ImportedTask) -> int:
    """The outline level; without a column for it, as deep as the WBS code (1.2.3 is the third level)."""
    if "outline_level" in values:
        level: int | None = values["outline_level"]
        return 1 if level is None else level
    code = values.get("wbs", "")
    parts = code.rstrip(".").split(".")
    return len(parts) if code and all(part.isalnum() for part in parts) else base.outline_level


def _is_milestone(kind: Kind | None, task: ImportedTask, old: ImportedTask | None) -> bool:
    if kind is Kind.SUMMARY and old is not None:
        return old.milestone
    if kind is not None:
        return kind is Kind.MILESTONE
    return old.milestone if old is not None else task.duration is not None and not task.duration


def _plan(tasks: tuple[ImportedTask, ...], before: ImportedPlan | None) -> ImportedPlan:
    """The plan around the rows: calendars, people and title of the plan in use."""
    start = 0 if tasks[0].uid == 0 and tasks[0].outline_level == 0 else 1
    numbered = tuple(replace(task, row=row) for row, task in enumerate(tasks, start=start))
    if before is None:
        return ImportedPlan("", *span_of(numbered), 480, None, numbered)
    if [task.uid for task in tasks] == [task.uid for task in before.tasks]:
        numbered = tuple(replace(task, row=old.row) for task, old in zip(tasks, before.tasks, strict=True))
    old_tasks = {task.uid: task for task in before.tasks}
    if any(_moved(task, old_tasks.get(task.uid)) for task in numbered):
        numbered = tuple(replace(task, critical=None, total_slack=None) for task in numbered)
    kept = {task.uid for task in numbered}
    work = tuple(each for each in before.assignments if each.task_uid in kept)
    begins, ends = span_of(numbered)
    return replace(before, tasks=numbered, assignments=work, start=begins, finish=ends, blank_rows=0)


def _moved(task: ImportedTask, old: ImportedTask | None) -> bool:
    return old is None or any(getattr(task, name) != getattr(old, name) for name in MOVING)
