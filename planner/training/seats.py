"""Places in a session: who gets a seat, who waits, and who moves up when a seat is free."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from planner.basics.errors import RuleBroken


class Place(StrEnum):
    """A person's place in a session."""

    SEAT = "seat"
    WAITING = "waiting"
    GIVEN_BACK = "given-back"


PLACE_WORDS = {Place.SEAT: "has a seat", Place.WAITING: "on the waiting list", Place.GIVEN_BACK: "gave the seat back"}


class Attendance(StrEnum):
    """Whether somebody was there; open until it is recorded."""

    OPEN = "open"
    THERE = "there"
    ABSENT = "absent"


ATTENDANCE_WORDS = {Attendance.OPEN: "not recorded", Attendance.THERE: "was there", Attendance.ABSENT: "was not there"}


@dataclass(frozen=True, slots=True)
class Asked:
    """Somebody who asked for a place, in the order of asking."""

    key: int
    place: Place


def place_for(seats: int, taken: int, waiting: int) -> Place:
    """The place of the next person: a seat while one is free and nobody waits, else the waiting list.

    >>> place_for(12, 11, 0).value, place_for(12, 12, 0).value, place_for(12, 11, 1).value
    ('seat', 'waiting', 'waiting')
    """
    return Place.SEAT if taken < seats and not waiting else Place.WAITING


def moving_up(seats: int, asked: Sequence[Asked]) -> tuple[int, ...]:
    """Who gets a seat now, in the order of asking, once seats are free.

    >>> moving_up(2, [Asked(1, Place.SEAT), Asked(2, Place.GIVEN_BACK), Asked(3, Place.WAITING)])
    (3,)
    """
    free = max(seats - sum(each.place is Place.SEAT for each in asked), 0)
    return tuple(each.key for each in asked if each.place is Place.WAITING)[:free]


@dataclass(frozen=True, slots=True)
class Wish:
    """What the rules must know before somebody takes a place."""

    cancelled: bool
    begun: bool
    lacking: tuple[str, ...]
    right_unit: bool
    right_wave: bool
    busy_with: str = ""


def check_wish(wish: Wish, *, by_oneself: bool) -> None:
    """Refuse a place that makes no sense: RuleBroken says why.

    Whoever enrols others may still bring somebody into a session that runs, or from another unit or wave.
    """
    if wish.cancelled:
        raise RuleBroken("This session does not take place.")
    if wish.begun and by_oneself:
        raise RuleBroken("This session has begun.")
    if wish.lacking:
        raise RuleBroken(f"First to be passed: {', '.join(wish.lacking)}.")
    if by_oneself and not (wish.right_unit and wish.right_wave):
        raise RuleBroken("This session is for another unit or wave. Ask the trainer.")
    if wish.busy_with:
        raise RuleBroken(f"At the same time there is a seat in “{wish.busy_with}”.")
