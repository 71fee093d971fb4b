"""Names, days and numbers of days as a finding says them."""

from collections.abc import Sequence
from datetime import date


def names(found: Sequence[str], most: int = 3) -> str:
    """Names in a sentence: “A”, “B” and “C”, or “A”, “B”, “C” and 5 more."""
    quoted = [f"“{name}”" for name in found[:most]]
    if len(found) > most:
        return f"{', '.join(quoted)} and {len(found) - most} more"
    return " and ".join([", ".join(quoted[:-1]), quoted[-1]]) if len(quoted) > 1 else "".join(quoted)


def day(when: date) -> str:
    """A day as people read it: 19 Jun 2026."""
    return f"{when.day} {when:%b %Y}"


def days(count: int) -> str:
    """A number of days: 1 day, 12 days."""
    return f"{count} day" if count == 1 else f"{count} days"
