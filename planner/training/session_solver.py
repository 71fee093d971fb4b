"""Chooses sessions among all that are possible, as a mixed-integer programme solved by HiGHS through SciPy."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from planner.training.session_values import (
    LATER,
    SPARE,
    SPARE_HOUR,
    SPARE_ROOM,
    UNSEATED,
    Need,
    Possible,
    TrainerTime,
    monday,
)


def solve(
    needs: Sequence[Need], columns: Sequence[Possible], trainers: Sequence[TrainerTime], seconds: float
) -> tuple[list[int], bool]:
    """Which columns are chosen, and whether that is proved to be best."""
    import numpy as np
    from scipy.optimize import Bounds, LinearConstraint, milp
    from scipy.sparse import coo_array

    if not columns:
        return [], True
    rows, top, low = rows_of(needs, columns, trainers)
    width = len(columns) + len(needs)
    at, across, values = (list(part) for part in zip(*rows, strict=True))
    matrix = coo_array((values, (at, across)), shape=(len(top), width)).tocsr()
    begin = min(column.days[0] for column in columns)
    cost = [_cost(column, begin) for column in columns] + [UNSEATED] * len(needs)
    upper = [1.0] * len(columns) + [float(need.people) for need in needs]
    whole = [1] * len(columns) + [0] * len(needs)
    answer: Any = milp(
        np.array(cost),
        constraints=LinearConstraint(matrix, np.array(low), np.array(top)),
        bounds=Bounds(np.zeros(width), np.array(upper)),
        integrality=np.array(whole),
        options={"time_limit": seconds, "mip_rel_gap": 1e-4},
    )
    if answer.x is None:
        return [], False
    return [number for number in range(len(columns)) if answer.x[number] > 0.5], bool(answer.status == 0)


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
