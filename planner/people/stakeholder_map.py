"""The map of stakeholders as a picture: influence upwards, engagement to the right, and where each group is wanted."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import accumulate

from planner.people.stakeholder_rules import LEVELS, MOST_INFLUENCE, Engagement

ROW, BAND = 22, 64
"""The height of a group's own row, and the least height of the band of one influence, in pixels."""


@dataclass(frozen=True, slots=True)
class Spot:
    """A group on the map: across in percent of the width, of today and of what is wanted; down in pixels."""

    number: int
    name: str
    x: float
    wanted_x: float
    y: int


@dataclass(frozen=True, slots=True)
class Map:
    """The groups, and the lines between the bands of influence, in pixels from the top."""

    spots: tuple[Spot, ...]
    lines: tuple[int, ...]
    height: int


def map_of(groups: Iterable[tuple[str, Engagement, Engagement, int]]) -> Map:
    """Groups (name, today's level, wanted level, influence) in the order of the list; each has a row of its own.

    >>> map_of([("Board", Engagement.NEUTRAL, Engagement.LEADING, 5)]).spots
    (Spot(number=1, name='Board', x=50.0, wanted_x=90.0, y=32),)
    """
    listed = list(groups)
    many = Counter(influence for *_, influence in listed)
    bands = [max(BAND, ROW * (many[influence] + 1)) for influence in range(MOST_INFLUENCE, 0, -1)]
    ends = list(accumulate(bands))
    middles = {MOST_INFLUENCE - at: end - band // 2 for at, (end, band) in enumerate(zip(ends, bands, strict=True))}
    first = {influence: middle - ROW * (many[influence] - 1) // 2 for influence, middle in middles.items()}
    return Map(tuple(_spots(listed, first)), tuple(ends[:-1]), ends[-1])


def _spots(listed: Iterable[tuple[str, Engagement, Engagement, int]], free: dict[int, int]) -> Iterable[Spot]:
    """Each group in the next free row of its influence."""
    for number, (name, current, wanted, influence) in enumerate(listed, start=1):
        yield Spot(number, name, _x(current), _x(wanted), free[influence])
        free[influence] += ROW


def _x(level: Engagement) -> float:
    return 10.0 + 20.0 * LEVELS.index(level)
