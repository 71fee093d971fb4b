"""The sample's reports, made now: what a sponsor reads has no inner name in it."""

from dataclasses import replace

import pytest

from planner.db import db
from planner.demo import build
from planner.demo.build import Sample
from planner.reports import gathering_service, paper_service, render
from planner.reports.paper import Paper, PaperKind
from planner.reports.report import Report
from planner.reports.workbook import sheets_of
from planner.rollouts.models import Rollout
from planner.rollouts.playbook_service import playbook_of
from tests.reports.reading import check_layout


def test_what_stands_in_the_way_names_people_and_roles_in_words(sample: Sample) -> None:
    rollout = db.session.get_one(Rollout, sample.rollouts[0])
    found = paper_service.paper_now(rollout, PaperKind.HEALTH, "Mara Lind", build.FIXED_DAY)
    roles = playbook_of(rollout).roles
    owners = {each.owner for each in found.blockers} - {""}
    assert owners
    assert not owners & {role.ref for role in roles}
    assert all(any(owner.startswith(role.name) for role in roles) for owner in owners)


def test_the_health_check_tells_complaints_what_is_agreed_and_what_comes_after(sample: Sample) -> None:
    rollout = db.session.get_one(Rollout, sample.rollouts[0])
    found = paper_service.paper_now(rollout, PaperKind.HEALTH, "Mara Lind", build.FIXED_DAY)
    sections = {each.key: each for each in found.sections}
    cells = {key: each.tables[0].rows for key, each in sections.items() if each.tables}
    assert "9\N{NO-BREAK SPACE}problems" in sections["complaints"].text[0]
    assert "5 open, of them 3 for more than 14 days" in sections["complaints"].text[0]
    assert "took 8\N{NO-BREAK SPACE}days or less" in sections["complaints"].text[0]
    errors = sections["complaints"].charts[0].bars[0]
    assert (errors.label, errors.text) == ("Errors", "2")
    assert [row[0] for row in cells["complaints"]] == ["Complaints", "Time to settle a complaint"]
    assert [(row[1], row[3]) for row in cells["under-way"]] == [("Mara Lind", "overdue"), ("Lena Fischer", "open")]
    assert ["Go-live care (wave 2)", "0 of 14", "Miro Petrov"] in [
        [row[0], row[3], row[6]] for row in cells["afterwards"]
    ]
    who, until = cells["actions"][0][3:5]
    assert (who, until) == ("Executive sponsor (Sven Holm)", "20\N{NO-BREAK SPACE}Mar\N{NO-BREAK SPACE}2026")
    assert all(cell for rows in cells.values() for row in rows for cell in row), "a blank cell says nothing"
    assert len(cells["kpis"]) == len(sections["kpis"].charts[0].bars)


def test_no_cell_of_a_workbook_is_blank(sample: Sample) -> None:
    rollout = db.session.get_one(Rollout, sample.rollouts[0])
    made: list[Report | Paper] = [
        paper_service.paper_now(rollout, kind, "Mara Lind", build.FIXED_DAY) for kind in PaperKind
    ]
    made.append(gathering_service.report_now(rollout, "build-gate", "Mara Lind", build.FIXED_DAY))
    for report in made:
        for sheet in sheets_of(report, "0" * 64):
            blank = [row for row in sheet.rows if any(cell is None or cell == "" for cell in row)]
            assert not blank, (report.title, sheet.name, blank[0])


@pytest.mark.parametrize(("kind", "size"), [(PaperKind.HEALTH, "letter"), (PaperKind.TRAINING, "a4")])
def test_the_pages_of_the_samples_reports_are_whole(sample: Sample, kind: PaperKind, size: str) -> None:
    rollout = db.session.get_one(Rollout, sample.rollouts[0])
    paper = paper_service.paper_now(rollout, kind, "Mara Lind", build.FIXED_DAY)
    assert paper.form is not None
    check_layout(render.pdf(replace(paper, form=replace(paper.form, paper=size))), size)
