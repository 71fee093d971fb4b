"""Whether help helped one person: active days in the weeks before and after it, and what can be said of that.

Before and after of a single person prove nothing, as people who are low tend to rise by themselves; the comparison over
all who were helped is made in `before_after`. It is said plainly when it is too early.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

SPAN = 28
EARLY = 14
"""With fewer days counted after the help, nothing is said."""


class Outcome(StrEnum):
    """What became of a person's use after help."""

    EARLY = "too early to tell"
    BEGAN = "began to use it"
    MORE = "uses it more"
    SAME = "no change seen"
    LESS = "uses it less"


@dataclass(frozen=True, slots=True)
class Followed:
    """Active days in the 28 days before, and in the days after; `counted` is how many of those the logs cover."""

    outcome: Outcome
    before: int
    after: int
    counted: int

    @property
    def words(self) -> str:
        """In words: `6 of 28 days before, 14 of 28 after`."""
        if self.outcome is Outcome.EARLY:
            return f"{self.before} of {SPAN} days before; {max(self.counted, 0)} of {EARLY} days are counted since"
        return f"{self.before} of {SPAN} days before, {self.after} of {self.counted} after"


def followed(active: Iterable[date], helped_on: date, as_of: date | None) -> Followed:
    """What the active days say of help given on a day, when the logs are counted until `as_of`.

    The day itself belongs to neither side. A change counts from two days in 28 on.

    >>> monday = date(2026, 3, 2)
    >>> days = [monday + timedelta(days=n) for n in (-20, 3, 5, 9, 16)]
    >>> followed(days, monday, monday + timedelta(days=28)).outcome.value
    'uses it more'
    """
    counted = 0 if as_of is None else min((as_of - helped_on).days, SPAN)
    known = set(active)
    before = sum(helped_on - timedelta(days=n) in known for n in range(1, SPAN + 1))
    after = sum(helped_on + timedelta(days=n) in known for n in range(1, max(counted, 0) + 1))
    return Followed(_outcome(before, after, counted), before, after, counted)


def _outcome(before: int, after: int, counted: int) -> Outcome:
    if counted < EARLY:
        return Outcome.EARLY
    change = after * SPAN - before * counted
    if before == 0 and after:
        return Outcome.BEGAN
    if abs(change) < 2 * counted:
        return Outcome.SAME
    return Outcome.MORE if change > 0 else Outcome.LESS
