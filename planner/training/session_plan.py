"""Proposes sessions that close the gaps: within trainers' hours and calendars, rooms and seats, before the go-live.

A mixed-integer programme chooses sessions among all that are possible, solved by HiGHS (through SciPy). A half-day
session takes the morning or the afternoon of a trainer and of a room, a longer one the whole day, one of more than a
day's hours consecutive working days. When not everybody can be seated, a second run with a spare trainer and a spare
room that cost extra says what is missing.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from math import ceil

from planner.training.session_order import Order, order_of
from planner.training.session_solver import solve
from planner.training.session_values import (
    HALF,
    MOST_COLUMNS,
    MOST_SEATINGS,
    SPARE,
    WHOLE,
    Choice,
    Group,
    Missing,
    Need,
    Planned,
    Possible,
    RoomTime,
    SessionPlan,
    TrainerTime,
)


def propose(
    needs: Sequence[Need],
    trainers: Sequence[TrainerTime],
    rooms: Sequence[RoomTime],
    days: Sequence[date],
    seconds: float = 20.0,
    groups: Sequence[Group] = (),
) -> SessionPlan:
    """The sessions that seat the most people with the fewest hours; `days` are the working days, in order.

    `groups` say who needs which courses together: nobody sits in a course before the one that comes first has ended.
    """
    order = order_of(needs, groups)
    columns, thinned = columns_of(needs, trainers, rooms, days, order, spare=False)
    found = solve(needs, columns, trainers, order, seconds)
    missing = _missing(needs, found, trainers, rooms, days, order, seconds) if any(found.left) else ()
    return SessionPlan(_planned(needs, columns, found), missing, found.proved, thinned)


def _missing(
    needs: Sequence[Need], before: Choice, trainers: Sequence[TrainerTime], rooms: Sequence[RoomTime],
    days: Sequence[date], order: Order, seconds: float,
) -> tuple[Missing, ...]:  # fmt: skip
    """What would have to be there: the same again with a spare trainer and a spare room."""
    columns, _ = columns_of(needs, trainers, rooms, days, order, spare=True)
    again = solve(needs, columns, trainers, order, seconds)
    found = []
    for number, need in enumerate(needs):
        if before.left[number] <= 0:
            continue
        mine = [columns[at] for at in again.people if columns[at].need == number]
        hours = sum(each.hours for each in mine if each.trainer_id == SPARE)
        halves = sum(len(each.days) * len(each.halves) for each in mine if each.room_id == SPARE)
        first = tuple(sorted(needs[each].course_id for each in order.first(number)))
        no_day = again.left[number] > 0
        found.append(Missing(need.course_id, need.wave, before.left[number], hours, halves, no_day, first))
    return tuple(found)


def columns_of(
    needs: Sequence[Need],
    trainers: Sequence[TrainerTime],
    rooms: Sequence[RoomTime],
    days: Sequence[date],
    order: Order | None = None,
    *,
    spare: bool,
) -> tuple[list[Possible], bool]:
    """Every session that could be given; with very many of them, only some days of each need are looked at."""
    people = [*trainers, *([TrainerTime(SPARE, 0.0)] if spare else [])]
    shares = len(order.shares) if order else 0
    for step in (1, 2, 3, 5, 8, 13):
        found = [
            each
            for number, need in enumerate(needs)
            for each in _of_need(number, need, people, rooms, days, spare, step)
        ]
        if len(found) <= MOST_COLUMNS and shares * 2 * len(days) <= MOST_SEATINGS * step:
            return found, step > 1
    return found[:MOST_COLUMNS], True


def _of_need(
    number: int,
    need: Need,
    trainers: Sequence[TrainerTime],
    rooms: Sequence[RoomTime],
    days: Sequence[date],
    spare: bool,
    step: int,
) -> Iterable[Possible]:
    if need.wanted <= 0:
        return
    length = max(1, ceil(need.hours / WHOLE))
    halves = [(0,), (1,)] if need.hours <= HALF else [(0, 1)]
    mine = [day for day in days if need.first <= day <= need.last]
    places: list[RoomTime | None] = (
        [*rooms, *([RoomTime(SPARE, need.seats)] if spare else [])] if need.in_room else [None]
    )
    for first in range(0, len(mine) - length + 1, step):
        span = tuple(mine[first : first + length])
        for half in halves:
            taken = {(day, each) for day in span for each in half}
            for trainer in trainers:
                if trainer.away.intersection(span) or trainer.busy & taken:
                    continue
                for room in places:
                    if room is None or not room.busy & taken:
                        seats = need.seats if room is None else min(need.seats, room.seats)
                        room_id = None if room is None else room.room_id
                        yield Possible(number, trainer.trainer_id, room_id, span, half, seats, need.hours)


def _planned(needs: Sequence[Need], columns: Sequence[Possible], found: Choice) -> tuple[Planned, ...]:
    """The chosen sessions with the people they are meant to seat, in the order of time."""
    made = sorted(found.people.items(), key=lambda pair: (columns[pair[0]].days, columns[pair[0]].halves, pair[0]))
    return tuple(
        Planned(
            needs[column.need].course_id, needs[column.need].wave, column.trainer_id, column.room_id, column.days[0],
            column.halves[0], len(column.days), column.seats, people, column.hours,
        )
        for column, people in ((columns[number], people) for number, people in made)
        if people
    )  # fmt: skip
