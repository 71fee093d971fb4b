"""What somebody stated about a criterion, how good the evidence is, and whether it still holds today.

Evidence ages: after its own validity it counts as unknown again, and an answer that asks for a second pair of eyes
counts only once somebody other than its author has verified it.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum

from planner.basics.errors import RuleBroken


class Grade(StrEnum):
    """How the answer is known. The three grades are ordered: asserted < observed < measured."""

    ASSERTED = "asserted"
    OBSERVED = "observed"
    MEASURED = "measured"

    @property
    def rank(self) -> int:
        """0 for a statement alone, 1 when somebody has seen it, 2 when it was counted."""
        return list(Grade).index(self)


class State(StrEnum):
    """What kind of statement it is."""

    SCORED = "scored"
    NOT_APPLICABLE = "not-applicable"
    UNKNOWN = "unknown"


class Standing(StrEnum):
    """How a statement counts today. Everything except known and not applicable counts as unknown."""

    KNOWN = "known"
    NOT_APPLICABLE = "not-applicable"
    MISSING = "missing"
    UNVERIFIED = "unverified"
    EXPIRED = "expired"

    @property
    def open(self) -> bool:
        """True when the criterion counts as unknown, whatever the reason."""
        return self not in (Standing.KNOWN, Standing.NOT_APPLICABLE)


@dataclass(frozen=True, slots=True)
class Statement:
    """One person's answer to one criterion. The value: 0 to 4 for steps, 0 or 1 for a check, a figure for a measure."""

    state: State
    answered_on: date
    author: str
    value: Decimal | None = None
    grade: Grade = Grade.ASSERTED
    evidence: str = ""
    link: str = ""
    file_name: str = ""
    na_reason: str = ""
    verified_by: str = ""
    verified_on: date | None = None

    def __post_init__(self) -> None:
        """Refuse a statement that contradicts itself."""
        if self.state is State.NOT_APPLICABLE and not self.na_reason.strip():
            raise RuleBroken("Say why this does not apply here.", "na_reason")
        if self.state is State.SCORED and self.value is None:
            raise RuleBroken("Choose an answer.", "value")

    @property
    def verified(self) -> bool:
        """True once a second person has confirmed the answer."""
        return self.verified_on is not None

    def age(self, today: date) -> int:
        """Days since the answer was given; never negative."""
        return max(0, (today - self.answered_on).days)


def expires_on(answered_on: date, valid_days: int | None) -> date | None:
    """The last day on which the answer still counts; None when it does not age.

    Answered on 1 March and valid for 30 days: it counts up to and including 31 March.
    """
    if not valid_days:
        return None
    return answered_on + timedelta(days=valid_days)


def standing(statement: Statement | None, *, valid_days: int | None, needs_second: bool, today: date) -> Standing:
    """How a statement counts today.

    `needs_second` says that this criterion counts only when a second person has verified the answer. That holds for
    "not applicable" too. "Not applicable" does not age, since it says something about the rollout's scope, not about
    the state of things.
    """
    if statement is None or statement.state is State.UNKNOWN:
        return Standing.MISSING
    last_day = expires_on(statement.answered_on, valid_days)
    if statement.state is State.SCORED and last_day is not None and today > last_day:
        return Standing.EXPIRED
    if needs_second and not statement.verified:
        return Standing.UNVERIFIED
    return Standing.NOT_APPLICABLE if statement.state is State.NOT_APPLICABLE else Standing.KNOWN
