"""The command that looks for known mistakes in a project file."""

from pathlib import Path

from flask import Flask
from flask.testing import FlaskCliRunner

from tests.schedule.files import project, task
from tests.schedule.test_commands import answer, plan, run

__all__ = ["plan"]


def test_findings_are_told_in_one_document(app: Flask, runner: FlaskCliRunner, tmp_path: Path) -> None:
    path = tmp_path / "late.xml"
    path.write_bytes(project(task(17, "Go-live", Start="2026-06-19T08:00:00"), task(20, "Train the users", after=[17])))
    result = run(app, runner, "schedule", "findings", path, "--json")
    assert result.exit_code == 0, result.output
    found = answer(result)["findings"]
    assert {frozenset(each) for each in found} == {frozenset({"rule", "tasks", "dates", "severity", "text"})}
    late = next(each for each in found if each["rule"] == "training-wrong-end")
    assert late["tasks"] == [20, 17]
    assert late["severity"] == "high"
    assert "“Train the users” starts only when “Go-live” is finished" in late["text"]


def test_findings_are_told_in_words(app: Flask, runner: FlaskCliRunner, plan: Path) -> None:
    told = run(app, runner, "schedule", "findings", plan, "--as-of", "2026-03-01", "--country", "de")
    assert told.exit_code == 0
    assert "Nobody is named for any of the 2 open tasks." in told.stdout
    assert "Name one person for each task." in told.stdout


def test_findings_of_something_else_are_refused(app: Flask, runner: FlaskCliRunner, tmp_path: Path) -> None:
    path = tmp_path / "notes.txt"
    path.write_text("no plan")
    result = run(app, runner, "schedule", "findings", path, "--json")
    assert result.exit_code == 1
    assert answer(result)["accepted"] is False
