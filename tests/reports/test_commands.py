import json
from pathlib import Path
from typing import Protocol

import pytest
from click.testing import Result
from flask import Flask
from flask.testing import FlaskCliRunner
from sqlalchemy import text

from planner.cli import planner
from planner.db import db, transaction
from planner.reports.document import is_genuine, parse, published
from planner.reports.models import Snapshot
from tests.personas import Cast


class Run(Protocol):
    def __call__(self, *arguments: object) -> Result: ...


@pytest.fixture
def run(app: Flask, runner: FlaskCliRunner) -> Run:
    def invoke(*arguments: object) -> Result:
        return runner.invoke(planner, ["report", *map(str, arguments)], obj=lambda: app)

    return invoke


def test_readiness_writes_the_frozen_report_as_json(ready: Cast, report: Snapshot, run: Run, tmp_path: Path) -> None:
    target = tmp_path / "out.json"
    result = run("readiness", ready.rollout.id, "--gate", "start", "--format", "json", "-o", target)
    assert (result.exit_code, result.stdout) == (0, "")
    assert target.read_text("utf-8") == published(parse(report.document))
    plain = json.loads(target.read_text("utf-8"))
    assert {"verdict", "score", "coverage", "range", "blockers", "findings", "snapshot"} <= plain.keys()
    assert plain["snapshot"] == {"number": 1, "sha256": report.sha256}
    assert is_genuine(target.read_text("utf-8"))


def test_readiness_writes_html_and_pdf(ready: Cast, report: Snapshot, run: Run, tmp_path: Path) -> None:
    page, paper = tmp_path / "out.html", tmp_path / "out.pdf"
    assert run("readiness", ready.rollout.id, "-o", page).exit_code == 0
    assert run("readiness", ready.rollout.id, "--format", "pdf", "-o", paper).exit_code == 0
    assert "<style>" in page.read_text("utf-8")
    assert paper.read_bytes().startswith(b"%PDF-1.7")


def test_readiness_takes_the_next_open_gate_and_says_that_it_is_a_draft(ready: Cast, run: Run, tmp_path: Path) -> None:
    target = tmp_path / "out.json"
    result = run("readiness", ready.rollout.id, "--format", "json", "-o", target)
    plain = json.loads(target.read_text("utf-8"))
    assert result.exit_code == 0
    assert "draft" in result.stderr
    assert (plain["identity"]["gate_key"], plain["snapshot"]["number"]) == ("start", None)
    assert is_genuine(target.read_text("utf-8"))


def test_readiness_can_show_the_present_beside_the_frozen(
    ready: Cast, report: Snapshot, run: Run, tmp_path: Path
) -> None:
    target = tmp_path / "out.json"
    run("readiness", ready.rollout.id, "--gate", "start", "--live", "--format", "json", "-o", target)
    assert json.loads(target.read_text("utf-8"))["snapshot"]["number"] is None
    run("readiness", ready.rollout.id, "--number", 1, "--format", "json", "-o", target)
    assert json.loads(target.read_text("utf-8"))["snapshot"]["number"] == 1


@pytest.mark.parametrize(
    ("arguments", "said"),
    [((99,), "no rollout 99"), ((1, "--gate", "nowhere"), "no such gate"), ((1, "--number", 7), "no such report")],
)
def test_readiness_refuses_in_one_sentence(
    ready: Cast, run: Run, tmp_path: Path, arguments: tuple[object, ...], said: str
) -> None:
    result = run("readiness", *arguments, "-o", tmp_path / "out")
    assert result.exit_code == 1
    assert said in result.stderr
    assert not (tmp_path / "out").exists()


def test_verify_ends_well_while_nothing_was_touched(report: Snapshot, run: Run) -> None:
    result = run("verify")
    assert (result.exit_code, result.stdout) == (0, "All frozen reports and decisions are unchanged.\n")


def test_verify_names_the_place(report: Snapshot, run: Run) -> None:
    with transaction():
        db.session.execute(text("UPDATE snapshot SET document = replace(document, 'Start', 'Stars')"))
    result = run("verify")
    assert result.exit_code == 1
    assert "rollout 1, report 1: the document does not have the fingerprint" in result.stderr
