"""Files of statements and of attendance are taken over, by the page and by the command, with each row's reason."""

import io
import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskCliRunner

from planner.access.models import User
from planner.basics.export import xlsx_bytes
from planner.cli import planner
from planner.db import transaction
from planner.training import course_queries, coverage_queries, import_service, record_queries
from planner.training.results import Source
from tests.page import Page, text_of
from tests.personas import Cast
from tests.training.stage import TODAY, Stage, set_stage
from tests.training.test_import import statement

Result = tuple[str, date, str, bool, Source, bool]
HEAD = ("E-mail", "Course", "Day", "Attended")


@pytest.fixture
def stage(app: Flask, cast: Cast) -> Stage:
    made = set_stage(cast)
    with transaction():
        course_queries.course(made.rollout.id, made.sales.id).lms_names = "http://example.org/sales"
        course_queries.course(made.rollout.id, made.basics.id).lms_names = "http://example.org/basics"
    return made


def results(stage: Stage, name: str) -> list[Result]:
    """A person's attempts: course, day, score, passed, where from, and whether there is a certificate."""
    rows = record_queries.results_of(stage.people[name])
    return sorted(
        (course.name, row.day, "" if row.score is None else f"{row.score.normalize():f}", row.passed, row.source,
         certificate is not None)
        for row, course, certificate in rows
    )  # fmt: skip


class Upload:
    """Somebody who chooses a file on the page, looks at it and takes it."""

    def __init__(self, page: Page, stage: Stage, who: User) -> None:
        self.page, self.client = page, page.client(who)
        self.address = f"/rollouts/{stage.rollout.id}/training/import"

    def preview(self, content: bytes, name: str) -> str:
        """The page of a file, its places and reasons told like `row 3: …`."""
        data = {"csrf_token": self.page.token(self.client), "file": (io.BytesIO(content), name)}
        answer = self.client.post(self.address, data=data, content_type="multipart/form-data")
        assert answer.status_code == 303, answer.text
        self.place = answer.location
        tree = self.page.parse(self.client.get(self.place))
        for place in tree.xpath("//tbody/tr/th"):
            place.text = f"{place.text or ''}: "
        return text_of(tree)

    def take(self) -> str:
        form = {"csrf_token": self.page.token(self.client), "once": self.place}
        assert self.client.post(f"{self.place}/take", data=form).status_code == 303
        return text_of(self.page.parse(self.client.get(self.address)))


GOOD = [
    statement("ana", "passed", "http://example.org/sales", result={"score": {"scaled": 0.85}}),
    statement("ben", "completed", "http://example.org/basics"),
    statement("cem", "failed", "http://example.org/sales", result={"score": {"raw": 4, "min": 0, "max": 10}}),
    statement("dora", "launched", "http://example.org/sales"),
    statement("zoe", "passed", "http://example.org/sales"),
    statement("emil", "passed", "http://example.org/nowhere"),
]
DAY = date(2026, 2, 22)


def check_statements(stage: Stage) -> None:
    assert results(stage, "Ana") == [("A day in sales", DAY, "85", True, Source.XAPI, True)]
    assert results(stage, "Ben") == [("Basics", DAY, "", True, Source.XAPI, True)]
    assert results(stage, "Cem") == [("A day in sales", DAY, "40", False, Source.XAPI, False)]
    assert results(stage, "Dora") == results(stage, "Emil") == []


def test_a_file_of_statements_is_taken_over_on_the_page(stage: Stage, cast: Cast, page: Page) -> None:
    upload = Upload(page, stage, cast.trainer)
    shown = upload.preview(json.dumps({"statements": GOOD}).encode(), "statements.json")
    assert "statement 4: “zoe@example.org” is not on the staff list." in shown
    assert "statement 5: “http://example.org/nowhere” is no course here" in shown
    assert "Take over 3 results" in shown
    assert results(stage, "Ana") == [], "a look stores nothing"
    assert "3 results were taken over. 2 rows were left out." in upload.take()
    check_statements(stage)
    assert "nothing new in this file" in upload.preview(json.dumps(GOOD[:3]).encode(), "again.json")
    assert "nothing was changed" in upload.take()
    check_statements(stage)


def test_a_file_with_a_wrong_statement_is_refused_whole(stage: Stage, cast: Cast, page: Page) -> None:
    upload = Upload(page, stage, cast.trainer)
    bad = [GOOD[0], {key: value for key, value in GOOD[1].items() if key != "verb"}]
    shown = upload.preview("\n".join(map(json.dumps, bad)).encode(), "statements.jsonl")
    assert "This file cannot be taken over" in shown
    assert "statement 1: verb is missing." in shown
    assert "The file was not taken. statement 1: verb is missing." in upload.take()
    assert results(stage, "Ana") == []


def test_the_command_takes_a_file_of_statements(stage: Stage, runner: FlaskCliRunner, tmp_path: Path) -> None:
    path = tmp_path / "statements.json"
    path.write_text(json.dumps(GOOD))
    command = ["training", "import", str(stage.rollout.id), str(path), "--json"]
    refused = runner.invoke(planner, command)
    assert refused.exit_code == 1
    assert [each["where"] for each in json.loads(refused.stdout)["errors"]] == ["statement 4", "statement 5"]
    assert results(stage, "Ana") == []
    taken = json.loads(runner.invoke(planner, [*command, "--leave-out-unknown"]).stdout)
    assert (taken["rows"], taken["added"]) == (6, 3)
    assert [each["where"] for each in taken["warnings"]] == ["statement 4", "statement 5"]
    check_statements(stage)
    assert json.loads(runner.invoke(planner, [*command, "--leave-out-unknown"]).stdout)["added"] == 0
    path.write_text(json.dumps([GOOD[0], {"actor": {}}]))
    wrong = json.loads(runner.invoke(planner, command).stdout)
    assert [each["where"] for each in wrong["errors"]] == ["statement 1"]


ROWS: list[tuple[Any, ...]] = [
    ("ana@example.org", "Basics", date(2026, 2, 20), "yes"),
    ("ben@example.org", "Basics", date(2026, 2, 20), "no"),
    ("N2", "Basics", date(2026, 2, 21), True),
    ("Dora Ro", "A day in sales", date(2026, 2, 21), "x"),
    ("zoe@example.org", "Basics", date(2026, 2, 21), "yes"),
]


def as_csv(rows: list[tuple[Any, ...]]) -> bytes:
    return "\n".join(";".join(map(str, row)) for row in (HEAD, *rows)).encode()


def check_attendance(stage: Stage) -> None:
    """Whoever was there has passed a course without a test; one with a test says nothing before it is taken."""
    assert results(stage, "Ana") == [("Basics", date(2026, 2, 20), "", True, Source.TABLE, True)]
    assert results(stage, "Cem") == [("Basics", date(2026, 2, 21), "", True, Source.TABLE, True)]
    assert results(stage, "Ben") == results(stage, "Dora") == []
    cell = coverage_queries.cells_by_person([stage.people["Ana"]])[stage.people["Ana"]][stage.basics.id]
    assert cell.passed_on == date(2026, 2, 20)


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_attendance_is_taken_over_on_the_page(stage: Stage, cast: Cast, page: Page, form: str) -> None:
    upload = Upload(page, stage, cast.trainer)
    shown = upload.preview(as_csv(ROWS) if form == "csv" else xlsx_bytes(HEAD, ROWS), f"attendance.{form}")
    assert "row 5: “A day in sales” ends with a test: being there alone brings no result." in shown
    assert "row 6: “zoe@example.org” is not on the staff list." in shown
    assert "2 results were taken over. 2 rows were left out." in upload.take()
    check_attendance(stage)
    assert [(each.kind, each.rows, each.added) for each in import_service.imports_of(stage.rollout.id)] == [
        ("table", 5, 2)
    ]


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_attendance_is_taken_over_by_the_command(
    stage: Stage, runner: FlaskCliRunner, tmp_path: Path, form: str
) -> None:
    path = tmp_path / f"attendance.{form}"
    path.write_bytes(as_csv(ROWS[:4]) if form == "csv" else xlsx_bytes(HEAD, ROWS[:4]))
    command = ["training", "import", str(stage.rollout.id), str(path), "--json"]
    taken = json.loads(runner.invoke(planner, command).stdout)
    assert (taken["rows"], taken["added"], [each["where"] for each in taken["warnings"]]) == (4, 2, ["row 5"])
    check_attendance(stage)
    assert json.loads(runner.invoke(planner, command).stdout)["added"] == 0


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_attendance_with_wrong_rows_names_them_all_and_brings_nothing(
    stage: Stage, runner: FlaskCliRunner, tmp_path: Path, form: str
) -> None:
    ahead = TODAY + timedelta(1)
    rows: list[tuple[Any, ...]] = [
        ROWS[0],
        ("ben@example.org", "Basics", date(2026, 2, 20), "perhaps"),
        ("", "Basics", "soon", "yes"),
        ("cem@example.org", "Basics", ahead, "yes"),
    ]
    path = tmp_path / f"attendance.{form}"
    path.write_bytes(as_csv(rows) if form == "csv" else xlsx_bytes(HEAD, rows))
    refused = runner.invoke(planner, ["training", "import", str(stage.rollout.id), str(path), "--json"])
    assert refused.exit_code == 1
    places = [each["where"] for each in json.loads(refused.stdout)["errors"]]
    assert list(dict.fromkeys(each.partition(",")[0] for each in places)) == ["row 3", "row 4", "row 5"]
    assert {"row 3, column Attended", "row 4, column Day", "row 4, column Person"} <= set(places)
    assert results(stage, "Ana") == []
