"""Signal or noise: the control chart of single values, which tells which readings mean something.

Limits are the mean of the values and 2.66 times the mean moving range on both sides (Wheeler, Understanding Variation,
1993; Shewhart's rules). A value beyond a limit, or eight values in a row on one side of the mean, is a signal; the rest
is noise, and explaining it wastes time.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

FACTOR = Decimal("2.66")
RUN = 8
FEWEST = 6
"""With fewer values the limits say too little."""


@dataclass(frozen=True, slots=True)
class Control:
    """Mean, limits, and the places of the readings that are signals."""

    mean: Decimal
    low: Decimal
    high: Decimal
    signals: frozenset[int]


def control(values: Sequence[Decimal]) -> Control | None:
    """The chart of values in the order of time; None for fewer than six.

    10, 12, 11, 13, 12, 14: mean 12, mean moving range 1.6, limits 7.744 and 16.256; nothing is a signal.
    """
    if len(values) < FEWEST:
        return None
    mean = sum(values, Decimal(0)) / len(values)
    moves = [abs(later - earlier) for earlier, later in pairwise(values)]
    width = FACTOR * sum(moves, Decimal(0)) / len(moves)
    beyond = {place for place, value in enumerate(values) if abs(value - mean) > width}
    return Control(mean, mean - width, mean + width, frozenset(beyond | _runs(values, mean)))


def _runs(values: Sequence[Decimal], mean: Decimal) -> set[int]:
    """The places of values in a run of eight or more on one side of the mean."""
    found: set[int] = set()
    run: list[int] = []
    side = 0
    for place, value in enumerate(values):
        here = (value > mean) - (value < mean)
        run = [*run, place] if here == side and here else [place]
        side = here
        if side and len(run) >= RUN:
            found |= set(run)
    return found
