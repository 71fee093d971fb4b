"""The commands that check and import project files."""

import json
import os
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from flask import Flask
from flask.testing import FlaskCliRunner

from planner.cli import QUICK, planner
from planner.schedule import queries
from planner.schedule.importing import read_plan_file
from tests.personas import Cast
from tests.schedule.files import project, task


def run(app: Flask, runner: FlaskCliRunner, *words: object) -> Result:
    return runner.invoke(planner, [str(word) for word in words], obj=lambda: app)


def answer(result: Result) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(result.stdout)
    return found


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    path = tmp_path / "plan.xml"
    path.write_bytes(project(task(1, "Write"), task(2, "Check", after=[1, 44])))
    return path


@pytest.fixture
def circle(tmp_path: Path) -> Path:
    path = tmp_path / "circle.xml"
    path.write_bytes(project(task(1, "Write", after=[2]), task(2, "Check", after=[1])))
    return path


def test_import_stores_the_plan_and_prints_one_document(
    app: Flask, runner: FlaskCliRunner, cast: Cast, plan: Path
) -> None:
    result = run(app, runner, "schedule", "import", cast.rollout.id, plan, "--by", cast.manager.email, "--json")
    assert result.exit_code == 0, result.output
    found = answer(result)
    assert (found["version"], found["changed"], found["rows"]) == (1, True, 2)
    assert found["warnings"][0]["where"] == "row 2, Check"
    stored = queries.current_plan(cast.rollout.id)
    assert stored
    assert stored.imported_by_id == cast.manager.id


def test_import_of_the_same_file_says_so(app: Flask, runner: FlaskCliRunner, cast: Cast, plan: Path) -> None:
    run(app, runner, "schedule", "import", cast.rollout.id, plan)
    result = run(app, runner, "schedule", "import", cast.rollout.id, plan)
    assert result.exit_code == 0
    assert "nothing was changed" in result.stdout


def test_a_refused_file_ends_with_one(app: Flask, runner: FlaskCliRunner, cast: Cast, circle: Path) -> None:
    result = run(app, runner, "schedule", "import", cast.rollout.id, circle, "--json")
    assert result.exit_code == 1
    assert "row 1 Write → row 2 Check → row 1 Write" in answer(result)["errors"][0]["message"]
    assert queries.current_plan(cast.rollout.id) is None


@pytest.mark.parametrize("words", [("999", None), (None, "nobody@example.org")])
def test_unknown_names_are_refused(
    app: Flask, runner: FlaskCliRunner, cast: Cast, plan: Path, words: tuple[str | None, str | None]
) -> None:
    rollout, by = words
    more = ("--by", by) if by else ()
    result = run(app, runner, "schedule", "import", rollout or cast.rollout.id, plan, *more)
    assert result.exit_code == 1
    assert "There is no" in result.stderr


def test_check_takes_a_sound_file_with_its_warnings(app: Flask, runner: FlaskCliRunner, plan: Path) -> None:
    result = run(app, runner, "import-check", "plan", plan, "--json")
    assert result.exit_code == 0
    found = answer(result)
    assert set(found) == {"accepted", "warnings", "rows"}
    assert (found["accepted"], found["rows"], len(found["warnings"])) == (True, 2, 1)
    assert "can be imported" in run(app, runner, "import-check", "plan", plan).stdout


def test_check_refuses_with_place_and_reason(app: Flask, runner: FlaskCliRunner, circle: Path, tmp_path: Path) -> None:
    result = run(app, runner, "import-check", "plan", circle, "--json")
    assert result.exit_code == 1
    assert answer(result)["errors"][0]["where"] == "row 1, Write"
    missing = run(app, runner, "import-check", "plan", tmp_path / "no.xml", "--json")
    assert missing.exit_code == 1
    assert "cannot be opened" in answer(missing)["errors"][0]["message"]
    plain = run(app, runner, "import-check", "plan", circle)
    assert plain.exit_code == 1
    assert "row 1, Write" in plain.stderr


def test_a_plan_given_as_another_kind_is_refused_with_the_reason(
    app: Flask, runner: FlaskCliRunner, plan: Path
) -> None:
    result = run(app, runner, "import-check", "customers", plan, "--json")
    assert result.exit_code == 1
    found = answer(result)
    assert found["accepted"] is False
    assert all(error["message"] for error in found["errors"])


def test_check_needs_no_database_and_leaves_nothing_behind(tmp_path: Path, plan: Path) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    root = Path(__file__).resolve().parent.parent.parent
    clean = {key: value for key, value in os.environ.items() if not key.startswith("PLANNER_")}
    result = subprocess.run(
        [sys.executable, "-m", "planner", "import-check", "plan", str(plan), "--json"],
        cwd=empty, env={**clean, "PYTHONPATH": str(root)}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert result.returncode == 0, result.stderr
    assert json.loads(result.stdout)["rows"] == 2
    assert list(empty.iterdir()) == []


def test_commands_on_a_file_alone_start_without_the_rest_of_the_product() -> None:
    heavy = "{'flask', 'sqlalchemy'} & set(sys.modules)"
    for module in {where.split(":")[0] for group in QUICK.values() for where in group.values()}:
        look = f"import sys, {module}; sys.exit(', '.join({heavy}) or None)"
        result = subprocess.run([sys.executable, "-c", look], capture_output=True, text=True, check=False)
        assert result.returncode == 0, f"{module} reads {result.stderr}"


def test_convert_writes_the_plan_with_all_that_the_file_holds(
    app: Flask, runner: FlaskCliRunner, plan: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out.xml"
    result = run(app, runner, "schedule", "convert", plan, "-o", out)
    assert result.exit_code == 0
    assert "2 rows, 1 links" in result.stdout
    again = read_plan_file(out)
    assert again.plan == read_plan_file(plan).plan
    assert not list(tmp_path.glob("*.part"))


def test_convert_refuses_what_cannot_be_read(app: Flask, runner: FlaskCliRunner, circle: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.xml"
    result = run(app, runner, "schedule", "convert", circle, "-o", out, "--json")
    assert result.exit_code == 1
    assert "circle" in answer(result)["errors"][0]["message"]
    assert not out.exists()


def test_convert_says_when_it_cannot_write(app: Flask, runner: FlaskCliRunner, plan: Path, tmp_path: Path) -> None:
    result = run(app, runner, "schedule", "convert", plan, "-o", tmp_path / "none" / "out.xml")
    assert result.exit_code == 1
    assert "cannot be written" in result.stderr


@pytest.mark.parametrize(
    "name", ["baselines", "calendar-calendars-2010", "calendar-recurring-exceptions-2010", "mspdiresource"]
)
def test_read_prints_calendars_day_by_day_and_counts(
    app: Flask, runner: FlaskCliRunner, shared_data: Path, name: str
) -> None:
    folder = shared_data / "mspdi_parse"
    found = answer(run(app, runner, "schedule", "read", folder / f"{name}.xml", "--json"))
    wanted = json.loads((folder / f"{name}.expected.json").read_text())
    assert (found["tasks"], found["resources"], found["assignments"]) == (
        len(wanted["tasks"]), wanted["resources"], wanted["assignments"],
    )  # fmt: skip
    for calendar, each in zip(found["calendars"], wanted["calendars"], strict=True):
        assert (calendar["name"], calendar["parent"]) == (each["name"], each["parent"])
        days = [(e["name"], e["working"], e["dates"]) for e in calendar["exceptions"]]
        assert days == [(e["name"], e["working"], spread(e["dates"])) for e in each["exceptions"]]


def spread(dates: list[Any]) -> list[str]:
    """Days one by one; the answers give some as first and last."""
    found: list[str] = []
    for each in dates:
        first, last = (date.fromisoformat(day) for day in (each if isinstance(each, list) else [each, each]))
        found += [(first + timedelta(days=number)).isoformat() for number in range((last - first).days + 1)]
    return found


def test_read_says_the_same_in_words(app: Flask, runner: FlaskCliRunner, shared_data: Path) -> None:
    path = shared_data / "mspdi_parse" / "calendar-recurring-exceptions-2010.xml"
    result = run(app, runner, "schedule", "read", path)
    assert "Daily 2 (off): 2000-02-01, 2000-02-04" in result.stdout
