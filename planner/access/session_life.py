"""How long somebody stays signed in: a time without a click, and a time that no click prolongs.

The two limits are those that NIST SP 800-63B-4, section 5.2, asks an operator to fix and write down.
"""

from datetime import datetime, timedelta

IDLE = timedelta(hours=8)
"""A working day without a click ends the session."""

ABSOLUTE = timedelta(days=7)
"""After a week everybody signs in again, however busy the session was."""

TOUCH = timedelta(minutes=2)
"""The last click is written down at most this often, so that reading a page is not also a write."""

LINK = timedelta(days=3)
"""How long a link for setting a password works: over a weekend, not longer."""


def expires(created: datetime, last_seen: datetime) -> datetime:
    """When the session ends if nothing more happens."""
    return min(created + ABSOLUTE, last_seen + IDLE)


def alive(created: datetime, last_seen: datetime, now: datetime) -> bool:
    """Whether the session still counts; a clock that jumped back never prolongs it beyond the absolute limit."""
    return created - TOUCH <= now < expires(created, min(last_seen, now))


def due(last_seen: datetime, now: datetime) -> bool:
    """Whether the click should be written down."""
    return now - last_seen >= TOUCH
