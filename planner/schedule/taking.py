"""Takes part of a newer file into a plan: the rows somebody chose as the file has them, all others as they are."""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TypeVar

from planner.schedule.file_checks import checked
from planner.schedule.file_values import Problems
from planner.schedule.outline import ancestors, parents
from planner.schedule.plan_differences import merged_order
from planner.schedule.project_file import ImportedPlan, ImportedTask, Reading

Record = TypeVar("Record")


@dataclass(frozen=True, slots=True)
class Taken:
    """The mixed plan as a reading, and the rows that stayed as they were in the plan in use."""

    reading: Reading
    kept: frozenset[int]


def take_part(before: ImportedPlan, after: ImportedPlan, chosen: AbstractSet[int]) -> Taken:
    """Mix two plans. A chosen row that is gone in the file goes; links to rows that are not there are left out, told.

    The reading is refused when the mix makes a circle of waiting. Summaries follow the rows under them.
    """
    old = {task.uid: task for task in before.tasks}
    new = {task.uid: task for task in after.tasks}
    rows = []
    for uid in merged_order(list(old), list(new)):
        row = new.get(uid) if uid in chosen else old.get(uid)
        if row is not None:
            rows.append(row)
    problems = Problems()
    numbered = tuple(replace(task, row=number) for number, task in enumerate(rows, start=_first(rows)))
    tasks = checked(numbered, problems)
    kept = frozenset(task.uid for task in tasks if task.uid not in chosen)
    work = [each for each in after.assignments if each.task_uid not in kept]
    work += [each for each in before.assignments if each.task_uid in kept]
    start, finish = span_of(tasks)
    plan = replace(
        after,
        tasks=_followed(tasks),
        calendars=_together(after.calendars, before.calendars),
        resources=_together(after.resources, before.resources),
        assignments=tuple(work),
        start=start,
        finish=finish,
        status_date=before.status_date,
        reschedules=before.reschedules,
    )
    ordered = sorted(problems.kept, key=lambda problem: (problem.severity, problem.row or 0))
    return Taken(Reading(None if problems.refused else plan, tuple(ordered), problems.count), kept)


def span_of(tasks: tuple[ImportedTask, ...]) -> tuple[datetime | None, datetime | None]:
    """When the first of some rows starts and the last finishes; None where no row has a date."""
    starts, finishes = (task.start for task in tasks), (task.finish for task in tasks)
    return min((day for day in starts if day), default=None), max((day for day in finishes if day), default=None)


def _first(rows: list[ImportedTask]) -> int:
    return 0 if rows and rows[0].uid == 0 and rows[0].outline_level == 0 else 1


def _together(first: tuple[Record, ...], second: tuple[Record, ...]) -> tuple[Record, ...]:
    known = {getattr(each, "uid", None) for each in first}
    return (*first, *(each for each in second if getattr(each, "uid", None) not in known))


def _followed(tasks: tuple[ImportedTask, ...]) -> tuple[ImportedTask, ...]:
    """Summaries span what stands under them now, unless dated by hand; slack is left to be computed."""
    spans: dict[int, tuple[datetime | None, datetime | None]] = {}
    parent_of = parents(task.outline_level for task in tasks)
    for position, task in enumerate(tasks):
        for above in () if task.summary else ancestors(position, parent_of):
            start, finish = spans.get(above, (None, None))
            spans[above] = (
                min((day for day in (start, task.start) if day), default=None),
                max((day for day in (finish, task.finish) if day), default=None),
            )
    return tuple(
        _bare(task, spans.get(position) if task.summary and not task.manual else None)
        for position, task in enumerate(tasks)
    )


def _bare(task: ImportedTask, span: tuple[datetime | None, datetime | None] | None) -> ImportedTask:
    start, finish = span or (task.start, task.finish)
    return replace(
        task, start=start, finish=finish, early_start=None, early_finish=None, late_start=None, late_finish=None,
        total_slack=None, free_slack=None, critical=None,
    )  # fmt: skip
