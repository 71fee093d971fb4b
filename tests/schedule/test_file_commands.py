"""The commands on a file alone: their documents, nothing left behind, and every hostile file told in words."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from planner.cli import planner
from tests.conftest import SHARED
from tests.schedule.files import NAMESPACE, project, task

ROOT = Path(__file__).resolve().parent.parent.parent
COMMANDS: dict[str, tuple[str, ...]] = {
    "analyze": ("schedule", "analyze"),
    "simulate": ("schedule", "simulate", "--samples", "50"),
    "read": ("schedule", "read"),
    "convert": ("schedule", "convert", "-o", "out.xml"),
    "findings": ("schedule", "findings"),
    "import-check": ("import-check", "plan"),
}
EACH = pytest.mark.parametrize("name", list(COMMANDS))
TASK_KEYS = [
    "uid", "name", "start", "finish", "early_start", "early_finish", "late_start", "late_finish", "total_slack_min",
    "free_slack_min", "critical", "summary", "milestone",
]  # fmt: skip
KEYS = {
    "analyze": {"tasks", "warnings"},
    "simulate": {"milestones", "criticality", "drivers", "finish", "merge_bias", "samples", "warnings"},
    "read": {"calendars", "tasks", "resources", "assignments"},
    "convert": {"accepted", "warnings", "rows"},
    "findings": {"findings"},
    "import-check": {"accepted", "warnings", "rows"},
}


def run(name: str, file: Path) -> Result:
    """A command in this process, in the folder of its file."""
    before = Path.cwd()
    os.chdir(file.parent)
    try:
        return CliRunner().invoke(planner, [*COMMANDS[name], str(file), "--json"])
    finally:
        os.chdir(before)


def document(result: Result) -> dict[str, Any]:
    """The one document of a command that ended well or refused; a crash is neither."""
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    assert result.exit_code in {0, 1}
    found: dict[str, Any] = json.loads(result.stdout)
    if result.exit_code:
        assert set(found) == {"accepted", "errors"}
        assert found["accepted"] is False
        assert all(set(error) == {"where", "message"} and all(error.values()) for error in found["errors"])
        assert found["errors"]
    return found


def alone(name: str, file: Path, folder: Path) -> dict[str, Any]:
    """What a command prints as a process of its own in an empty folder."""
    clean = {key: value for key, value in os.environ.items() if not key.startswith("PLANNER_")}
    done = subprocess.run(
        [sys.executable, "-m", "planner", *COMMANDS[name], str(file), "--json"],
        cwd=folder, env={**clean, "PYTHONPATH": str(ROOT)}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    """A phase with two tasks and a milestone."""
    path = tmp_path / "plan.xml"
    rows = (
        task(1, "Phase"), task(2, "Write", level=2), task(3, "Check", level=2, after=[2]),
        task(4, "Done", after=[3], Duration="PT0H0M0S", Milestone=1),
    )  # fmt: skip
    path.write_bytes(project(*rows, more="<StartDate>2026-01-05T08:00:00</StartDate>"))
    return path


@EACH
def test_a_command_needs_no_database_and_leaves_nothing_behind(tmp_path: Path, plan: Path, name: str) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    assert set(alone(name, plan, empty)) == KEYS[name]
    assert [path.name for path in empty.iterdir()] == (["out.xml"] if name == "convert" else [])


def test_the_documents_have_the_keys_that_others_rely_on(plan: Path) -> None:
    rows = document(run("analyze", plan))["tasks"]
    assert [list(row) for row in rows] == [TASK_KEYS] * 4
    assert rows[2] == {
        "uid": 3, "name": "Check", "start": "2026-01-06T08:00", "finish": "2026-01-06T17:00",
        "early_start": "2026-01-06T08:00", "early_finish": "2026-01-06T17:00", "late_start": "2026-01-06T08:00",
        "late_finish": "2026-01-06T17:00", "total_slack_min": 0, "free_slack_min": 0, "critical": True,
        "summary": False, "milestone": False,
    }  # fmt: skip
    milestones = document(run("simulate", plan))["milestones"]
    assert [row["uid"] for row in milestones] == [4]
    assert {"p10", "p50", "p80", "p90"} <= set(milestones[0])
    assert document(run("read", plan)) == {"calendars": [], "tasks": 4, "resources": 0, "assignments": 0}
    findings = document(run("findings", plan))["findings"]
    assert findings
    assert {frozenset(each) for each in findings} == {frozenset({"rule", "tasks", "dates", "severity", "text"})}


@pytest.mark.parametrize("name", ["order-tracking-system", "slack9", "mspdirelations"])
def test_the_scorer_takes_what_analyze_prints(shared_data: Path, tmp_path: Path, name: str) -> None:
    product = tmp_path / "product.json"
    product.write_text(json.dumps(alone("analyze", shared_data / "mspdi" / f"{name}.input.xml", tmp_path)))
    done = subprocess.run(
        [sys.executable, str(shared_data / "score" / "score_mspdi.py"),
         str(shared_data / "mspdi" / f"{name}.expected.json"), str(product)],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    right, _, all_of_them = done.stdout.split()[-3:]
    assert right == all_of_them


SIXTY = 60 * 1024**2


@EACH
@pytest.mark.parametrize("head", [f'<Project xmlns="{NAMESPACE}"><Tasks>'.encode(), b"{", b"PK\x03\x04", b"Id,Name\n"])
def test_a_file_of_sixty_megabytes_is_refused_by_its_size(tmp_path: Path, name: str, head: bytes) -> None:
    path = tmp_path / ("plan.csv" if head.startswith(b"Id") else "plan.xml")
    with path.open("wb") as out:
        out.write(head)
        out.truncate(SIXTY)
    begin = time.process_time()
    found = document(run(name, path))
    assert time.process_time() - begin < 5, "nothing of it is read"
    assert "larger than" in found["errors"][0]["message"]
    assert sorted(each.name for each in tmp_path.iterdir()) == [path.name]


@EACH
def test_a_file_that_is_not_there_is_refused(tmp_path: Path, name: str) -> None:
    assert "cannot be opened" in document(run(name, tmp_path / "none.xml"))["errors"][0]["message"]


def bomb(entity: str, name: str = "&a;") -> bytes:
    """A sound plan behind a document type of its own."""
    content = project(task(1)).replace(b"Task 1", name.encode())
    return content.replace(b"?>", b"?>" + f"<!DOCTYPE Project [{entity}]>".encode(), 1)


LAUGHS = '<!ENTITY a0 "ha">' + "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12))
ATTACKS: dict[str, Callable[[], bytes]] = {
    "laughs": lambda: bomb(LAUGHS, "&a11;"),
    "laughs in UTF-16": lambda: (
        bomb(LAUGHS, "&a11;").decode().replace('encoding="UTF-8"', 'encoding="UTF-16"').encode("utf-16")
    ),
    "quadratic": lambda: bomb(f'<!ENTITY a "{"x" * 100_000}">', "&a;" * 10_000),
    "file": lambda: bomb('<!ENTITY a SYSTEM "file:///etc/passwd">'),
    "call": lambda: bomb('<!ENTITY a SYSTEM "http://127.0.0.1:9/plan.xml">'),
    "parameter": lambda: bomb('<!ENTITY % a SYSTEM "http://127.0.0.1:9/plan.dtd"> %a;', ""),
    "subset": lambda: project(task(1)).replace(b"?>", b'?><!DOCTYPE Project SYSTEM "file:///etc/passwd">', 1),
}


@EACH
@pytest.mark.parametrize("attack", list(ATTACKS))
def test_an_attack_by_entities_is_refused_by_every_command(tmp_path: Path, name: str, attack: str) -> None:
    path = tmp_path / "attack.xml"
    path.write_bytes(ATTACKS[attack]())
    result = run(name, path)
    assert "its own document type or entities" in document(result)["errors"][0]["message"]
    assert "root:" not in result.output
    assert [each.name for each in tmp_path.iterdir()] == ["attack.xml"]


HOSTILE = sorted(each for each in (SHARED / "hostile").rglob("*") if each.suffix in {".xml", ".xlsx", ".json", ".txt"})


@EACH
@pytest.mark.parametrize("path", HOSTILE, ids=lambda path: path.name[-40:])
def test_a_hostile_file_gets_a_clean_answer_from_every_command(tmp_path: Path, name: str, path: Path) -> None:
    copy = tmp_path / path.name
    copy.write_bytes(path.read_bytes())
    result = run(name, copy)
    found = document(result)
    wanted = json.loads((SHARED / "hostile" / "hostile.expected.json").read_text())["files"].get(path.name, {})
    if wanted.get("expect") == "refuse":
        assert result.exit_code == 1
    if wanted.get("expect") == "report" and "warnings" in found and name != "simulate":
        assert any(each["where"].startswith("row ") for each in found["warnings"])
    assert "root:" not in result.output
    assert {each.name for each in tmp_path.iterdir()} <= {path.name, "out.xml"}


@pytest.mark.parametrize("name", ["analyze", "simulate"])
def test_a_plan_without_a_beginning_says_why_it_has_none(tmp_path: Path, name: str) -> None:
    path = tmp_path / "plan.xml"
    path.write_bytes(project(task(1), more="<StartDate>2026-02-30T08:00:00</StartDate>"))
    first, second = document(run(name, path))["errors"]
    assert "does not say when the project begins" in first["message"]
    assert second["where"] == "project"
    assert "StartDate is “2026-02-30T08:00:00”" in second["message"]


@pytest.mark.parametrize("name", ["analyze", "simulate"])
def test_dates_beyond_all_years_are_refused_at_the_first_task_that_has_them(tmp_path: Path, name: str) -> None:
    path = tmp_path / "plan.xml"
    rows = task(1, "Short"), task(2, "Long", after=[1], Duration="PT200000H0M0S")
    more = task(3, "Longer", after=[2], Duration="PT200000H0M0S"), task(4, "After", after=[3])
    path.write_bytes(project(*rows, *more, more="<StartDate>2026-01-05T08:00:00</StartDate>"))
    error = document(run(name, path))["errors"][0]
    assert error["where"] == "row 2, Long"
    assert "leave the years" in error["message"]


def test_what_was_left_out_of_a_file_is_told_with_its_chances(tmp_path: Path) -> None:
    path = tmp_path / "plan.xml"
    path.write_bytes(project(task(1, "Lost", after=[9]), more="<StartDate>2026-01-05T08:00:00</StartDate>"))
    assert any(text.startswith("row 1, Lost: ") for text in document(run("simulate", path))["warnings"])


BEGUN = (
    task(1, "Under way", Duration="PT80H0M0S", ActualStart="2026-01-06T08:00:00", PercentComplete=30,
         RemainingDuration="PT56H0M0S"),
    task(2, "After", after=[1]),
    task(3, "Not begun", Duration="PT16H0M0S"),
    task(4, "Done", Duration="PT24H0M0S", ActualStart="2026-01-05T08:00:00", ActualFinish="2026-01-07T17:00:00",
         PercentComplete=100, RemainingDuration="PT0H0M0S"),
    task(5, "Half done", Duration="PT32H0M0S", PercentComplete=50),
    task(6, "Broken off", Duration="PT40H0M0S", ActualStart="2026-01-05T08:00:00", PercentComplete=20,
         RemainingDuration="PT32H0M0S", Resume="2026-01-12T08:00:00"),
)  # fmt: skip
AS_PLANNED = ["06 19", "20 20", "05 06", "05 07", "05 08", "05 15"]
AFTER_STATUS = ["06 23", "26 26", "15 16", "05 07", "05 16", "05 20"]
"""First and last day in January 2026, as worked out by hand, of a status date on the evening of Wednesday the 14th."""


@pytest.mark.parametrize(
    ("status", "words", "wanted"),
    [
        ("", (), AS_PLANNED),
        ("<StatusDate>2026-01-14T17:00:00</StatusDate>", (), AS_PLANNED),
        ("<StatusDate>2026-01-14T17:00:00</StatusDate>", ("--reschedule",), AFTER_STATUS),
        ("", ("--status-date", "2026-01-14"), AFTER_STATUS),
    ],
)
def test_progress_of_a_file_and_its_status_date(
    tmp_path: Path, status: str, words: tuple[str, ...], wanted: list[str]
) -> None:
    path = tmp_path / "plan.xml"
    path.write_bytes(project(*BEGUN, more=f"<StartDate>2026-01-05T08:00:00</StartDate>{status}"))
    result = CliRunner().invoke(planner, ["schedule", "analyze", str(path), "--json", *words])
    rows = document(result)["tasks"]
    assert [f"{row['start'][8:10]} {row['finish'][8:10]}" for row in rows] == wanted
    assert {(row["start"][11:], row["finish"][11:]) for row in rows} == {("08:00", "17:00")}
    assert [row["critical"] for row in rows[:4]] == [True, True, False, False]
