"""Records of learning systems, taken over by page, command and programs: by row, all or nothing, each once."""

import io
import json
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskCliRunner

from planner.access.roles import Permission
from planner.cli import planner
from planner.db import transaction
from planner.training import course_queries, import_service, record_queries
from planner.training.record_importing import open_content
from planner.training.results import Source
from tests.builders import make_token
from tests.conftest import NOW
from tests.page import Page, text_of
from tests.personas import Cast
from tests.training.stage import TODAY, Stage, set_stage

MOODLE = (
    b',"Email address","Basics","","Sales quiz",""\n'
    b'"Ana Ro","ana@example.org","Completed","2026-02-20 09:00:00",'
    b'"Completed (achieved pass grade)","2026-02-21 10:00:00"\n'
    b'"Ben Ro","ben@example.org","Not completed","","Completed (did not achieve pass grade)","2026-02-21 11:00:00"\n'
    b'"Zoe Who","zoe@example.org","Completed","2026-02-20 09:00:00","Not completed",""\n'
)


@pytest.fixture
def stage(app: Flask, cast: Cast) -> Stage:
    made = set_stage(cast)
    with transaction():
        course_queries.course(made.rollout.id, made.sales.id).lms_names = "Sales quiz\nhttp://example.org/sales"
    return made


def statement(person: str, verb: str, course: str, **more: Any) -> dict[str, Any]:
    return {
        "actor": {"mbox": f"mailto:{person}@example.org"}, "verb": {"id": f"http://adlnet.gov/expapi/verbs/{verb}"},
        "object": {"id": course}, "timestamp": "2026-02-22T10:00:00Z", **more,
    }  # fmt: skip


def test_a_report_is_taken_once_with_what_is_left_out_and_why(stage: Stage) -> None:
    found = import_service.preview(stage.rollout, open_content(MOODLE), MOODLE, TODAY)
    assert (found.kind, found.rows, found.new, found.accepted) == (Source.MOODLE, 3, 3, True)
    assert [each.message for each in found.left_out] == ["“zoe@example.org” is not on the staff list."]
    for added in (3, 3):
        with transaction():
            again = import_service.preview(stage.rollout, open_content(MOODLE), MOODLE, TODAY)
            assert import_service.take(stage.rollout, again, "progress.csv", None, NOW).added == added
    results = record_queries.results_of(stage.people["Ana"])
    assert [(r.passed, r.source, c is not None) for r, _, c in results] == [(True, Source.MOODLE, True)] * 2
    assert [r.passed for r, _, _ in record_queries.results_of(stage.people["Ben"])] == [False]
    assert len(import_service.imports_of(stage.rollout.id)) == 1


def test_a_file_with_a_wrong_row_changes_nothing(stage: Stage) -> None:
    table = b"E-mail,Course,Score\nana@example.org,A day in sales,90\nben@example.org,A day in sales,ninety\n"
    found = import_service.preview(stage.rollout, open_content(table), table, TODAY)
    assert [each.where for each in found.troubles] == ["row 3, column Score"]
    with pytest.raises(Exception, match="was not taken"), transaction():
        import_service.take(stage.rollout, found, "t.csv", None, NOW)
    assert record_queries.results_of(stage.people["Ana"]) == []


def test_the_page_shows_what_a_table_would_bring_and_takes_it(stage: Stage, cast: Cast, page: Page) -> None:
    content = (
        "Who;What;Points;When\nAna Ro;Basics;;2026-02-20\nN1;A day in sales;85 %;2026-03-01\nN2;Basics;;2026-04-01\n"
    )
    client = page.client(cast.trainer)
    address = f"/rollouts/{stage.rollout.id}/training/import"
    data = {"csrf_token": page.token(client), "file": (io.BytesIO(content.encode()), "table.csv")}
    answer = client.post(address, data=data, content_type="multipart/form-data")
    assert answer.status_code == 303, answer.text
    first = page.parse(client.get(answer.location))
    assert "No column says who" in text_of(first)
    told = f"{answer.location}?person=0&course=1&score=2&day=3&passed="
    preview = page.parse(client.get(told))
    assert "2026-04-01 has not come yet" in text_of(preview)
    form = {"csrf_token": page.token(client), "once": "x1"}
    taken = client.post(told.replace("?", "/take?"), data=form)
    assert taken.status_code == 303
    assert [r.score for r, _, _ in record_queries.results_of(stage.people["Ben"])] == [85]
    assert client.post(address, data={"csrf_token": page.token(client)}).status_code == 422


def test_programs_send_statements_all_valid_or_none(stage: Stage, cast: Cast, app: Flask) -> None:
    secret = make_token(cast.trainer, Permission.SCORES_EDIT, Permission.TRAINING_VIEW)
    address = f"/api/v1/rollouts/{stage.rollout.id}/training"

    def send(*given: object) -> Any:
        headers = {"Authorization": f"Bearer {secret}", "Content-Type": "application/json"}
        return app.test_client().post(f"{address}/statements", headers=headers, data=json.dumps({"statements": given}))

    good = statement("ana", "passed", "http://example.org/sales", result={"score": {"scaled": 0.85}})
    launched = statement("ana", "launched", "http://example.org/sales")
    unknown = statement("zoe", "passed", "http://example.org/sales")
    answer = send(good, launched, unknown)
    assert answer.status_code == 200, answer.text
    assert (answer.json["added"], len(answer.json["left_out"])) == (1, 1)
    assert send(good).json["added"] == 0
    assert [r.score for r, _, _ in record_queries.results_of(stage.people["Ana"])] == [85]
    refused = send(statement("ben", "passed", "http://example.org/sales"), {"actor": {}})
    assert refused.status_code == 422
    assert "verb is missing" in refused.text
    assert record_queries.results_of(stage.people["Ben"]) == []
    seen = app.test_client().get(f"{address}/coverage", headers={"Authorization": f"Bearer {secret}"})
    assert json.loads(seen.text)["people"] == 8


def test_the_command_takes_a_file_over(stage: Stage, runner: FlaskCliRunner, tmp_path: Any) -> None:
    path = tmp_path / "progress.csv"
    path.write_bytes(MOODLE)
    refused = runner.invoke(planner, ["training", "import", str(stage.rollout.id), str(path), "--json"])
    assert refused.exit_code == 1
    assert json.loads(refused.stdout)["errors"][0]["where"] == "row 4, column Basics"
    taken = runner.invoke(
        planner, ["training", "import", str(stage.rollout.id), str(path), "--leave-out-unknown", "--json"]
    )
    assert json.loads(taken.stdout)["added"] == 3
    assert "Counted anew for 8 people" in runner.invoke(planner, ["training", "refresh", str(stage.rollout.id)]).output
