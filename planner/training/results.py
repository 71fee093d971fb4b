"""Results of courses: what passes, how long it stays fresh, and where each person stands with each course."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum

from planner.playbook.words import CourseMoment

EXPIRING_DAYS = 30
"""So many days ahead a course that runs out is called expiring."""
EVERYONE = "everyone"


class Source(StrEnum):
    """Where a result comes from."""

    ATTENDANCE = "attendance"
    HAND = "hand"
    TABLE = "table"
    MOODLE = "moodle"
    XAPI = "xapi"


SOURCE_WORDS = {
    Source.ATTENDANCE: "attendance", Source.HAND: "entered by hand", Source.TABLE: "imported table",
    Source.MOODLE: "Moodle report", Source.XAPI: "xAPI statement",
}  # fmt: skip


class Stand(StrEnum):
    """Where somebody stands with a course, or with all of them."""

    CURRENT = "current"
    EXPIRING = "expiring"
    EXPIRED = "expired"
    NOT_TRAINED = "not-trained"
    NOT_REQUIRED = "not-required"


STAND_WORDS = {
    Stand.CURRENT: "current", Stand.EXPIRING: "expiring", Stand.EXPIRED: "expired", Stand.NOT_TRAINED: "not trained",
    Stand.NOT_REQUIRED: "not required",
}  # fmt: skip
TRAINED = frozenset({Stand.CURRENT, Stand.EXPIRING})


@dataclass(frozen=True, slots=True)
class Asked:
    """What the rules must know of a course: of which roles it is asked, by when, and how long it stays fresh."""

    course_id: int
    roles: frozenset[str]
    shelf_life_days: int
    moment: CourseMoment = CourseMoment.GO_LIVE


@dataclass(frozen=True, slots=True)
class Cell:
    """One person and one course."""

    course_id: int
    asked: bool
    passed_on: date | None
    fresh_until: date | None


@dataclass(frozen=True, slots=True)
class Standing:
    """One person over all courses asked: trained while none is missing and all are fresh."""

    asked: int
    missing: int
    fresh_until: date | None

    def stand(self, day: date) -> Stand:
        """Where the person stands on a day."""
        if self.asked == 0:
            return Stand.NOT_REQUIRED
        return stand_of(None if self.missing else self.fresh_until, day)

    def trained(self, day: date) -> bool | None:
        """Whether every required course is passed and not expired; None where nothing is required."""
        return None if self.asked == 0 else self.stand(day) in TRAINED


def fresh_until(passed_on: date, shelf_life_days: int) -> date:
    """The last day on which what was learned counts: the day it was passed and so many days on.

    >>> fresh_until(date(2026, 3, 2), 42)
    datetime.date(2026, 4, 13)
    """
    return passed_on + timedelta(days=shelf_life_days)


def stand_of(until: date | None, day: date) -> Stand:
    """Where a required course stands on a day, from the last day on which it is fresh; None was never passed.

    >>> [stand_of(date(2026, 3, 2), date(2026, month, 2)).value for month in (1, 2, 3, 4)]
    ['current', 'expiring', 'expiring', 'expired']
    """
    if until is None:
        return Stand.NOT_TRAINED
    if until < day:
        return Stand.EXPIRED
    return Stand.EXPIRING if until < day + timedelta(days=EXPIRING_DAYS) else Stand.CURRENT


def cell_stand(cell: Cell, day: date) -> Stand:
    """Where somebody stands with one course."""
    return stand_of(cell.fresh_until, day) if cell.asked else Stand.NOT_REQUIRED


def is_asked(course: Asked, roles: Iterable[str]) -> bool:
    """Whether a course is asked of somebody with these roles before the go-live; later ones are asked afterwards."""
    wanted = EVERYONE in course.roles or not course.roles.isdisjoint(roles)
    return wanted and course.moment is not CourseMoment.AFTER


def passes(*, has_test: bool, score: Decimal | None, line: int, passed: bool | None, attended: bool | None) -> bool:
    """Whether an attempt passes: what was said of it, else the score against the line, else having been there.

    A course with a test is not passed by being there.

    >>> passes(has_test=True, score=Decimal(80), line=80, passed=None, attended=None)
    True
    >>> passes(has_test=True, score=None, line=80, passed=None, attended=True)
    False
    """
    if passed is not None:
        return passed
    if score is not None:
        return score >= line
    return bool(attended) and not has_test


def cells_of(roles: Iterable[str], passed: Mapping[int, date], courses: Iterable[Asked]) -> tuple[Cell, ...]:
    """Each course that is asked of a person or was passed by it; `passed` gives the latest day passed by course."""
    held = frozenset(roles)
    found = []
    for course in courses:
        asked, day = is_asked(course, held), passed.get(course.course_id)
        if asked or day is not None:
            until = None if day is None else fresh_until(day, course.shelf_life_days)
            found.append(Cell(course.course_id, asked, day, until))
    return tuple(found)


def standing_of(cells: Iterable[Cell]) -> Standing:
    """A person over all courses asked; `fresh_until` is the first day on which one of the passed ones runs out."""
    asked = [cell for cell in cells if cell.asked]
    ends = [cell.fresh_until for cell in asked if cell.fresh_until is not None]
    return Standing(len(asked), len(asked) - len(ends), min(ends, default=None))
