"""A paper as a JSON document whose bytes are always the same, so that its fingerprint proves it unchanged."""

import json
from typing import Any

from planner.reports.document import fingerprint, text_of, without_later
from planner.reports.paper import FORMAT, Paper
from planner.reports.plain import from_plain, to_plain


def canonical(paper: Paper) -> str:
    """The text that is stored and hashed."""
    return text_of({"format": FORMAT, **without_later(to_plain(paper))})


def digest(paper: Paper) -> str:
    """The fingerprint of a paper."""
    return fingerprint(canonical(paper))


def parse(text: str) -> Paper:
    """The paper a stored or downloaded document holds; ValueError says where the shape is wrong."""
    plain = json.loads(text)
    if not isinstance(plain, dict) or plain.get("format") != FORMAT:
        raise ValueError(f"format: {FORMAT} is expected")
    return from_plain(Paper, plain)


def published(paper: Paper) -> str:
    """The document people download: indented, with the fingerprint inside."""
    plain: dict[str, Any] = {"format": FORMAT, **without_later(to_plain(paper))}
    plain["snapshot"]["sha256"] = digest(paper)
    return json.dumps(plain, ensure_ascii=False, indent=2) + "\n"
