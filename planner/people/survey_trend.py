"""What became of a group from one survey to the next, and whether an action helped."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from planner.people.survey_figures import UNWILLING, BarrierShares, Spread, barriers, scale_of
from planner.people.survey_publishing import Cell
from planner.people.survey_results import Results
from planner.playbook.words import Step


class Effect(StrEnum):
    """What the next survey says of an action."""

    HELPED = "helped"
    NO_CHANGE = "no-change"
    WORSE = "worse"
    WAITING = "waiting"
    UNKNOWN = "unknown"


EFFECT_WORDS = {
    Effect.HELPED: "It is better since",
    Effect.NO_CHANGE: "No clear change since",
    Effect.WORSE: "It is worse since",
    Effect.WAITING: "Not asked again yet",
    Effect.UNKNOWN: "Cannot be compared: fewer than five answers",
}


@dataclass(frozen=True, slots=True)
class Change:
    """A statement of a group before and after; the group is the same, its people need not be."""

    effect: Effect
    before: Spread | None = None
    after: Spread | None = None


def change(before: Spread | None, after: Spread | None) -> Change:
    """Compare two means. A change is clear when it is larger than twice the standard error of the difference.

    That is Welch's comparison of two means, with the 95 % limit rounded to two; groups of five to thirty people move
    by chance alone, and "no clear change" is an answer.
    """
    if before is None or after is None or before.deviation is None or after.deviation is None:
        return Change(Effect.UNKNOWN, before, after)
    error = (before.deviation**2 / before.answers + after.deviation**2 / after.answers).sqrt()
    moved = after.mean - before.mean
    clear = abs(Decimal(moved.numerator) / Decimal(moved.denominator)) > 2 * error
    return Change((Effect.HELPED if moved > 0 else Effect.WORSE) if clear else Effect.NO_CHANGE, before, after)


@dataclass(frozen=True, slots=True)
class Point:
    """Where the people of a group are stuck in one survey, and how many do not want it; None where nothing is shown."""

    survey_id: int
    name: str
    day: date
    shares: BarrierShares | None
    unwilling: Fraction | None = None


@dataclass(frozen=True, slots=True)
class Path:
    """A group over the surveys, the oldest first."""

    group: str
    points: tuple[Point, ...]

    @property
    def latest(self) -> BarrierShares | None:
        """Where the group is stuck in the newest survey."""
        return self.points[-1].shares if self.points else None


@dataclass(frozen=True, slots=True)
class Round:
    """One closed survey with its published results."""

    survey_id: int
    name: str
    day: date
    results: Results


def paths(rounds: Sequence[Round], division: str) -> list[Path]:
    """Every group that any of the surveys shows, by name; everybody first."""
    names = sorted({cell.label for each in rounds for cell in each.results.of(division) if not cell.is_rest})
    everybody = Path("Everybody", tuple(_point(each, each.results.whole) for each in rounds))
    return [
        everybody,
        *(Path(name, tuple(_point(each, each.results.cell(division, name)) for each in rounds)) for name in names),
    ]


def _point(each: Round, cell: Cell | None) -> Point:
    item = each.results.step(Step.WILLING)
    will = scale_of(item, cell.counts) if item and cell else None
    unwilling = will.share_up_to(UNWILLING) if will else None
    return Point(each.survey_id, each.name, each.day, barriers(cell.counts) if cell else None, unwilling)


def effect(
    rounds: Sequence[Round], survey_id: int, division: str, label: str, ref: str, done_on: date | None
) -> Change:
    """What the next survey of the same statement says of a group, after something was done for it."""
    of = next((each for each in rounds if each.survey_id == survey_id), None)
    item = next((item for item in of.results.items if item.ref == ref), None) if of else None
    if of is None or item is None:
        return Change(Effect.UNKNOWN)
    before = _seen(of, item.text, division, label)
    later = [each for each in rounds if each.day > (done_on or of.day) and each.results.asks(item.text)]
    if done_on is None or not later:
        return Change(Effect.WAITING, before)
    return change(before, _seen(later[0], item.text, division, label))


def _seen(each: Round, text: str, division: str, label: str) -> Spread | None:
    item = next(item for item in each.results.items if item.text == text)
    cell = each.results.cell(division, label)
    return scale_of(item, cell.counts) if cell else None
