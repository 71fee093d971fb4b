"""What a proposal of sessions is made from and made of: needs, trainers' time, rooms, sessions, and what is missing."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

HALF, WHOLE = 3.5, 7.0
"""Hours of teaching in half a day and in a day."""
SPARE = 0
"""The number of the trainer or room that is not there."""
MOST_COLUMNS = 40_000
UNSEATED, SPARE_HOUR, SPARE_ROOM = 1_000.0, 40.0, 15.0
"""What it costs to leave a person without a seat, to need an hour of a trainer more, or half a day of a room more."""
LATER = 0.01
"""A day later costs so much: of two equal proposals the earlier one is better."""


MOST_SEATINGS = 30_000
"""So many ways to seat people of a group in a session are looked at; beyond it only some days are."""
Slot = tuple[date, int]
"""Half of a day: 0 is the morning, 1 the afternoon."""


@dataclass(frozen=True, slots=True)
class Held:
    """A session that is planned already: the half days in which it begins and ends, and its seats."""

    begins: Slot
    ends: Slot
    seats: int


@dataclass(frozen=True, slots=True)
class Group:
    """People of one wave who still need the same courses, so that for the plan one is as good as the other."""

    wave: int | None
    people: int
    courses: frozenset[int]


@dataclass(frozen=True, slots=True)
class Need:
    """People of one wave who need seats in one course, from a first to a last day on which it may be given.

    `after` are the courses that come before it. Where there are such, `open` are all who need the course, also those
    for whom a seat is planned already, and `held` the sessions in which it is.
    """

    course_id: int
    wave: int | None
    people: int
    hours: float
    seats: int
    in_room: bool
    first: date
    last: date
    after: tuple[int, ...] = ()
    open: int = 0
    held: tuple[Held, ...] = ()

    @property
    def wanted(self) -> int:
        """For how many people sessions may be proposed."""
        return max(self.people, self.open)


@dataclass(frozen=True, slots=True)
class TrainerTime:
    """A trainer's hours a week, what of them is taken in which week, and the days and half days that are not free."""

    trainer_id: int
    hours_week: float
    away: frozenset[date] = frozenset()
    busy: frozenset[tuple[date, int]] = frozenset()
    taken: Mapping[date, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class RoomTime:
    """A room with its seats, and the half days on which it is taken."""

    room_id: int
    seats: int
    busy: frozenset[tuple[date, int]] = frozenset()


@dataclass(frozen=True, slots=True)
class Possible:
    """A session that could be given: half 0 is the morning, 1 the afternoon; both halves where it takes all day."""

    need: int
    trainer_id: int
    room_id: int | None
    days: tuple[date, ...]
    halves: tuple[int, ...]
    seats: int
    hours: float

    @property
    def begins(self) -> Slot:
        """The half day in which it begins."""
        return self.days[0], self.halves[0]

    @property
    def ends(self) -> Slot:
        """The half day in which it ends."""
        return self.days[-1], self.halves[-1]


@dataclass(frozen=True, slots=True)
class Choice:
    """What was chosen: which possible sessions, with how many people each, and how many people of each need are left.

    `proved` says that no better choice exists.
    """

    people: Mapping[int, int]
    left: tuple[int, ...]
    proved: bool


@dataclass(frozen=True, slots=True)
class Planned:
    """A proposed session with the people it is meant to seat."""

    course_id: int
    wave: int | None
    trainer_id: int
    room_id: int | None
    day: date
    half: int
    days: int
    seats: int
    people: int
    hours: float


@dataclass(frozen=True, slots=True)
class Missing:
    """What would be needed beyond what is there, for one course of one wave: hours of trainers, half days of rooms.

    `first` are the courses that some of its people need before it, and for which they have to wait.
    """

    course_id: int
    wave: int | None
    people: int
    trainer_hours: float
    room_halves: int
    no_day: bool
    first: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class SessionPlan:
    """A proposal: its sessions, what is missing, and whether a better one was proved impossible."""

    sessions: tuple[Planned, ...]
    missing: tuple[Missing, ...]
    proved: bool
    thinned: bool = False

    @property
    def seated(self) -> int:
        """People who get a seat."""
        return sum(each.people for each in self.sessions)

    @property
    def unseated(self) -> int:
        """People for whom there is none."""
        return sum(each.people for each in self.missing)


def monday(day: date) -> date:
    """The Monday of a day's week, by which hours are counted."""
    return day - timedelta(days=day.weekday())
