"""Whether a goal can be believed: the pace it asks of its figure against what such figures do, and did.

The playbook says how far a figure moves in a year at best; the figure's own history says how fast it ever moved. Both
only warn: somebody may know better, and then says why.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from planner.goals.goal import Goal, Measure
from planner.playbook.words import Direction, Unit

YEAR = Decimal("365.25")
SHORTEST = timedelta(days=80)
"""A change over fewer days is taken for chance."""
BEYOND_HISTORY = Decimal("1.5")
"""More than half as fast again as it ever was is hard to believe."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A value of a figure on a day."""

    on: date
    value: Decimal


def change_asked(goal: Goal) -> Decimal | None:
    """How far the figure has to move, with its sign; None while either end is missing."""
    if goal.baseline is None or goal.target is None:
        return None
    return goal.target - goal.baseline


def pace_asked(goal: Goal) -> Decimal | None:
    """How far the figure has to move in a year, with its sign; None while anything for it is missing.

    From 40 on 1 January to 50 on 2 July of the same year is 10 in half a year: about 20 a year.
    """
    change = change_asked(goal)
    if change is None or goal.baseline_on is None or goal.target_on is None:
        return None
    days = (goal.target_on - goal.baseline_on).days
    return None if days <= 0 else change * YEAR / days


def range_warnings(goal: Goal) -> tuple[str, ...]:
    """What the playbook's knowledge of the figure says against a goal; nothing where it knows nothing."""
    measure = goal.measure
    if measure is None:
        return ()
    said = [*_outside(goal, measure), *_too_fast(goal, measure)]
    return tuple(said)


def _outside(goal: Goal, measure: Measure) -> list[str]:
    found = []
    for name, value in (("Today's value", goal.baseline), ("The target", goal.target)):
        if value is not None and measure.least is not None and value < measure.least:
            found.append(f"{name} lies below {amount(measure.least, measure.unit)}, which this figure cannot.")
        if value is not None and measure.most is not None and value > measure.most:
            found.append(f"{name} lies above {amount(measure.most, measure.unit)}, which this figure cannot.")
    return found


def _too_fast(goal: Goal, measure: Measure) -> list[str]:
    pace, limit = pace_asked(goal), limit_of(goal)
    if pace is None or limit is None or abs(pace) <= limit or not _wanted(pace, measure):
        return []
    asked, most = step(abs(pace), measure.unit), step(limit, measure.unit)
    return [f"It asks for {asked} a year; the playbook takes {most} a year for the most that can be hoped for."]


def _wanted(pace: Decimal, measure: Measure) -> bool:
    """Whether the change goes the good way; the other way is told elsewhere."""
    return {Direction.UP: pace > 0, Direction.DOWN: pace < 0}.get(measure.direction, True)


def limit_of(goal: Goal) -> Decimal | None:
    """The most that the figure moves in a year by the playbook, in its unit; None where it says nothing.

    A share is of today's value: 20 % of 35 days are 7 days a year.
    """
    measure = goal.measure
    if measure is None:
        return None
    if measure.pace is not None:
        return measure.pace
    if measure.pace_share is None or not goal.baseline:
        return None
    return abs(goal.baseline) * measure.pace_share / 100


def fastest(readings: Sequence[Reading], *, up: bool) -> Decimal | None:
    """The greatest change in a year that a figure showed over any stretch of some 80 days or more, the good way.

    None with too short a history. From 40 to 46 in half a year is about 12 a year.
    """
    ordered = sorted(readings, key=lambda reading: reading.on)
    paces = [
        (later.value - earlier.value) * YEAR / (later.on - earlier.on).days * (1 if up else -1)
        for index, earlier in enumerate(ordered)
        for later in ordered[index + 1 :]
        if later.on - earlier.on >= SHORTEST
    ]
    return max(paces, default=None)


def history_warning(goal: Goal, readings: Sequence[Reading]) -> str:
    """What the figure's own history says against the pace that a goal asks; empty when nothing, or not enough known."""
    pace, measure = pace_asked(goal), goal.measure
    if pace is None or measure is None or not pace or not _wanted(pace, measure):
        return ""
    known = fastest(readings, up=pace > 0)
    if known is None or abs(pace) <= BEYOND_HISTORY * max(known, Decimal(0)):
        return ""
    most = f"at most {step(known, measure.unit)} a year" if known > 0 else "not that way at all"
    return f"It asks for {step(abs(pace), measure.unit)} a year; so far this figure moved {most}."


def amount(value: Decimal, unit: Unit) -> str:
    """A value with its unit: "40 %", "12 days"; money and counts stand alone.

    >>> amount(Decimal("40.0"), Unit.PERCENT), amount(Decimal(1500), Unit.MONEY)
    ('40 %', '1,500')
    """
    plain = _plain(value)
    if unit is Unit.PERCENT:
        return f"{plain} %"
    return f"{plain} {unit.value}" if unit in {Unit.DAYS, Unit.HOURS} else plain


def step(value: Decimal, unit: Unit) -> str:
    """A change with its unit; a change of a percentage is in points.

    >>> step(Decimal("12.34"), Unit.PERCENT)
    '12.3 points'
    """
    shown = round(value, 1)
    return f"{_plain(shown)} points" if unit in {Unit.PERCENT, Unit.SCORE} else amount(shown, unit)


def _plain(value: Decimal) -> str:
    text = format(value, ",f")
    return text.rstrip("0").rstrip(".") if "." in text else text
