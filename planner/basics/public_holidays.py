"""The public holidays of a country, from a library that knows those of some 250 countries and territories.

Regional holidays are not among them.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from functools import cache


@cache
def countries() -> tuple[str, ...]:
    """The countries whose public holidays are known, as two letters."""
    from holidays import list_supported_countries

    return tuple(sorted(code for code in list_supported_countries(include_aliases=False) if len(code) == 2))


def holidays_of(country: str, years: Iterable[int]) -> Mapping[date, str]:
    """The public holidays of a country in some years, by day, in English where the library has it.

    A country that is not known has none.

    >>> holidays_of("NO", [2026])[date(2026, 5, 17)]
    'Constitution Day'
    """
    if country not in countries():
        return {}
    from holidays import country_holidays

    found = country_holidays(country, years=years, language="en_US")
    return {day: found[day] for day in sorted(found)}
