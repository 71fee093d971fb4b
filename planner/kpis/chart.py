"""Pictures of a key figure: a small line for a table, and a large one with its target or band, limits and signals."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from planner.kpis.attainment import Reading
from planner.kpis.control import Control
from planner.kpis.definition import Target
from planner.kpis.forecast import Forecast
from planner.playbook.words import Direction


@dataclass(frozen=True, slots=True)
class Dot:
    """A reading in the picture; a signal is drawn as a square, so that it does not speak by colour alone."""

    x: float
    y: float
    signal: bool
    words: str


@dataclass(frozen=True, slots=True)
class Picture:
    """Places in percent of a field; `y` counts downwards. Lines are heights, None where they are not there.

    `band` are the top and bottom of the strip between the ends of a band, `edges` those of the two that are set.
    """

    path: str
    dots: tuple[Dot, ...]
    target: float | None
    band: tuple[float, float] | None
    edges: tuple[float, ...]
    mean: float | None
    low: float | None
    high: float | None
    fan: str
    days: tuple[date, date]
    top: Decimal
    bottom: Decimal


def spark(readings: Sequence[Reading]) -> str:
    """The path of a small line in a field of 100 by 30; empty for fewer than two readings."""
    if len(readings) < 2:
        return ""
    values = [each.value for each in readings]
    low, span = min(values), max(values) - min(values)
    first, days = readings[0].day, max((readings[-1].day - readings[0].day).days, 1)
    shares = [float((each.value - low) / span) if span else 0.5 for each in readings]
    along = [100 * (each.day - first).days / days for each in readings]
    points = (f"{x:.1f} {28 - 26 * share:.1f}" for x, share in zip(along, shares, strict=True))
    return "M" + " ".join(points)


def picture(readings: Sequence[Reading], aim: Target, limits: Control | None, ahead: Forecast | None) -> Picture | None:
    """The large picture; None without readings."""
    if not readings:
        return None
    first, last = readings[0].day, max([readings[-1].day, *([ahead.day] if ahead else [])])
    low, high = _reach(readings, aim, limits, ahead)

    def x(day: date) -> float:
        return round(100 * (day - first).days / max((last - first).days, 1), 2)

    def y(value: Decimal) -> float:
        return round(float(100 * (high - value) / (high - low)), 2)

    signals = limits.signals if limits else frozenset[int]()
    dots = tuple(
        Dot(x(each.day), y(each.value), place in signals, f"{each.day.isoformat()}: {each.value.normalize():f}")
        for place, each in enumerate(readings)
    )
    end, fan = readings[-1], ""
    if ahead:
        fan = f"M{x(end.day)} {y(end.value)}L{x(ahead.day)} {y(ahead.high)}L{x(ahead.day)} {y(ahead.low)}Z"
    return Picture(
        path="M" + " ".join(f"{dot.x} {dot.y}" for dot in dots) if len(dots) > 1 else "",
        dots=dots,
        target=None if aim.target is None else y(aim.target),
        band=_strip(aim, y),
        edges=tuple(y(each) for each in (aim.high, aim.low) if each is not None),
        mean=y(limits.mean) if limits else None,
        low=y(limits.low) if limits else None,
        high=y(limits.high) if limits else None,
        fan=fan,
        days=(first, last),
        top=high,
        bottom=low,
    )


def _reach(
    readings: Sequence[Reading], aim: Target, limits: Control | None, ahead: Forecast | None
) -> tuple[Decimal, Decimal]:
    """The lowest and the highest value that have to be seen, with a little room."""
    lines = (aim.target, aim.low, aim.high, *((limits.low, limits.high) if limits else ()))
    heights = [each.value for each in readings] + [each for each in lines if each is not None]
    heights += [ahead.low, ahead.high] if ahead else []
    low, high = min(heights), max(heights)
    room = (high - low) / 20 or Decimal(1)
    return low - room, high + room


def _strip(aim: Target, y: Callable[[Decimal], float]) -> tuple[float, float] | None:
    """The top and bottom of a band in the field; an end that is not set lies at the field's edge."""
    if aim.direction is not Direction.BAND or not aim.complete:
        return None
    return 0.0 if aim.high is None else y(aim.high), 100.0 if aim.low is None else y(aim.low)
