"""What a newer file would change in the plan in use: row by row, what was and what would be.

Rows are known again by their number. Computed values (slack, early and late dates) are no differences: they follow.
So do the dates of a row for which the file names none.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from planner.schedule.notation import Length, write_length, write_links
from planner.schedule.plan_sheet import CONSTRAINT_WORDS
from planner.schedule.project_file import Constraint, ImportedPlan, ImportedTask
from planner.schedule.task_rows import NO_NAME

SECOND = timedelta(seconds=1)


class Group(StrEnum):
    """What kind of difference a row shows; a row may show several."""

    NEW = "new"
    GONE = "gone"
    DATES = "dates"
    DURATION = "duration"
    NAME = "name"
    LINKS = "links"
    PROGRESS = "progress"
    CONSTRAINT = "constraint"
    OTHER = "other"


GROUP_WORDS = {
    Group.NEW: "New",
    Group.GONE: "Gone",
    Group.DATES: "Other dates",
    Group.DURATION: "Other duration",
    Group.NAME: "Other name",
    Group.LINKS: "Other links",
    Group.PROGRESS: "Other progress",
    Group.CONSTRAINT: "Other constraint",
    Group.OTHER: "Other details",
}


@dataclass(frozen=True, slots=True)
class Change:
    """One value of a row: what it is called, what it was, and what it would be; empty texts mean nothing."""

    group: Group
    label: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class RowDifference:
    """A row that the file has otherwise: new, gone, or changed in the values named."""

    uid: int
    name: str
    level: int
    groups: frozenset[Group]
    changes: tuple[Change, ...] = ()


@dataclass(frozen=True, slots=True)
class Differences:
    """All rows that differ, in the order of the file with gone rows where they stood, and how many do not."""

    rows: tuple[RowDifference, ...]
    same: int
    reordered: bool

    def count(self, group: Group) -> int:
        """How many rows show a kind of difference."""
        return sum(group in row.groups for row in self.rows)

    def of(self, group: Group | None) -> tuple[RowDifference, ...]:
        """The rows of one kind, or all."""
        return self.rows if group is None else tuple(row for row in self.rows if group in row.groups)


Given = Mapping[int, Mapping[str, Any]]
"""What a table says of a row beyond a project file (owner, phase, wave, estimates), in words by its label."""


def differences(before: ImportedPlan, after: ImportedPlan, was: Given, given: Given) -> Differences:
    """Compare the plan in use with a file. `was` and `given` hold owners and the like; only what is given counts."""
    old = {task.uid: task for task in before.tasks}
    kept = {task.uid for task in after.tasks}
    found: dict[int, RowDifference] = {}
    for task in after.tasks:
        if task.uid not in old:
            found[task.uid] = RowDifference(task.uid, task.name or NO_NAME, task.outline_level, frozenset({Group.NEW}))
            continue
        changes = (
            *_changes(old[task.uid], task, before.minutes_per_day),
            *_given_changes(was.get(task.uid, {}), given.get(task.uid, {})),
        )
        if changes:
            groups = frozenset(change.group for change in changes)
            found[task.uid] = RowDifference(task.uid, task.name or NO_NAME, task.outline_level, groups, changes)
    for task in before.tasks:
        if task.uid not in kept:
            found[task.uid] = RowDifference(task.uid, task.name or NO_NAME, task.outline_level, frozenset({Group.GONE}))
    order = merged_order([task.uid for task in before.tasks], [task.uid for task in after.tasks])
    shared = [task.uid for task in before.tasks if task.uid in kept]
    reordered = shared != [task.uid for task in after.tasks if task.uid in old]
    return Differences(tuple(found[uid] for uid in order if uid in found), len(order) - len(found), reordered)


def merged_order(before: Sequence[int], after: Sequence[int]) -> list[int]:
    """All rows of both: the order of the file, and each row that is gone behind the row it stood behind.

    >>> merged_order([1, 2, 3], [3, 4, 1])
    [3, 4, 1, 2]
    """
    stays = set(after)
    behind: dict[int | None, list[int]] = {}
    last: int | None = None
    for uid in before:
        if uid in stays:
            last = uid
        else:
            behind.setdefault(last, []).append(uid)
    order = list(behind.get(None, []))
    for uid in after:
        order += [uid, *behind.get(uid, [])]
    return order


def _changes(old: ImportedTask, new: ImportedTask, day: int) -> list[Change]:
    found = []
    for group, label, say in _SAID:
        before, after = say(old, day), say(new, day)
        if before != after and not _left_to_compute(new, group):
            found.append(Change(group, label, before, after))
    return found


def _left_to_compute(task: ImportedTask, group: Group) -> bool:
    """Whether a file names no dates of a row, so that the plan's own, and a summary's length, stand."""
    undated = task.start is None and task.finish is None and not task.manual
    return undated and (group is Group.DATES or (group is Group.DURATION and task.summary))


def _given_changes(was: Mapping[str, Any], given: Mapping[str, Any]) -> list[Change]:
    pairs = ((label, _plain(was.get(label)), _plain(value)) for label, value in given.items())
    return [Change(Group.OTHER, label, old, new) for label, old, new in pairs if old != new]


def _plain(value: object) -> str:
    return "" if value is None else str(value)


def _moment(value: datetime | None) -> str:
    return "" if value is None else f"{value:%Y-%m-%d %H:%M}"


def _length(task: ImportedTask, day: int) -> str:
    if task.duration is None:
        return ""
    whole = timedelta(seconds=task.duration // SECOND)
    return write_length(Length(whole, task.elapsed, task.estimated), day)


def _links(task: ImportedTask, day: int) -> str:
    return write_links(sorted(task.links, key=lambda link: link.predecessor_uid), day)


def _constraint(task: ImportedTask, _day: int) -> str:
    if task.constraint is Constraint.AS_SOON_AS_POSSIBLE:
        return ""
    return f"{CONSTRAINT_WORDS[task.constraint]} {_moment(task.constraint_date)}".strip()


def _baselines(task: ImportedTask, _day: int) -> str:
    return "; ".join(f"{each.number}: {_moment(each.start)} to {_moment(each.finish)}" for each in task.baselines)


_SAID = (
    (Group.NAME, "Name", lambda task, _: task.name or NO_NAME),
    (Group.DATES, "Start", lambda task, _: _moment(task.start)),
    (Group.DATES, "Finish", lambda task, _: _moment(task.finish)),
    (Group.DURATION, "Duration", _length),
    (Group.LINKS, "Waits for", _links),
    (Group.PROGRESS, "Progress", lambda task, _: f"{task.percent} %"),
    (Group.PROGRESS, "Actual start", lambda task, _: _moment(task.actual_start)),
    (Group.PROGRESS, "Actual finish", lambda task, _: _moment(task.actual_finish)),
    (Group.CONSTRAINT, "Constraint", _constraint),
    (Group.CONSTRAINT, "Deadline", lambda task, _: _moment(task.deadline)),
    (Group.OTHER, "Outline level", lambda task, _: str(task.outline_level)),
    (Group.OTHER, "Milestone", lambda task, _: "yes" if task.milestone else "no"),
    (Group.OTHER, "Scheduled", lambda task, _: "by hand" if task.manual else "automatically"),
    (Group.OTHER, "Active", lambda task, _: "yes" if task.active else "no"),
    (Group.OTHER, "Note", lambda task, _: task.note),
    (Group.OTHER, "WBS", lambda task, _: task.wbs),
    (Group.OTHER, "Calendar", lambda task, _: "" if task.calendar_uid is None else str(task.calendar_uid)),
    (Group.OTHER, "Baseline", _baselines),
)
"""Each value of a row that counts as a difference: its kind, what it is called, and how it is said."""
