"""Proposes sessions that close the gaps: within trainers' hours and calendars, rooms and seats, before the go-live.

A mixed-integer programme chooses sessions among all that are possible, solved by HiGHS (through SciPy). A half-day
session takes the morning or the afternoon of a trainer and of a room, a longer one the whole day, one of more than a
day's hours consecutive working days. When not everybody can be seated, a second run with a spare trainer and a spare
room that cost extra says what is missing.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from math import ceil

from planner.training.session_solver import solve
from planner.training.session_values import (
    HALF,
    MOST_COLUMNS,
    SPARE,
    WHOLE,
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
) -> SessionPlan:
    """The sessions that seat the most people with the fewest hours; `days` are the working days, in order."""
    columns, thinned = columns_of(needs, trainers, rooms, days, spare=False)
    chosen, proved = solve(needs, columns, trainers, seconds)
    sessions = _planned(needs, columns, chosen)
    left = _left(needs, sessions)
    if not any(left):
        return SessionPlan(sessions, (), proved, thinned)
    return SessionPlan(sessions, _missing(needs, left, trainers, rooms, days, seconds), proved, thinned)


def _left(needs: Sequence[Need], sessions: Iterable[Planned]) -> list[int]:
    seated: dict[tuple[int, int | None], int] = {}
    for each in sessions:
        seated[each.course_id, each.wave] = seated.get((each.course_id, each.wave), 0) + each.people
    return [need.people - seated.get((need.course_id, need.wave), 0) for need in needs]


def _missing(
    needs: Sequence[Need],
    left: Sequence[int],
    trainers: Sequence[TrainerTime],
    rooms: Sequence[RoomTime],
    days: Sequence[date],
    seconds: float,
) -> tuple[Missing, ...]:
    """What would have to be there: the same again with a spare trainer and a spare room."""
    columns, _ = columns_of(needs, trainers, rooms, days, spare=True)
    chosen, _ = solve(needs, columns, trainers, seconds)
    found = []
    still = _left(needs, _planned(needs, columns, chosen))
    for number, need in enumerate(needs):
        if left[number] <= 0:
            continue
        mine = [columns[at] for at in chosen if columns[at].need == number]
        hours = sum(each.hours for each in mine if each.trainer_id == SPARE)
        halves = sum(len(each.days) * len(each.halves) for each in mine if each.room_id == SPARE)
        found.append(Missing(need.course_id, need.wave, left[number], hours, halves, still[number] > 0))
    return tuple(found)


def columns_of(
    needs: Sequence[Need],
    trainers: Sequence[TrainerTime],
    rooms: Sequence[RoomTime],
    days: Sequence[date],
    *,
    spare: bool,
) -> tuple[list[Possible], bool]:
    """Every session that could be given; with very many of them, only some days of each need are looked at."""
    people = [*trainers, *([TrainerTime(SPARE, 0.0)] if spare else [])]
    for step in (1, 2, 3, 5, 8, 13):
        found = [
            each
            for number, need in enumerate(needs)
            for each in _of_need(number, need, people, rooms, days, spare, step)
        ]
        if len(found) <= MOST_COLUMNS:
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
    if need.people <= 0:
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


def _planned(needs: Sequence[Need], columns: Sequence[Possible], chosen: Sequence[int]) -> tuple[Planned, ...]:
    """The chosen sessions in the order of time; people are seated in the earlier ones first."""
    left = [need.people for need in needs]
    found = []
    for column in sorted((columns[number] for number in chosen), key=lambda c: (c.days, c.halves, c.trainer_id)):
        need = needs[column.need]
        people = min(left[column.need], column.seats)
        left[column.need] -= people
        if people:
            found.append(
                Planned(
                    need.course_id, need.wave, column.trainer_id, column.room_id, column.days[0], column.halves[0],
                    len(column.days), column.seats, people, column.hours,
                )
            )  # fmt: skip
    return tuple(found)
