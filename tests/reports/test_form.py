"""A customer's own form of reports: refused where it could not be read, frozen with the report, the same on rebuild."""

import io
import re
from dataclasses import replace

import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from planner.basics.errors import RuleBroken
from planner.reports import form_service, paper_service, queries, render
from planner.reports.document import canonical, parse
from planner.reports.dress import Form
from planner.reports.files_service import reports_folder
from planner.reports.form import (
    LONGEST_INTRODUCTION,
    PARTS,
    WHITE,
    FormDraft,
    contrast,
    darker,
    frozen,
    left_out,
    order_of,
    parts_of,
)
from planner.reports.paper import PaperKind
from planner.reports.verify_service import problems
from planner.reports.wording import sections
from tests.conftest import NOW
from tests.page import Page, text_of
from tests.personas import Cast
from tests.reports.reading import squeeze
from tests.reports.samples import a_report
from tests.reports.stage import called

COLOURS = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")
A4, LETTER = (595, 842), (612, 792)


def a_logo(kind: str = "PNG", size: tuple[int, int] = (900, 300)) -> bytes:
    file = io.BytesIO()
    Image.new("RGB", size, "#123456").save(file, kind)
    return file.getvalue()


@given(COLOURS, COLOURS)
def test_contrast_is_the_same_both_ways_and_within_its_bounds(one: str, other: str) -> None:
    assert contrast(one, other) == contrast(other, one)
    assert 1 <= contrast(one, other) <= 21.001


@given(COLOURS)
def test_a_colour_is_taken_or_a_darker_one_is_named_that_would_be(colour: str) -> None:
    if contrast(colour, WHITE) >= 4.5:
        assert FormDraft(main=colour).cleaned().main == colour
        return
    with pytest.raises(RuleBroken) as told:
        FormDraft(main=colour).cleaned()
    assert told.value.field == "main"
    shade = re.findall(r"#[0-9a-f]{6}", told.value.message)[0]
    assert FormDraft(main=shade).cleaned().main == shade == darker(colour, WHITE, 4.5)


@pytest.mark.parametrize("draft", [
    FormDraft(main="#ffdd00"), FormDraft(main="red"), FormDraft(main='#123456; } body { x: url("y")'),
    FormDraft(accent="#dddddd"), FormDraft(paper="a3"), FormDraft(introduction="x" * (LONGEST_INTRODUCTION + 1)),
])  # fmt: skip
def test_what_cannot_be_printed_is_refused_in_words(draft: FormDraft) -> None:
    with pytest.raises(RuleBroken):
        draft.cleaned()


def test_parts_are_chosen_and_ordered_and_a_report_says_what_was_left_out() -> None:
    assert order_of("brief", {key: number for number, key in enumerate(PARTS["brief"], 1)}) == ()
    with pytest.raises(RuleBroken, match="at least one"):
        order_of("brief", dict.fromkeys(PARTS["brief"]))
    report = a_report(factors=2, rows=4)
    assert parts_of(report) == tuple(key for key in PARTS["readiness"] if key != "start"), "it was not looked at again"
    chosen = replace(report, form=Form("a4", sections=("actions", "criteria", "gone")))
    assert parts_of(chosen) == ("actions", "criteria", "document")
    assert "Score by pillar" in left_out(chosen)
    page = str(render.body(chosen))
    assert page.index('id="blockers"') < page.index('id="actions"') < page.index('id="criteria"')
    assert 'id="pillars"' not in page
    assert "Left out by choice: What changed" in page
    assert set(re.findall(r'href="#([^"]+)"', page)) <= set(re.findall(r'id="([^"]+)"', page))
    assert [*sections(chosen)] == ["blockers", "decisions", "actions", "criteria", "document"]


def test_a_report_without_a_form_is_stored_as_it_always_was() -> None:
    report = a_report(factors=2, rows=4)
    assert '"form"' not in canonical(report)
    assert frozen(FormDraft(), "", ()) is None
    dressed = replace(report, form=Form("letter", "#102030", "#204060", introduction="Ours."))
    assert parse(canonical(dressed)) == dressed
    assert render.pdf(report) == render.pdf(parse(canonical(report)))


def sizes(pdf: bytes) -> set[tuple[int, int]]:
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        return {(round(float(page.mediabox[2])), round(float(page.mediabox[3]))) for page in opened.pages}


def test_paper_logo_colours_and_introduction_reach_page_file_and_pdf() -> None:
    form = Form("letter", "#7a1020", "#225588", form_service.picture_of(a_logo()), "Sun over water", "One.\n\nTwo <b>.")
    report = replace(a_report(factors=2, rows=4), form=form)
    page, file, pdf = str(render.body(report)), render.standalone(report), render.pdf(report)
    for drawn in (page, file):
        assert 'alt="Sun over water"' in drawn
        assert "Two &lt;b&gt;." in drawn
    assert "#7a1020" in page
    assert " style=" not in page
    assert sizes(pdf) == {LETTER}
    assert sizes(render.pdf(replace(report, form=None))) == {A4}
    assert render.pdf(parse(canonical(report))) == pdf
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        assert any(page.get_images() for page in opened.pages)


@pytest.mark.parametrize(
    "bad",
    [b"", b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"GIF89a" + b"0" * 99, b"\x89PNG\r\n\x1a\n",
     a_logo(size=(4001, 2)), b"x" * 512_001],
)  # fmt: skip
def test_a_file_that_is_no_small_picture_is_refused(bad: bytes) -> None:
    with pytest.raises(RuleBroken) as told:
        form_service.picture_of(bad)
    assert told.value.field == "logo"


def test_a_jpeg_is_kept_as_a_png_no_larger_than_it_is_shown() -> None:
    kept = form_service.picture_of(a_logo("JPEG", (3000, 1000)))
    import base64

    picture = Image.open(io.BytesIO(base64.b64decode(kept)))
    assert (picture.format, picture.size) == ("PNG", (480, 160))


def test_the_form_is_set_on_its_pages_and_frozen_with_each_report(ready: Cast, page: Page) -> None:
    where = {"rollout_id": ready.rollout.id}
    called(ready.rollout, ready.manager)
    before = queries.snapshot(ready.rollout.id, 1).document
    page.get("reports.form", as_=ready.viewer, status=403, **where)
    bad = page.post("reports.form", {"paper": "a4", "main": "#ffee00"}, as_=ready.manager, status=422, **where)
    assert "contrast is 1.2 to 1" in bad.text
    assert 'value="#ffee00"' in bad.text, "what was typed is kept"
    draft = {"paper": "letter", "main": "1C4F92", "logo": (io.BytesIO(a_logo()), "logo.png"), "introduction": "Ours."}
    page.post("reports.form", draft, as_=ready.manager, **where)
    shown = page.get("reports.form", as_=ready.manager, **where)
    assert shown.xpath("//img[@class='brand-logo']")
    page.post("reports.form", {"paper": "a4"}, as_=ready.manager, status=409, **where)
    version = shown.xpath("//input[@name='version']/@value")[0]
    page.get("reports.order", as_=ready.manager, status=404, kind="gone", **where)
    page.post(
        "reports.order",
        dict.fromkeys(PARTS["brief"], "") | {"method": "1", "version": version},
        as_=ready.manager,
        kind="brief",
        **where,
    )
    for kind in PARTS:
        page.get("reports.order", as_=ready.manager, kind=kind, **where)
    brief = paper_service.paper_now(ready.rollout, PaperKind.BRIEF, "Mara Lind", NOW)
    assert brief.form is not None
    assert (brief.form.paper, brief.form.main, brief.form.sections) == ("letter", "#1c4f92", ("method",))
    number = called(ready.rollout, ready.manager, "design-agreed").number
    kept = queries.snapshot(ready.rollout.id, number)
    assert '"paper":"letter"' in kept.document
    assert queries.snapshot(ready.rollout.id, 1).document == before
    assert "Ours." in text_of(page.get("reports.show", as_=ready.viewer, number=number, **where))
    assert problems(reports_folder()) == []
    page.post("reports.form", {"paper": "a4", "main": "", "drop_logo": "y", "version": str(int(version) + 1)},
              as_=ready.manager, **where)  # fmt: skip
    row = form_service.form_of(ready.rollout.id)
    assert row is not None
    assert (row.logo, row.main, row.orders) == ("", "", {"brief": ["method"]})


def test_words_of_the_introduction_stand_in_the_pdf() -> None:
    from pypdf import PdfReader

    report = replace(a_report(factors=1, rows=1), form=Form("a4", introduction="Dear board,\n\nread this first."))
    text = squeeze(PdfReader(io.BytesIO(render.pdf(report))).pages[0].extract_text())
    assert squeeze("Dear board,") in text
    assert text.index(squeeze("read this first.")) < text.index("Hold")
