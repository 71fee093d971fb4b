"""Three-point estimates: how long work takes if all goes well, most likely, and if much goes wrong.

The expected value and the variance are those of the first PERT report (D. G. Malcolm, J. H. Roseboom, C. E. Clark and
W. Fazar, “Application of a Technique for Research and Development Program Evaluation”, Operations Research 7, 1959).
"""

from dataclasses import dataclass
from math import isfinite, sqrt
from statistics import NormalDist


@dataclass(frozen=True, slots=True)
class Estimate:
    """Shortest, most likely and longest duration, in any unit; three equal numbers are a fixed duration."""

    optimistic: float
    likely: float
    pessimistic: float

    @classmethod
    def fixed(cls, duration: float) -> "Estimate":
        """A duration that is known."""
        return cls(duration, duration, duration)

    @property
    def spread(self) -> float:
        """From the shortest to the longest."""
        return self.pessimistic - self.optimistic

    @property
    def expected(self) -> float:
        """The mean, (a + 4m + b) / 6: of 1, 2 and 9 weeks it is 3."""
        return (self.optimistic + 4 * self.likely + self.pessimistic) / 6

    @property
    def variance(self) -> float:
        """The square of a sixth of the spread: of 1, 2 and 9 weeks it is 16/9."""
        return (self.spread / 6) ** 2

    @property
    def mode_share(self) -> float:
        """Where the most likely duration lies between the shortest (0) and the longest (1); the middle when equal."""
        return (self.likely - self.optimistic) / self.spread if self.spread else 0.5


def problem_of(estimate: Estimate) -> tuple[str, str] | None:
    """What is wrong with an estimate, and which of the three values to change; None when it can be used.

    >>> problem_of(Estimate(5, 3, 8))
    ('The optimistic duration is longer than the likely one.', 'optimistic')
    """
    values = {"optimistic": estimate.optimistic, "likely": estimate.likely, "pessimistic": estimate.pessimistic}
    for name, value in values.items():
        if not isfinite(value):
            return f"The {name} duration is not a number.", name
        if value < 0:
            return f"The {name} duration is negative.", name
    if estimate.optimistic > estimate.likely:
        return "The optimistic duration is longer than the likely one.", "optimistic"
    if estimate.likely > estimate.pessimistic:
        return "The pessimistic duration is shorter than the likely one.", "pessimistic"
    return None


def chance_by(deadline: float, expected: float, variance: float) -> float:
    """The probability that one path is done by a deadline, taking its sum as normal.

    With an expected length of 15 weeks, a variance of 3.11 and a deadline of 16 weeks it is about 0.715. Without
    variance it is 0 or 1. Other paths can only make it worse; `simulation` counts them in.
    """
    if variance <= 0:
        return float(expected <= deadline)
    return NormalDist(expected, sqrt(variance)).cdf(deadline)
