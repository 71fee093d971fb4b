"""Goals in words: values with their units, what moved between two versions, and how a goal stands."""

from datetime import date
from decimal import Decimal
from enum import StrEnum

from planner.basics.lights import Light
from planner.goals.goal import IMPORTANCE_WORDS, LEVEL_WORDS, Goal
from planner.goals.plausibility import amount
from planner.goals.smart import Smart
from planner.playbook.words import Direction, Unit

UNIT_WORDS = {
    Unit.PERCENT: "percent",
    Unit.DAYS: "days",
    Unit.HOURS: "hours",
    Unit.MONEY: "money",
    Unit.COUNT: "a count",
    Unit.RATIO: "a ratio",
    Unit.SCORE: "a score",
}
DIRECTION_WORDS = {
    Direction.UP: "Higher is better",
    Direction.DOWN: "Lower is better",
    Direction.BAND: "Inside a band is best",
}


class State(StrEnum):
    """How a goal stands with the sponsor."""

    DROPPED = "dropped"
    APPROVED = "approved"
    CHANGED = "changed"
    WAITING = "waiting"
    NOT_SMART = "not-smart"


STATE_WORDS = {
    State.DROPPED: "Dropped",
    State.APPROVED: "Approved",
    State.CHANGED: "Changed since it was approved",
    State.WAITING: "Waits for the sponsor",
    State.NOT_SMART: "Not SMART yet",
}
STATE_LIGHTS = {
    State.DROPPED: Light.UNKNOWN,
    State.APPROVED: Light.GREEN,
    State.CHANGED: Light.AMBER,
    State.WAITING: Light.AMBER,
    State.NOT_SMART: Light.RED,
}


def state_of(goal: Goal, smart: Smart, revision: int, approved_revision: int | None) -> State:
    """How a goal stands: dropped before anything else, then whether it may be approved, then whether it is."""
    if goal.dropped:
        return State.DROPPED
    if approved_revision == revision:
        return State.APPROVED
    if not smart.holds:
        return State.NOT_SMART
    return State.CHANGED if approved_revision else State.WAITING


def value(number: Decimal | None, goal: Goal) -> str:
    """A value of the goal's figure with its unit; what is not known says so."""
    if number is None:
        return "not known"
    return amount(number, goal.measure.unit if goal.measure else Unit.COUNT)


def path(goal: Goal) -> str:
    """From where to where: "from 42 % to 55 %"; empty while neither is known."""
    if goal.baseline is None and goal.target is None:
        return ""
    start = f"from {value(goal.baseline, goal)} " if goal.baseline is not None else ""
    return f"{start}to {value(goal.target, goal)}" if goal.target is not None else f"{start}to a target not set yet"


def differences(before: Goal, after: Goal, above: dict[int, str]) -> tuple[tuple[str, str, str], ...]:
    """What moved between two versions of a goal: what, before, after. `above` names the goals by number."""
    pairs = zip(_told(before, above), _told(after, above), strict=True)
    return tuple((label, old, new) for (label, old), (_, new) in pairs if old != new)


def _told(goal: Goal, above: dict[int, str]) -> tuple[tuple[str, str], ...]:
    return (
        ("Name", goal.name),
        ("Wording", goal.wording),
        ("Level", LEVEL_WORDS[goal.level]),
        ("Goal above", above.get(goal.parent or 0, "")),
        ("Applies to", goal.unit),
        ("Work group", goal.group),
        ("Owner", goal.owner),
        ("Shown by", goal.measure.name if goal.measure else ""),
        ("Today's value", "" if goal.baseline is None else value(goal.baseline, goal)),
        ("Read on", _day(goal.baseline_on)),
        ("Target", "" if goal.target is None else value(goal.target, goal)),
        ("By", _day(goal.target_on)),
        ("Importance", IMPORTANCE_WORDS[goal.importance]),
        ("Why it can be reached", goal.realistic),
        ("Kept or dropped", "dropped" if goal.dropped else "kept"),
    )


def _day(day: date | None) -> str:
    return f"{day.day} {day:%b %Y}" if day else ""
