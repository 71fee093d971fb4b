"""Currencies and time zones to choose from, and the likeliest of them for a browser's language."""

from functools import cache
from typing import Any
from zoneinfo import available_timezones

from babel import Locale, UnknownLocaleError
from babel.core import get_global
from babel.numbers import get_currency_name, get_territory_currencies
from wtforms.fields import SelectChoice  # type: ignore[attr-defined] # newer than its types

_LANGUAGE = "en_GB"
_FALLBACK = ("EUR", "Europe/London")
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


def likely(languages: list[str]) -> tuple[str, str]:
    """Currency and time zone of the first language that names a country: "de-CH" means CHF and Europe/Zurich."""
    for language in languages:
        territory = _territory(language)
        if territory:
            found = get_territory_currencies(territory)
            zones = _zones(territory)
            if found and zones:
                return found[0], zones[0]
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
