"""A playbook as one plain document, the form in which a rollout keeps its copy, and the digest that names a version."""

import hashlib
import json
from collections.abc import Mapping

from planner.playbook.outline import Playbook
from planner.playbook.problems import Place, PlaybookRefused, Problems
from planner.playbook.shape import dump, read

FORMAT = 1
"""Number of the document's format; it changes when a document of before could no longer be read."""


def to_document(playbook: Playbook) -> dict[str, object]:
    """Turn a playbook into tables, lists, texts and whole numbers, ready for JSON."""
    return {"format": FORMAT, "playbook": dump(playbook)}


def from_document(document: Mapping[str, object]) -> Playbook:
    """Read a stored copy back; raises PlaybookRefused with every problem when it is not one.

    Only the shape is checked. A copy was checked when it was taken, and must stay readable when checks are added;
    for a document from elsewhere ask `checks.problems_of` as well.
    """
    problems = Problems()
    if document.get("format") != FORMAT:
        problems.tell("document", "format", f"must be {FORMAT}, not {document.get('format')!r}")
    playbook = read(Playbook, document.get("playbook"), Place(problems, "document"))
    if problems:
        raise PlaybookRefused(problems.all())
    return playbook


def digest(playbook: Playbook) -> str:
    """SHA-256 (hexadecimal) of the playbook's content: equal for equal playbooks, whatever their files look like."""
    canonical = json.dumps(to_document(playbook), sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(canonical.encode()).hexdigest()
