"""How many days the go-live of a wave is late with 80 % chance, against the day that was promised."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta

SURE = 80
"""In so many of 100 runs the go-live is reached by the day that is told: its P80."""


def days_late(p80: date, promised: date) -> int:
    """Days by which a wave is live too late: 0 or less is in time.

    The promised day is the first working day with the system, so the wave has to be live on the day before at the
    latest. Live on Sunday 3 May and promised for Monday 4 May: 0. Live on Monday: 1.
    """
    return (p80 - (promised - timedelta(days=1))).days


def latest(p80: Mapping[int, date], promised: Mapping[int, date], waves: Iterable[int]) -> tuple[int, int] | None:
    """The wave that is latest of some, with its days; None where no wave has both a promise and a forecast."""
    found = [(days_late(p80[wave], promised[wave]), wave) for wave in waves if wave in p80 and wave in promised]
    return max(found, default=None)
