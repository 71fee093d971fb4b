"""How long it takes until people first use the system, after they may and after they were trained.

The median over everybody, also those who have not begun: they count as long as they have had time (Kaplan and Meier
1958). Where fewer than half have begun there is no median yet, and that is said.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from planner.basics.suppression import FEWEST


@dataclass(frozen=True, slots=True)
class Beginning:
    """The median of days until first use, over so many people of whom so many have begun."""

    days: int | None
    people: int
    begun: int

    @property
    def words(self) -> str:
        """In words.

        >>> Beginning(3, 40, 31).words, Beginning(None, 40, 9).words, Beginning(None, 3, 1).words
        ('3 days', 'under half have begun', 'too few people')
        """
        if self.people < FEWEST:
            return "too few people"
        if self.days is None:
            return "under half have begun"
        return "the same day" if self.days == 0 else f"{self.days} {'day' if self.days == 1 else 'days'}"


def beginning(waits: Sequence[tuple[int, bool]]) -> Beginning:
    """The median of waits in days, each with whether it ended with a first use or still lasts.

    >>> beginning([(0, True), (2, True), (3, True), (9, False), (30, False)])
    Beginning(days=3, people=5, begun=3)
    """
    from scipy import stats

    ended = [days for days, done in waits if done]
    lasting = [days for days, done in waits if not done]
    if len(waits) < FEWEST or not ended:
        return Beginning(None, len(waits), len(ended))
    left = stats.ecdf(stats.CensoredData(uncensored=ended, right=lasting)).sf
    days = next((int(at) for at, share in zip(left.quantiles, left.probabilities, strict=True) if share <= 0.5), None)
    return Beginning(days, len(waits), len(ended))
