"""The values of a comparison: what whoever imports said, and what would become of each person of a list."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from planner.people.staff import StaffView
from planner.people.staff_columns import Column
from planner.people.staff_file import FileRow, RowProblem


@dataclass(frozen=True, slots=True)
class Options:
    """What whoever imports says about the file.

    `complete_on` is the last day of those whom a full list no longer names; None where the list is only a part.
    """

    today: date
    complete_on: date | None = None
    make_units: bool = False


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing about a person that the file says otherwise, in words."""

    column: Column
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Change:
    """A person as the file has it; `known` is the entry there is, None for somebody new.

    `manager` is an entry's number, or the negative row of somebody new; it counts only where the file has managers.
    """

    row: FileRow
    known: StaffView | None
    unit_id: int | None
    manager: int | None
    differences: tuple[Difference, ...] = ()
    back_on: date | None = None


@dataclass(frozen=True, slots=True)
class Comparison:
    """A file against the staff list."""

    added: tuple[Change, ...] = ()
    changed: tuple[Change, ...] = ()
    back: tuple[Change, ...] = ()
    leaving: tuple[StaffView, ...] = ()
    same: int = 0
    new_units: tuple[str, ...] = ()
    problems: tuple[RowProblem, ...] = ()
    said: frozenset[Column] = field(default_factory=frozenset)

    @property
    def total(self) -> int:
        """How many people would be touched."""
        return len(self.added) + len(self.changed) + len(self.back) + len(self.leaving)

    @property
    def sentence(self) -> str:
        """What it does, in one sentence."""
        parts = [
            (len(self.added), "added"),
            (len(self.changed), "changed"),
            (len(self.back), "back"),
            (len(self.leaving), "left"),
        ]
        told = [f"{number} {word}" for number, word in parts if number]
        return f"{', '.join(told)}; {self.same} as they were." if told else "The list says nothing new."


def key(change: Change) -> int:
    """How a person is told apart while comparing: the entry's number, or the negative row of somebody new."""
    return change.known.id if change.known else -change.row.row


def by_levels(changes: Sequence[Change]) -> list[list[Change]]:
    """New people in the order in which they can be stored: whoever leads comes before whoever is led."""
    waiting = {key(change): change for change in changes}
    levels: list[list[Change]] = []
    while waiting:
        ready = [change for change in waiting.values() if change.manager not in waiting]
        levels.append(ready)
        for change in ready:
            del waiting[key(change)]
    return levels
