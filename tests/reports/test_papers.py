"""Health check and sponsor brief: the same value as page, PDF, JSON and workbook; numbered, chained, compared."""

import io
import json
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from python_calamine import CalamineWorkbook
from sqlalchemy import text

from planner.basics.errors import NotFound
from planner.basics.export import workbook_bytes
from planner.db import db, transaction
from planner.reports import paper_parts, paper_service, queries, render, share_service, verify_service
from planner.reports.files_service import reports_folder
from planner.reports.opening import canonical, opened, published
from planner.reports.paper import Bar, Chart, Paper, PaperKind, Section, table
from planner.reports.paper_changes import compare, rank
from planner.reports.paper_document import parse
from planner.reports.workbook import sheets_of
from planner.schedule import gate_queries
from tests.conftest import NOW
from tests.page import Page, text_of
from tests.personas import Cast
from tests.reports.stage import called


def made(ready: Cast, kind: PaperKind = PaperKind.HEALTH) -> Paper:
    return paper_service.paper_now(ready.rollout, kind, "Mara Lind", NOW)


def test_the_health_check_has_eight_sides_and_all_that_others_rely_on(ready: Cast) -> None:
    plain = json.loads(published(made(ready)))
    assert len(plain["dimensions"]) == 8
    assert all({"name", "state", "findings"} <= set(each) for each in plain["dimensions"])
    assert {"state", "sentence"} <= set(plain["verdict"])
    assert {"score", "coverage", "range", "blockers", "findings"} <= set(plain)
    assert set(plain["snapshot"]) == {"number", "sha256"}
    assert plain["score"] is None, "nothing is answered yet: that is not zero"


def test_the_brief_asks_for_decisions_and_says_what_waiting_costs(ready: Cast) -> None:
    paper = made(ready, PaperKind.BRIEF)
    assert paper.verdict.state == "hold"
    assert paper.decisions[0].what.startswith("Decide on the gate")
    assert "business case" in paper.decisions[-1].waiting
    assert [each.key for each in paper.sections] == ["moved", "way", "promised"]
    assert len(paper.found("issue")) <= 5


def test_a_health_check_of_a_rollout_without_use_says_so_instead_of_nothing(ready: Cast) -> None:
    sections = {each.key: each for each in made(ready).sections}
    assert sections["complaints"].text == ("No problem with the new system was reported yet.",)
    assert sections["complaints"].charts == ()
    empty = {key: sections[key].tables[0].empty for key in ("complaints", "under-way", "afterwards")}
    assert empty["complaints"] == "No key figure of complaints was taken yet."
    assert empty["under-way"] == "No action of the committee is open."
    assert "after" in empty["afterwards"]
    assert sections["kpis"].text == ("No key figure was taken yet.",)


def test_the_trend_of_a_side_is_told_since_the_last_health_check(ready: Cast) -> None:
    paper = made(ready)
    old = tuple(replace(each, score=Decimal("60.0")) for each in paper.dimensions)
    new = (replace(old[0], score=Decimal("63.5")), replace(old[1], score=None), *old[2:])
    last = replace(paper, dimensions=old, snapshot=replace(paper.snapshot, number=4))
    told = [each.trend for each in paper_parts.since(last, new)]
    assert told[:3] == ["up 3.5 points since report 4", "no trend yet", "steady since report 4"]


@pytest.mark.parametrize("kind", [PaperKind.HEALTH, PaperKind.BRIEF])
def test_every_picture_of_a_paper_says_the_same_and_is_the_same_each_time(ready: Cast, kind: PaperKind) -> None:
    paper = made(ready, kind)
    assert opened(canonical(paper)) == paper
    page, alone = str(render.body(paper)), render.standalone(paper)
    for words in (paper.verdict.sentence.split(": ", 1)[-1][1:60], *(each.title for each in paper.sections)):
        assert words in page.replace("&#39;", "'")
        assert words in alone.replace("&#39;", "'")
    first, second = render.pdf(paper), render.pdf(opened(canonical(paper)))
    assert first == second
    assert first.startswith(b"%PDF")
    book = workbook_bytes((each.name, each.heads, each.rows) for each in sheets_of(paper, render.digest_of(paper)))
    names = CalamineWorkbook.from_filelike(io.BytesIO(book)).sheet_names
    assert names[:2] == ["Summary", "Blockers"]
    assert len(names) == len({each.casefold() for each in names})


def test_a_frozen_paper_is_numbered_with_the_others_compared_with_its_last_and_chained(ready: Cast) -> None:
    called(ready.rollout, ready.manager)
    with transaction():
        first = paper_service.freeze(ready.rollout, PaperKind.HEALTH, ready.manager, NOW)
        again = paper_service.freeze_once(ready.rollout, PaperKind.HEALTH, ready.manager, NOW + timedelta(seconds=9))
        later = paper_service.freeze_once(ready.rollout, PaperKind.HEALTH, ready.manager, NOW + timedelta(days=30))
    assert (first.number, again.number, later.number) == (2, 2, 3)
    changes = parse(later.document).changes
    assert changes is not None
    assert changes.since_number == 2
    assert queries.before(ready.rollout.id, "other").snapshot.number == 1  # type: ignore[union-attr] # it was called
    assert verify_service.problems(reports_folder()) == []
    with transaction():
        db.session.execute(text("UPDATE snapshot SET number = 9 WHERE number = 2"))
        db.session.execute(text("UPDATE snapshot SET number = 2 WHERE number = 3"))
    problems = verify_service.problems(reports_folder())
    assert any("does not follow the report before it" in each for each in problems)


def test_pages_show_the_draft_freeze_it_and_give_it_out(ready: Cast, page: Page) -> None:
    where: dict[str, Any] = {"rollout_id": ready.rollout.id}
    shown = text_of(page.get("reports.paper", as_=ready.viewer, kind="health", **where))
    assert "The eight sides" in shown
    assert "Freeze it" not in shown
    page.post("reports.keep_paper", as_=ready.sponsor, status=403, kind="health", **where)
    page.get("reports.paper", as_=ready.manager, status=404, kind="nothing", **where)
    page.post("reports.keep_paper", as_=ready.manager, kind="health", **where)
    page.post("reports.keep_paper", as_=ready.manager, kind="health", **where)
    assert [each.snapshot.number for each in queries.filed(ready.rollout.id)] == [1]
    kept = page.get("reports.show", as_=ready.sponsor, number=1, **where)
    assert "Health check 1" in text_of(kept)
    assert not kept.xpath("//nav[@aria-label='Your decision']"), "nobody signs a health check off"
    client = page.client(ready.manager)
    for ending in ("pdf", "json", "xlsx"):
        answer = client.get(f"/rollouts/{ready.rollout.id}/reports/1.{ending}")
        assert answer.status_code == 200
        assert f'filename="health-check-1.{ending}"' in answer.headers["Content-Disposition"]
    assert "Health check" in text_of(page.get("reports.index", as_=ready.manager, **where))
    called(ready.rollout, ready.manager)
    page.get("reports.compare", as_=ready.manager, status=422, before=1, after=2, **where)


def test_what_changed_between_two_papers_is_told_by_side(ready: Cast) -> None:
    paper = made(ready)
    well = tuple(replace(each, state="healthy") for each in paper.dimensions)
    ill = (replace(well[0], state="in trouble"), *well[1:])
    items = compare(replace(paper, dimensions=well), replace(paper, dimensions=ill)).items
    assert [(each.what, each.before, each.after, each.direction) for each in items] == [
        ("Strategy and goals", "healthy", "in trouble", "worse")
    ]
    assert compare(paper, paper).items == ()
    assert rank("not known", "healthy") == "neutral"


def test_a_paper_of_hostile_words_is_drawn_as_words(ready: Cast) -> None:
    bad = "<script>alert(1)</script> {{ 7*7 }} =1+1"
    parts = table(bad, f"{bad}|#Number", [(bad, "-5")], bad)
    chart = Chart(bad, Decimal(100), Decimal(90), bad, (Bar(bad, None, bad), Bar("two", Decimal(250), "250")))
    paper = replace(made(ready), sections=(Section(bad, bad, (bad,), (chart,), (parts,)),))
    page = str(render.body(paper))
    assert "<script>" not in page
    assert "{{ 7*7 }}" in page
    cells = CalamineWorkbook.from_filelike(
        io.BytesIO(workbook_bytes((each.name, each.heads, each.rows) for each in sheets_of(paper, "x" * 64)))
    )
    drawn = [row for name in cells.sheet_names for row in cells.get_sheet_by_name(name).to_python()]
    assert any(bad in row for row in drawn)


def test_a_link_opens_one_report_for_a_time_and_can_be_revoked(ready: Cast, page: Page) -> None:
    called(ready.rollout, ready.manager)
    where: dict[str, Any] = {"rollout_id": ready.rollout.id, "number": 1}
    draft: dict[str, Any] = {"label": "The board", "until": NOW.date() + timedelta(days=10)}
    page.post("reports.share", draft, as_=ready.sponsor, status=403, **where)
    for wrong in ({"label": ""}, {"until": NOW.date() - timedelta(days=1)}, {"until": NOW.date() + timedelta(days=91)}):
        page.post("reports.share", draft | wrong, as_=ready.manager, status=422, **where)
    with transaction():
        row = queries.snapshot(ready.rollout.id, 1)
        link, token = share_service.give(
            ready.rollout.id, row, "The board", draft["until"], ready.manager, NOW.date(), NOW
        )
    assert token not in repr(vars(link)), "only a hash is kept"
    shown = text_of(page.get("reports.shared", token=token))
    assert "Published on" in shown
    assert "today" in shown
    assert "Readiness report 1" in shown
    page.get("reports.shared", token="x" * 43, status=404)
    assert share_service.opened_by(token, NOW + timedelta(days=10)).row.number == 1
    with pytest.raises(NotFound, match="not good any more"):
        share_service.opened_by(token, NOW + timedelta(days=11))
    page.post("reports.revoke_share", as_=ready.manager, share_link_id=link.id, **where)
    page.get("reports.shared", token=token, status=404)
    assert "revoked" in text_of(page.get("reports.share", as_=ready.manager, **where))


def test_reports_make_themselves_once_on_their_day(ready: Cast, page: Page) -> None:
    monday = NOW.date()
    assert share_service.make_due(ready.rollout, monday, NOW) == []
    page.post("reports.rhythm", {"weekday": "0", "days_before_gate": "31"}, as_=ready.manager, status=422,
              rollout_id=ready.rollout.id)  # fmt: skip
    page.post(
        "reports.rhythm",
        {"weekday": "0", "kinds": ["health"], "days_before_gate": "3"},
        as_=ready.manager,
        rollout_id=ready.rollout.id,
    )
    with transaction():
        gate = gate_queries.gates_of(ready.rollout, monday)[0].gate
        gate.due = monday + timedelta(days=3)
        made = share_service.make_due(ready.rollout, monday, NOW)
        again = share_service.make_due(ready.rollout, monday, NOW)
        tuesday = share_service.make_due(ready.rollout, monday + timedelta(days=1), NOW + timedelta(days=1))
    assert [each.kind for each in made] == ["health", "brief"]
    assert (again, tuesday) == ([], [])
    assert {each.author_id for each in made} == {ready.manager.id}


def test_a_day_on_which_the_server_was_off_is_made_up_once_and_none_before_the_rhythm(ready: Cast) -> None:
    monday, rhythm = NOW.date(), share_service.Rhythm(0, 3, ("health", "training"))
    with transaction():
        gate = gate_queries.gates_of(ready.rollout, monday)[0].gate
        gate.due = monday + timedelta(days=8)
        share_service.set_rhythm(ready.rollout, rhythm, ready.manager, None, monday + timedelta(days=1))

    def kinds(later: int) -> list[str]:
        with transaction():
            moment = NOW + timedelta(days=later)
            return [each.kind for each in share_service.make_due(ready.rollout, moment.date(), moment)]

    assert kinds(2) == [], "the Monday before the rhythm was set is not made up"
    assert kinds(6) == ["brief"], "asked for on Saturday, made on Sunday"
    assert kinds(9) == ["health", "training"], "asked for on Monday, made on Wednesday; the gate's day is over"
    assert kinds(10) == []


def test_the_health_check_says_that_there_is_no_figure_and_no_case_yet(ready: Cast) -> None:
    words = [text for section in made(ready).sections for text in section.text]
    assert "No key figure was taken yet." in words
    assert "No business case was approved yet." in words
