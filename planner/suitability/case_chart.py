"""The pictures of the business case: where the money stands year by year, and how far each line moves its worth."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from planner.suitability.business_case import Swing, Year

TOP, BOTTOM = 8, 92
"""Heights of the highest and the lowest value, in percent from above."""


@dataclass(frozen=True, slots=True)
class Point:
    """A year of the curve: its place and both running totals, in percent of the picture."""

    year: Year
    x: float
    y: float
    y_today: float


@dataclass(frozen=True, slots=True)
class Curve:
    """The running total by year, as it is and as it is worth today; `zero` is the height of nothing."""

    points: tuple[Point, ...]
    zero: float
    highest: Decimal
    lowest: Decimal


def curve(years: Sequence[Year]) -> Curve:
    """The two running totals of a case."""
    values = [value for year in years for value in (year.total, year.total_today)]
    highest, lowest = max([*values, Decimal(0)]), min([*values, Decimal(0)])
    span = highest - lowest or Decimal(1)

    def height(value: Decimal) -> float:
        return round(TOP + (BOTTOM - TOP) * float((highest - value) / span), 2)

    step = 90 / max(len(years) - 1, 1)
    points = tuple(
        Point(year, round(5 + step * index, 2), height(year.total), height(year.total_today))
        for index, year in enumerate(years)
    )
    return Curve(points, height(Decimal(0)), highest, lowest)


@dataclass(frozen=True, slots=True)
class Bar:
    """A line's swing as a bar: where it begins and how wide it is, in percent; `middle` is the likely worth."""

    swing: Swing
    x: float
    width: float
    low_is_left: bool


@dataclass(frozen=True, slots=True)
class Bars:
    """All swings on one scale, with the places of the likely worth and, where it lies within, of nothing."""

    bars: tuple[Bar, ...]
    middle: float
    zero: float | None


def bars(swings: Sequence[Swing], likely: Decimal) -> Bars:
    """The swings that move anything, on one scale."""
    open_ = [swing for swing in swings if swing.span]
    ends = [likely, *(end for swing in open_ for end in (swing.low, swing.high))]
    lowest, highest = min(ends), max(ends)
    span = highest - lowest or Decimal(1)

    def place(value: Decimal) -> float:
        return round(2 + 96 * float((value - lowest) / span), 2)

    drawn = tuple(
        Bar(
            swing,
            place(min(swing.low, swing.high)),
            round(abs(place(swing.high) - place(swing.low)), 2),
            swing.low <= swing.high,
        )
        for swing in open_
    )
    return Bars(drawn, place(likely), place(Decimal(0)) if lowest <= 0 <= highest else None)
