"""What a page of the plan shows: the rows a filter asks for, with the summaries they stand under, a page at a time."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from planner.basics.lights import Light
from planner.schedule.outline import ancestors, parents, part_level, sections
from planner.schedule.states import LIGHTS, WORDS, Kind, TaskFacts, TaskState, state_of

PAGE = 100
PICTURE_PAGE = 2_000
"""Rows of the picture on one page: as many as a browser draws without effort."""


class Show(StrEnum):
    """Which rows are wanted."""

    ALL = "all"
    OPEN = "open"
    LATE = "late"
    UNOWNED = "unowned"
    UNDATED = "undated"
    CRITICAL = "critical"
    MILESTONES = "milestones"


SHOW_WORDS = {
    Show.ALL: "everything",
    Show.OPEN: "what is not done",
    Show.LATE: "what is late",
    Show.UNOWNED: "what has no owner",
    Show.UNDATED: "what has no date",
    Show.CRITICAL: "what decides the end date",
    Show.MILESTONES: "milestones",
}


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody wants to see of the plan. `part` is a phase, or the position of a row of the first level."""

    show: Show = Show.ALL
    part: str = ""
    wave: int | None = None
    owner_id: int | None = None

    @property
    def everything(self) -> bool:
        """Whether nothing is filtered away."""
        return self == Wanted()


@dataclass(frozen=True, slots=True)
class Line:
    """One row as the page shows it."""

    task: TaskFacts
    state: TaskState
    depth: int
    context: bool = False

    @property
    def light(self) -> Light:
        """The light of the row's state."""
        return LIGHTS[self.state]

    @property
    def word(self) -> str:
        """The state in words."""
        return WORDS[self.state]

    @property
    def summary(self) -> bool:
        """Whether other rows stand under this one."""
        return self.task.kind is Kind.SUMMARY

    @property
    def milestone(self) -> bool:
        """Whether the row is a milestone."""
        return self.task.kind is Kind.MILESTONE

    @property
    def late(self) -> bool:
        """Whether the row is late."""
        return self.state is TaskState.LATE


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the plan that can be chosen: a phase, or a row of the first level."""

    key: str
    name: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """One page of the plan's table."""

    lines: tuple[Line, ...]
    page: int
    pages: int
    first: int
    last: int
    total: int
    matches: int


def parts_of(rows: Sequence[TaskFacts]) -> tuple[Part, ...]:
    """The parts a reader can choose from: the rows that cut the plan and have others under them, by their place."""
    levels = [row.outline_level for row in rows]
    heads, cut = Counter(sections(levels)), part_level(levels)
    chosen = sorted(head for head, members in heads.items() if members > 1 and levels[head] >= cut)
    return tuple(Part(str(rows[head].position), rows[head].name) for head in chosen)


def part_named(rows: Sequence[TaskFacts], phase_ref: str) -> Part | None:
    """A whole phase, which may stand in several waves, as a choice of its own; None where the plan has none of it."""
    first = next((row for row in rows if phase_ref and row.phase_ref == phase_ref), None)
    if first is None:
        return None
    name = first.name.rpartition(" – ")[0] if first.wave and " – " in first.name else first.name
    return Part(phase_ref, f"Phase: {name}")


def lines_of(rows: Sequence[TaskFacts], wanted: Wanted, today: date) -> tuple[tuple[Line, ...], int]:
    """The lines a filter asks for, with the summaries above them as context, and how many rows were meant."""
    heads = sections([row.outline_level for row in rows])
    least = min((row.outline_level for row in rows), default=0)
    states = [state_of(row, today) for row in rows]
    meant = [
        position for position, row in enumerate(rows) if _meant(row, states[position], wanted, rows[heads[position]])
    ]
    parent_of = parents(row.outline_level for row in rows)
    above = {other for position in meant for other in ancestors(position, parent_of)}
    shown = sorted(above.union(meant))
    wholly = set(meant)
    lines = tuple(
        Line(rows[position], states[position], min(rows[position].outline_level - least, 6), position not in wholly)
        for position in shown
    )
    return lines, len(meant)


def _meant(row: TaskFacts, state: TaskState, wanted: Wanted, head: TaskFacts) -> bool:
    if wanted.part and wanted.part not in {str(head.position), row.phase_ref}:
        return False
    if wanted.wave is not None and row.wave != wanted.wave:
        return False
    if wanted.owner_id is not None and row.owner_id != wanted.owner_id:
        return False
    if wanted.show is Show.ALL:
        return wanted.owner_id is None or row.kind is not Kind.SUMMARY
    return row.kind is not Kind.SUMMARY and _shown(row, state, wanted.show)


def _shown(row: TaskFacts, state: TaskState, show: Show) -> bool:
    if show is Show.OPEN:
        return state is not TaskState.DONE
    if show is Show.LATE:
        return state in {TaskState.LATE, TaskState.LATE_START}
    if show is Show.UNOWNED:
        return row.unowned
    if show is Show.UNDATED:
        return state is TaskState.UNDATED
    if show is Show.CRITICAL:
        return bool(row.critical)
    return row.kind is Kind.MILESTONE


def sheet_of(lines: Sequence[Line], matches: int, page: int, size: int = PAGE) -> Sheet:
    """One page of lines; a page that is not there becomes the nearest one that is."""
    pages = max(1, -(-len(lines) // size))
    page = min(max(page, 1), pages)
    first = (page - 1) * size
    cut = tuple(lines[first : first + size])
    return Sheet(cut, page, pages, first + 1 if cut else 0, first + len(cut), len(lines), matches)
