"""The picture of the score over time: a line, with the band that the unknown leaves, on a field of 100 by 100."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from planner.readiness.history import Point


@dataclass(frozen=True, slots=True)
class Picture:
    """Paths for an SVG of 100 by 100, the score upwards: pieces of the line, the band, and marks along the time."""

    lines: tuple[str, ...]
    band: str
    marks: tuple[tuple[float, date], ...]


def picture(points: Sequence[Point]) -> Picture | None:
    """The picture of some points; None for fewer than two, which make no line. Where nothing is known, it parts."""
    if len(points) < 2 or points[0].day == points[-1].day:
        return None
    first, span = points[0].day, (points[-1].day - points[0].day).days
    at = [100 * (each.day - first).days / span for each in points]
    high = " ".join(f"{x:.2f} {_y(each.high)}" for x, each in zip(at, points, strict=True))
    low = " ".join(f"{x:.2f} {_y(each.low)}" for x, each in reversed(list(zip(at, points, strict=True))))
    return Picture(tuple(_lines(points, at)), f"M{high} {low}Z", _marks(points, at))


def _y(value: Fraction) -> str:
    return f"{100 - float(value):.2f}"


def _lines(points: Sequence[Point], at: Sequence[float]) -> list[str]:
    pieces: list[list[str]] = [[]]
    for x, each in zip(at, points, strict=True):
        if each.value is None:
            pieces.append([])
        else:
            pieces[-1].append(f"{x:.2f} {_y(each.value)}")
    return ["M" + " ".join(piece) for piece in pieces if len(piece) > 1]


def _marks(points: Sequence[Point], at: Sequence[float]) -> tuple[tuple[float, date], ...]:
    """The first and the last day, and one in between where there is room."""
    middle = min(range(len(at)), key=lambda index: abs(at[index] - 50))
    chosen = sorted({0, middle, len(at) - 1} if 30 < at[middle] < 70 else {0, len(at) - 1})
    return tuple((at[index], points[index].day) for index in chosen)
