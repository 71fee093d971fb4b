"""The slip chart: for each date that people watch, where it stood in every baseline and where it stands now.

Places are percent of the picture's width, so that it is as wide as the page has room for.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from planner.schedule.baselines import Slip, in_words

MARGIN = 3.0
MOST_LABELS = 7
STEPS = (1, 2, 3, 6, 12, 24, 60, 120)


@dataclass(frozen=True, slots=True)
class Label:
    """The first day of a month, with its name."""

    x: float
    words: str


@dataclass(frozen=True, slots=True)
class SlipLine:
    """One date that people watch: then, now, and the ticks of the other baselines; None where a date is not known."""

    slip: Slip
    then: float | None
    now: float | None
    ticks: tuple[float, ...]
    words: str


@dataclass(frozen=True, slots=True)
class SlipChart:
    """All lines over one scale of time."""

    lines: tuple[SlipLine, ...]
    labels: tuple[Label, ...]
    today: float | None


def slip_chart(slips: Sequence[Slip], others: Iterable[Mapping[int, date]], today: date) -> SlipChart:
    """Place the dates of slips, and the same rows' dates in other baselines, on one scale."""
    ticks = [tuple(days[slip.uid] for days in others if slip.uid in days) if slip.uid else () for slip in slips]
    shown = [day for slip, more in zip(slips, ticks, strict=True) for day in (slip.then, slip.now, *more) if day]
    if not shown:
        return SlipChart(tuple(SlipLine(slip, None, None, (), "") for slip in slips), (), None)
    first, last = min(shown), max(shown)
    scale = (100 - 2 * MARGIN) / max((last - first).days, 1)

    def place(day: date | None) -> float | None:
        return None if day is None else round(MARGIN + (day - first).days * scale, 2)

    lines = tuple(
        SlipLine(
            slip, place(slip.then), place(slip.now), tuple(x for day in more if (x := place(day))), in_words(slip.days)
        )
        for slip, more in zip(slips, ticks, strict=True)
    )
    labels = tuple(Label(x, f"{day:%b %Y}") for day in months(first, last) if (x := place(day)))
    return SlipChart(lines, labels, place(today) if first <= today <= last else None)


def months(first: date, last: date) -> tuple[date, ...]:
    """First days of months between two days, as many as a narrow picture can name: every, every second, … ."""
    count = (last.year - first.year) * 12 + last.month - first.month
    step = next((step for step in STEPS if count / step < MOST_LABELS), STEPS[-1])
    found = []
    day = (first.replace(day=1) + timedelta(days=32)).replace(day=1) if first.day > 1 else first
    while day <= last:
        if (day.month - 1) % min(step, 12) == 0 and (step <= 12 or day.year % (step // 12) == 0):
            found.append(day)
        day = (day + timedelta(days=32)).replace(day=1)
    return tuple(found)
