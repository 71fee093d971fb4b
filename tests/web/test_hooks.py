"""Messages of other systems: signed, fresh, taken once, with the rights of whoever made the webhook."""

import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from planner.access import service
from planner.access.audit_models import AuditEntry
from planner.access.roles import Role
from planner.db import db, transaction
from planner.rollouts import hook_service
from planner.rollouts.hook_models import Hook, HookMessage
from planner.rollouts.hook_signature import NotGenuine, Signed, check, sign
from planner.rollouts.models import Membership, Unit
from planner.web.guards import Door
from tests.architecture.test_permissions import Rows, address, ways
from tests.builders import make_rollout
from tests.conftest import NOW
from tests.page import Page, errors, text_of
from tests.personas import Cast

SECONDS = int(NOW.timestamp())
Send = Callable[..., TestResponse]
PASSWORD = "copper lantern quiet orchard"


@pytest.fixture
def app(planted_app: Flask) -> Flask:
    """The app with the planted area."""
    return planted_app


@pytest.fixture
def send(app: Flask, cast: Cast) -> Send:
    """Sends a message through a webhook of the project manager."""
    with transaction():
        hook, secret = hook_service.make_hook(cast.rollout.id, cast.manager, "Warehouse", "planted.units", NOW)
        key = hook.key

    def post(body: bytes = b'{"name": "A"}', *, signed: Any = None, key: str = key, **headers: str) -> TestResponse:
        number, at = headers.get("webhook_id", "m1"), headers.get("webhook_timestamp", str(SECONDS))
        signature = sign(signed or secret, number, int(at) if at.isdigit() and at.isascii() else 0, body)
        sent = {"webhook-id": number, "webhook-timestamp": at, "webhook-signature": signature}
        sent |= {name.replace("_", "-"): value for name, value in headers.items()}
        where = f"/api/v1/hooks/{key}/planted"
        answer: TestResponse = app.test_client().post(where, data=body, headers=sent, content_type="application/json")
        assert answer.mimetype == "application/json"
        return answer

    return post


def units() -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count(Unit.id))) or 0


def test_the_signature_is_that_of_the_published_example() -> None:
    """The example of the specification, standardwebhooks.com."""
    secret, body = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", b'{"test": 2432232314}'
    signature = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="
    assert sign(secret, "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, body) == signature


@pytest.mark.parametrize(
    ("message", "seconds", "signatures", "genuine"),
    [
        ("m", "0", "{0}", True),
        ("m", "300", "{0}", True),
        ("m", "-300", "{0}", True),
        ("m", "301", "{0}", False),
        ("m", "-301", "{0}", False),
        ("m", "0", "v1,AAAA {0}", True),
        ("m", "0", "v2,{0}", False),
        ("m", "0", "", False),
        ("m", "0", "v1,", False),
        ("m", "0", "v1a,{0}", False),
        ("", "0", "{0}", False),
        ("m\n", "0", "{0}", False),
        ("m" * 256, "0", "{0}", False),
    ],
)
def test_a_message_is_genuine_when_signed_and_fresh(message: str, seconds: str, signatures: str, genuine: bool) -> None:
    secret, at = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", SECONDS + int(seconds)
    signed = Signed(message, str(at), signatures.format(sign(secret, message, at, b"body")))
    if genuine:
        check(secret, signed, b"body", NOW)
        for changed in (b"Body", b"body "):
            with pytest.raises(NotGenuine):
                check(secret, signed, changed, NOW)
    else:
        with pytest.raises(NotGenuine):
            check(secret, signed, b"body", NOW)


def test_what_a_message_brings_is_taken_in_the_name_of_whoever_made_the_webhook(send: Send, cast: Cast) -> None:
    answer = send()
    assert (answer.status_code, json.loads(answer.text)["heard"]) == (201, cast.manager.name)
    entry = db.session.scalars(select(AuditEntry).where(AuditEntry.object_type == "unit")).one()
    hook = db.session.scalars(select(Hook)).one()
    assert (entry.user_id, (entry.request_id or "").endswith(f"/webhook {hook.id}")) == (cast.manager.id, True)
    assert hook.last_taken_on == NOW.date()


def test_a_message_that_comes_again_changes_nothing(send: Send) -> None:
    assert send().status_code == 201
    again = send()
    assert (again.status_code, json.loads(again.text)) == (200, {"repeated": True})
    assert units() == 1
    assert send(b'{"name": "B"}', webhook_id="m2").status_code == 201


def test_a_message_that_was_refused_can_come_again(send: Send) -> None:
    assert send(b'{"name": ""}').status_code == 422
    assert send(b'{"name": "A"}').status_code == 201


def test_equal_messages_at_once_have_one_effect(app: Flask, send: Send) -> None:
    def once_more(_: int) -> TestResponse:
        with app.app_context():
            return send()

    with ThreadPoolExecutor(6) as pool:
        answers = list(pool.map(once_more, range(12)))
    assert sorted(answer.status_code for answer in answers) == [200] * 11 + [201]
    assert units() == 1


@pytest.mark.parametrize(
    "headers",
    [
        {"webhook_signature": "v1,AAAA"},
        {"webhook_timestamp": str(SECONDS - 301)},
        {"webhook_timestamp": "٣"},
        {"webhook_timestamp": ""},
        {"webhook_id": ""},
        {"signed": "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"},
        {"key": "unknown"},
    ],
)
def test_what_is_not_signed_by_its_webhook_opens_nothing(send: Send, headers: dict[str, str]) -> None:
    assert send(**headers).status_code == 401
    assert units() == 0


def test_an_unknown_address_and_a_wrong_signature_are_told_in_the_same_words(send: Send) -> None:
    said = [
        json.loads(send(**each).text)["error"]["message"] for each in ({"key": "x"}, {"webhook_signature": "v1,AA"})
    ]
    assert said[0] == said[1]


def test_a_revoked_webhook_takes_nothing(page: Page, send: Send, cast: Cast) -> None:
    hook = db.session.scalars(select(Hook)).one()
    page.post("rollouts.hook_revoke", as_=cast.manager, rollout_id=cast.rollout.id, hook_id=hook.id)
    assert send().status_code == 401
    page.post("rollouts.hook_revoke", as_=cast.manager, status=404, rollout_id=cast.rollout.id, hook_id=hook.id)


def test_a_webhook_does_no_more_than_its_maker_may(page: Page, send: Send, cast: Cast) -> None:
    membership = db.session.scalars(select(Membership).where(Membership.user_id == cast.manager.id)).one()
    with transaction():
        membership.role = Role.MEMBER
    assert send().status_code == 403
    with transaction():
        db.session.delete(membership)
    assert send().status_code == 404
    with transaction():
        cast.manager.active = False
    assert send().status_code == 401


def test_numbers_of_old_messages_are_forgotten(send: Send) -> None:
    send()
    with transaction():
        db.session.scalars(select(HookMessage)).one().taken_at = NOW - timedelta(days=8)
    send(b'{"name": "B"}', webhook_id="m2")
    assert db.session.scalars(select(HookMessage.message_id)).all() == ["m2"]


def test_every_address_for_messages_asks_for_a_signature(app: Flask, cast: Cast) -> None:
    found, rows = list(ways(app, Door.HOOK)), Rows.of(cast.rollout)
    assert found
    for way in found:
        where = address(app, way.rule, rows.arguments(way.rule))
        assert app.test_client().open(where, method=way.method).status_code == 401, way
        assert way.guard.permission is not None


def test_a_webhook_is_made_on_a_page_and_its_secret_shown_once(app: Flask, page: Page, cast: Cast) -> None:
    with transaction():
        cast.manager.password_hash = service.hasher.hash(PASSWORD)
    client, home = page.client(cast.manager), f"/rollouts/{cast.rollout.id}/webhooks"
    assert "No other system" in text_of(page.parse(client.get(home)))
    form = {"csrf_token": page.token(client), "name": "Warehouse", "kind": "planted.units", "password": "wrong"}
    assert "not your present password" in errors(client.post(f"{home}/add", data=form))
    made = client.post(f"{home}/add", data={**form, "password": PASSWORD})
    assert made.status_code == 303, errors(made)
    shown = page.parse(client.get(home))
    secret = text_of(shown.cssselect("#fresh-secret")[0])
    where = text_of(shown.cssselect("td code")[0]).removeprefix("http://127.0.0.1:8000")
    assert not page.parse(client.get(home)).cssselect("#fresh-secret")
    body = b'{"name": "A"}'
    headers = {
        "webhook-id": "m",
        "webhook-timestamp": str(SECONDS),
        "webhook-signature": sign(secret, "m", SECONDS, body),
    }
    answer = app.test_client().post(where, data=body, headers=headers, content_type="application/json")
    assert answer.status_code == 201
    trail = " ".join(f"{entry.before} {entry.after}" for entry in db.session.scalars(select(AuditEntry)))
    assert secret not in trail


def test_webhooks_of_another_rollout_are_not_seen(page: Page, cast: Cast) -> None:
    other = make_rollout("Another One")
    with transaction():
        hook_service.make_hook(other.id, cast.stranger, "Their system", "planted.units", NOW)
    assert "Their system" not in text_of(page.get("rollouts.hooks", as_=cast.manager, rollout_id=cast.rollout.id))
    page.get("rollouts.hooks", as_=cast.member, status=403, rollout_id=cast.rollout.id)
