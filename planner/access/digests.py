"""How often somebody wants mail about what waits for them, and when it is time."""

from datetime import date, datetime
from enum import StrEnum

HOUR = 7
"""The hour of the person's own morning from which the mail is written."""


class Digest(StrEnum):
    """How often."""

    OFF = "off"
    DAILY = "daily"
    WEEKLY = "weekly"


DIGEST_WORDS = {
    Digest.OFF: "Never",
    Digest.DAILY: "Every working day",
    Digest.WEEKLY: "Every Monday",
}


def due_on(digest: Digest, local: datetime, last: date | None) -> bool:
    """Whether it is time: from seven in the morning, once a day; weekly on Mondays, or later when Monday was missed.

    >>> wednesday = datetime(2026, 3, 4, 7)
    >>> due_on(Digest.DAILY, wednesday, None), due_on(Digest.WEEKLY, wednesday, date(2026, 3, 2))
    (True, False)
    """
    today = local.date()
    if digest is Digest.OFF or local.hour < HOUR or today.weekday() > 4 or (last is not None and last >= today):
        return False
    if digest is Digest.DAILY:
        return True
    return last is None or today.isocalendar()[:2] > last.isocalendar()[:2]
