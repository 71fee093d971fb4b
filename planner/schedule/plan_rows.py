"""Moves rows in the outline of a plan: in and out, up and down, always with everything that stands under them."""

from collections.abc import Sequence

from planner.basics.errors import RuleBroken
from planner.schedule.outline import DEEPEST

Row = tuple[int, int]
"""A row as its number in the database and its outline level."""


def block(rows: Sequence[Row], position: int) -> range:
    """The positions of a row and of all that stands under it."""
    level, end = rows[position][1], position + 1
    while end < len(rows) and rows[end][1] > level:
        end += 1
    return range(position, end)


def indented(rows: Sequence[Row], position: int) -> list[Row]:
    """The rows with one of them, and all under it, one level deeper: it then stands under the row above it.

    Rows of levels 1, 1, 1 with the third indented are 1, 1, 2. Refused for the first row and for a row that is the
    first under its summary already.
    """
    if position == 0 or rows[position - 1][1] < rows[position][1]:
        raise RuleBroken("There is no row above this one that it could stand under.")
    moving = block(rows, position)
    if max(rows[place][1] for place in moving) >= DEEPEST:
        raise RuleBroken(f"The outline cannot be deeper than {DEEPEST} levels.")
    return _shifted(rows, moving, 1)


def outdented(rows: Sequence[Row], position: int) -> list[Row]:
    """The rows with one of them, and all under it, one level higher; rows after it may then stand under it."""
    least = min(level for _, level in rows)
    if rows[position][1] <= max(least, 1):
        raise RuleBroken("This row stands at the top already.")
    return _shifted(rows, block(rows, position), -1)


def _shifted(rows: Sequence[Row], moving: range, by: int) -> list[Row]:
    return [(row, level + by if place in moving else level) for place, (row, level) in enumerate(rows)]


def moved_up(rows: Sequence[Row], position: int) -> list[Row]:
    """The rows with one of them before the row of the same level above it."""
    above = position - 1
    while above >= 0 and rows[above][1] > rows[position][1]:
        above -= 1
    if above < 0 or rows[above][1] < rows[position][1]:
        raise RuleBroken("This row is the first of its level here.")
    moving = block(rows, position)
    return [*rows[:above], *rows[moving.start : moving.stop], *rows[above:position], *rows[moving.stop :]]


def moved_down(rows: Sequence[Row], position: int) -> list[Row]:
    """The rows with one of them after the row of the same level below it."""
    after = block(rows, position).stop
    if after >= len(rows) or rows[after][1] != rows[position][1]:
        raise RuleBroken("This row is the last of its level here.")
    return moved_up(rows, after)


def placed_after(rows: Sequence[Row], position: int, new: Row) -> list[Row]:
    """The rows with a new one behind a row and all that stands under it."""
    end = block(rows, position).stop
    return [*rows[:end], new, *rows[end:]]
