"""How long work takes: reads and writes the durations of project files exactly, and says them in words.

A duration is a `timedelta` of working time (or of elapsed time, when the task says so). Nothing is rounded.
"""

import re
from datetime import timedelta
from enum import IntEnum

LONGEST = timedelta(days=100 * 366)
"""Longer than a century of minutes is a slip of the pen, not a plan."""

_ISO = re.compile(
    r"(?P<sign>-)?P(?:(?P<years>\d{1,6})Y)?(?:(?P<months>\d{1,6})M)?(?:(?P<weeks>\d{1,9})W)?(?:(?P<days>\d{1,9})D)?"
    r"(?P<time>T(?:(?P<hours>\d{1,9})H)?(?:(?P<minutes>\d{1,10})M)?(?:(?P<seconds>\d{1,11})(?:\.(?P<fraction>\d{1,6})\d{0,12})?S)?)?",
    re.ASCII,
)


class DurationFormat(IntEnum):
    """The unit a project file shows a duration in (numbers of the Microsoft Project XML schema)."""

    MINUTES = 3
    HOURS = 5
    DAYS = 7
    WEEKS = 9
    MONTHS = 11
    PERCENT = 19


ELAPSED_FORMATS = frozenset({4, 6, 8, 10, 12, 20, 36, 38, 40, 42, 44, 52})
"""Formats that count every hour of the clock, weekends and nights included."""
ESTIMATED_FORMATS = frozenset({*range(35, 45), *range(51, 55)})
"""Formats with a question mark behind the number: somebody still has to confirm it."""
PERCENT_FORMATS = frozenset({19, 20, 51, 52})
"""Formats of a lag given as a share of the predecessor's duration."""


def parse_duration(text: str) -> timedelta:
    """Read an ISO 8601 duration as project files write it.

    `PT57H8M24S` is 57 hours, 8 minutes and 24 seconds. A day is 24 hours, as ISO 8601 says. Years and months
    are refused because their length is unknown; everything else that does not fit raises `ValueError` with the reason.
    """
    match = _ISO.fullmatch(text.strip())
    if match is None or (match["time"] == "T") or text.strip() in {"P", "-P"}:
        raise ValueError(f"“{text[:40]}” is not a duration such as PT8H0M0S")
    if int(match["years"] or 0) or int(match["months"] or 0):
        raise ValueError(f"“{text[:40]}” counts years or months, whose length is not fixed")
    length = timedelta(
        weeks=int(match["weeks"] or 0),
        days=int(match["days"] or 0),
        hours=int(match["hours"] or 0),
        minutes=int(match["minutes"] or 0),
        seconds=int(match["seconds"] or 0),
        microseconds=int((match["fraction"] or "").ljust(6, "0")),
    )
    return -length if match["sign"] else length


def iso_duration(length: timedelta) -> str:
    """Write a duration as project files do: hours, minutes and seconds, never days (`PT8H0M0S`).

    `parse_duration(iso_duration(length)) == length` for every length.
    """
    sign = "-" if length < timedelta() else ""
    whole, micro = divmod(abs(length), timedelta(seconds=1))
    minutes, seconds = divmod(whole, 60)
    hours, minutes = divmod(minutes, 60)
    fraction = f".{micro.microseconds:06d}".rstrip("0") if micro else ""
    return f"{sign}PT{hours}H{minutes}M{seconds}{fraction}S"


def tenths(amount: int) -> timedelta:
    """Tenths of a minute, the unit of slack and lag in project files, as a duration: 4800 is a day of 8 hours."""
    return timedelta(seconds=6 * amount)


def in_words(length: timedelta, *, day: timedelta = timedelta(hours=8), elapsed: bool = False) -> str:
    """Say a duration as people do: days where it comes out even to the half, else hours and minutes.

    With a day of 8 hours, 20 hours is “2.5 days”, 90 minutes is “1 h 30 min”. Elapsed time counts days of 24 hours.
    """
    if elapsed:
        return f"{in_words(length, day=timedelta(days=1))} elapsed"
    if length < timedelta():
        return f"−{in_words(-length, day=day)}"
    halves, rest = divmod(2 * length, day)
    if halves and not rest:
        number = f"{halves // 2}.5" if halves % 2 else f"{halves // 2}"
        return f"{number} day" if halves == 2 else f"{number} days"
    if not length:
        return "0 days"
    if length >= 10 * day:
        return f"{(10 * length + day / 2) // day / 10:g} days"
    return _clock_words(length)


def _clock_words(length: timedelta) -> str:
    minutes, seconds = divmod(length // timedelta(seconds=1), 60)
    hours, minutes = divmod(minutes, 60)
    parts = [(hours, "h"), (minutes, "min"), (seconds, "s")]
    return " ".join(f"{number} {unit}" for number, unit in parts if number) or "under 1 s"
