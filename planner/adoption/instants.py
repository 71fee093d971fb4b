"""Reads the moments of a usage log, however a system writes them, as seconds of world time; finds the local day.

Known are ISO 8601 with and without offset, Unix seconds and milliseconds, `yyyyMMddHHmmss`, days and months in either
order with a time of 12 or 24 hours, names of months, and zones as offset or word. A moment without a zone means what
the layout says: world time or the local time of the source.
"""

import re
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, tzinfo

import numpy as np
import numpy.typing as npt

from planner.adoption.zone_words import zone_of

FIRST, LAST = datetime(1990, 1, 1, tzinfo=UTC).timestamp(), datetime(2101, 1, 1, tzinfo=UTC).timestamp()
QUARTER = 900
"""Every zone of the world differs from UTC by whole quarters of an hour, so all of a quarter falls on one local day."""
_MONTHS = {
    name: number
    for number, names in enumerate(
        ("jan january", "feb february", "mar march", "apr april", "may", "jun june", "jul july", "aug august",
         "sep sept september", "oct october", "nov november", "dec december"),
        start=1,
    )
    for name in names.split()
}  # fmt: skip
_CLOCK = r"(?:[,T\s]+(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,]\d+)?)?\s*([AaPp]\.?[Mm]\.?)?)?\s*(\S.*)?"
_YEAR_FIRST = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})" + _CLOCK)
_YEAR_LAST = re.compile(r"(\d{1,2})([-/.])(\d{1,2})\2(\d{4}|\d{2})" + _CLOCK)
_DAY_NAME = re.compile(r"(?:[A-Za-z]{3,9},?\s+)?(\d{1,2})[\s-]([A-Za-z]{3,9})\.?[\s,-]+(\d{4})" + _CLOCK)
_NAME_DAY = re.compile(r"(?:[A-Za-z]{3,9},?\s+)?([A-Za-z]{3,9})\.?\s+(\d{1,2}),?\s+(\d{4})" + _CLOCK)
_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_ODATA = re.compile(r"/Date\((-?\d+)(?:[+-]\d{4})?\)/")


class UnclearOrderError(Exception):
    """Days such as 03/04/2026 do not say which number is the day."""


def order_of(texts: Iterable[str], usual: str = "") -> str:
    """Whether the day (`dmy`) or the month (`mdy`) comes first, from a sample of texts; `usual` where it stays open.

    Points between the numbers mean the day comes first. Raises UnclearOrderError when the sample says both, or
    nothing and nothing is usual.

    >>> order_of(["03/04/2026", "25/04/2026"]), order_of(["04/25/2026 1:00 PM"]), order_of(["1.2.2026"])
    ('dmy', 'mdy', 'dmy')
    """
    day_first = month_first = some = dotted = False
    for text in texts:
        if match := _YEAR_LAST.match(text.strip()):
            some, dotted = True, dotted or match[2] == "."
            day_first |= int(match[1]) > 12
            month_first |= int(match[3]) > 12
    if day_first and month_first:
        raise UnclearOrderError("Some dates begin with the day and others with the month.")
    if day_first or month_first:
        return "dmy" if day_first else "mdy"
    if some and not (usual or dotted):
        raise UnclearOrderError("The dates do not show whether the day or the month comes first.")
    return usual or "dmy"


class Moments:
    """Reads moments of one file: the zone of those that have none, and the order of day and month."""

    def __init__(self, naive: tzinfo, order: str = "dmy", *, sap: bool = False) -> None:
        self.naive, self.order, self.sap = naive, order, sap

    def read(self, texts: Sequence[str]) -> npt.NDArray[np.float64]:
        """Seconds since 1970 in world time for each text; NaN for what is no moment between 1990 and 2100."""
        try:
            found = np.array(self._iso(texts), dtype=np.float64)
        except ValueError:
            found = np.array([self.one(text) for text in texts], dtype=np.float64)
        return np.where((found >= FIRST) & (found < LAST), found, np.nan)

    def _iso(self, texts: Sequence[str]) -> list[float]:
        """The quick way for a column of ISO texts; ValueError for any other."""
        if texts and "-" not in texts[0][4:5]:
            raise ValueError
        moments = list(map(datetime.fromisoformat, texts))
        if all(moment.tzinfo for moment in moments):
            return [moment.timestamp() for moment in moments]
        return [(m if m.tzinfo else m.replace(tzinfo=self.naive)).timestamp() for m in moments]

    def one(self, text: str) -> float:
        """The same for one text of any known form; NaN for others.

        >>> moments = Moments(UTC)
        >>> moments.one("20260105081542.127") == moments.one("2026-01-05T08:15:42Z") == 1767600942
        True
        """
        try:
            return self._any(text.strip())
        except (ValueError, OverflowError):
            return float("nan")

    def _any(self, text: str) -> float:
        if _NUMBER.fullmatch(text) and text.isascii():
            return self._number(text)
        if match := _ODATA.fullmatch(text):
            return int(match[1]) / 1000
        if match := _YEAR_FIRST.fullmatch(text):
            return self._at(match[1], match[2], match[3], match.groups()[3:])
        if match := _YEAR_LAST.fullmatch(text):
            first, second = (match[1], match[3]) if self.order == "dmy" else (match[3], match[1])
            return self._at(_century(match[4]), second, first, match.groups()[4:])
        if match := _DAY_NAME.fullmatch(text):
            return self._at(match[3], _month(match[2]), match[1], match.groups()[3:])
        if match := _NAME_DAY.fullmatch(text):
            return self._at(match[3], _month(match[1]), match[2], match.groups()[3:])
        moment = datetime.fromisoformat(text)
        return (moment if moment.tzinfo else moment.replace(tzinfo=self.naive)).timestamp()

    def _number(self, text: str) -> float:
        whole = text.partition(".")[0]
        if len(whole) == 8:
            return datetime.strptime(whole, "%Y%m%d").replace(tzinfo=self.naive).timestamp()
        if len(whole) in {14, 17}:
            return datetime.strptime(whole[:14], "%Y%m%d%H%M%S").replace(tzinfo=UTC).timestamp()
        if len(whole) in {9, 10}:
            return float(text)
        if len(whole) in {12, 13}:
            return float(text) / 1000
        if len(whole) == 16:
            return float(text) / 1_000_000
        raise ValueError(text)

    def _at(self, year: str, month: str | int, day: str, clock: Sequence[str | None]) -> float:
        hour, minute, second, half, word = clock
        hours = int(hour or 0)
        if half:
            if not 1 <= hours <= 12:
                raise ValueError(half)
            hours = hours % 12 + (12 if half[0] in "pP" else 0)
        zone = zone_of(word, self.sap) if word else self.naive
        if zone is None:
            raise ValueError(word)
        moment = datetime(int(year), int(month), int(day), hours, int(minute or 0), int(second or 0), tzinfo=zone)
        return moment.timestamp()


class LocalDays:
    """Finds on which local day of a zone a moment falls; summer and winter time come from the zone."""

    def __init__(self, zone: tzinfo) -> None:
        self.zone = zone
        self._known: dict[int, int] = {}

    def of(self, moments: npt.NDArray[np.float64]) -> npt.NDArray[np.int64]:
        """The local day of each moment, as the day's number in the calendar (`date.toordinal`)."""
        quarters, place = np.unique((moments // QUARTER).astype(np.int64), return_inverse=True)
        days = np.fromiter((self._day(int(quarter)) for quarter in quarters), np.int64, len(quarters))
        return days[place]

    def _day(self, quarter: int) -> int:
        known = self._known.get(quarter)
        if known is None:
            known = datetime.fromtimestamp(quarter * QUARTER, self.zone).toordinal()
            self._known[quarter] = known
        return known


def week_of(day: int) -> int:
    """The Monday of a day's ISO week, both as numbers of the calendar.

    >>> date.fromordinal(week_of(date(2026, 3, 4).toordinal()))
    datetime.date(2026, 3, 2)
    """
    return day - (day - 1) % 7


def week_name(day: int) -> str:
    """The ISO week of a day, such as 2024-W05.

    >>> week_name(date(2024, 12, 30).toordinal())
    '2025-W01'
    """
    year, week, _ = date.fromordinal(day).isocalendar()
    return f"{year}-W{week:02d}"


def _century(text: str) -> str:
    return f"20{text}" if len(text) == 2 else text


def _month(text: str) -> int:
    number = _MONTHS.get(text.casefold())
    if number is None:
        raise ValueError(text)
    return number
