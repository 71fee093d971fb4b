"""The commands that other programs rely on: one JSON document on standard output, messages beside it, honest ends."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask
from flask.testing import FlaskCliRunner
from sqlalchemy import text

from planner.access.audit_models import AuditEntry
from planner.cli import planner
from planner.db import db, transaction
from tests.builders import make_rollout
from tests.conftest import sample_in
from tests.databases import POSTGRES, Databases
from tests.live import ROOT

PLAN = """<?xml version="1.0" encoding="UTF-8"?><Project xmlns="http://schemas.microsoft.com/project"><Tasks>
<Task><UID>1</UID><ID>1</ID><Name>Choose a system</Name><Duration>PT8H0M0S</Duration>
<Start>2026-03-02T08:00:00</Start><Finish>2026-03-02T17:00:00</Finish></Task></Tasks></Project>"""


def run(runner: FlaskCliRunner, *words: object) -> Result:
    return runner.invoke(planner, [str(word) for word in words])


def process(folder: Path, *words: object, instance: Path | None = None) -> subprocess.CompletedProcess[str]:
    """The real command in a folder of its own."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PLANNER_")}
    environment = {**kept, "PYTHONPATH": str(ROOT)} | ({"PLANNER_INSTANCE": str(instance)} if instance else {})
    command = [sys.executable, "-m", "planner", *map(str, words)]
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)


def test_import_check_needs_no_database(tmp_path: Path) -> None:
    folder = tmp_path / "empty"
    folder.mkdir()
    (tmp_path / "plan.xml").write_text(PLAN, "utf-8")
    (tmp_path / "not.xml").write_text("<Project", "utf-8")
    taken = process(folder, "import-check", "plan", "../plan.xml", "--json")
    assert (taken.returncode, taken.stderr) == (0, "")
    assert json.loads(taken.stdout) == {"accepted": True, "warnings": json.loads(taken.stdout)["warnings"], "rows": 1}
    refused = process(folder, "import-check", "plan", "../not.xml", "--json")
    assert refused.returncode == 1
    said = json.loads(refused.stdout)
    assert said["accepted"] is False
    assert all(set(error) == {"where", "message"} and error["message"] for error in said["errors"])
    assert list(folder.iterdir()) == [], "nothing is left in the folder"


@pytest.mark.parametrize("kind", ["usage", "people", "training", "kpis", "customers"])
def test_a_table_without_the_columns_of_its_kind_is_refused_with_the_reason(
    app: Flask, runner: FlaskCliRunner, tmp_path: Path, kind: str
) -> None:
    (tmp_path / "some.csv").write_text("a,b\n1,2\n", "utf-8")
    done = run(runner, "import-check", kind, tmp_path / "some.csv", "--json")
    assert done.exit_code == 1
    assert all(error["message"] for error in json.loads(done.stdout)["errors"])


def test_playbook_check_ends_by_what_it_finds(tmp_path: Path) -> None:
    good = process(tmp_path, "playbook", "check", ROOT / "phases" / "small-business")
    assert good.returncode == 0, good.stderr
    (tmp_path / "broken").mkdir()
    (tmp_path / "broken" / "playbook.toml").write_text("name = 7\n", "utf-8")
    bad = process(tmp_path, "playbook", "check", "broken")
    assert bad.returncode == 1
    assert "playbook.toml" in bad.stdout + bad.stderr


def test_the_list_of_rollouts(app: Flask, runner: FlaskCliRunner) -> None:
    assert json.loads(run(runner, "rollout", "list", "--json").stdout) == []
    made = make_rollout("Northwind CRM")
    done = run(runner, "rollout", "list", "--json")
    assert (done.exit_code, done.stderr) == (0, "")
    assert json.loads(done.stdout) == [{"id": made.id, "name": "Northwind CRM"}]


def test_the_list_of_addresses(app: Flask, runner: FlaskCliRunner) -> None:
    done = run(runner, "routes", "--json")
    assert (done.exit_code, done.stderr) == (0, "")
    rows = json.loads(done.stdout)
    assert all(set(row) == {"rule", "methods", "endpoint", "permission"} for row in rows)
    gates = next(row for row in rows if row["endpoint"] == "schedule.gates")
    assert gates["rule"] == "/rollouts/<int:rollout_id>/gates"
    assert (gates["methods"], gates["permission"]) == (["GET"], "gates.view")


def test_a_demo_is_refused_where_somebody_works(app: Flask, runner: FlaskCliRunner) -> None:
    make_rollout()
    done = run(runner, "demo", "--fixed", "--json")
    assert (done.exit_code, done.stdout) == (1, "")
    assert "not empty" in done.stderr


@pytest.mark.slow
def test_the_reports_of_the_sample_as_they_are_typed(
    app: Flask, runner: FlaskCliRunner, told_sample: Path, tmp_path: Path, databases: Databases
) -> None:
    """One command is typed as in a shell; the others run here, since starting takes longer than what they do."""
    shutil.copytree(told_sample, tmp_path, dirs_exist_ok=True)
    db.engine.dispose()
    databases.copy(tmp_path, "sample")
    numbers = sample_in(told_sample).rollouts
    typed = process(tmp_path, "report", "readiness", numbers[0], "--format", "pdf", "-o", "t.pdf", instance=tmp_path)
    assert (typed.returncode, typed.stdout) == (0, ""), typed.stderr
    assert (tmp_path / "t.pdf").read_bytes().startswith(b"%PDF-1.7")
    for number in numbers:
        check_report(runner, tmp_path, number)
    for words in (["report", "verify"], ["audit", "verify"]):
        done = run(runner, *words)
        assert done.exit_code == 0, done.output


def check_report(runner: FlaskCliRunner, folder: Path, number: int) -> None:
    """Each form of a rollout's next report, as a file."""
    for kind, beginning in (("json", b"{"), ("html", b"<!"), ("pdf", b"%PDF-1.7")):
        file = folder / f"{number}.{kind}"
        done = run(runner, "report", "readiness", number, "--format", kind, "-o", file)
        assert (done.exit_code, done.stdout) == (0, ""), done.output
        assert file.read_bytes().startswith(beginning)
    told = json.loads((folder / f"{number}.json").read_text("utf-8"))
    assert {"score", "coverage", "range", "blockers", "findings"} <= set(told)
    assert {"state", "sentence"} <= set(told["verdict"])
    assert set(told["snapshot"]) == {"number", "sha256"}


@pytest.mark.skipif(bool(POSTGRES), reason="PostgreSQL has a backup of its own")
def test_backup_and_restore_are_noted(app: Flask, runner: FlaskCliRunner, tmp_path: Path) -> None:
    make_rollout("First")
    file = tmp_path / "one.planner-backup"
    assert run(runner, "backup", file).exit_code == 0
    make_rollout("Second")
    done = run(runner, "restore", file)
    assert done.exit_code == 0, done.output
    assert json.loads(run(runner, "rollout", "list", "--json").stdout) == [{"id": 1, "name": "First"}]
    entries = db.session.query(AuditEntry).order_by(AuditEntry.seq).all()
    assert [entry.action for entry in entries] == ["created", "restore"], "the backup is noted after it was written"
    assert entries[-1].after == {"file": "one.planner-backup"}
    assert run(runner, "audit", "verify").exit_code == 0
    broken = tmp_path / "broken.planner-backup"
    broken.write_bytes(file.read_bytes()[:-9])
    refused = run(runner, "restore", broken)
    assert refused.exit_code == 1
    assert "Nothing was replaced" in refused.stderr


@pytest.mark.skipif(not POSTGRES, reason="SQLite is backed up by the product")
def test_backup_of_postgresql_says_how(app: Flask, runner: FlaskCliRunner, tmp_path: Path) -> None:
    done = run(runner, "backup", tmp_path / "one")
    assert done.exit_code == 1
    assert "pg_dump" in done.stderr
    assert list(tmp_path.glob("one*")) == []


def test_a_trail_that_lost_its_end_is_found(app: Flask, runner: FlaskCliRunner) -> None:
    assert run(runner, "report", "verify").exit_code == 0
    make_rollout()
    with transaction():
        db.session.execute(text("update audit_head set seq = 7"))
    bad = run(runner, "audit", "verify")
    assert bad.exit_code == 1
    assert "the last 6 entries are missing" in bad.stderr
