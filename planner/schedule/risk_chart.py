"""The pictures of a risk page: where bars, marks and lines stand, in percent of the picture's width and height."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from planner.schedule.outcome import Driver
from planner.schedule.risk import Bar, Risk

LABEL_GAP = 16
"""Labels nearer to each other than this, in percent, go on lines of their own."""


@dataclass(frozen=True, slots=True)
class Column:
    """A bar of the histogram."""

    x: float
    width: float
    height: float
    words: str


@dataclass(frozen=True, slots=True)
class Flag:
    """A date marked on the axis; `row` is the line its label stands on, `end` whether it reads to the left."""

    x: float
    label: str
    row: int
    end: bool
    planned: bool


@dataclass(frozen=True, slots=True)
class Tick:
    """A label of the axis of time; `anchor` is start, middle or end."""

    x: float
    label: str
    anchor: str


@dataclass(frozen=True, slots=True)
class RiskChart:
    """The histogram and the curve below it, on one axis of time. `curve` is a path in a square of 100 by 100."""

    columns: tuple[Column, ...]
    curve: str
    flags: tuple[Flag, ...]
    ticks: tuple[Tick, ...]
    top: float


def chart_of(risk: Risk) -> RiskChart | None:
    """The picture of the end that was asked for; None where it falls on one day in every run."""
    bars = risk.bars
    if len(bars) < 2:
        return None
    first, last = bars[0].first, bars[-1].last + timedelta(days=1)
    span = (last - first) / timedelta(days=1)

    def at(moment: datetime) -> float:
        return round(min(max((moment - first) / timedelta(days=1) / span * 100, 0), 100), 2)

    top = max(bar.share for bar in bars)
    columns = tuple(
        Column(
            at(bar.first),
            round(at(bar.last + timedelta(days=1)) - at(bar.first), 2),
            round(100 * bar.share / top, 2),
            f"{_days(bar)}: {bar.share:.1%}, until then {bar.until:.1%}",
        )
        for bar in bars
    )
    points = " ".join(f"L{at(bar.last + timedelta(days=1))} {round(100 - 100 * bar.until, 2)}" for bar in bars)
    return RiskChart(columns, f"M0 100 {points}", _flags(risk, at, first, last), _ticks(bars, at), round(top, 4))


def _days(bar: Bar) -> str:
    return f"{bar.first:%d %b}" if bar.first == bar.last else f"{bar.first:%d %b} to {bar.last:%d %b}"


def _flags(risk: Risk, at: Callable[[datetime], float], first: datetime, last: datetime) -> tuple[Flag, ...]:
    """P50, P80 and the planned date; a planned date outside the picture stands at its edge and says so."""
    planned = risk.end.planned
    marks = [(risk.end.dates[50], "P50", False), (risk.end.dates[80], "P80", False)]
    if planned is not None:
        outside = "" if first <= planned <= last else " ←" if planned < first else " →"
        marks.append((planned, f"planned{outside}", True))
    found: list[Flag] = []
    for moment, label, is_plan in sorted(marks, key=lambda mark: mark[0]):
        x = at(moment)
        row = 0
        while any(flag.row == row and abs(flag.x - x) < LABEL_GAP for flag in found):
            row += 1
        found.append(Flag(x, label, row, x > 75, is_plan))
    return tuple(found)


def _ticks(bars: Sequence[Bar], at: Callable[[datetime], float]) -> tuple[Tick, ...]:
    chosen = (bars[0], bars[len(bars) // 2], bars[-1]) if len(bars) > 4 else (bars[0], bars[-1])
    anchors = ("start", "middle", "end") if len(chosen) == 3 else ("start", "end")
    return tuple(
        Tick(
            0 if anchor == "start" else 100 if anchor == "end" else at(bar.first),
            f"{bar.first.day} {bar.first:%b %Y}",
            anchor,
        )
        for bar, anchor in zip(chosen, anchors, strict=True)
    )


@dataclass(frozen=True, slots=True)
class Swing:
    """A bar of the tornado: from early to late around the middle, in percent of half the width, and in working days."""

    row: int
    early: float
    late: float
    early_days: float
    late_days: float
    share: float


def tornado(drivers: Sequence[Driver], day: timedelta) -> tuple[Swing, ...]:
    """The bars of the tornado, the widest first; the longest arm fills its half."""
    seconds = day / timedelta(seconds=1)
    longest = max((max(-each.early, each.late) for each in drivers), default=0) or 1
    return tuple(
        Swing(
            each.activity,
            round(50 * -each.early / longest, 2),
            round(50 * each.late / longest, 2),
            each.early / seconds,
            each.late / seconds,
            each.share,
        )
        for each in drivers
    )
