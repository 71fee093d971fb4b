"""Currencies and time zones to choose from, and the likeliest of them for a browser's language."""

from functools import cache
from zoneinfo import available_timezones

from babel import Locale, UnknownLocaleError
from babel.core import get_global
from babel.numbers import get_currency_name, get_territory_currencies

_LANGUAGE = "en_GB"
_FALLBACK = ("EUR", "Europe/London")
_REGIONS = ("Africa", "America", "Antarctica", "Arctic", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific")


@cache
def currencies() -> list[tuple[str, str]]:
    """The currencies in use today as code and words, by code: EUR, "EUR – euro"."""
    territories = get_global("territory_currencies")
    codes = {code for territory in territories for code in get_territory_currencies(territory)}
    return [(code, f"{code} – {get_currency_name(code, locale=_LANGUAGE)}") for code in sorted(codes)]


@cache
def timezones() -> dict[str, list[tuple[str, str]]]:
    """Time zones by part of the world, each as its name and the place people know it by; UTC stands for itself."""
    grouped: dict[str, list[tuple[str, str]]] = {region: [] for region in _REGIONS}
    for name in sorted(available_timezones()):
        region, _, place = name.partition("/")
        if place and region in grouped:
            grouped[region].append((name, place.replace("_", " ").replace("/", ", ")))
    return grouped | {"No place": [("UTC", "UTC")]}


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
    try:
        return Locale.parse(language, sep="-").territory
    except (UnknownLocaleError, ValueError):
        return None


def _zones(territory: str) -> list[str]:
    known = available_timezones()
    return [zone for zone in get_global("territory_zones").get(territory, []) if zone in known]
