"""What the page of adoption shows: the curve with its forecast, the funnel, and groups by week, in words too."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from math import ceil
from typing import Any

import numpy as np

from planner.adoption.curve import Forecast, forecast

LINE = 90
FEWEST_AHEAD, MOST_AHEAD = 8, 40
"""Weeks that are foretold on the picture: until the line is reached for sure, within these."""


@dataclass(frozen=True, slots=True)
class Point:
    """A value at the end of a week; None where it is not known."""

    label: str
    value: Decimal | None


_DAYS = ("reached", "earliest", "latest")


@dataclass(frozen=True, slots=True)
class Outlook:
    """Where the curve leads: weeks ahead with the range of 80 %, the day 90 % is reached, and a sentence."""

    sentence: str
    points: Sequence[tuple[date, int, int, int]] = ()
    reached: date | None = None
    earliest: date | None = None
    latest: date | None = None
    shape: str = ""

    def stored(self) -> dict[str, Any]:
        """As it is stored with the figures it was made from: plain values."""
        days = {name: day.isoformat() for name in _DAYS if (day := getattr(self, name)) is not None}
        points = [(when.isoformat(), *values) for when, *values in self.points]
        return {"sentence": self.sentence, "shape": self.shape, "points": points, **days}

    @classmethod
    def of(cls, stored: Mapping[str, Any]) -> "Outlook":
        """What was stored.

        >>> found = Outlook("Soon.", [(date(2026, 3, 2), 50, 40, 60)], date(2026, 5, 4), shape="bass")
        >>> Outlook.of(found.stored()) == found
        True
        """
        days = {name: date.fromisoformat(stored[name]) for name in _DAYS if name in stored}
        points = [(date.fromisoformat(when), middle, low, high) for when, middle, low, high in stored["points"]]
        return cls(stored["sentence"], points, shape=stored["shape"], **days)


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the funnel, with its share of the licensed people."""

    label: str
    value: Decimal | None
    text: str


@dataclass(frozen=True, slots=True)
class Cell:
    """One group in one week: its rate, or why none is shown."""

    rate: Decimal | None
    word: str
    level: str


def outlook(days: Sequence[date], rates: Sequence[Decimal | None]) -> Outlook:
    """The forecast of an adoption rate given at the end of weeks; fewer than six figures foretell nothing."""
    level = [float(rate) for rate in rates if rate is not None]
    if level and level[-1] >= LINE:
        return Outlook(f"Nine in ten licensed people have adopted the system ({level[-1]:.0f} %).")
    found = forecast(level, LINE)
    if found is None:
        many = f"{len(level)} weeks are known" if len(level) != 1 else "one week is known"
        return Outlook(f"Too few points for a forecast: {many}, and a curve that grows needs six.")
    last = days[-1]
    times = np.arange(len(level) + 1, len(level) + _ahead(found, len(level)) + 1, dtype=np.float64)
    low, high = found.curve.band(times)
    points = [
        (last + timedelta(weeks=i + 1), round(float(middle)), round(float(below)), round(float(above)))
        for i, (middle, below, above) in enumerate(zip(found.curve.level(times), low, high, strict=True))
    ]

    def day(at: float | None) -> date | None:
        return None if at is None else last + timedelta(days=round(7 * (at - len(level))))

    reached, earliest, latest = day(found.reached), day(found.earliest), day(found.latest)
    shape = "Bass" if found.curve.shape.value == "bass" else "logistic"
    if reached is None:
        words = f"On the present course 90 % is not reached within three years ({shape} curve, {len(level)} weeks)."
    else:
        end = "open" if latest is None else f"{latest:%-d %b %Y}"
        begin = f"{earliest:%-d %b %Y}" if earliest else "open"
        chance = f"between {begin} and {end} in eight of ten cases"
        words = f"90 % is reached about {reached:%-d %b %Y} ({shape} curve, {len(level)} weeks; {chance})."
    return Outlook(words, points, reached, earliest, latest, found.curve.shape.value)


def _ahead(found: Forecast, known: int) -> int:
    """How many weeks the picture foretells."""
    end = found.latest if found.latest is not None else found.reached
    return min(max(FEWEST_AHEAD, ceil(end - known) + 2), MOST_AHEAD) if end is not None else FEWEST_AHEAD


def funnel(licensed: int, signed_in: int, active: int, adopted: int) -> list[Step]:
    """Licensed, signed in, active in 28 days, adopted: each with its share of the licensed."""
    steps = (("Licensed", licensed), ("Ever signed in", signed_in), ("Active in 28 days", active), ("Adopted", adopted))
    return [
        Step(
            label,
            Decimal(100 * number) / licensed if licensed else None,
            f"{number} ({100 * number // licensed} %)" if licensed else str(number),
        )
        for label, number in steps
    ]


HIDDEN = "hidden"


def cell(adopted: int, licensed: int, *, shown: bool, fewest: int = 5) -> Cell:
    """One cell of the heat map; `shown` says whether the group may be shown in this week.

    >>> cell(6, 10, shown=True).word, cell(1, 3, shown=True).word, cell(6, 10, shown=False).word
    ('60', 'under 5', 'hidden')
    """
    if not licensed:
        return Cell(None, "–", "free")
    if licensed < fewest or not shown:
        return Cell(None, f"under {fewest}" if licensed < fewest else HIDDEN, "free")
    rate = Decimal(100 * adopted) / licensed
    level = "within" if rate >= LINE else "full" if rate >= 50 else "over"
    return Cell(rate, f"{int(rate)}", level)


def heat(
    groups: Mapping[str, Mapping[date, tuple[int, int, bool]]], weeks: Sequence[date], shown: Sequence[str]
) -> dict[str, list[Cell]]:
    """Groups by week; a group that may not be shown is left out altogether, a week in which it may not is empty."""
    found = {}
    for key in groups:
        if key in shown:
            days = [groups[key].get(week, (0, 0, False)) for week in weeks]
            found[key] = [cell(adopted, licensed, shown=may) for adopted, licensed, may in days]
    return found
