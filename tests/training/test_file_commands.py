"""The commands that look at a file of training records alone."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from planner.cli import planner

MOODLE = (
    ',"Email address","Basics","2026-03-10 00:00:00","Quiz, part ""1""",""\n'
    '"José Núñez","jose@example.com","Completed","2026-03-26 09:16:00","Not completed",""\n'
    '"李雷","li@example.com","Completed (did not achieve pass grade)","2026-03-01 14:53:00","Completed '
    '(achieved pass grade)","2026-03-16 18:24:00"\n'
)


def run(*arguments: object) -> tuple[int, dict[str, Any]]:
    result = CliRunner().invoke(planner, [*map(str, arguments), "--json"])
    return result.exit_code, json.loads(result.stdout)


def write(folder: Path, name: str, content: str | bytes) -> Path:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def test_the_files_of_the_learning_systems_as_they_are_stated(shared_data: Path) -> None:
    folder = shared_data / "lms"
    code, answer = run("training", "check", folder / "moodle_progress.csv", folder / "xapi_valid.json")
    assert code == 0
    assert answer["moodle"] == json.loads((folder / "moodle.expected.json").read_text())["files"]
    assert [each["accepted"] for each in answer["statements"]] == [True, True]


@pytest.mark.parametrize("coded", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_progress_report_in_each_form_that_moodle_writes(tmp_path: Path, coded: str) -> None:
    text = (
        MOODLE
        if coded != "utf-16"
        else MOODLE.replace('","', '"\t"').replace(',"Email', '\t"Email').replace('"","', '""\t"')
    )
    path = write(tmp_path, "progress.csv", text.encode(coded))
    _, answer = run("training", "check", path)
    assert answer["moodle"] == [
        {
            "file": "progress.csv", "users": 2, "activities": 2, "completed_cells": 2, "users_all_complete": 0,
            "completion_rate": 0.5,
        }
    ]  # fmt: skip


def test_statements_durations_and_scores_in_the_order_of_the_file(tmp_path: Path) -> None:
    right = {
        "actor": {"mbox": "mailto:a@example.com"},
        "verb": {"id": "http://e.com/did"},
        "object": {"id": "http://e.com/1"},
    }
    document = {
        "origin": "made here", "valid": [right], "invalid": [{"why": "no verb", "statement": {"actor": {}}}],
        "durations": ["PT1H", {"value": "1 hour"}], "scores": {"right": [{"scaled": 0.5}], "wrong": [{"scaled": 2}]},
    }  # fmt: skip
    _, answer = run("training", "check", write(tmp_path, "all.json", json.dumps(document)))
    assert [(each["index"], each["accepted"]) for each in answer["statements"]] == [(0, True), (1, False)]
    assert answer["statements"][1]["reason"] == "verb is missing."
    assert [each["valid"] for each in answer["durations"]] == [True, False]
    assert [each["valid"] for each in answer["scores"]] == [True, False]
    lines = "\n".join(json.dumps(right) for _ in range(3))
    assert len(run("training", "check", write(tmp_path, "lines.json", lines))[1]["statements"]) == 3
    assert run("training", "check", write(tmp_path, "one.json", json.dumps(right)))[1]["statements"][0]["accepted"]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("", "empty"),
        ("<a/>", "XML"),
        ("[" * 5000, "nested"),
        ('[{"actor": NaN}]', "NaN"),
        ("{}", "actor is missing"),
        ('{"actor": 1, "actor": 2}', "missing"),
        ("Name,Course\nAnna,Basics", "what came of it"),
        ("E-mail,Course,Score\n,Basics,80", "column Person"),
        ("E-mail,Course,Score\na@example.com,Basics,eighty\n", "no score in percent"),
        ("E-mail,Course,Attended,Day\na@example.com,Basics,perhaps,3/4/26\n", "neither yes nor no"),
        ("E-mail,Course,Course,Score\na@example.com,A,B,80\n", "Two columns"),
        (MOODLE.replace('"Not completed"', '"Erledigt"').replace("2026-03-26", "2026-02-31"), "no date and time"),
        (b"\xff\xfe\x00", "UTF-16"),
        (b"E-mail,Course\xff", "not UTF-8"),
    ],
)  # fmt: skip
def test_what_cannot_be_taken_over_is_refused_with_its_place(tmp_path: Path, content: str | bytes, words: str) -> None:
    code, answer = run("import-check", "training", write(tmp_path, "file", content))
    assert code == 1
    assert not answer["accepted"]
    assert words in json.dumps(answer["errors"], ensure_ascii=False)


def test_a_table_of_results_is_taken(tmp_path: Path) -> None:
    table = (
        "E-mail;Course;Date;Score;Passed\na@example.com;Basics;2.3.2026;8/10;yes\n\nb@e.org;Basics;2026-03-02;35 %;no\n"
    )
    assert run("import-check", "training", write(tmp_path, "t.csv", table)) == (
        0,
        {"accepted": True, "warnings": [], "rows": 2},
    )


def test_hostile_files_get_a_clean_answer(shared_data: Path) -> None:
    for path in sorted((shared_data / "hostile").rglob("*.*")):
        if path.suffix in {".xml", ".json", ".txt", ".xlsx"} and "expected" not in path.name:
            result = CliRunner().invoke(planner, ["import-check", "training", str(path), "--json"])
            assert result.exit_code in {0, 1}, path
            assert json.loads(result.stdout)["accepted"] is (result.exit_code == 0)


def test_no_database_and_no_settings_are_needed(tmp_path: Path) -> None:
    path = write(tmp_path, "progress.csv", MOODLE)
    done = subprocess.run(
        [sys.executable, "-m", "planner", "training", "check", str(path)],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
    )
    assert "2 people, 2 activities, 2 completed" in done.stdout
    assert [each.name for each in tmp_path.iterdir()] == ["progress.csv"]
