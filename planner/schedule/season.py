"""Days on which a go-live is a bad idea: public holidays, the turn of the year, closings of the books."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from functools import lru_cache

from planner.basics.public_holidays import holidays_of

CLOSING_DAYS = 5
"""So many last days of a quarter belong to whoever closes the books and the deals."""


@lru_cache(maxsize=200)
def public_holidays(country: str, year: int) -> Mapping[date, str]:
    """The public holidays of a country (two letters) in a year; nothing for a country that the library does not know.

    >>> public_holidays("DE", 2026)[date(2026, 10, 3)]
    'German Unity Day'
    """
    return holidays_of(country, (year,))


def holidays_between(country: str, years: Iterable[int]) -> dict[date, str]:
    """The public holidays of some years."""
    return {day: name for year in years for day, name in public_holidays(country, year).items()}


def in_year_end(day: date) -> bool:
    """Whether a day lies between 20 December and 6 January."""
    return (day.month == 12 and day.day >= 20) or (day.month == 1 and day.day <= 6)


def closes_quarter(day: date) -> bool:
    """Whether a day is one of the last five of a quarter: 27 March is."""
    later = day + timedelta(days=CLOSING_DAYS)
    return day.month % 3 == 0 and later.month != day.month
