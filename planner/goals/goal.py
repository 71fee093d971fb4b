"""A goal as the rules see it: what shall be true, for whom, shown by which figure, from where to where, by when."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from planner.playbook.library import Kpi
from planner.playbook.words import Direction, Level, Unit

OWN = "own:"
"""How the name of a measure of one's own begins; the others are key figures of the playbook."""

LEVEL_WORDS = {Level.STRATEGIC: "Strategic", Level.DEPARTMENT: "Department", Level.WORK_GROUP: "Work group"}
LEVELS = tuple(LEVEL_WORDS)


class Importance(StrEnum):
    """How much hangs on it."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


IMPORTANCE_WORDS = {
    Importance.HIGH: "High: without it the rollout was in vain",
    Importance.MEDIUM: "Medium",
    Importance.LOW: "Low: good to have",
}


@dataclass(frozen=True, slots=True)
class Measure:
    """The figure that shows a goal: its lasting name, its words, unit, good direction, and its range and pace."""

    ref: str
    name: str
    unit: Unit
    direction: Direction
    least: Decimal | None = None
    most: Decimal | None = None
    pace: Decimal | None = None
    pace_share: Decimal | None = None

    @classmethod
    def of(cls, kpi: Kpi) -> "Measure":
        """A key figure of the playbook as a measure."""
        return cls(kpi.ref, kpi.name, kpi.unit, kpi.direction, kpi.least, kpi.most, kpi.pace, kpi.pace_share)


@dataclass(frozen=True, slots=True)
class Goal:
    """One goal of the tree. `group` names a work group; `unit` the department, by its name. None is not known yet."""

    id: int
    name: str
    level: Level
    wording: str = ""
    parent: int | None = None
    owner: str = ""
    unit: str = ""
    group: str = ""
    measure: Measure | None = None
    baseline: Decimal | None = None
    baseline_on: date | None = None
    target: Decimal | None = None
    target_on: date | None = None
    importance: Importance = Importance.MEDIUM
    realistic: str = ""
    dropped: bool = False


def levels_below(level: Level) -> tuple[Level, ...]:
    """The levels whose goals may stand under a goal of this level: that of the next step only."""
    at = LEVELS.index(level)
    return LEVELS[at + 1 : at + 2]


def level_above(level: Level) -> Level | None:
    """The level of the goal above; None at the top."""
    at = LEVELS.index(level)
    return LEVELS[at - 1] if at else None


@dataclass(frozen=True, slots=True)
class Branch:
    """A goal with the goals under it."""

    goal: Goal
    under: tuple["Branch", ...] = ()


def tree(goals: Sequence[Goal]) -> tuple[Branch, ...]:
    """The goals as a tree, each level in the order in which they come; what has no goal above it stands at the top.

    Goals of a lower level without one above come after the strategic ones, so that they are seen.
    """
    known = {goal.id for goal in goals}
    under: dict[int | None, list[Goal]] = {}
    for goal in goals:
        above = goal.parent if goal.parent in known and goal.parent != goal.id else None
        under.setdefault(above, []).append(goal)

    def branch(goal: Goal) -> Branch:
        return Branch(goal, tuple(branch(each) for each in under.get(goal.id, ())))

    tops = sorted(under.get(None, ()), key=lambda goal: LEVELS.index(goal.level))
    return tuple(branch(goal) for goal in tops)


def above(goal_id: int, parents: Mapping[int, int | None]) -> tuple[int, ...]:
    """The goals above a goal, the nearest first."""
    found: list[int] = []
    at = parents.get(goal_id)
    while at is not None and at not in found and at in parents:
        found.append(at)
        at = parents[at]
    return tuple(found)


def below(goal_id: int, parents: Mapping[int, int | None]) -> frozenset[int]:
    """A goal with all goals under it."""
    found = {goal_id}
    grown = True
    while grown:
        more = {each for each, parent in parents.items() if parent in found} - found
        grown = bool(more)
        found |= more
    return frozenset(found)


def slug(name: str, taken: Iterable[str] = ()) -> str:
    """A lasting name for a measure of one's own: `own:` and the words of its name, told apart by a number.

    >>> slug("Offers called back"), slug("Offers called back", ["own:offers-called-back"])
    ('own:offers-called-back', 'own:offers-called-back-2')
    """
    plain = "".join(sign if sign.isascii() and sign.isalnum() else " " for sign in name.lower())
    stem = OWN + ("-".join(plain.split())[:60].strip("-") or "measure")
    known, found, number = set(taken), stem, 2
    while found in known:
        found, number = f"{stem}-{number}", number + 1
    return found
