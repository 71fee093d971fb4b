"""What sessions of courses take of trainers, which units they hit week by week, and how calendars show them.

The plan knows no sessions: the area that keeps them is put on these lists once, in app.py.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from planner.access.models import User
from planner.rollouts.models import Rollout
from planner.schedule.calendar_feed import Entry
from planner.schedule.capacity import Cell


@dataclass(frozen=True, slots=True)
class TrainerRow:
    """A trainer's weeks: hours of sessions (`need`) against the hours there are for giving them (`promised`)."""

    trainer_id: int
    user_id: int | None
    name: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Lesson:
    """A course given in the week that begins on a Monday; for one unit, for one wave, or for everybody."""

    week: date
    name: str
    unit_id: int | None = None
    wave: int | None = None

    def hits(self, unit_id: int, wave: int | None) -> bool:
        """Whether it is for people of a unit, which goes live with a wave.

        >>> Lesson(date(2026, 3, 2), "Basics", wave=2).hits(7, 2)
        True
        """
        return self.unit_id == unit_id if self.unit_id is not None else self.wave in {None, wave}


TrainerSource = Callable[[Rollout, Sequence[date]], Iterable[TrainerRow]]
LessonSource = Callable[[Rollout, Sequence[date]], Iterable[Lesson]]
trainer_sources: list[TrainerSource] = []
"""Each gives the trainers of a rollout with their hours in some weeks, named by their Mondays."""
lesson_sources: list[LessonSource] = []
"""Each gives the courses that are given in some weeks."""
EntrySource = Callable[[Rollout, User, datetime, str], Iterable[Entry]]
entry_sources: list[EntrySource] = []
"""Each gives the sessions somebody may see in a calendar, as of a moment; the last value is the rollout's address."""


def trainer_rows(rollout: Rollout, weeks: Sequence[date]) -> list[TrainerRow]:
    """All trainers with their weeks, by name."""
    found = [row for source in trainer_sources for row in source(rollout, weeks)]
    return sorted(found, key=lambda row: (row.name.casefold(), row.trainer_id))


def lessons(rollout: Rollout, weeks: Sequence[date]) -> list[Lesson]:
    """All courses given in these weeks, each of them once a week for whom it is."""
    return sorted(
        {each for source in lesson_sources for each in source(rollout, weeks)}, key=lambda e: (e.week, e.name)
    )


def over_hours(rows: Sequence[TrainerRow]) -> list[tuple[TrainerRow, Cell]]:
    """Which trainer gives more than there are hours for in which week, the earliest and then the most first."""
    found = [(row, cell) for row in rows for cell in row.cells if cell.over]
    return sorted(found, key=lambda each: (each[1].week, -each[1].over, each[0].trainer_id))
