"""How far a key figure has come: attained, nearly, on course, off course, out of date, or not known, which is white."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from planner.basics.lights import Light
from planner.kpis.definition import Target
from planner.playbook.words import Cadence, Direction

DAYS = {Cadence.WEEKLY: 7, Cadence.MONTHLY: 31, Cadence.QUARTERLY: 92}
"""The longest a period of reading lasts."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A value on a day: the last day of the period it speaks of."""

    day: date
    value: Decimal


class State(StrEnum):
    """How a figure stands today."""

    UNKNOWN = "not known"
    STALE = "out of date"
    ATTAINED = "target reached"
    NEAR = "nearly there"
    ON_COURSE = "on course"
    OFF_COURSE = "off course"
    NO_TARGET = "no target"

    @property
    def light(self) -> Light:
        """Its light: what is not known, out of date or without a target is white, never green."""
        return LIGHTS.get(self, Light.UNKNOWN)


LIGHTS = {
    State.ATTAINED: Light.GREEN,
    State.ON_COURSE: Light.GREEN,
    State.NEAR: Light.AMBER,
    State.OFF_COURSE: Light.RED,
}


def progress(target: Target, value: Decimal) -> Fraction | None:
    """The share of the way from the start to the target, 1 at the target; None where there is no such way.

    (value - start) / (target - start), for both directions: from 40 down to 20, a value of 30 is half of the way. More
    than the whole way is more than 1, a step back less than 0. A band has no way.
    """
    if target.direction is Direction.BAND or target.baseline is None or target.target is None:
        return None
    way = target.target - target.baseline
    return Fraction(value - target.baseline) / Fraction(way) if way else None


def attained(target: Target, value: Decimal) -> bool | None:
    """Whether the value reaches the target; None without one. Both ends of a band belong to it."""
    if not target.complete:
        return None
    if target.direction is Direction.BAND:
        return gap(target, value) == 0
    line = target.target
    assert line is not None  # noqa: S101 - a complete target has one
    return value >= line if target.direction is Direction.UP else value <= line


def gap(target: Target, value: Decimal) -> Decimal:
    """How much is missing to the target, never less than nothing; 0 without a target."""
    if target.direction is Direction.BAND:
        below = target.low - value if target.low is not None else Decimal(0)
        above = value - target.high if target.high is not None else Decimal(0)
        return max(below, above, Decimal(0))
    if target.target is None:
        return Decimal(0)
    missing = target.target - value if target.direction is Direction.UP else value - target.target
    return max(missing, Decimal(0))


def expected(target: Target, today: date) -> Decimal | None:
    """Where the figure should be today on a straight way from the start to the target; None without such a way."""
    if target.baseline is None or target.target is None or not target.baseline_on or not target.target_on:
        return None
    whole = (target.target_on - target.baseline_on).days
    gone = min(max((today - target.baseline_on).days, 0), whole)
    return target.baseline + (target.target - target.baseline) * gone / whole


def due_on(last: date | None, cadence: Cadence, grace_days: int, since: date) -> date:
    """The day on which the next reading is due: a period after the last one (or after the start), and the grace."""
    return (last or since) + timedelta(days=DAYS[cadence] + grace_days)


def stale(last: date, cadence: Cadence, grace_days: int, today: date) -> bool:
    """Whether the cadence was missed: the day on which a new reading was due, that day included, is over."""
    return today > due_on(last, cadence, grace_days, last)


def state_of(target: Target, last: Reading | None, cadence: Cadence, grace_days: int, today: date) -> State:
    """How the figure stands. A figure whose cadence was missed says nothing about today."""
    if last is None:
        return State.UNKNOWN
    if stale(last.day, cadence, grace_days, today):
        return State.STALE
    reached = attained(target, last.value)
    if reached is None:
        return State.NO_TARGET
    if reached:
        return State.ATTAINED
    if target.near is not None and gap(target, last.value) <= target.near:
        return State.NEAR
    should = expected(target, last.day)
    if should is None:
        return State.OFF_COURSE
    fine = last.value >= should if target.direction is Direction.UP else last.value <= should
    return State.ON_COURSE if fine else State.OFF_COURSE
