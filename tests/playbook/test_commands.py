"""`planner playbook check` and `list` on the command line, in a folder without any database."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from planner.playbook.commands import playbook
from planner.playbook.service import MAX_BYTES
from tests.playbook.example import example_files


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, text in example_files().items():
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return tmp_path


def test_a_right_playbook_ends_with_a_summary(folder: Path) -> None:
    result = CliRunner().invoke(playbook, ["check", str(folder)])
    assert result.exit_code == 0
    assert "Club 1.0.0: no problem found" in result.stdout
    assert "2 phases" in result.stdout


def test_the_summary_in_json(folder: Path) -> None:
    result = CliRunner().invoke(playbook, ["check", str(folder), "--json"])
    found = json.loads(result.stdout)
    assert found["ok"]
    assert found["problems"] == []
    assert found["counts"]["tasks"] == 4


def test_a_broken_playbook_lists_every_problem_and_ends_with_1(folder: Path) -> None:
    (folder / "roles.toml").write_bytes(b"\xff\xfe")
    (folder / "kpis.toml").write_text('x = 1\n"', encoding="utf-8")
    (folder / "vendors.toml").write_text("#" * (MAX_BYTES + 1), encoding="utf-8")
    (folder / "00-decide" / "guidance.md").write_text(" \n", encoding="utf-8")
    result = CliRunner().invoke(playbook, ["check", str(folder)])
    assert result.exit_code == 1
    lines = result.stderr.splitlines()
    assert lines[-1] == f"4 problems in {folder}"
    assert "roles.toml: is not UTF-8 text" in lines
    assert any(line.startswith("vendors.toml: is larger than") for line in lines)
    assert any(line.startswith("kpis.toml: line 2: not valid TOML") for line in lines)
    assert any(line.startswith("00-decide/guidance.md: ") for line in lines)


def test_the_problems_in_json(folder: Path) -> None:
    (folder / "mistakes.toml").unlink()
    result = CliRunner().invoke(playbook, ["check", str(folder), "--json"])
    found = json.loads(result.stdout)
    assert result.exit_code == 1
    assert not found["ok"]
    assert found["problems"][0] == {"file": "mistakes.toml", "key": "", "reason": "this file is missing"}


def test_a_folder_that_is_not_there_is_refused(tmp_path: Path) -> None:
    result = CliRunner().invoke(playbook, ["check", str(tmp_path / "none")])
    assert result.exit_code != 0
    assert "does not exist" in result.stderr


def test_the_shipped_playbooks_are_listed() -> None:
    listed = CliRunner().invoke(playbook, ["list", "--json"])
    found = {entry["ref"]: entry for entry in json.loads(listed.stdout)}
    assert all(entry["ok"] for entry in found.values())
    plain = CliRunner().invoke(playbook, ["list"])
    assert plain.exit_code == 0
    assert all(ref in plain.stdout for ref in found)
