"""What a newer project file would change, counted and with the first rows of each kind named."""

from collections.abc import Sequence
from dataclasses import dataclass

from planner.schedule.project_file import ImportedTask
from planner.schedule.states import TaskFacts
from planner.schedule.task_rows import NO_NAME

NAMED = 10


@dataclass(frozen=True, slots=True)
class Change:
    """Rows of one kind of change: how many, and the names of the first ten."""

    number: int
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Differences:
    """What is new, gone, moved to other dates, renamed, and how many rows stay as they are."""

    new: Change
    gone: Change
    moved: Change
    renamed: Change
    same: int


def differences(before: Sequence[TaskFacts], after: Sequence[ImportedTask]) -> Differences:
    """Compare the plan in use with a file, row by row by their number (UID)."""
    old = {row.uid: row for row in before}
    kept = {task.uid for task in after}
    new = [_name(task) for task in after if task.uid not in old]
    gone = [row.name for row in before if row.uid not in kept]
    pairs = [(old[task.uid], task) for task in after if task.uid in old]
    moved = [_name(task) for row, task in pairs if (row.start, row.finish) != (task.start, task.finish)]
    renamed = [_name(task) for row, task in pairs if row.name != _name(task)]
    same = sum(row.name == _name(task) and (row.start, row.finish) == (task.start, task.finish) for row, task in pairs)
    return Differences(_change(new), _change(gone), _change(moved), _change(renamed), same)


def _name(task: ImportedTask) -> str:
    return task.name or NO_NAME


def _change(names: Sequence[str]) -> Change:
    return Change(len(names), tuple(names[:NAMED]))
