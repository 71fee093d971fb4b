"""The single values of an xAPI statement: addresses, numbers of statements, languages, moments, lengths of time.

Each check gives what is wrong in a few words, or an empty text. Source: Experience API 1.0.3, part two, section 4, with
the standards it names: RFC 3987 (IRI), RFC 4122 (UUID), RFC 5646 (language tags), ISO 8601:2004 and RFC 3339 (times).
"""

import re
from datetime import date
from decimal import Decimal

_IRI = re.compile(r"[A-Za-z][A-Za-z0-9+.\-]*:[^\s<>\"{}|\\^`\x00-\x20\x7f]+")
_MAILTO = re.compile(r"mailto:[^@\s<>\"(),:;\\\[\]]+@[^@\s<>\"(),:;\\\[\]]+(\.[^@\s.]+)*")
_UUID = re.compile(r"[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[89abAB][0-9a-fA-F]{3}-[0-9a-fA-F]{12}")
_SHA1 = re.compile(r"[0-9a-fA-F]{40}")
_SHA2 = re.compile(r"[0-9a-fA-F]{56}|[0-9a-fA-F]{64}|[0-9a-fA-F]{96}|[0-9a-fA-F]{128}")
_MEDIA = re.compile(r"[\w!#$&^.+\-]+/[\w!#$&^.+\-]+(\s*;\s*[\w!#$&^.+\-]+=(\"[^\"]*\"|[\w!#$&^.+\-/:]+))*", re.ASCII)
_VERSION = re.compile(r"1\.0(\.\d+)?", re.ASCII)
_NUMBER = r"\d+(?:[.,]\d+)?"
_PARTS = ("Y", "M", "D", "H", "M", "S")
_DURATION = re.compile(
    rf"P(?:(?P<W>{_NUMBER})W|(?:({_NUMBER})Y)?(?:({_NUMBER})M)?(?:({_NUMBER})D)?"
    rf"(?P<T>T(?:({_NUMBER})H)?(?:({_NUMBER})M)?(?:({_NUMBER})S)?)?)",
    re.ASCII,
)
_MOMENT = re.compile(
    r"(\d{4})-?(\d\d)-?(\d\d)[Tt ](\d\d)(?::?(\d\d)(?::?(\d\d)(?:[.,]\d+)?)?)?(Z|z|[+-]\d\d(?::?\d\d)?)?", re.ASCII
)
_NO_OFFSET = re.compile(r"-00(:?00)?", re.ASCII)
_LANGUAGE = re.compile(
    r"(?:(?:[a-z]{2,3}(?:-[a-z]{3}){0,3}|[a-z]{4}|[a-z]{5,8})"
    r"(?:-[a-z]{4})?(?:-(?:[a-z]{2}|\d{3}))?(?:-(?:[a-z0-9]{5,8}|\d[a-z0-9]{3}))*"
    r"(?:-[a-wyz0-9](?:-[a-z0-9]{2,8})+)*(?:-x(?:-[a-z0-9]{1,8})+)?|x(?:-[a-z0-9]{1,8})+)",
    re.IGNORECASE | re.ASCII,
)
_OLD_LANGUAGES = re.compile(
    r"en-gb-oed|sgn-(?:be-fr|be-nl|ch-de)|i-(?:ami|bnn|default|enochian|hak|klingon|lux|mingo|navajo|pwn|tao|tay|tsu)",
    re.IGNORECASE | re.ASCII,
)


def not_text(value: object) -> str:
    """What is wrong with a text."""
    return "" if isinstance(value, str) else "must be a text"


def not_flag(value: object) -> str:
    """What is wrong with a yes or no; a text that says so is none."""
    return "" if isinstance(value, bool) else "must be true or false"


def not_number(value: object) -> str:
    """What is wrong with a number; a text of digits is none."""
    right = isinstance(value, int | float | Decimal) and not isinstance(value, bool)
    return "" if right else "must be a number"


def not_length(value: object) -> str:
    """What is wrong with a size in bytes."""
    right = not not_number(value) and isinstance(value, int) and value >= 0
    return "" if right else "must be a whole number of bytes"


def _matching(value: object, pattern: re.Pattern[str], words: str) -> str:
    return "" if isinstance(value, str) and pattern.fullmatch(value) else words


def not_iri(value: object) -> str:
    """What is wrong with an address: it needs a scheme, and no blanks (RFC 3987).

    >>> not_iri("http://adlnet.gov/expapi/verbs/attended"), not_iri("attended")
    ('', 'must be an IRI with its scheme, such as http://')
    """
    return _matching(value, _IRI, "must be an IRI with its scheme, such as http://")


def not_mailto(value: object) -> str:
    """What is wrong with the address of a mailbox."""
    return _matching(value, _MAILTO, "must be mailto: with an e-mail address")


def not_uuid(value: object) -> str:
    """What is wrong with the number of a statement: a UUID in its standard form (RFC 4122, variant 2)."""
    return _matching(value, _UUID, "must be a UUID")


def not_sha1(value: object) -> str:
    """What is wrong with the fingerprint of a mailbox."""
    return _matching(value, _SHA1, "must be 40 hexadecimal digits")


def not_sha2(value: object) -> str:
    """What is wrong with the fingerprint of an attachment: SHA-224, 256, 384 or 512."""
    return _matching(value, _SHA2, "must be a SHA-2 value in hexadecimal digits")


def not_media_type(value: object) -> str:
    """What is wrong with the kind of a file, such as text/plain."""
    return _matching(value, _MEDIA, "must be a media type such as text/plain")


def not_version(value: object) -> str:
    """What is wrong with the version of the specification: 1.0, or 1.0 with a third number."""
    return _matching(value, _VERSION, "must be a version 1.0.x")


def not_language(value: object) -> str:
    """What is wrong with a language tag (RFC 5646).

    >>> not_language("en-GB"), not_language("de-419-DE")
    ('', 'must be a language tag such as en-GB')
    """
    right = isinstance(value, str) and any(known.fullmatch(value) for known in (_LANGUAGE, _OLD_LANGUAGES))
    return "" if right else "must be a language tag such as en-GB"


def not_duration(value: object) -> str:
    """What is wrong with a length of time (ISO 8601:2004, 4.4.3.2); only its smallest part may have a fraction.

    >>> [not_duration(text) == "" for text in ("PT1H0M0S", "P4W", "PT1.5H", "PT", "PT1.5H30M", "1H")]
    [True, True, True, False, False, False]
    """
    wrong = "must be an ISO 8601 duration such as PT1H30M"
    found = _DURATION.fullmatch(value) if isinstance(value, str) else None
    if found is None:
        return wrong
    if found["W"]:
        return ""
    numbers = [found[group] for group in (2, 3, 4, 6, 7, 8)]
    given = [number for number in numbers if number]
    if not given or (found["T"] and not any(numbers[3:])):
        return wrong
    return "may have a fraction in its smallest part only" if any(_broken(n) for n in given[:-1]) else ""


def _broken(number: str) -> bool:
    return "." in number or "," in number


def not_moment(value: object) -> str:
    """What is wrong with a date and time (ISO 8601, as RFC 3339 profiles it); an offset of -00:00 is refused.

    >>> not_moment("2015-11-18T12:17:00+00:00"), not_moment("2026-02-30T10:00:00Z")
    ('', 'is no day or time that exists')
    """
    found = _MOMENT.fullmatch(value) if isinstance(value, str) else None
    if found is None:
        return "must be an ISO 8601 date and time such as 2026-03-02T09:00:00Z"
    zone = found[7] or ""
    if _NO_OFFSET.fullmatch(zone):
        return "must not have the offset -00:00"
    hours, minutes = (int(zone[1:3]), int(zone[-2:])) if len(zone) > 3 else (int(zone[1:3] or 0), 0)
    try:
        date(int(found[1]), int(found[2]), int(found[3]))
    except ValueError:
        return "is no day or time that exists"
    right = int(found[4]) < 24 and int(found[5] or 0) < 60 and int(found[6] or 0) <= 60 and hours < 24 and minutes < 60
    return "" if right else "is no day or time that exists"


def not_score(value: object) -> str:
    """What is wrong with a score: `scaled` from -1 to 1, `raw` from `min` to `max`, `min` under `max`.

    >>> not_score({"scaled": 0.95, "raw": 95, "min": 0, "max": 100}), not_score({"scaled": 1.01})
    ('', 'scaled must be from -1 to 1')
    """
    if not isinstance(value, dict):
        return "must be an object"
    extra = sorted(set(value) - {"scaled", "raw", "min", "max"})
    if extra:
        return f"{extra[0]} is not known"
    for name, number in value.items():
        if wrong := not_number(number):
            return f"{name} {wrong}"
    scaled, raw, low, high = (value.get(name) for name in ("scaled", "raw", "min", "max"))
    if scaled is not None and not -1 <= scaled <= 1:
        return "scaled must be from -1 to 1"
    if low is not None and high is not None and low >= high:
        return "min must be less than max"
    if raw is not None and ((low is not None and raw < low) or (high is not None and raw > high)):
        return "raw must lie between min and max"
    return ""
