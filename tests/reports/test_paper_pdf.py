"""PDF files of papers on A4 and Letter: tagged, nothing clipped, no heading alone at the foot, a brief on two pages."""

import io
import re
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import cache
from itertools import pairwise

import pikepdf
import pytest

from planner.reports import brief_paper, render
from planner.reports.dress import Form
from planner.reports.form import LONGEST_INTRODUCTION
from planner.reports.paper import Bar, Chart, Paper, PaperIdentity, PaperKind, Section, table
from planner.reports.report import (
    Blocker,
    Change,
    Changes,
    DecisionNeeded,
    Finding,
    Range,
    Report,
    Stamp,
    VerdictLine,
)
from tests.reports.reading import WIDTH, check_layout, lines_of
from tests.reports.samples import a_report
from tests.reports.test_render import structure

LONG = "Everybody concerned has tried a whole week of work in the new system with customers of their own " * 6
WORD = "Rechtsschutzversicherungsgesellschaften" * 3


def a_paper(kind: PaperKind, sections: tuple[Section, ...], **more: object) -> Paper:
    identity = PaperIdentity(
        kind.value, kind.words, "Halvorsen Pumps & Söhne", "One customer view", datetime(2026, 3, 9, 8, 30, tzinfo=UTC),
        "Europe/Berlin", "1", "Standard rollout", "1.0.0", "Marta Keller",
    )  # fmt: skip
    paper = Paper(
        identity=identity, snapshot=Stamp(7), verdict=VerdictLine("hold", "Hold", "Hold: two are open.", ()),
        score=Decimal("64.2"), coverage=Decimal("81.5"), range=Range(Decimal("52.3"), Decimal("70.8")), blockers=(),
        findings=(), changes=None, decisions=(), dimensions=(), sections=sections, method=brief_paper.METHOD,
    )  # fmt: skip
    return replace(paper, **more)  # type: ignore[arg-type] # fields by name


def groups() -> Paper:
    """Charts and tables as the reports of groups have them, with rows beyond a page and words beyond a column."""
    sections = []
    for number in range(7):
        bars = tuple(
            Bar(f"Unit {row} {WORD[: 20 + row]}", Decimal(7 * row), f"{row} of 12") for row in range(3 + number)
        )
        rows = [(f"Unit {row}", WORD, LONG[:140], str(row)) for row in range(4 + 3 * number)]
        parts = table(f"Figures {number}", "Unit|State|Why|#People", rows, "None.")
        chart = Chart(f"Rate {number}", Decimal(100), Decimal(90), "90 %", bars)
        sections.append(Section(f"part-{number}", f"Part {number}", (LONG[:200],), (chart,), (parts,)))
    found = tuple(Finding(kind, f"{kind} {n}", LONG[:160]) for kind in ("strength", "risk", "issue") for n in range(4))
    return a_paper(PaperKind.ADOPTION, tuple(sections), findings=found)


def fullest_brief() -> Paper:
    """The most that a brief can hold: every list at its bound, every text at its longest."""
    blockers = tuple(Blocker(f"b{n}", LONG, "", "Integration engineer and data owner") for n in range(30))
    decisions = tuple(DecisionNeeded(LONG, date(2026, 3, 20), LONG) for _ in range(30))
    findings = tuple(Finding(kind, LONG, LONG) for kind in ("strength", "issue", "risk") for _ in range(9))
    findings = tuple(replace(each, title=f"{n} {each.title}") for n, each in enumerate(findings))
    changes = Changes(
        3,
        datetime(2026, 2, 2, tzinfo=UTC),
        tuple(Change("side", LONG, "not there", "there", "worse") for _ in range(40)),
    )
    short = brief_paper.short
    moved = [(short(LONG, 60), "81.8 %", "54.5 %", "−0.9", LONG) for _ in range(4)]
    way = [(short(LONG), short(LONG, 30), "12 d", "10 Mar 2026") for _ in range(brief_paper.MOST)]
    kept = [(short(LONG), "17 Mar 2026", "missed") for _ in range(brief_paper.MOST)]
    parts = (
        table("Moved", "Factor|#Before|#Now|#Points|Why", moved, ""),
        table("Way", "Step|Owner|#Work|Begin by", way, ""),
        table("Promised", "Promise|Due|State", kept, ""),
    )
    sections = tuple(
        Section(
            f"part-{each.title.lower()}", f"What is {each.title.lower()}", ("The first 5 of 9 steps.",), (), (each,)
        )
        for each in parts
    )
    sections = tuple(brief_paper.shortened(each) for each in sections)
    return a_paper(
        PaperKind.BRIEF, sections, blockers=brief_paper.first(blockers),
        decisions=brief_paper.asked(decisions, "By the business case a month of waiting costs 31,131 EUR."),
        findings=brief_paper.in_short(findings), changes=brief_paper.compared(changes),
    )  # fmt: skip


@cache
def drawn(name: str, size: str) -> bytes:
    paper: Report | Paper = a_report() if name == "readiness" else {"groups": groups, "brief": fullest_brief}[name]()
    return render.pdf(replace(paper, form=Form(size, "#14434a", "#1d7f8c")))


@pytest.mark.parametrize("size", WIDTH)
def test_the_fullest_brief_stays_on_two_pages(size: str) -> None:
    with pikepdf.open(io.BytesIO(drawn("brief", size))) as pdf:
        assert len(pdf.pages) <= 2, [page[-2:] for page in lines_of(drawn("brief", "letter"))]


@pytest.mark.parametrize("size", WIDTH)
@pytest.mark.parametrize("name", ["groups", "brief", "readiness"])
def test_nothing_is_clipped_and_no_heading_stands_alone_at_the_foot(name: str, size: str) -> None:
    check_layout(drawn(name, size), size)


@pytest.mark.parametrize("name", ["groups", "brief"])
def test_the_file_is_tagged_for_those_who_hear_it(name: str) -> None:
    """The parts of PDF/UA-1 that can be checked by a program without its author: Matterhorn 06, 07, 11, 13, 14, 15."""
    with pikepdf.open(io.BytesIO(drawn(name, "a4"))) as pdf:
        elements = structure(pdf)
        levels = [int(tag[2:]) for tag, _ in elements if re.fullmatch(r"/H[1-6]", tag)]
        assert levels[0] == 1
        assert all(after <= before + 1 for before, after in pairwise(levels))
        for tag, element in elements:
            if tag == "/Figure":
                assert str(element.get("/Alt", "")).strip(), "a figure without words"
        heads = [element for tag, element in elements if tag == "/TH"]
        assert heads
        assert all("/ID" in each for each in heads), "cells name their heads by these"
        cells = [element for tag, element in elements if tag == "/TD"]
        assert cells
        assert all("/Headers" in each.get("/A", {}) for each in cells)
        assert pdf.Root.MarkInfo.Marked
        assert str(pdf.Root.Lang) == "en"
        assert pdf.Root.ViewerPreferences.DisplayDocTitle
        with pdf.open_metadata() as metadata:
            assert metadata["pdfuaid:part"] == "1"
            assert metadata["dc:title"]
        fonts = [font for page in pdf.pages for font in page.Resources.Font.values()]
        assert all("/ToUnicode" in font for font in fonts)


def test_an_introduction_does_not_push_a_usual_brief_beyond_two_pages() -> None:
    words = "A sentence of the customer's own. " * 40
    paper = replace(fullest_brief(), decisions=fullest_brief().decisions[:2], blockers=fullest_brief().blockers[:3])
    form = Form("letter", introduction=words[: LONGEST_INTRODUCTION // 2])
    with pikepdf.open(io.BytesIO(render.pdf(replace(paper, form=form)))) as pdf:
        assert len(pdf.pages) <= 2, [page[-2:] for page in lines_of(drawn("brief", "letter"))]
