"""Benefits of the approved business case, planned against realised: what each key figure supports of its promise.

Realised is an estimate from the figure, never what was booked: the promise of a full year times the share of the way
from start to target, at least nothing and never more than the promise.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from planner.playbook.words import Unit

NOTHING = Decimal(0)


@dataclass(frozen=True, slots=True)
class Shown:
    """The key figure that shows a benefit: how far it has come, and where it stands in words."""

    kpi_id: int
    name: str
    unit: Unit
    state: str
    share: Fraction | None


@dataclass(frozen=True, slots=True)
class Benefit:
    """One benefit: promised in this year of the case and in its best year, and what the figure supports of it."""

    name: str
    promised_now: Decimal
    promised: Decimal
    supported: Decimal | None
    shown: Shown | None

    @property
    def missing(self) -> Decimal | None:
        """What is missing to the promise of this year; never less than nothing, None while it is not known."""
        return None if self.supported is None else max(self.promised_now - self.supported, NOTHING)


def realised(amounts: Sequence[Decimal], share: Fraction | None) -> tuple[Decimal, Decimal | None]:
    """The promise of the best year, and what the key figure supports of it; None while that is not known.

    >>> realised((Decimal(0), Decimal(12_000)), Fraction(1, 2))
    (Decimal('12000'), Decimal('6000.00'))
    """
    promise = max(amounts, default=NOTHING)
    if share is None:
        return promise, None
    capped = min(max(share, Fraction(0)), Fraction(1))
    return promise, round(promise * capped.numerator / capped.denominator, 2)


def year_of(starts_on: date, today: date) -> int:
    """The year of the case in which a day lies: 0 in the first twelve months, never less.

    >>> year_of(date(2026, 3, 1), date(2027, 2, 28)), year_of(date(2026, 3, 1), date(2027, 3, 1))
    (0, 1)
    """
    years = today.year - starts_on.year - ((today.month, today.day) < (starts_on.month, starts_on.day))
    return max(years, 0)


def benefit_of(name: str, amounts: Sequence[Decimal], year: int, shown: Shown | None) -> Benefit:
    """A benefit line with its likely amounts by year, held against its key figure."""
    promise, supported = realised(amounts, shown.share if shown else None)
    now = amounts[min(year, len(amounts) - 1)] if amounts else NOTHING
    return Benefit(name, now, promise, supported, shown)
