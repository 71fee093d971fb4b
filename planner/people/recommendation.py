"""The net promoter score: those who would recommend, less those who would not, as a number from -100 to 100.

Source: F. Reichheld, "The One Number You Need to Grow", Harvard Business Review, December 2003.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

LOWEST, HIGHEST = 0, 10
PROMOTER, PASSIVE = 9, 7


@dataclass(frozen=True, slots=True)
class Recommendation:
    """How many would recommend, do not mind, and would not."""

    promoters: int
    passives: int
    detractors: int

    @property
    def score(self) -> Fraction | None:
        """Share of promoters less share of detractors, times 100; None of nobody.

        >>> Recommendation(4, 3, 3).score
        Fraction(10, 1)
        """
        asked = self.promoters + self.passives + self.detractors
        return Fraction(100 * (self.promoters - self.detractors), asked) if asked else None


def recommendation(scores: Iterable[int]) -> Recommendation:
    """Counts answers of 0 to 10: 9 and 10 would recommend, 7 and 8 do not mind, 6 and lower would not.

    >>> recommendation([10, 9, 8, 6, 0])
    Recommendation(promoters=2, passives=1, detractors=2)
    """
    given = list(scores)
    if any(not LOWEST <= score <= HIGHEST for score in given):
        raise ValueError("an answer lies outside 0 to 10")
    promoters = sum(score >= PROMOTER for score in given)
    passives = sum(PASSIVE <= score < PROMOTER for score in given)
    return Recommendation(promoters, passives, len(given) - promoters - passives)
