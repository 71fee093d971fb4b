"""A goal as it was typed, and what is refused before it is kept."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from planner.basics.days import check_day
from planner.basics.errors import RuleBroken
from planner.goals.goal import LEVEL_WORDS, OWN, Importance, below, level_above
from planner.playbook.words import Direction, Level, Unit

LARGEST = Decimal(10**12)
MOST_GOALS = 200


@dataclass(frozen=True, slots=True)
class GoalDraft:
    """A goal as it was typed. `kpi_ref` is a figure of the playbook; a `measure_name` is one's own."""

    level: Level
    name: str
    wording: str = ""
    parent_id: int | None = None
    unit_id: int | None = None
    work_group: str = ""
    owner_id: int | None = None
    kpi_ref: str = ""
    measure_name: str = ""
    measure_unit: Unit | None = None
    measure_direction: Direction | None = None
    baseline: Decimal | None = None
    baseline_on: date | None = None
    target: Decimal | None = None
    target_on: date | None = None
    importance: Importance = Importance.MEDIUM
    realistic: str = ""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a draft may point to: goals with their level and the one above, units, people, figures of the playbook."""

    levels: Mapping[int, Level]
    parents: Mapping[int, int | None]
    units: frozenset[int]
    people: frozenset[int]
    kpis: frozenset[str]


def check_draft(draft: GoalDraft, around: Surroundings, own_id: int | None = None) -> None:
    """Refuse what cannot be: strangers, a goal above of the wrong level or under itself, numbers and days out of reach.

    What is merely missing is not refused; the SMART check tells it.
    """
    if not draft.name:
        raise RuleBroken("Give the goal a short name.", "name")
    for value, known, field, text in (
        (draft.unit_id, around.units, "unit", "Choose a unit of this rollout."),
        (draft.owner_id, around.people, "owner", "The owner takes part in the rollout."),
    ):
        if value is not None and value not in known:
            raise RuleBroken(text, field)
    _check_parent(draft, around, own_id)
    _check_measure(draft, around)
    for number, field in ((draft.baseline, "baseline"), (draft.target, "target")):
        if number is not None and (not number.is_finite() or abs(number) > LARGEST or number != round(number, 6)):
            raise RuleBroken("Give a number of at most twelve digits, with at most six decimal places.", field)
    check_day(draft.baseline_on, "baseline_on")
    check_day(draft.target_on, "target_on")


def _check_parent(draft: GoalDraft, around: Surroundings, own_id: int | None) -> None:
    if own_id is not None:
        wrong = [
            each for each, parent in around.parents.items() if parent == own_id and _misfit(around, each, draft.level)
        ]
        if wrong:
            raise RuleBroken("Goals stand under it that would no longer fit; move them first.", "level")
    if draft.parent_id is None:
        return
    upper = level_above(draft.level)
    if upper is None:
        raise RuleBroken("A strategic goal stands at the top; nothing is above it.", "parent")
    if around.levels.get(draft.parent_id) is not upper:
        raise RuleBroken(f"Above it stands a goal of the level {LEVEL_WORDS[upper].lower()}.", "parent")
    if own_id is not None and draft.parent_id in below(own_id, around.parents):
        raise RuleBroken("A goal cannot stand under itself.", "parent")


def _misfit(around: Surroundings, child: int, level: Level) -> bool:
    return level_above(around.levels[child]) is not level


def _check_measure(draft: GoalDraft, around: Surroundings) -> None:
    if draft.kpi_ref and not draft.kpi_ref.startswith(OWN) and draft.kpi_ref not in around.kpis:
        raise RuleBroken("Choose a key figure of the playbook, or name a measure of your own.", "kpi")
    if draft.measure_name and draft.kpi_ref and not draft.kpi_ref.startswith(OWN):
        raise RuleBroken("Choose a key figure or name a measure of your own, not both.", "measure_name")
    if draft.measure_name and (draft.measure_unit is None or draft.measure_direction is None):
        raise RuleBroken("Say in which unit it is read, and which way is better.", "measure_unit")
