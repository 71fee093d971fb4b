"""Whether each wave is trained before its go-live at the present pace, and what capacity is missing if not.

The pace is the number of courses passed by people of the wave in the last four weeks. What is asked and not yet passed,
or runs out before the go-live, is open.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from math import ceil

from planner.basics.lights import Light

WINDOW = 28
"""Days over which the pace is counted."""


@dataclass(frozen=True, slots=True)
class OpenCourse:
    """One course of a wave: how many people still need it, and how many seats are planned for them in time."""

    course_id: int
    people: int
    planned: int
    hours: Fraction
    seats: int
    with_trainer: bool

    @property
    def missing_seats(self) -> int:
        """Seats that no planned session gives; e-learning needs none."""
        return max(self.people - self.planned, 0) if self.with_trainer else 0

    @property
    def missing_sessions(self) -> int:
        """Sessions of the usual size for those seats."""
        return ceil(Fraction(self.missing_seats, max(self.seats, 1)))

    @property
    def missing_hours(self) -> Fraction:
        """Hours of a trainer for those sessions."""
        return self.missing_sessions * self.hours


@dataclass(frozen=True, slots=True)
class WaveOutlook:
    """A wave and its training: who is trained today, what is open, and when it is done at the present pace."""

    number: int
    name: str
    go_live: date | None
    people: int
    trained: int
    trained_at_go_live: int
    open: int
    passed_lately: int
    ready_on: date | None
    courses: tuple[OpenCourse, ...]

    @property
    def in_time(self) -> bool | None:
        """Whether it is done before the go-live at this pace; None where pace or go-live are not known."""
        if self.go_live is None or self.people == 0:
            return None
        if self.open == 0:
            return True
        return None if self.ready_on is None else self.ready_on < self.go_live

    @property
    def missing_seats(self) -> int:
        """Seats over all courses that no planned session gives."""
        return sum(course.missing_seats for course in self.courses)

    @property
    def missing_hours(self) -> Fraction:
        """Hours of trainers over all courses that no planned session gives."""
        return sum((course.missing_hours for course in self.courses), Fraction(0))

    def light(self, today: date) -> Light:
        """Green when nothing is open or all is planned in time; red when it is late; white when nothing is known."""
        if self.people == 0 or self.go_live is None:
            return Light.UNKNOWN
        if self.open == 0:
            return Light.GREEN
        if self.go_live <= today:
            return Light.RED
        if self.missing_seats == 0 or self.in_time:
            return Light.GREEN if self.in_time else Light.AMBER
        return Light.RED if self.in_time is False else Light.AMBER


def ready_day(open_courses: int, passed_lately: int, today: date, window: int = WINDOW) -> date | None:
    """The day on which all is passed if people go on passing as in the last weeks; None while nobody passes anything.

    Sixty open courses at thirty in four weeks take eight weeks.

    >>> ready_day(60, 30, date(2026, 3, 2))
    datetime.date(2026, 4, 27)
    """
    if open_courses == 0:
        return today
    if passed_lately <= 0:
        return None
    return today + timedelta(days=min(ceil(Fraction(open_courses * window, passed_lately)), 36_500))


def share(part: int, whole: int) -> Fraction | None:
    """A share in percent; None of nothing."""
    return Fraction(100 * part, whole) if whole else None


def worst_first(outlooks: Sequence[WaveOutlook], today: date) -> list[WaveOutlook]:
    """Waves that will not be trained in time before those that will, the earlier go-live first."""
    order = {Light.RED: 0, Light.AMBER: 1, Light.UNKNOWN: 2, Light.GREEN: 3}
    return sorted(outlooks, key=lambda each: (order[each.light(today)], each.go_live or date.max, each.number))
