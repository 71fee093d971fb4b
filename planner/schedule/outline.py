"""The outline of a plan: which task stands under which, read from the levels of its rows."""

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import pairwise

DEEPEST = 100
"""No plan that people read is nested deeper."""


def parents(levels: Iterable[int]) -> tuple[int | None, ...]:
    """The position of each row's parent, from the outline levels in row order; None at the top.

    Levels 0, 1, 2, 2, 1 give None, 0, 1, 1, 0. A row that jumps levels hangs under the nearest row above it.
    """
    found: list[int | None] = []
    open_rows: list[tuple[int, int]] = []
    for position, level in enumerate(levels):
        while open_rows and open_rows[-1][0] >= level:
            open_rows.pop()
        found.append(open_rows[-1][1] if open_rows else None)
        open_rows.append((level, position))
    return tuple(found)


def ancestors(position: int, parent_of: Sequence[int | None]) -> tuple[int, ...]:
    """The rows above a row, nearest first."""
    chain = []
    above = parent_of[position]
    while above is not None:
        chain.append(above)
        above = parent_of[above]
    return tuple(chain)


def with_children(parent_of: Sequence[int | None]) -> frozenset[int]:
    """The positions that have rows under them: the summaries, whatever a file calls them."""
    return frozenset(above for above in parent_of if above is not None)


def part_level(levels: Sequence[int]) -> int:
    """The first outline level that has more than one summary: the one whose rows cut a plan into parts.

    A plan under one single heading is cut by the summaries under that heading; a plan without any cut, by level 1.
    """
    summaries = Counter(level for level, following in pairwise(levels) if 0 < level < following)
    return next((level for level in sorted(summaries) if summaries[level] > 1), 1)


def sections(levels: Sequence[int]) -> tuple[int, ...]:
    """For each row the position of the part it belongs to: the row of the part level at or above it.

    A row above that level is a part of its own. This is how a long plan is shown in parts.
    """
    cut = part_level(levels)
    parent_of = parents(levels)
    found: list[int] = []
    for position, above in enumerate(parent_of):
        own = above is None or levels[position] <= cut or levels[above] < cut
        found.append(position if own or above is None else found[above])
    return tuple(found)
