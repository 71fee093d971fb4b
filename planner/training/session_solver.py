"""Chooses sessions among all that are possible, as a mixed-integer programme."""

from collections.abc import Sequence
from datetime import date

from planner.training.session_model import Model
from planner.training.session_order import Order, add_order, people_in, spots_of
from planner.training.session_values import (
    LATER,
    SPARE,
    SPARE_HOUR,
    SPARE_ROOM,
    UNSEATED,
    Choice,
    Need,
    Possible,
    TrainerTime,
    monday,
)


def solve(
    needs: Sequence[Need], columns: Sequence[Possible], trainers: Sequence[TrainerTime], order: Order, seconds: float
) -> Choice:
    """Which columns are chosen, with how many people, who is left, and whether that is proved to be best."""
    spots = spots_of(needs, columns, order)
    if not columns and not any(spots.values()):
        return Choice({}, tuple(need.wanted if n in spots else need.people for n, need in enumerate(needs)), True)
    model = _model(needs, columns, trainers)
    seating = add_order(model, columns, order, spots)
    found, proved = model.solve(seconds)
    values = found or [0.0] * len(model.cost)
    chosen = [number for number in range(len(columns)) if values[number] > 0.5]
    people, left = people_in(order, spots, seating, values, columns, chosen)
    for need in range(len(needs)):
        if need not in spots:
            mine = [number for number in chosen if columns[number].need == need]
            seated, left[need] = _filled(needs[need].people, columns, mine)
            people |= seated
    return Choice(people, tuple(left[need] for need in range(len(needs))), proved)


def _filled(people: int, columns: Sequence[Possible], chosen: Sequence[int]) -> tuple[dict[int, int], int]:
    """People of a need without an order by session, the earlier ones first, and how many are left."""
    found = {}
    for number in sorted(chosen, key=lambda each: (columns[each].begins, columns[each].trainer_id)):
        found[number] = min(people, columns[number].seats)
        people -= found[number]
    return found, people


def _model(needs: Sequence[Need], columns: Sequence[Possible], trainers: Sequence[TrainerTime]) -> Model:
    """Sessions are the first columns, then who is left of each need; the first rows are the seats of each need."""
    entries, top, low = rows_of(needs, columns, trainers)
    begin = min((column.days[0] for column in columns), default=date.min)
    model = Model(entries=entries, low=low, top=top)
    for column in columns:
        model.column(_cost(column, begin), 1, whole=True)
    for need in needs:
        model.column(UNSEATED, need.people, whole=False)
    return model


def _cost(column: Possible, begin: date) -> float:
    hours = column.hours * (SPARE_HOUR if column.trainer_id == SPARE else 1.0)
    room = SPARE_ROOM * len(column.days) * len(column.halves) if column.room_id == SPARE else 0.0
    return hours + room + 1.0 + LATER * (column.days[0] - begin).days


def rows_of(
    needs: Sequence[Need], columns: Sequence[Possible], trainers: Sequence[TrainerTime]
) -> tuple[list[tuple[int, int, float]], list[float], list[float]]:
    """The constraints: entries of the matrix, upper ends and lower ends of its rows.

    One row for the seats of each need; one for each half day of a trainer and of a room that is used; one for each
    week of a trainer.
    """
    entries: list[tuple[int, int, float]] = []
    top: list[float] = [float("inf")] * len(needs)
    low: list[float] = [float(need.people) for need in needs]
    hours = {each.trainer_id: each for each in trainers}
    places: dict[tuple[object, ...], int] = {}

    def row(key: tuple[object, ...], most: float) -> int:
        if key not in places:
            places[key] = len(top)
            top.append(most)
            low.append(-float("inf"))
        return places[key]

    entries += [(number, len(columns) + number, 1.0) for number in range(len(needs))]
    for number, column in enumerate(columns):
        entries.append((column.need, number, float(column.seats)))
        for day in column.days:
            for half in column.halves:
                if column.trainer_id != SPARE:
                    entries.append((row(("trainer", column.trainer_id, day, half), 1.0), number, 1.0))
                if column.room_id not in (None, SPARE):
                    entries.append((row(("room", column.room_id, day, half), 1.0), number, 1.0))
            if column.trainer_id != SPARE:
                time = hours[column.trainer_id]
                most = max(time.hours_week - time.taken.get(monday(day), 0.0), 0.0)
                week = row(("week", column.trainer_id, monday(day)), most)
                entries.append((week, number, column.hours / len(column.days)))
    return entries, top, low
