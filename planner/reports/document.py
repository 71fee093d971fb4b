"""The report as a JSON document whose bytes are always the same, so that its fingerprint proves it unchanged.

The fingerprint is the SHA-256 of the canonical form: UTF-8, keys sorted, no spaces, without the fingerprint itself.
Anyone can repeat it: take the downloaded file, remove `snapshot.sha256`, write it canonically, hash it.
"""

import hashlib
import json
from typing import Any

from planner.reports.plain import from_plain, to_plain
from planner.reports.report import FORMAT, Report


def canonical(report: Report) -> str:
    """The text that is stored and hashed."""
    return text_of({"format": FORMAT, **without_later(to_plain(report))})


LATER = frozenset({"form", "start"})
"""What reports gained after the first ones were frozen."""


def without_later(plain: dict[str, Any]) -> dict[str, Any]:
    """What came later is not mentioned while there is nothing to say, so that what was frozen before stays the same."""
    return {name: value for name, value in plain.items() if name not in LATER or value is not None}


def fingerprint(text: str) -> str:
    """SHA-256 of the canonical text, in hexadecimal."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def digest(report: Report) -> str:
    """The fingerprint of a report."""
    return fingerprint(canonical(report))


def parse(text: str) -> Report:
    """The report a stored or downloaded document holds; ValueError says where the shape is wrong."""
    plain = json.loads(text)
    if not isinstance(plain, dict) or plain.get("format") != FORMAT:
        raise ValueError(f"format: {FORMAT} is expected")
    return from_plain(Report, plain)


def published(report: Report) -> str:
    """The document people download: indented, with the fingerprint inside."""
    plain: dict[str, Any] = {"format": FORMAT, **without_later(to_plain(report))}
    plain["snapshot"]["sha256"] = digest(report)
    return json.dumps(plain, ensure_ascii=False, indent=2) + "\n"


def is_genuine(text: str) -> bool:
    """Whether a downloaded document still has the fingerprint it claims."""
    plain = json.loads(text)
    claimed = plain["snapshot"].pop("sha256", None)
    return bool(claimed == fingerprint(text_of(plain)))


def text_of(plain: dict[str, Any]) -> str:
    """JSON in its canonical form."""
    return json.dumps(plain, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)
