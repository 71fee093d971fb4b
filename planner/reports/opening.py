"""Opens a stored document of any kind, and gives it out again: a readiness report, or one of the papers."""

import json

from planner.reports import document, paper_document
from planner.reports.paper import FORMAT as PAPER
from planner.reports.paper import Paper
from planner.reports.report import Report

Document = Report | Paper


def opened(text: str) -> Document:
    """The value a stored document holds; ValueError says where the shape is wrong."""
    plain = json.loads(text)
    is_paper = isinstance(plain, dict) and plain.get("format") == PAPER
    return paper_document.parse(text) if is_paper else document.parse(text)


def canonical(value: Document) -> str:
    """The text that is stored and hashed."""
    return paper_document.canonical(value) if isinstance(value, Paper) else document.canonical(value)


def published(value: Document) -> str:
    """The document people download."""
    return paper_document.published(value) if isinstance(value, Paper) else document.published(value)


def name_of(text: str) -> str:
    """What a stored document is about, without reading the whole of it: the gate, or the name of the paper.

    A document that can no longer be read has no name, so that it does not take the list of the others with it.

    >>> name_of('{"identity": {"gate": "Build gate"}}'), name_of("torn")
    ('Build gate', '')
    """
    try:
        identity = json.loads(text)["identity"]
        return str(identity.get("gate") or identity["title"])
    except (ValueError, KeyError, TypeError, AttributeError):
        return ""
