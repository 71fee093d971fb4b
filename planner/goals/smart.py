"""Whether a goal is SMART, in words: what is missing until it is specific, measurable, owned, realistic and dated.

The letters are Doran's (1981): specific, measurable, assignable, realistic, time-related. Beside them stands what the
goal serves, without which nobody can say why it is there. Nothing here judges whether the goal is a good one.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from planner.goals.goal import LEVEL_WORDS, Goal, level_above
from planner.goals.plausibility import change_asked, range_warnings
from planner.playbook.words import Direction, Level

FEWEST_WORDS = 6
LONGEST_DAYS = 5 * 366
VAGUE = frozenset(
    {
        "better", "improve", "improved", "improving", "optimise", "optimised", "optimize", "optimized", "faster",
        "more", "increase", "increased", "reduce", "reduced", "enhance", "strengthen", "efficient", "efficiently",
        "modern", "excellent", "best", "soon", "appropriate", "adequate", "significant", "significantly",
    }
)  # fmt: skip
"""Words that name a wish without saying when it is met; a number in the sentence makes them harmless."""


class Letter(StrEnum):
    """What a finding is about."""

    SPECIFIC = "specific"
    MEASURABLE = "measurable"
    OWNED = "owned"
    REALISTIC = "realistic"
    DATED = "dated"
    SERVES = "serves"


LETTER_WORDS = {
    Letter.SPECIFIC: "Specific",
    Letter.MEASURABLE: "Measurable",
    Letter.OWNED: "Owned",
    Letter.REALISTIC: "Realistic",
    Letter.DATED: "Dated",
    Letter.SERVES: "Serves something",
}


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that is missing, or (`warning`) something to think over; `field` is where to put it right."""

    letter: Letter
    text: str
    field: str
    warning: bool = False


@dataclass(frozen=True, slots=True)
class Smart:
    """What a check found."""

    findings: tuple[Finding, ...]

    @property
    def missing(self) -> tuple[Finding, ...]:
        """What keeps the goal from being SMART."""
        return tuple(each for each in self.findings if not each.warning)

    @property
    def warnings(self) -> tuple[Finding, ...]:
        """What should be thought over."""
        return tuple(each for each in self.findings if each.warning)

    @property
    def holds(self) -> bool:
        """Whether nothing is missing."""
        return not self.missing

    def fails(self, letter: Letter) -> bool:
        """Whether something of this letter is missing."""
        return any(each.letter is letter for each in self.missing)

    @property
    def sentence(self) -> str:
        """What is missing, in one sentence: "Not measurable, owned or dated yet."."""
        if self.holds:
            return "Specific, measurable, owned, realistic and dated."
        words = [
            LETTER_WORDS[letter].lower() for letter in Letter if letter is not Letter.SERVES and self.fails(letter)
        ]
        if self.fails(Letter.SERVES):
            words.append("tied to what it serves")
        return f"Not {', '.join(words[:-1])}{' or ' if len(words) > 1 else ''}{words[-1]} yet."


def check(goal: Goal, today: date, factors: int = 0) -> Smart:
    """Everything that is missing, in the order of the letters; `factors` counts the success factors a goal rests on."""
    parts = (_specific, _measurable, _owned, _realistic)
    found = [finding for part in parts for finding in part(goal)]
    return Smart((*found, *_dated(goal, today), *_serves(goal, factors)))


def _specific(goal: Goal) -> Iterator[Finding]:
    words = re.findall(r"\w+", goal.wording.lower())
    if len(words) < FEWEST_WORDS:
        yield Finding(
            Letter.SPECIFIC, "Say in a full sentence what shall be true, and for whom or in which work.", "wording"
        )
    elif (vague := next((word for word in words if word in VAGUE), "")) and not any(w.isdigit() for w in words):
        yield Finding(
            Letter.SPECIFIC,
            f"“{vague.capitalize()}” names a wish. Say what will be different, or by how much.",
            "wording",
        )
    if goal.level is not Level.STRATEGIC and not goal.unit:
        yield Finding(Letter.SPECIFIC, "Choose the department or site it applies to.", "unit")
    if goal.level is Level.WORK_GROUP and not goal.group:
        yield Finding(Letter.SPECIFIC, "Name the work group it is for.", "group")


def _measurable(goal: Goal) -> Iterator[Finding]:
    if goal.measure is None:
        yield Finding(Letter.MEASURABLE, "Choose the key figure that shows it, or name a measure of your own.", "kpi")
    if goal.baseline is None:
        yield Finding(Letter.MEASURABLE, "Give today's value; without it nobody can tell what changed.", "baseline")
    elif goal.baseline_on is None:
        yield Finding(Letter.MEASURABLE, "Say on which day today's value was read.", "baseline_on")
    if goal.target is None:
        yield Finding(Letter.MEASURABLE, "Give the value that shall be reached.", "target")
    change, measure = change_asked(goal), goal.measure
    if change is not None and not change:
        yield Finding(Letter.MEASURABLE, "Target and today's value are the same, so nothing has to change.", "target")
    elif change is not None and measure is not None and _goes_wrong(change, measure.direction):
        better = "higher" if measure.direction is Direction.UP else "lower"
        yield Finding(
            Letter.MEASURABLE, f"For this figure {better} is better; the target goes the other way.", "target"
        )


def _goes_wrong(change: Decimal, direction: Direction) -> bool:
    return {Direction.UP: change < 0, Direction.DOWN: change > 0}.get(direction, False)


def _owned(goal: Goal) -> Iterator[Finding]:
    if not goal.owner:
        yield Finding(Letter.OWNED, "Name one person who answers for it.", "owner")


def _realistic(goal: Goal) -> Iterator[Finding]:
    warnings = range_warnings(goal)
    if not goal.realistic:
        text = "Say why it can be reached: who does what differently, with which means."
        if warnings:
            text = "It asks much; say why it can be reached all the same."
        yield Finding(Letter.REALISTIC, text, "realistic")
    for text in warnings:
        yield Finding(Letter.REALISTIC, text, "target", warning=True)


def _dated(goal: Goal, today: date) -> Iterator[Finding]:
    if goal.target_on is None:
        yield Finding(Letter.DATED, "Say by which day it shall be reached.", "target_on")
        return
    if goal.baseline_on is not None and goal.target_on <= goal.baseline_on:
        yield Finding(Letter.DATED, "The day of the target must lie after that of today's value.", "target_on")
    if goal.target_on < today:
        yield Finding(
            Letter.DATED,
            "Its day has passed. Say what was reached, and set a new day or drop it.",
            "target_on",
            warning=True,
        )
    elif (goal.target_on - today).days > LONGEST_DAYS:
        yield Finding(
            Letter.DATED,
            "Its day is more than five years off; set a step on the way to it too.",
            "target_on",
            warning=True,
        )


def _serves(goal: Goal, factors: int) -> Iterator[Finding]:
    upper = level_above(goal.level)
    if upper is not None and goal.parent is None:
        name = LEVEL_WORDS[upper].lower()
        yield Finding(Letter.SERVES, f"Choose the goal above that it serves, of the level {name}.", "parent")
    if upper is None and not factors:
        yield Finding(
            Letter.SERVES, "Tie it to the success factors it rests on, under what it rests on.", "factors", warning=True
        )
