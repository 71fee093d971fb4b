"""Time zones as systems write them: abbreviations, words of SAP, and offsets; each becomes a zone of the world."""

import re
from datetime import UTC, timedelta, timezone, tzinfo
from functools import cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

_OFFSET = re.compile(r"(?:UTC|GMT)?([+-])(\d{1,2}):?(\d{2})?")
_HOURS = {
    "EST": -5, "EDT": -4, "CST": -6, "CDT": -5, "MST": -7, "MDT": -6, "PST": -8, "PDT": -7, "AKST": -9, "AKDT": -8,
    "HST": -10, "CET": 1, "CEST": 2, "MEZ": 1, "MESZ": 2, "EET": 2, "EEST": 3, "WET": 0, "WEST": 1, "BST": 1, "MSK": 3,
    "JST": 9, "SGT": 8, "AEST": 10, "AEDT": 11, "NZST": 12, "NZDT": 13,
}  # fmt: skip
_REGIONS = {
    "INDIA": "Asia/Kolkata", "JAPAN": "Asia/Tokyo", "GMTUK": "Europe/London", "BRAZIL": "America/Sao_Paulo",
    "AUSNSW": "Australia/Sydney", "AUSVIC": "Australia/Melbourne", "AUSQLD": "Australia/Brisbane",
    "AUSSA": "Australia/Adelaide", "AUSWA": "Australia/Perth", "AUSNT": "Australia/Darwin",
    "AUSTAS": "Australia/Hobart", "ISRAEL": "Asia/Jerusalem",
    "EGYPT": "Africa/Cairo", "IRAN": "Asia/Tehran", "TURKEY": "Europe/Istanbul",
    "RUS03": "Europe/Moscow", "MSTNO": "America/Phoenix", "NZL": "Pacific/Auckland",
    "IST": "Asia/Kolkata", "SINGAP": "Asia/Singapore",
}  # fmt: skip
_SAP_REGIONS = {
    "CET": "Europe/Berlin", "EET": "Europe/Helsinki", "WET": "Europe/Lisbon", "EST": "America/New_York",
    "CST": "America/Chicago", "MST": "America/Denver", "PST": "America/Los_Angeles",
}  # fmt: skip
"""SAP names a region by its winter abbreviation and means the region, with its summer time."""


@cache
def zone_of(word: str, sap: bool = False) -> tzinfo | None:
    """The zone that a word stands for; None when it is no zone.

    >>> zone_of("INDIA"), zone_of("+0530"), zone_of("PDT"), zone_of("Mars")
    (zoneinfo.ZoneInfo(key='Asia/Kolkata'), datetime.timezone(datetime.timedelta(seconds=19800)), \
datetime.timezone(datetime.timedelta(days=-1, seconds=61200)), None)
    """
    text = word.strip().strip("()").upper()
    if text in {"Z", "UTC", "GMT", "UTC+0", "COORDINATED UNIVERSAL TIME"}:
        return UTC
    if match := _OFFSET.fullmatch(text):
        return _shift(match)
    region = (_SAP_REGIONS.get(text) if sap else None) or _REGIONS.get(text)
    if region:
        return ZoneInfo(region)
    if text in _HOURS:
        return timezone(timedelta(hours=_HOURS[text]))
    return known_zone(word.strip()) if "/" in word else None


def known_zone(name: str) -> ZoneInfo | None:
    """A zone by its name in the IANA data base, such as Europe/Paris; None when there is none.

    >>> known_zone("Europe/Paris"), known_zone("Europe/Atlantis")
    (zoneinfo.ZoneInfo(key='Europe/Paris'), None)
    """
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


def _shift(match: re.Match[str]) -> timezone | None:
    minutes = int(match[2]) * 60 + int(match[3] or 0)
    if minutes >= 24 * 60:
        return None
    return timezone(timedelta(minutes=minutes if match[1] == "+" else -minutes))
