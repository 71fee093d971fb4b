"""The days that anything in a rollout can fall on; what lies beyond is a slip of the keys, such as a digit too few."""

from datetime import date

from planner.basics.errors import RuleBroken

FIRST_DAY, LAST_DAY = date(1990, 1, 1), date(2100, 12, 31)
OUT_OF_REACH = f"Choose a day between {FIRST_DAY.year} and {LAST_DAY.year}."


def in_reach(day: date | None) -> bool:
    """Whether a rollout can reach the day; no day is none too many.

    >>> in_reach(date(2026, 3, 2)), in_reach(date(226, 3, 2)), in_reach(None)
    (True, False, True)
    """
    return day is None or FIRST_DAY <= day <= LAST_DAY


def check_day(day: date | None, field: str) -> None:
    """Refuse, at its field, a day that no rollout reaches."""
    if not in_reach(day):
        raise RuleBroken(OUT_OF_REACH, field)
