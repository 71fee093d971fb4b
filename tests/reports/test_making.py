"""A PDF is made in the background, and the page of its report says how far it is until the file is there."""

import logging
from datetime import timedelta
from itertools import pairwise

import pytest

from planner.basics.making import WAITING, Making, making_of
from planner.reports import files_service, render, stored_render
from planner.reports.models import Snapshot
from tests.conftest import NOW
from tests.page import Page, text_of
from tests.personas import Cast
from tests.reports.samples import a_report


def test_the_printer_tells_its_steps_in_order_and_nobody_else(caplog: pytest.LogCaptureFixture) -> None:
    said: list[str] = []
    pdf = render.pdf(a_report(factors=2, rows=4), said.append)
    found = [made for each in said if (made := making_of(each))]
    assert found[0].percent <= 10
    assert any(made.step.startswith("Laying out the pages") for made in found)
    percents = [made.percent for made in found if "Repagination" not in made.step]
    assert all(0 < each < 100 for each in percents)
    assert sum(after < before for before, after in pairwise(percents)) <= 2, "a page may be laid out again, no more"
    assert pdf == render.pdf(a_report(factors=2, rows=4)), "listening changes nothing"
    assert [each for each in caplog.records if each.name == "weasyprint.progress"] == []
    assert logging.getLogger("weasyprint.progress").handlers == []


def test_the_page_says_how_far_it_is_until_the_file_is_there(ready: Cast, report: Snapshot, page: Page) -> None:
    folder, version = files_service.reports_folder(), render.TEMPLATE_VERSION
    where = {"rollout_id": ready.rollout.id, "number": report.number}
    assert files_service.making_now(report, version, NOW) == WAITING
    assert files_service.making_now(report, version, NOW + timedelta(minutes=6)) is None
    folder.mkdir(parents=True, exist_ok=True)
    files_service.note_making(folder, report.sha256, Making("Laying out the pages: 12", 47))
    assert files_service.making_now(report, version, NOW) == WAITING, "nobody is at work: what stands there is old"
    with files_service.making(folder, report.sha256):
        shown = page.get("reports.show", as_=ready.sponsor, **where)
    assert "PDF: Laying out the pages: 12" in text_of(shown)
    assert "PDF:" not in text_of(page.get("reports.show", as_=ready.viewer, **where)), (
        "whoever takes no files sees none"
    )
    (folder / f".making-{report.sha256}.json").write_text("torn", "utf-8")
    assert files_service.making_now(report, version, NOW) == WAITING
    stored_render.pdf_of(report)
    assert files_service.making_now(report, version, NOW) is None
    assert not list(folder.glob(".making-*.json"))
    assert "PDF:" not in text_of(page.get("reports.show", as_=ready.sponsor, **where))
