"""A customer's own form of reports: logo, colours, paper, introduction, and which parts stand in which order.

The form is frozen with each report, so that a report keeps its looks. What a decision rests on cannot be left out:
the verdict, what stands in the way, and the decisions needed always come first.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from planner.basics.errors import RuleBroken
from planner.reports.dress import Form
from planner.reports.paper import Paper
from planner.reports.report import Report

WHITE, TRACK = "#ffffff", "#e8ebed"
"""The paper, and the empty part of a bar."""
TEXT_CONTRAST, PICTURE_CONTRAST = 4.5, 3.0
"""What WCAG 2.2 asks of text (1.4.3) and of pictures (1.4.11)."""
LONGEST_INTRODUCTION, LONGEST_WORDS = 900, 120
COLOUR = re.compile(r"#[0-9a-f]{6}")
READINESS = "readiness"


class PaperSize(StrEnum):
    """The paper of PDF files."""

    A4 = "a4"
    LETTER = "letter"


SIZE_WORDS = {PaperSize.A4: "A4, 210 by 297 mm", PaperSize.LETTER: "US Letter, 8.5 by 11 in"}

PARTS: dict[str, dict[str, str]] = {
    READINESS: {
        "changes": "What changed", "conditions": "Conditions of earlier decisions",
        "start": "The start assessment today", "criteria": "What the gate asks",
        "pillars": "Score by pillar", "factors": "Critical success factors",
        "findings": "Strengths, risks and issues", "actions": "What would turn it green",
        "plan": "Where the plan stands", "method": "How this is computed", "document": "This document",
        "evidence": "The evidence behind each number",
    },
    "health": {
        "changes": "What changed since the last one", "sides": "The eight sides", "moved": "What moved the score",
        "actions": "What to do now", "under-way": "Agreed and not done yet",
        "complaints": "Complaints and time to fix", "kpis": "Key figures",
        "benefits": "Benefits promised and realised", "plan": "Plan and conditions",
        "afterwards": "After going live", "accepted": "Accepted for a time", "method": "How this is computed",
    },
    "brief": {
        "changes": "What changed since the last one", "findings": "Strengths, risks and issues",
        "moved": "What moved the score", "way": "What would turn it green", "promised": "What the sponsor promised",
        "method": "How this is computed",
    },
    "training": {
        "next": "What to do next", "findings": "Strengths, risks and issues",
        "changes": "What changed since the last one", "waves": "Is each wave trained in time?",
        "missing": "What is still to plan", "by-unit": "By unit", "by-role": "By role", "by-site": "By site",
        "courses": "Courses", "ahead": "Sessions, behind and ahead", "method": "How this is computed",
    },
    "adoption": {
        "next": "What to do next", "findings": "Strengths, risks and issues",
        "changes": "What changed since the last one", "course": "When nine in ten will use it",
        "figures": "The figures", "by-wave": "By wave", "by-unit": "By unit", "by-site": "By site",
        "by-role": "By role", "functions": "Use by function", "method": "How this is computed",
    },
}  # fmt: skip
"""The parts that can be chosen and ordered, by the kind of report, in their usual order."""
FIXED = "document"
"""Says what the document is and bears its fingerprint; it cannot be left out."""


def luminance(colour: str) -> float:
    """How light a colour is, from 0 for black to 1 for white: relative luminance of WCAG 2.2.

    >>> luminance("#ffffff"), luminance("#000000")
    (1.0, 0.0)
    """
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """How well two colours are told apart, from 1 to 21: contrast ratio of WCAG 2.2.

    >>> round(contrast("#000000", "#ffffff"), 1), round(contrast("#777777", "#ffffff"), 2)
    (21.0, 4.48)
    """
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def darker(colour: str, against: str, asked: float) -> str:
    """The lightest darker shade of a colour that is told apart well enough.

    >>> contrast(darker("#ff9900", WHITE, 4.5), WHITE) >= 4.5
    True
    """
    parts = [int(colour[place : place + 2], 16) for place in (1, 3, 5)]
    for percent in range(100, -1, -1):
        shade = "#" + "".join(f"{part * percent // 100:02x}" for part in parts)
        if contrast(shade, against) >= asked:
            return shade
    return "#000000"


def readable(colour: str, field: str, what: str, against: str, asked: float) -> str:
    """A colour in its plain form, or empty for the product's own; RuleBroken in words where it cannot be read."""
    plain = colour.strip().lower()
    if plain and not plain.startswith("#"):
        plain = f"#{plain}"
    if not plain:
        return ""
    if not COLOUR.fullmatch(plain):
        raise RuleBroken("Write a colour as # and six signs from 0 to 9 and a to f, such as #1c4f92.", field)
    found = contrast(plain, against)
    if found < asked:
        shade = darker(plain, against, asked)
        raise RuleBroken(
            f"{what} in this colour could not be read: its contrast is {found:.1f} to 1, and {asked:g} to 1 is needed. "
            f"{shade} is the nearest darker shade that can.",
            field,
        )
    return plain


@dataclass(frozen=True, slots=True)
class FormDraft:
    """The form as it was typed."""

    paper: str = PaperSize.A4
    main: str = ""
    accent: str = ""
    logo_words: str = ""
    introduction: str = ""

    def cleaned(self) -> "FormDraft":
        """The same, once it can be printed; RuleBroken at its field for what cannot."""
        if self.paper not in set(PaperSize):
            raise RuleBroken("Choose A4 or Letter.", "paper")
        if len(self.introduction) > LONGEST_INTRODUCTION:
            raise RuleBroken(f"At most {LONGEST_INTRODUCTION} signs: a report begins with its verdict.", "introduction")
        return FormDraft(
            self.paper,
            readable(self.main, "main", "Headings", WHITE, TEXT_CONTRAST),
            readable(self.accent, "accent", "Bars", TRACK, PICTURE_CONTRAST),
            self.logo_words.strip(),
            self.introduction.strip(),
        )


def order_of(kind: str, places: Mapping[str, int | None]) -> tuple[str, ...]:
    """The parts of a kind of report in the order of their places; without a place, a part is left out.

    The usual order of all parts is the empty one, so that a part which the product gains later is shown too.

    >>> order_of("brief", {"way": 1, "moved": 2, "changes": None})
    ('way', 'moved')
    """
    chosen = [(place, number, key) for number, key in enumerate(PARTS[kind]) if (place := places.get(key)) is not None]
    found = tuple(key for _, _, key in sorted(chosen))
    if not found:
        raise RuleBroken("Choose at least one part.", next(iter(PARTS[kind])))
    return () if found == tuple(PARTS[kind]) else found


def parts_of(value: Report | Paper) -> tuple[str, ...]:
    """The parts of a report in the order in which it shows them, after the verdict and what goes with it."""
    kind = value.identity.kind if isinstance(value, Paper) else READINESS
    there = _of_paper(value) if isinstance(value, Paper) else _of_report(value)
    usual = sorted(there, key=lambda key: list(PARTS[kind]).index(key) if key in PARTS[kind] else len(PARTS[kind]) - 2)
    chosen = value.form.sections if value.form and value.form.sections else usual
    found = [key for key in chosen if key in there]
    if kind == READINESS and FIXED not in found:
        found.append(FIXED)
    return tuple(found)


def _of_report(report: Report) -> list[str]:
    return [key for key in PARTS[READINESS] if key != "start" or report.start is not None]


def _of_paper(paper: Paper) -> list[str]:
    """The parts that a paper has; one that the list of parts does not name stands before the method."""
    before = ["changes"] if paper.changes else []
    looked = "sides" if paper.dimensions else "findings"
    return [*before, looked, *(section.key for section in paper.sections), "method"]


def left_out(value: Report | Paper) -> tuple[str, ...]:
    """The names of parts that were left out by choice; a report says so itself."""
    kind = value.identity.kind if isinstance(value, Paper) else READINESS
    if value.form is None or not value.form.sections:
        return ()
    there = _of_paper(value) if isinstance(value, Paper) else _of_report(value)
    shown = parts_of(value)
    return tuple(words for key, words in PARTS[kind].items() if key in there and key not in shown)


def frozen(draft: FormDraft, logo: str, sections: Sequence[str]) -> Form | None:
    """The form as a report keeps it; None where it is the product's own."""
    found = Form(
        draft.paper, draft.main, draft.accent, logo, draft.logo_words if logo else "", draft.introduction,
        tuple(sections),
    )  # fmt: skip
    return None if found == Form(PaperSize.A4) else found
