"""The plan on paper: its rows and names, sheets that fit, the same bytes again, and no more than can be read."""

import io
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from planner.access.audit_models import AuditEntry
from planner.basics.pdf_render import NotPrintable
from planner.db import db, transaction
from planner.queue import Job, run_waiting
from planner.schedule import printing_service
from planner.schedule.chart import Beside, Tie, Zoom, chart_of
from planner.schedule.import_service import import_plan
from planner.schedule.importing import read_plan_bytes
from planner.schedule.paper import MEASURES, MOST_ROWS, Paper, PrintedPlan, pages_of
from planner.schedule.plan_table import Line
from planner.schedule.print_render import plan_html, plan_pdf
from planner.schedule.printing_service import Print
from planner.schedule.states import Kind, TaskFacts, TaskState
from planner.web import clock
from tests.conftest import NOW
from tests.page import Page, text_of
from tests.personas import Cast
from tests.reports.reading import read_pdf, squeeze
from tests.schedule.files import project, task

DAY = date(2026, 3, 2)
LONG = "Acceptance test by the users, with migrated data and real rights, in every unit that takes part in the pilot"


def line(number: int, start: int | None = 0, days: int = 3, *, summary: bool = False, name: str = "") -> Line:
    begin = datetime(2026, 3, 2, 8) + timedelta(days=start) if start is not None else None
    facts = TaskFacts(
        number, number - 1, number, number, name or f"Task {number}", 1, Kind.SUMMARY if summary else Kind.TASK,
        start=begin, finish=begin and begin + timedelta(days=days), percent=50,
    )  # fmt: skip
    return Line(facts, TaskState.RUNNING, 0 if summary else 1)


def lines(count: int) -> list[Line]:
    return [line(number, number * 3, name=LONG if number == 2 else "") for number in range(1, count + 1)]


def printed(count: int = 40, paper: Paper = Paper.A4) -> PrintedPlan:
    ties = [Tie(number, number + 1, "FS") for number in range(1, count)]
    pages = pages_of(lines(count), ties, DAY, Beside({1: (DAY, DAY)}), paper)
    return PrintedPlan("One <b> view", "Northwind", "Version 1: p.xml", "wave 1", "Agreed", DAY, paper, pages)


def texts(pdf: bytes) -> str:
    return read_pdf(pdf, "CRM Rollout Planner")


@pytest.mark.parametrize(("paper", "size", "pages"), [(Paper.A4, (842, 595), 3), (Paper.A3, (1191, 842), 2)])
def test_sheets_hold_every_name_and_lie_on_the_long_side(paper: Paper, size: tuple[int, int], pages: int) -> None:
    data = plan_pdf(printed(90, paper))
    with pikepdf.open(io.BytesIO(data)) as pdf:
        assert len(pdf.pages) == pages
        assert {tuple(round(float(edge)) for edge in page.mediabox[2:]) for page in pdf.pages} == {size}
        assert str(pdf.Root.Lang) == "en"
        fonts = {str(font.BaseFont) for page in pdf.pages for font in page.Resources.Font.values()}
        assert all("Source-Sans-Pro" in name for name in fonts)
    text = texts(data)
    for words in (*(f"Task {number}" for number in range(3, 91)), LONG, "One <b> view", "Version 1: p.xml", "wave 1"):
        assert squeeze(words) in text
    assert text.count("Firstday") == text.count("milestone") == pages, "the head stands on every page"


def test_the_same_plan_gives_the_same_bytes() -> None:
    assert plan_pdf(printed(5)) == plan_pdf(printed(5))
    assert plan_html(printed(5)) != plan_html(printed(6))


def test_pages_are_cut_without_a_lonely_summary_and_show_their_own_months() -> None:
    most = MEASURES[Paper.A4].rows
    rows = [line(number, number * 9 - 9, summary=number in {most, most + 1}) for number in range(1, 2 * most)]
    ties = [Tie(1, 2, "FS"), Tie(1, 2 * most - 1, "FS")]
    first, second = pages_of(rows, ties, DAY, Beside(), Paper.A4)
    assert len(first.rows) == most - 1
    assert second.rows[0].line.summary
    assert first.chart is not None
    assert second.chart is not None
    assert (len(first.chart.links), len(second.chart.links)) == (1, 0)
    assert first.chart.today is not None
    assert second.chart.today is None
    assert (min(bar.x for bar in second.chart.bars.values())) < second.chart.width / 20


def test_rows_without_dates_are_printed_without_a_picture() -> None:
    pages = pages_of([line(1, None)], [], DAY, Beside(), Paper.A4)
    plan = PrintedPlan("R", "O", "V", "", "", DAY, Paper.A4, pages)
    assert "None of these rows has a date." in plan_html(plan)
    nothing = PrintedPlan("R", "O", "V", "", "", DAY, Paper.A4, ())
    assert "No row is what was asked for." in plan_html(nothing)
    assert plan_pdf(nothing).startswith(b"%PDF")


@given(
    st.lists(st.tuples(st.integers(0, 15_000), st.integers(0, 3000)), min_size=1, max_size=8),
    st.sampled_from(list(Paper)),
)
def test_whatever_the_plan_its_picture_stays_on_the_paper(spans: list[tuple[int, int]], paper: Paper) -> None:
    rows = [line(number, start, days) for number, (start, days) in enumerate(spans, start=1)]
    width = MEASURES[paper].picture
    chart = chart_of(rows, [], DAY, Zoom.FIT, width=width)
    assert chart is not None
    assert chart.width <= width + 0.1
    assert all(bar.x >= 0 and bar.x + bar.width <= chart.width + 4 for bar in chart.bars.values())
    assert any(mark.label for mark in chart.months), "the axis has words"


@pytest.mark.parametrize("name", ["x" * 255, "W" * 255, "\u9032" * 200, "a b " * 60])
def test_the_longest_names_are_cut_and_said_to_be(name: str) -> None:
    (page,) = pages_of([line(1, name=name)], [], DAY, Beside(), Paper.A4)
    assert page.rows[0].small
    assert page.rows[0].name.endswith("…")


@pytest.fixture
def imported(cast: Cast) -> Cast:
    return give(cast, project(task(1, "Prepare", Start="2026-03-02T08:00:00", Finish="2026-03-03T17:00:00"),
                              task(2, "Train", Start="2026-03-04T08:00:00", Finish="2026-03-06T17:00:00")))  # fmt: skip


def give(cast: Cast, content: bytes) -> Cast:
    with transaction():
        import_plan(cast.rollout, read_plan_bytes(content), file_name="p", sha256="a" * 64, by=cast.manager, at=NOW)
    return cast


def test_the_page_hands_out_the_file_and_notes_it(page: Page, imported: Cast, app: Flask) -> None:
    at: dict[str, Any] = {"rollout_id": imported.rollout.id, "as_": imported.sponsor}
    tree = page.get("schedule.timeline", show="open", **at)
    links = [str(link) for link in tree.xpath("//a[contains(., 'Print (A')]/@href")]
    assert [link.partition("/print/")[2] for link in links] == ["a4.pdf?show=open", "a3.pdf?show=open"]
    client = page.client(imported.sponsor)
    answer = client.get(links[0])
    assert (answer.status_code, answer.mimetype) == (200, "application/pdf")
    assert answer.headers["Content-Disposition"].endswith('-version-1-a4.pdf"')
    assert "Prepare" in texts(answer.data)
    assert "onlywhatisnotdone" in texts(answer.data)
    entry = db.session.query(AuditEntry).filter_by(action="export").one()
    assert (entry.after or {})["format"] == "pdf-a4"
    assert client.get(links[0].replace("a4", "a5")).status_code == 404


@pytest.mark.parametrize(
    "question", ["zoom=x", "wave=²", "part=²", "owner=99999999999", "page=9", "show=", "version=1"]
)
def test_odd_questions_are_answered(page: Page, imported: Cast, question: str) -> None:
    path = f"/rollouts/{imported.rollout.id}/plan/print/a4.pdf?{question}"
    assert page.client(imported.manager).get(path).status_code == 200


def test_who_may_not_take_the_plan_away_cannot_print_it(page: Page, imported: Cast) -> None:
    at: dict[str, Any] = {"rollout_id": imported.rollout.id, "paper": "a4"}
    page.get("schedule.print_plan", as_=imported.viewer, status=403, **at)
    page.get("schedule.print_plan", as_=imported.stranger, status=404, **at)
    tree = page.get("schedule.timeline", rollout_id=imported.rollout.id, as_=imported.viewer)
    assert not tree.xpath("//a[contains(., 'Print (A')]")


def test_too_many_rows_are_refused_with_a_way_out(page: Page, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    at: dict[str, Any] = {"rollout_id": cast.rollout.id, "paper": "a4", "as_": cast.manager}
    page.get("schedule.print_plan", status=404, **at)
    assert MOST_ROWS >= 2_000
    monkeypatch.setattr("planner.schedule.print_views.MOST_ROWS", 1_600)
    give(cast, project(*(task(number) for number in range(1, 1_602))))
    told = text_of(page.get("schedule.print_plan", status=422, **at))
    assert "These are 1,601 rows, and 1,600 are printed at most." in told
    assert "choose a part of the plan" in told


@pytest.fixture
def asked(page: Page, imported: Cast, monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """A plan of two rows, which is long here, whose print the manager asked for twice; gives where its page is."""
    monkeypatch.setattr(printing_service, "AT_ONCE", 1)
    first, second = ask(page, imported), ask(page, imported)
    assert first == second
    return {"rollout_id": imported.rollout.id, "mark": first.rsplit("/", 1)[1], "as_": imported.manager}


def ask(page: Page, cast: Cast) -> str:
    """Ask for the plan on A3; gives where it leads to."""
    answer = page.client(cast.manager).get(f"/rollouts/{cast.rollout.id}/plan/print/a3.pdf")
    assert answer.status_code == 303
    return str(answer.location)


def test_a_long_plan_is_printed_in_the_background_and_then_fetched(
    page: Page, imported: Cast, asked: dict[str, Any]
) -> None:
    assert db.session.query(Job).count() == 1, "asked for twice, it is printed once"
    tree = page.get("schedule.printing", **asked)
    assert tree.cssselect("[data-watch] progress")[0].get("value") == "0"
    assert "2 rows on A3" in text_of(tree)
    page.get("schedule.printed", status=404, **asked)
    give(imported, project(task(1, "Something else")))
    run_waiting(NOW)
    tree = page.get("schedule.printing", **asked)
    assert not tree.cssselect("[data-watch]")
    address = str(tree.xpath("//a[contains(., 'Download the PDF')]/@href")[0])
    answer = page.client(imported.manager).get(address)
    assert answer.headers["Content-Disposition"].endswith('-version-1-a3.pdf"')
    assert "Prepare" in texts(answer.data), "the plan as it was when it was asked for"
    entry = db.session.query(AuditEntry).filter_by(action="export").one()
    assert (entry.after or {}) == {"number": 1, "format": "pdf-a3"}
    assert entry.user_id == imported.manager.id


def test_prints_are_for_those_who_may_take_the_plan_away(page: Page, imported: Cast, asked: dict[str, Any]) -> None:
    run_waiting(NOW)
    for endpoint in ("schedule.printing", "schedule.printed"):
        page.get(endpoint, status=403, **asked | {"as_": imported.viewer})
        page.get(endpoint, status=404, **asked | {"as_": imported.stranger})
        for mark in ("0" * 64, "..%2f..%2fplanner", "A" * 64):
            page.get(endpoint, status=404, **asked | {"mark": mark})


def test_how_far_a_print_is_only_grows_and_a_silent_one_can_be_asked_for_again(
    app: Flask, page: Page, imported: Cast, asked: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = printing_service.folder_of(app.config["PLANNER"].instance, imported.rollout.id)
    later = NOW + timedelta(minutes=6)
    assert printing_service.standing(folder, asked["mark"], later) is None
    with monkeypatch.context() as patch:
        patch.setattr(clock, "now", lambda: later)
        assert "Nothing is being printed" in text_of(page.get("schedule.printing", **asked))
        ask(page, imported)
        assert db.session.query(Job).count() == 2
    told: list[tuple[int, str]] = []
    kept = printing_service._tell

    def listen(place: Path, mark: str, now: Print) -> None:
        told.append((now.percent, now.step))
        kept(place, mark, now)

    monkeypatch.setattr(printing_service, "_tell", listen)
    run_waiting(NOW)
    assert told == sorted(told, key=lambda each: each[0])
    assert "Laying out the pages: 1 of 1" in {step for _, step in told}


def test_what_cannot_be_printed_is_said_and_may_be_tried_again(
    app: Flask, page: Page, imported: Cast, asked: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuses(*_: object) -> bytes:
        raise NotPrintable("The paper is out.")

    monkeypatch.setattr("planner.schedule.jobs.sheets_pdf", refuses)
    run_waiting(NOW)
    assert "The paper is out." in text_of(page.get("schedule.printing", **asked))
    page.get("schedule.printed", status=404, **asked)
    assert ask(page, imported).endswith(asked["mark"])
    assert db.session.query(Job).count() == 2


def test_only_the_five_latest_prints_are_kept(app: Flask, imported: Cast) -> None:
    folder = printing_service.folder_of(app.config["PLANNER"].instance, imported.rollout.id)
    asked = printing_service.Asked("plan.pdf", 1, 1, "a4", 400, 1)
    for number in range(7):
        printing_service.begin(folder, imported.rollout.id, f"<p>{number}", asked, imported.manager.id, NOW)
    assert len(list(folder.iterdir())) == 10
    run_waiting(NOW)
    assert len(list(folder.glob("*.pdf"))) == 5
    assert not list(folder.glob("*.html"))
