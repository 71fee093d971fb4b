"""Currencies, time zones and countries to choose from, and the likeliest of them for a browser's language."""

import unicodedata
from functools import cache
from typing import Any, NamedTuple
from zoneinfo import available_timezones

from babel import Locale, UnknownLocaleError
from babel.core import get_global
from babel.numbers import get_currency_name, get_territory_currencies
from wtforms.fields import SelectChoice  # type: ignore[attr-defined] # newer than its types

from planner.basics.public_holidays import countries

_LANGUAGE = "en_GB"
NO_COUNTRY = "None: only weekends are days off"
_REGIONS = ("Africa", "America", "Antarctica", "Arctic", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific")


@cache
def currencies() -> dict[str, str]:
    """The currencies in use today as code and words, by code: EUR, "EUR – euro"."""
    territories = get_global("territory_currencies")
    codes = {code for territory in territories for code in get_territory_currencies(territory)}
    return {code: f"{code} – {get_currency_name(code, locale=_LANGUAGE)}" for code in sorted(codes)}


@cache
def timezones() -> list[Any]:
    """Time zones as choices, grouped by part of the world, by the place people know them by; UTC stands for itself."""
    found = [SelectChoice("UTC", "UTC", optgroup="No place")]
    for name in sorted(available_timezones()):
        region, _, place = name.partition("/")
        if place and region in _REGIONS:
            found.append(SelectChoice(name, place.replace("_", " ").replace("/", ", "), optgroup=region))
    return found


@cache
def holiday_countries() -> dict[str, str]:
    """The countries whose public holidays are known, by two letters, in the order of their names; first none."""
    named = {code: country_name(code) for code in countries()}
    return {"": NO_COUNTRY} | dict(sorted(named.items(), key=lambda item: _plain(item[1])))


def country_name(code: str) -> str:
    """A country in words: "NO" is Norway; none without a code, and a code that nobody knows stands for itself."""
    name: str = Locale.parse(_LANGUAGE).territories.get(code, code)
    return name or NO_COUNTRY


def _plain(name: str) -> str:
    """A name without accents: Åland stands under A."""
    return "".join(sign for sign in unicodedata.normalize("NFD", name) if not unicodedata.combining(sign))


class Place(NamedTuple):
    """Where a rollout is likely to be: its currency, time zone, and the country of its public holidays, if any."""

    currency: str
    timezone: str
    country: str


_FALLBACK = Place("EUR", "Europe/London", "")


def likely(languages: list[str]) -> Place:
    """What the first language that names a country tells: "de-CH" means CHF, Europe/Zurich and Switzerland."""
    for language in languages:
        territory = _territory(language)
        if territory:
            found = get_territory_currencies(territory)
            zones = _zones(territory)
            if found and zones:
                return Place(found[0], zones[0], territory if territory in countries() else "")
    return _FALLBACK


def _territory(language: str) -> str | None:
    """The country a language names, or the one most of its speakers live in: "de" means Germany."""
    try:
        locale = Locale.parse(language, sep="-")
        return locale.territory or Locale.parse(get_global("likely_subtags")[locale.language]).territory
    except (UnknownLocaleError, ValueError, KeyError):
        return None


def _zones(territory: str) -> list[str]:
    """The zones of a country, the one most people live in first."""
    most = _MOST_PEOPLE.get(territory)
    known = available_timezones()
    zones = [zone for zone in get_global("territory_zones").get(territory, []) if zone in known]
    return sorted(zones, key=lambda zone: zone != most)


_MOST_PEOPLE = {
    "AU": "Australia/Sydney",
    "BR": "America/Sao_Paulo",
    "CA": "America/Toronto",
    "ES": "Europe/Madrid",
    "MX": "America/Mexico_City",
    "NZ": "Pacific/Auckland",
    "PT": "Europe/Lisbon",
    "RU": "Europe/Moscow",
    "UA": "Europe/Kyiv",
    "US": "America/New_York",
}
