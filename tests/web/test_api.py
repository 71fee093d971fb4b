"""The interface for programs: what comes in is read strictly, what changes something happens once, all in JSON."""

import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select, update
from werkzeug.test import TestResponse

from planner.access import token_service
from planner.access.audit_models import AuditEntry
from planner.access.roles import Permission
from planner.access.token_models import ApiAnswer, ApiToken, ApiUse
from planner.db import db, transaction
from planner.rollouts.models import Unit
from planner.web import api
from tests.builders import make_token
from tests.conftest import NOW
from tests.personas import Cast

NAMED = (Permission.KPIS_VIEW, Permission.KPIS_EDIT, Permission.ROLLOUT_VIEW)
CANARY = "kanarienvogel"
Send = Callable[..., TestResponse]


@pytest.fixture
def app(planted_app: Flask) -> Flask:
    """The app with the planted area."""
    return planted_app


@pytest.fixture
def send(app: Flask, cast: Cast) -> Send:
    """Sends a request as a program of the project manager to the planted area."""
    secret, number = make_token(cast.manager, *NAMED), cast.rollout.id

    def ask(method: str, path: str = "", body: object = None, **headers: str) -> TestResponse:
        told: dict[str, Any] = {"Authorization": f"Bearer {secret}", "Content-Type": "application/json"}
        told |= {name.replace("_", "-"): value for name, value in headers.items()}
        data = body if isinstance(body, bytes) else json.dumps(body).encode()
        address = f"/api/v1/rollouts/{number}/planted{path}"
        answer: TestResponse = app.test_client().open(
            address, method=method, headers=told, data=None if body is None else data
        )
        assert answer.mimetype == "application/json"
        assert CANARY not in answer.text
        return answer

    return ask


def said(answer: TestResponse) -> Any:
    return json.loads(answer.text)


def units() -> int:
    return db.session.scalar(select(func.count(Unit.id))) or 0


def test_what_is_sent_is_read_and_told_exactly(send: Send) -> None:
    body = (
        b'{"name": "  Sa\\u0301les ", "people": 3, "since": "2026-03-02", "at": "2026-03-02T10:00+01:00", '
        b'"budget": 0.10}'
    )
    answer = send("POST", body=body)
    assert answer.status_code == 201
    assert said(answer) | {"id": 0} == {
        "id": 0, "version": 1, "name": "S\u00e1les", "people": 3, "heard": "2026-03-02 2026-03-02 09:00:00+00:00 0.1",
    }  # fmt: skip
    assert answer.headers["ETag"] == '"1"'


@pytest.mark.parametrize(
    ("body", "status", "where"),
    [
        (b"{", 400, ""),
        (b'{"name": "' + CANARY.encode(), 400, ""),
        (b"\xff", 400, ""),
        (b"[" * 100_000, 413, ""),
        (b"[" * 5000, 400, ""),
        (b'{"name": "a", "tags": ' + b"[" * 40 + b"]" * 40 + b"}", 400, ""),
        (b'{"name": "a", "people": NaN}', 400, ""),
        (b'{"name": "a", "name": "b"}', 400, ""),
        (b'{"people": ' + b"9" * 5000 + b"}", 400, ""),
        (b'{"people": 1}', 422, "name"),
        (b"[]", 422, ""),
        (b'{"name": "a", "kanarienvogel<b>": 1}', 422, "?"),
        (b'{"name": "a", "colour": "kanarienvogel"}', 422, "colour"),
        (b'{"name": "", "people": 1}', 422, "name"),
        (b'{"name": "a", "people": "3"}', 422, "people"),
        (b'{"name": "a", "people": 9223372036854775808}', 422, "people"),
        (b'{"name": "a", "people": 100001}', 422, "people"),
        (b'{"name": "a\\u0000", "people": 1}', 422, "name"),
        (b'{"name": "\\ud800", "people": 1}', 422, "name"),
        (b'{"name": "a", "since": "2026-02-30"}', 422, "since"),
        (b'{"name": "a", "since": "1769904000"}', 422, "since"),
        (b'{"name": "a", "since": 1769904000}', 422, "since"),
        (b'{"name": "a", "since": "2226-01-01"}', 422, "since"),
        (b'{"name": "a", "at": "2026-03-02T10:00:00"}', 422, "at"),
        (b'{"name": "a", "budget": 1e999}', 422, "budget"),
        (b'{"name": "a", "budget": 0.1234567890123456789}', 422, "budget"),
        (b'{"name": "a", "budget": "NaN"}', 422, "budget"),
        (b'{"name": "a", "tags": ["ok", ""]}', 422, "tags.1"),
    ],
)  # fmt: skip
def test_what_cannot_be_used_is_named_and_not_repeated(send: Send, body: bytes, status: int, where: str) -> None:
    answer = send("POST", body=body)
    assert answer.status_code == status, answer.text
    error = said(answer)["error"]
    assert error["message"]
    assert error["request"]
    assert [field["where"] for field in error["fields"]] == ([where] if where or status == 422 else [])
    assert units() == 0


def test_a_body_of_another_kind_is_refused(send: Send) -> None:
    assert send("POST", body=b"name=a", Content_Type="application/x-www-form-urlencoded").status_code == 415


def test_what_stands_after_the_question_mark_is_checked(send: Send) -> None:
    for name in ("A", "B", "C"):
        send("POST", body={"name": name})
    first = said(send("GET", "?limit=2"))["units"]
    assert [unit["name"] for unit in first] == ["A", "B"]
    assert [unit["name"] for unit in said(send("GET", f"?after={first[-1]['id']}"))["units"]] == ["C"]
    for wrong in ("?limit=0", "?limit=two", f"?{CANARY}<=1", "?after=99999999999999999999"):
        assert send("GET", wrong).status_code == 422, wrong


def test_a_rule_that_says_no_is_told_at_its_field(send: Send) -> None:
    error = said(send("POST", body={"name": "Nobody"}))["error"]
    assert error["fields"] == [{"where": "name", "message": "A unit has somebody in it."}]


def test_unknown_addresses_and_methods_are_answered_in_json(app: Flask, send: Send) -> None:
    assert send("DELETE").status_code == 405
    answer = app.test_client().get("/api/v1/nothing")
    assert (answer.status_code, answer.mimetype) == (404, "application/json")


def test_a_repeated_request_gets_the_first_answer_and_changes_nothing(send: Send) -> None:
    first = send("POST", body={"name": "A"}, Idempotency_Key="k1")
    again = send("POST", body={"name": "A"}, Idempotency_Key="k1")
    assert (again.status_code, said(again), again.headers["ETag"]) == (201, said(first), '"1"')
    assert again.headers["Idempotent-Replayed"] == "true"
    assert units() == 1
    assert send("POST", body={"name": "B"}, Idempotency_Key="k1").status_code == 422
    assert send("POST", body={"name": "B"}, Idempotency_Key="k2").status_code == 201
    assert send("POST", body={"name": "C"}, Idempotency_Key="x" * 256).status_code == 400


def test_a_request_that_failed_can_be_sent_anew_under_its_key(send: Send) -> None:
    assert send("POST", body={"name": "Nobody"}, Idempotency_Key="k").status_code == 422
    assert send("POST", body={"name": "Somebody"}, Idempotency_Key="k").status_code == 201


def test_a_key_is_held_while_the_first_request_runs_and_freed_when_it_never_ended(send: Send) -> None:
    send("POST", body={"name": "A"}, Idempotency_Key="k")
    for age, status in ((timedelta(seconds=20), 409), (timedelta(minutes=5), 201)):
        with transaction():
            db.session.execute(update(ApiAnswer).values(status=None, body=None, created_at=NOW - age))
            db.session.execute(update(Unit).values(name="renamed"))
        assert send("POST", body={"name": "A"}, Idempotency_Key="k").status_code == status


def test_an_answer_is_kept_for_a_day(send: Send) -> None:
    send("POST", body={"name": "A"}, Idempotency_Key="k")
    with transaction():
        db.session.execute(update(ApiAnswer).values(created_at=NOW - timedelta(hours=24, seconds=1)))
    assert send("POST", body={"name": "B"}, Idempotency_Key="k").status_code == 201


def test_twenty_equal_requests_at_once_have_one_effect(app: Flask, send: Send) -> None:
    def once_more(_: int) -> TestResponse:
        with app.app_context():
            return send("POST", body={"name": "A"}, Idempotency_Key="k")

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(once_more, range(20)))
    db.session.rollback()
    assert {answer.status_code for answer in answers} <= {201, 409}
    assert units() == 1
    assert len({said(answer)["id"] for answer in answers if answer.status_code == 201}) == 1


def test_a_change_says_which_version_it_begins_from(send: Send) -> None:
    unit = said(send("POST", body={"name": "A"}))
    assert send("PATCH", f"/{unit['id']}", {"name": "B"}).status_code == 428
    assert send("PATCH", f"/{unit['id']}", {"name": "B"}, If_Match="x").status_code == 400
    changed = send("PATCH", f"/{unit['id']}", {"name": "B"}, If_Match='"1"')
    assert (changed.status_code, changed.headers["ETag"]) == (200, '"2"')
    stale = send("PATCH", f"/{unit['id']}", {"name": "C"}, If_Match='"1"')
    assert stale.status_code == 409
    assert (said(stale)["error"]["version"], said(stale)["error"]["current"]) == (2, {"name": "B"})


def test_a_program_that_asks_too_often_waits(send: Send) -> None:
    assert send("GET").status_code == 200
    with transaction():
        db.session.execute(update(ApiUse).values(requests=token_service.PER_MINUTE))
    refused = send("GET")
    assert refused.status_code == 429
    assert 1 <= int(refused.headers["Retry-After"]) <= 60
    with transaction():
        db.session.execute(update(ApiUse).values(minute=NOW - timedelta(minutes=1)))
    assert send("GET").status_code == 200
    assert db.session.scalars(select(ApiToken.last_used_on)).one() == NOW.date()


def test_the_trail_says_that_a_program_did_it(send: Send, cast: Cast) -> None:
    send("POST", body={"name": "A"})
    entry = db.session.scalars(select(AuditEntry).where(AuditEntry.object_type == "unit")).one()
    token = db.session.scalars(select(ApiToken)).one()
    assert (entry.user_id, (entry.request_id or "").partition("/")[2]) == (cast.manager.id, f"token {token.id}")


def test_the_document_for_programs_describes_every_address(app: Flask) -> None:
    told = said(app.test_client().get("/api/v1/openapi.json"))
    assert told["openapi"].startswith("3.1")
    described = {(path, method.upper()) for path, methods in told["paths"].items() for method in methods}
    rules = [rule for rule in app.url_map.iter_rules() if rule.endpoint.split(".")[0].endswith("_api")]
    served = {
        (as_path(rule.rule), method) for rule in rules for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }
    assert served == described
    refs = {ref.rpartition("/")[2] for ref in references(told)}
    assert refs <= told["components"]["schemas"].keys()
    operations = [operation["operationId"] for methods in told["paths"].values() for operation in methods.values()]
    assert len(operations) == len(set(operations))


def as_path(rule: str) -> str:
    """`/a/<int:b_id>` as OpenAPI writes it."""
    return "/".join(
        "{" + part.strip("<>").split(":")[-1] + "}" if part.startswith("<") else part for part in rule.split("/")
    )


def references(node: object) -> list[str]:
    """Every `$ref` of the document."""
    if isinstance(node, dict):
        own = [node["$ref"]] if isinstance(node.get("$ref"), str) else []
        return own + [ref for each in node.values() for ref in references(each)]
    return [ref for each in node for ref in references(each)] if isinstance(node, list) else []


def test_a_model_that_would_take_more_than_it_seems_is_refused_where_it_is_written() -> None:
    from datetime import date

    from planner.web.api_models import Input

    with pytest.raises(TypeError, match="use Day"):
        type("Loose", (Input,), {"__annotations__": {"day": date | None}, "__module__": __name__})


def test_two_models_of_one_name_are_refused() -> None:
    from planner.web.api_models import Output

    with pytest.raises(TypeError, match="take another name"):
        type("PlantedOut", (Output,), {"__module__": __name__})


def test_the_first_areas_answer(app: Flask, cast: Cast) -> None:
    headers = {"Authorization": f"Bearer {make_token(cast.viewer, Permission.ROLLOUT_VIEW)}"}
    assert said(app.test_client().get("/api/v1/rollouts", headers=headers)) == {"rollouts": []}
    headers = {"Authorization": f"Bearer {make_token(cast.sponsor, Permission.ROLLOUT_VIEW)}"}
    [line] = said(app.test_client().get("/api/v1/rollouts", headers=headers))["rollouts"]
    assert (line["id"], line["role"]) == (cast.rollout.id, "sponsor")
    shown = said(app.test_client().get(f"/api/v1/rollouts/{cast.rollout.id}", headers=headers))
    assert (shown["name"], shown["start_date"], shown["waves"]) == ("Northwind CRM", "2026-01-05", [])
    assert api.spec.spec["paths"]
