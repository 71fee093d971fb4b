"""Who sits on the committee: each member's part, and for whom this person speaks there."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from planner.people.committee_rules import Seat
from planner.people.raci_fit import Voice


@dataclass(frozen=True, slots=True)
class MemberDraft:
    """A member as written down: an account or a name, the part, for whom it speaks, and until when."""

    user_id: int | None
    name: str
    title: str
    seat: Seat
    speaks_for: frozenset[Voice]
    may_decide: bool
    until: date | None = None


def is_seated(until: date | None, day: date) -> bool:
    """Whether a member is one on a day; the last day counts.

    >>> is_seated(None, date(2026, 3, 2)), is_seated(date(2026, 3, 1), date(2026, 3, 2))
    (True, False)
    """
    return until is None or day <= until


def accounts(seats: Iterable[tuple[int | None, date | None]], day: date) -> frozenset[int]:
    """The accounts that sit on the committee on a day, from each member's account and last day."""
    return frozenset(user_id for user_id, until in seats if user_id is not None and is_seated(until, day))
