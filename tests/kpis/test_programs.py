"""Readings that programs hand in, by token or by webhook: all of them or none, each told where it stands."""

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from planner.access.roles import Permission
from planner.db import transaction
from planner.kpis import queries, service
from planner.kpis.models import Kpi
from planner.kpis.reading import Origin
from planner.rollouts import hook_service
from planner.rollouts.hook_signature import sign
from planner.web.hooks import kinds
from tests.builders import make_token
from tests.conftest import NOW
from tests.kpis.stage import TODAY
from tests.page import Page, text_of
from tests.personas import Cast

EARLIER, LATER = str(TODAY - timedelta(days=14)), str(TODAY - timedelta(days=7))


def reading(value: str, day: str = EARLIER, kpi: str = "Visits a week") -> dict[str, str]:
    return {"kpi": kpi, "day": day, "value": value}


def stored(figure: Kpi) -> list[tuple[str, str, Origin, bool]]:
    rows = queries.reading_rows(figure.id)
    return [(str(each.day), f"{each.value:f}", each.origin, each.replaced) for each in rows]


@pytest.fixture
def send(app: Flask, cast: Cast, figure: Kpi) -> Callable[..., TestResponse]:
    """Sends something with a token of the manager's to an address under the key figures."""
    secret = make_token(cast.manager, Permission.KPIS_EDIT, Permission.KPIS_VIEW)

    def post(body: object, to: str = "readings", **headers: str) -> TestResponse:
        told = {"Authorization": f"Bearer {secret}", "Content-Type": "application/json", **headers}
        address = f"/api/v1/rollouts/{cast.rollout.id}/kpis/{to}"
        answer: TestResponse = app.test_client().post(address, headers=told, data=json.dumps(body))
        return answer

    return post


@pytest.fixture
def hook(app: Flask, cast: Cast, figure: Kpi) -> Callable[..., TestResponse]:
    """Sends a signed message through a webhook of the manager's."""
    with transaction():
        made, secret = hook_service.make_hook(cast.rollout.id, cast.manager, "Warehouse", "kpis.readings", NOW)
        key = made.key

    def post(body: object, number: str = "m1", *, signed: str = secret) -> TestResponse:
        content, at = json.dumps(body).encode(), int(NOW.timestamp())
        headers = {"webhook-id": number, "webhook-timestamp": str(at),
                   "webhook-signature": sign(signed, number, at, content)}  # fmt: skip
        where = f"/api/v1/hooks/{key}/readings"
        answer: TestResponse = app.test_client().post(
            where, data=content, headers=headers, content_type="application/json"
        )
        return answer

    return post


def fields(answer: TestResponse) -> list[str]:
    found: Any = json.loads(answer.text)
    return [each["where"] for each in found["error"]["fields"]]


def test_a_program_hands_in_a_reading_and_corrects_it(send: Callable[..., TestResponse], figure: Kpi) -> None:
    to = f"{figure.id}/readings"
    answer = send({"day": EARLIER, "value": "11", "note": "counted"}, to)
    assert (answer.status_code, json.loads(answer.text)) == (201, {"rows": 1, "changed": 1})
    assert json.loads(send({"day": EARLIER, "value": "11.0"}, to).text) == {"rows": 1, "changed": 0}
    assert send({"day": EARLIER, "value": "12"}, to).status_code == 201
    assert stored(figure) == [(EARLIER, "12", Origin.API, False), (EARLIER, "11", Origin.API, True)]
    assert send({"day": EARLIER, "value": "12"}, "999/readings").status_code == 404


def test_several_readings_are_taken_together_by_reference_or_name(
    send: Callable[..., TestResponse], figure: Kpi, cast: Cast, page: Page
) -> None:
    answer = send({"readings": [reading("11"), reading("12", LATER, "OWN:1")]})
    assert (answer.status_code, json.loads(answer.text)) == (201, {"rows": 2, "changed": 2})
    assert stored(figure) == [(LATER, "12", Origin.API, False), (EARLIER, "11", Origin.API, False)]
    where: dict[str, Any] = {"rollout_id": cast.rollout.id, "kpi_id": figure.id}
    assert f"by a program, {cast.manager.name}" in text_of(page.get("kpis.show", as_=cast.viewer, **where))


WRONG = [
    (reading("12", LATER, "No such figure"), "readings.1.kpi"),
    (reading("-1", LATER), "readings.1.value"),
    (reading("1.5", LATER), "readings.1.value"),
    (reading("1.1234567", LATER), "readings.1.value"),
    (reading("x", LATER), "readings.1.value"),
    (reading("12", str(TODAY + timedelta(days=1))), "readings.1.day"),
    (reading("12", "2026-02-30"), "readings.1.day"),
    (reading("12", EARLIER, "own:1"), "readings.1.value"),
    (reading("12", LATER) | {"more": "x"}, "readings.1.more"),
    ({"kpi": "Visits a week", "day": LATER}, "readings.1.value"),
]


@pytest.mark.parametrize(("wrong", "where"), WRONG)
def test_of_readings_with_a_wrong_one_none_is_taken(
    send: Callable[..., TestResponse], hook: Callable[..., TestResponse], figure: Kpi, wrong: dict[str, str], where: str
) -> None:
    for post in (send, hook):
        answer = post({"readings": [reading("11"), wrong]})
        assert (answer.status_code, fields(answer)) == (422, [where])
        assert stored(figure) == []


def test_the_same_key_takes_readings_once(send: Callable[..., TestResponse], figure: Kpi) -> None:
    for replayed in (None, "true"):
        answer = send({"readings": [reading("11")]}, **{"Idempotency-Key": "one"})
        assert (answer.status_code, json.loads(answer.text)["changed"]) == (201, 1)
        assert answer.headers.get("Idempotent-Replayed") == replayed
    assert len(stored(figure)) == 1


def test_who_may_not_change_figures_hands_none_in(app: Flask, cast: Cast, figure: Kpi) -> None:
    secret = make_token(cast.trainer, Permission.KPIS_VIEW)
    headers = {"Authorization": f"Bearer {secret}", "Content-Type": "application/json"}
    address = f"/api/v1/rollouts/{cast.rollout.id}/kpis/readings"
    answer = app.test_client().post(address, headers=headers, data=json.dumps({"readings": [reading("11")]}))
    assert answer.status_code == 403
    assert stored(figure) == []


def test_another_system_sends_readings_by_webhook(
    hook: Callable[..., TestResponse], figure: Kpi, cast: Cast, page: Page
) -> None:
    assert kinds()["kpis.readings"][0].about == "Readings of key figures"
    answer = hook({"readings": [reading("11")]})
    assert (answer.status_code, json.loads(answer.text)) == (201, {"rows": 1, "changed": 1})
    again = hook({"readings": [reading("11")]})
    assert (again.status_code, json.loads(again.text)) == (200, {"repeated": True})
    assert hook({"readings": [reading("13")]}, "m2").status_code == 201
    assert stored(figure) == [(EARLIER, "13", Origin.WEBHOOK, False), (EARLIER, "11", Origin.WEBHOOK, True)]
    where: dict[str, Any] = {"rollout_id": cast.rollout.id, "kpi_id": figure.id}
    assert f"by webhook, {cast.manager.name}" in text_of(page.get("kpis.show", as_=cast.viewer, **where))


def test_a_message_that_is_not_signed_or_whose_maker_may_no_more_brings_nothing(
    hook: Callable[..., TestResponse], figure: Kpi, cast: Cast
) -> None:
    forged = hook({"readings": [reading("11")]}, signed="whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
    assert forged.status_code == 401
    with transaction():
        service.retire(figure, figure.version, TODAY)
    assert fields(hook({"readings": [reading("11")]}, "m2")) == ["readings.0.kpi"]
    with transaction():
        cast.manager.active = False
    assert hook({"readings": [reading("11")]}, "m3").status_code == 401
    assert stored(figure) == []
