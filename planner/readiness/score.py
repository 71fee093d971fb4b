"""Scores that say how sure they are: the mean of what is known, the share that is known, the range the unknown leaves.

Factor score = sum of (weight x share) / sum of weights over the criteria that are known, in percent. The low end
takes everything unknown as 0, the high end as 100. What does not apply leaves the sum and the weights. Nothing is cut
off or rounded on the way, so no weight can lose its effect: figures are exact and are rounded only where shown.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from planner.readiness.criteria import CriterionResult
from planner.readiness.evidence import Standing

SCORING_VERSION = "1"
FULL = Fraction(100)
NOTHING = Fraction(0)


@dataclass(frozen=True, slots=True)
class Score:
    """A score in percent with its honesty: range, coverage and age.

    `value` is None while nothing is known. `weight` is the weight that applies; 0 means that nothing applies, and then
    the score takes no part in any roll-up.
    """

    value: Fraction | None
    low: Fraction
    high: Fraction
    coverage: Fraction
    weight: Fraction
    oldest_days: int | None = None
    next_expiry: date | None = None

    @property
    def applies(self) -> bool:
        """False when every part was set to not applicable."""
        return self.weight > 0

    @property
    def exact(self) -> bool:
        """True when nothing is unknown, so that the range is one point."""
        return self.applies and self.low == self.high


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a weighted mean: its value if known, its two ends, and how much of it is known (0 to 1)."""

    weight: Fraction
    value: Fraction | None
    low: Fraction
    high: Fraction
    known: Fraction
    oldest_days: int | None = None
    next_expiry: date | None = None


def factor_score(results: Iterable[CriterionResult]) -> Score:
    """The score of one factor from its judged criteria.

    Example: weights 3 and 1, the first at step 3 of 4, the second unknown: score 75, coverage 75, range 56.25 to 81.25.
    """
    return weighted([part_of(each) for each in results if each.standing is not Standing.NOT_APPLICABLE])


def part_of(result: CriterionResult) -> Part:
    """A criterion as a part of its factor: a point when known, the whole scale when not."""
    weight = Fraction(result.criterion.weight)
    if result.share is None:
        return Part(weight, None, NOTHING, FULL, NOTHING)
    percent = result.share * 100
    return Part(weight, percent, percent, percent, Fraction(1), result.age_days, result.expires_on)


def roll_up(scores: Iterable[tuple[int, Score]]) -> Score:
    """The score of a pillar or of the whole programme from its factors, each with its weight.

    A factor of which nothing is known has no part in the score but its full part in the range and the coverage.
    """
    return weighted(
        [
            Part(Fraction(weight), one.value, one.low, one.high, one.coverage / 100, one.oldest_days, one.next_expiry)
            for weight, one in scores
            if one.applies
        ],
    )


def weighted(parts: Sequence[Part]) -> Score:
    """The weighted mean of parts, with range, coverage, oldest age and next day on which something becomes too old."""
    total = sum((part.weight for part in parts), NOTHING)
    if total == 0:
        return Score(None, NOTHING, FULL, NOTHING, NOTHING)
    known = [part for part in parts if part.value is not None]
    known_weight = sum((part.weight for part in known), NOTHING)
    gained = sum((part.weight * part.value for part in known if part.value is not None), NOTHING)
    return Score(
        value=gained / known_weight if known_weight else None,
        low=sum((part.weight * part.low for part in parts), NOTHING) / total,
        high=sum((part.weight * part.high for part in parts), NOTHING) / total,
        coverage=sum((part.weight * part.known for part in parts), NOTHING) / total * 100,
        weight=total,
        oldest_days=max((part.oldest_days for part in known if part.oldest_days is not None), default=None),
        next_expiry=min((part.next_expiry for part in known if part.next_expiry is not None), default=None),
    )
