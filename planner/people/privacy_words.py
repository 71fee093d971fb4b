"""How long something is kept and what erasure does with it, in words for the person concerned."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from enum import Enum

from planner.basics.personal import OnErasure, Personal

LONGEST_KEPT = 3650
"""Days: ten years; longer is no rule for keeping but none."""


def how_long(days: int | None) -> str:
    """How long a kind of record is kept.

    >>> how_long(None), how_long(90), how_long(730), how_long(731)  # two years may have a leap day
    ('as long as the rollout', '90 days', '2 years', '2 years')
    """
    if days is None:
        return "as long as the rollout"
    years, rest = divmod(days, 365)
    if not years or rest > (years + 3) // 4:
        return f"{days} days"
    return "1 year" if years == 1 else f"{years} years"


def kept_after(personal: Personal, chosen: int | None = None) -> str:
    """How long a kind of record is kept, counted from what; `chosen` are the days that a rollout chose, if it did.

    >>> kept_after(Personal("A", "B", kept_days=730, day="left"))
    '2 years after you left'
    """
    return how_long(personal.kept_days if chosen is None else chosen) + (
        " after you left" if personal.day == "left" else ""
    )


def on_erasure(personal: Personal) -> str:
    """What erasure does with a kind of record.

    >>> on_erasure(Personal("A", "B", on_erasure=OnErasure.DETACH))
    'stays without your name'
    """
    if personal.on_erasure is OnErasure.DELETE:
        return "is deleted"
    if personal.on_erasure is OnErasure.DETACH:
        return "stays without your name"
    return f"stays as it is, without your account: {personal.why_kept}"


def told(value: object) -> object:
    """A stored value as JSON and CSV can say it; files by their size only.

    >>> told(date(2026, 3, 2)), told(Decimal("0.10")), told(b"abc")
    ('2026-03-02', '0.10', '3 bytes')
    """
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, bytes):
        return f"{len(value)} bytes"
    if isinstance(value, Mapping):
        return {str(key): told(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [told(each) for each in value]
    return value
