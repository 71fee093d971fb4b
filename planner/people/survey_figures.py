"""Figures from counts: means with their spread, shares, usability, recommendation and barriers of one group."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from planner.people.barrier import STUCK
from planner.people.recommendation import Recommendation, recommendation
from planner.people.survey_counting import BARRIER, NO_BARRIER, USABILITY, Counts
from planner.people.survey_shape import Item, ItemKind
from planner.playbook.words import Step

UNWILLING = 2
"""At so much or less somebody says no, rather than not yet."""


@dataclass(frozen=True, slots=True)
class Spread:
    """Values on a scale: how many, their mean and standard deviation, and how often each was chosen."""

    answers: int
    mean: Fraction
    deviation: Decimal | None
    chosen: tuple[tuple[str, int], ...]

    def share_up_to(self, value: int) -> Fraction:
        """The share, in percent, that chose this value or a lower one."""
        low = sum(number for chosen, number in self.chosen if Decimal(chosen) <= value)
        return Fraction(100 * low, self.answers)


def spread_of(counts: Mapping[str, int], values: Iterable[str] = ()) -> Spread | None:
    """Mean and sample standard deviation of counted numbers; None of nothing. `values` names those never chosen too.

    >>> spread_of({"2": 1, "4": 1}).mean, spread_of({"2": 1, "4": 1}).deviation
    (Fraction(3, 1), Decimal('1.41'))
    """
    numbers = {value: number for value, number in counts.items() if number}
    answers = sum(numbers.values())
    if not answers:
        return None
    exact = {value: Fraction(value) for value in numbers}
    mean = sum((exact[value] * number for value, number in numbers.items()), Fraction(0)) / answers
    around = sum(((exact[value] - mean) ** 2 * number for value, number in numbers.items()), Fraction(0))
    order = sorted({*numbers, *values}, key=Decimal)
    return Spread(answers, mean, _root(around, answers), tuple((value, numbers.get(value, 0)) for value in order))


def _root(around: Fraction, answers: int) -> Decimal | None:
    if answers < 2:
        return None
    square = around / (answers - 1)
    return (Decimal(square.numerator) / Decimal(square.denominator)).sqrt().quantize(Decimal("0.01"))


@dataclass(frozen=True, slots=True)
class BarrierShares:
    """Where people are stuck: how many at each step, and how many at none."""

    answers: int
    stuck: Mapping[Step, int]
    free: int

    @property
    def main(self) -> Step | None:
        """The step most are stuck at, the earlier one of equals; None where most are stuck nowhere."""
        step = max(Step, key=lambda each: (self.stuck[each], -list(Step).index(each)))
        return step if self.stuck[step] >= self.free and self.stuck[step] else None

    def share(self, *steps: Step) -> Fraction:
        """The share, in percent, stuck at these steps."""
        return Fraction(100 * sum(self.stuck[step] for step in steps), self.answers)


def barriers(counts: Counts) -> BarrierShares | None:
    """The barriers counted in a group; None where none are shown."""
    found = counts.get(BARRIER, {})
    answers = sum(found.values())
    if not answers:
        return None
    return BarrierShares(answers, {step: found.get(step.value, 0) for step in Step}, found.get(NO_BARRIER, 0))


def usability(counts: Counts) -> Spread | None:
    """The usability scores of a group, 0 to 100."""
    return spread_of(counts.get(USABILITY, {}))


def recommended(item: Item, counts: Counts) -> Recommendation | None:
    """How many of a group would recommend, do not mind, and would not."""
    found = counts.get(item.ref, {})
    return recommendation(int(v) for v, n in found.items() for _ in range(n)) if found else None


def scale_of(item: Item, counts: Counts) -> Spread | None:
    """The answers of a group to a statement or a recommendation."""
    return spread_of(counts.get(item.ref, {}), item.values)


def construct_mean(items: Sequence[Item], counts: Counts) -> Fraction | None:
    """The mean over all answers to the statements of a construct; None unless every one of them is shown."""
    scales = [item for item in items if item.kind is ItemKind.SCALE]
    found = [scale_of(item, counts) for item in scales]
    known = [each for each in found if each is not None]
    if not scales or len(known) < len(scales):
        return None
    return sum((each.mean * each.answers for each in known), Fraction(0)) / sum(each.answers for each in known)


def low_share(item: Item, counts: Counts) -> Fraction | None:
    """The share of a group, in percent, that chose three or lower: for whom the step stands in the way."""
    found = scale_of(item, counts)
    return found.share_up_to(STUCK) if found else None
