"""Durations and predecessors as people write them in Microsoft Project: “2.5 days”, “12FS+2 days; 14SS”.

The grammar, in which spaces and the case of letters do not matter:

    predecessors = link { (";" | ",") link }
    link         = number [ "FS" | "SS" | "FF" | "SF" ] [ ("+" | "-") lag ]
    lag          = length | number "%" | number "e%"
    length       = number [ "e" ] unit [ "?" ]
    unit         = "m" "min" | "h" "hr" "hour" | "d" "day" | "w" "wk" "week" | "mo" "mon" "month", each also with "s"

A link without a type is finish to start. An `e` counts every hour of the clock (an eday has 24 hours), a `?` marks an
estimate. A day has the minutes of the plan, a week five days, a month twenty; elapsed they have 7 and 30 days.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from fractions import Fraction

from planner.schedule.durations import LONGEST
from planner.schedule.project_file import ImportedLink, LagKind, LinkType

MINUTE = timedelta(minutes=1)
MICROSECONDS = 60_000_000
MOST_LINKS = 500
_UNITS = {
    "m": "min", "min": "min", "mins": "min", "minute": "min", "minutes": "min", "h": "hour", "hr": "hour",
    "hrs": "hour", "hour": "hour", "hours": "hour", "d": "day", "day": "day", "days": "day", "w": "week", "wk": "week",
    "wks": "week", "week": "week", "weeks": "week", "mo": "month", "mon": "month", "mons": "month", "month": "month",
    "months": "month",
}  # fmt: skip
_NUMBER = r"\d{1,9}(?:\.\d{1,9})?"
_LENGTH = re.compile(rf"({_NUMBER})\s*(?:(e?)({'|'.join(sorted(_UNITS, key=len, reverse=True))}))?\s*(\?)?", re.ASCII)
_LINK = re.compile(r"(\d{1,10})\s*(FS|SS|FF|SF)?\s*(?:([+-])\s*(.+))?", re.ASCII)
_PERCENT = re.compile(r"(\d{1,9})\s*(e?)%", re.ASCII)


class NotationError(ValueError):
    """A text that does not follow the grammar; the message says what was expected."""


@dataclass(frozen=True, slots=True)
class Length:
    """How long work takes: working time, or time of the clock when `elapsed`."""

    time: timedelta
    elapsed: bool = False
    estimated: bool = False


def read_length(text: str, minutes_per_day: int = 480) -> Length:
    """Read a duration; a number alone counts days. Raises `NotationError`.

    >>> read_length("1.5 days").time
    datetime.timedelta(seconds=43200)
    """
    match = _LENGTH.fullmatch(text.strip().lower())
    if match is None:
        raise NotationError(f"“{text.strip()[:40]}” is no duration such as “3 days”, “4 hours” or “2 edays”")
    elapsed = match[2] == "e"
    minutes = Fraction(match[1]) * _minutes(_UNITS[match[3] or "d"], minutes_per_day, elapsed=elapsed)
    micro = round(minutes * MICROSECONDS)
    if micro > LONGEST // timedelta(microseconds=1):
        raise NotationError(f"“{text.strip()[:40]}” is longer than a hundred years")
    return Length(timedelta(microseconds=micro), elapsed, match[4] == "?")


def write_length(length: Length, minutes_per_day: int = 480) -> str:
    """Write a duration in the largest of days, hours and minutes that says it exactly.

    `read_length(write_length(x)) == x` for every duration. One that a file gives as 57 h 8 min 24 s is “3428.4 mins”.
    """
    minutes = Fraction(length.time // timedelta(microseconds=1), MICROSECONDS)
    for unit in ("day", "hour", "min"):
        number = minutes / _minutes(unit, minutes_per_day, elapsed=length.elapsed)
        if (number * 100).denominator == 1 or unit == "min":
            break
    plural = "" if number == 1 else "s"
    return f"{_decimal(number)} {'e' if length.elapsed else ''}{unit}{plural}{'?' if length.estimated else ''}"


def read_links(text: str, minutes_per_day: int = 480) -> tuple[ImportedLink, ...]:
    """Read the predecessors of a task. Raises `NotationError` that names the part which does not fit.

    >>> [(link.predecessor_uid, link.type.value, link.lag) for link in read_links("12FS+2 days; 14SS")]
    [(12, 'FS', 9600), (14, 'SS', 0)]
    """
    parts = [part.strip() for part in re.split("[;,]", text) if part.strip()]
    if len(parts) > MOST_LINKS:
        raise NotationError(f"more than {MOST_LINKS} predecessors")
    links = tuple(_link(part, minutes_per_day) for part in parts)
    if len({link.predecessor_uid for link in links}) < len(links):
        raise NotationError("a predecessor is named twice")
    return links


def write_links(links: Iterable[ImportedLink], minutes_per_day: int = 480) -> str:
    """Write predecessors; `read_links` gives the same links back."""
    return "; ".join(_written(link, minutes_per_day) for link in links)


def _minutes(unit: str, minutes_per_day: int, *, elapsed: bool) -> int:
    day = 1440 if elapsed else minutes_per_day
    days = {"week": 7 if elapsed else 5, "month": 30 if elapsed else 20}
    return {"min": 1, "hour": 60}.get(unit) or days.get(unit, 1) * day


def _decimal(number: Fraction) -> str:
    whole, rest = divmod(round(number * 10**9), 10**9)
    return f"{whole}.{rest:09d}".rstrip("0").rstrip(".")


def _link(part: str, minutes_per_day: int) -> ImportedLink:
    match = _LINK.fullmatch(part.upper())
    if match is None:
        raise NotationError(f"“{part[:40]}” is no predecessor such as “12”, “12FS+2 days” or “14SS”")
    uid, kind = int(match[1]), LinkType(match[2] or "FS")
    if uid > 2**31 - 1:
        raise NotationError(f"“{part[:40]}” names a number out of range")
    if match[4] is None:
        return ImportedLink(uid, kind)
    if match[2] is None:
        raise NotationError(f"“{part[:40]}” has a lag but no type: write {uid}FS{match[3]}…")
    lag, lag_kind = _lag(match[4].lower(), minutes_per_day)
    return ImportedLink(uid, kind, lag if match[3] == "+" else -lag, lag_kind)


def _lag(text: str, minutes_per_day: int) -> tuple[int, LagKind]:
    share = _PERCENT.fullmatch(text.strip())
    if share:
        return int(share[1]), LagKind.ELAPSED_PERCENT if share[2] else LagKind.PERCENT
    if not any(sign.isalpha() for sign in text):
        raise NotationError(f"the lag “{text[:40]}” has no unit: write “2 days” or “50%”")
    length = read_length(text, minutes_per_day)
    tenths = round(Fraction(length.time // timedelta(microseconds=1), MICROSECONDS // 10))
    return tenths, LagKind.ELAPSED if length.elapsed else LagKind.WORKING


def _written(link: ImportedLink, minutes_per_day: int) -> str:
    if not link.lag and link.lag_kind is LagKind.WORKING:
        kind = "" if link.type is LinkType.FINISH_START else link.type.value
        return f"{link.predecessor_uid}{kind}"
    sign = "-" if link.lag < 0 else "+"
    if link.lag_kind in {LagKind.PERCENT, LagKind.ELAPSED_PERCENT}:
        amount = f"{abs(link.lag)}{'e' if link.lag_kind is LagKind.ELAPSED_PERCENT else ''}%"
    else:
        length = Length(timedelta(seconds=6 * abs(link.lag)), link.lag_kind is LagKind.ELAPSED)
        amount = write_length(length, minutes_per_day)
    return f"{link.predecessor_uid}{link.type.value}{sign}{amount}"
