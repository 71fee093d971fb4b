"""Promises, decisions and actions for programs: who may read and write what, and what is refused where."""

from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask

from planner.access.models import User
from planner.access.roles import Permission
from planner.db import transaction
from planner.people import committee_service, sponsor_service
from planner.people.committee_rules import Seat
from planner.people.committee_seats import MemberDraft
from planner.people.sponsor_coalition import SponsorDraft
from tests.builders import make_token
from tests.page import Page
from tests.personas import Cast

TODAY = date(2026, 3, 2)
LATER = (TODAY + timedelta(days=9)).isoformat()
Call = Any


@pytest.fixture
def call(app: Flask, cast: Cast, page: Page) -> Call:
    """Sends a request as somebody who is signed in: `call(sponsor, "post", "/committee/actions", {...})`."""

    def send(who: User, method: str, path: str, body: object = None, version: int | None = None) -> Any:
        client = page.client(who)
        head = {"X-CSRFToken": page.token(client)} | ({"If-Match": f'"{version}"'} if version else {})
        where = f"/api/v1/rollouts/{cast.rollout.id}{path}"
        return client.get(where) if method == "get" else getattr(client, method)(where, json=body, headers=head)

    return send


def seat(cast: Cast, user: User) -> int:
    with transaction():
        draft = SponsorDraft(user.id, "", "", lead=True, unit_ids=frozenset(), since=TODAY)
        return sponsor_service.add_sponsor(cast.rollout.id, draft).id


def test_a_sponsor_gives_and_keeps_a_promise_and_a_program_reads_it(app: Flask, cast: Cast, call: Call) -> None:
    number = seat(cast, cast.sponsor)
    given = {"sponsor_id": number, "kind": "kick-off", "text": "Open the kick-off", "due": LATER}
    made = call(cast.sponsor, "post", "/sponsorship/promises", given)
    assert made.status_code == 201, made.text
    (promise,) = made.json["promises"]
    assert (promise["state"], promise["sponsor"], promise["version"]) == ("due", cast.sponsor.name, 1)
    one = f"/sponsorship/promises/{promise['id']}/kept"
    kept = {"kept_on": "2026-03-01", "evidence": "Two hundred people came"}
    assert call(cast.sponsor, "put", one, kept).status_code == 428
    assert call(cast.sponsor, "put", one, {**kept, "kept_on": LATER}, 1).json["error"]["fields"] == [
        {"where": "kept_on", "message": "That day is still to come."}
    ]
    assert call(cast.sponsor, "put", one, kept, 1).json["state"] == "kept"
    assert call(cast.sponsor, "put", one, kept, 1).status_code == 409
    head = {"Authorization": f"Bearer {make_token(cast.manager, Permission.SPONSORSHIP_VIEW)}"}
    where = f"/api/v1/rollouts/{cast.rollout.id}/sponsorship/promises"
    read: Any = app.test_client().get(where, headers=head).json
    assert [row["text"] for row in read["promises"]] == ["Open the kick-off"]
    assert app.test_client().post(where, headers=head, json=given).status_code == 403


def test_own_seats_only_for_everybody_else(cast: Cast, call: Call) -> None:
    number, own = seat(cast, cast.sponsor), seat(cast, cast.member)
    words = {"kind": "own", "text": "Free a day", "due": LATER}
    assert call(cast.manager, "post", "/sponsorship/promises", {"sponsor_id": number, **words}).status_code == 201
    assert call(cast.member, "post", "/sponsorship/promises", {"sponsor_id": number, **words}).status_code == 403
    assert call(cast.member, "post", "/sponsorship/promises", {"sponsor_id": own, **words}).status_code == 201
    assert [len(call(who, "get", "/sponsorship/promises").json["promises"]) for who in (cast.manager, cast.member)] == [
        2, 1
    ]  # fmt: skip
    other = call(cast.manager, "get", "/sponsorship/promises").json["promises"][0]["id"]
    assert call(cast.member, "get", f"/sponsorship/promises/{other}").status_code == 404
    assert call(cast.manager, "get", "/sponsorship/promises/999").status_code == 404
    for wrong in ({"due": "2026-02-30"}, {"kind": "nonsense"}, {"text": ""}, {"every": "month"}):
        assert (
            call(cast.manager, "post", "/sponsorship/promises", {"sponsor_id": number, **words, **wrong}).status_code
            == 422
        )


def test_questions_decisions_and_actions(cast: Cast, call: Call) -> None:
    asked = call(cast.manager, "post", "/committee/decisions", {"question": "Pilot in May?", "needed_by": LATER})
    assert (asked.status_code, asked.json["decided_on"]) == (201, None)
    done = {"text": "Book rooms", "owner_id": cast.trainer.id, "due": LATER}
    action = call(cast.manager, "post", "/committee/actions", done).json
    assert (action["owner"], action["state"]) == (cast.trainer.name, "open")
    assert call(cast.manager, "post", "/committee/actions", {**done, "owner_id": None}).status_code == 422
    where = f"/committee/actions/{action['id']}"
    changed = call(cast.manager, "put", where, {**done, "text": "Book two rooms"}, 1).json
    assert (changed["text"], changed["version"]) == ("Book two rooms", 2)
    assert call(cast.trainer, "put", where, done, 2).status_code == 403
    assert call(cast.member, "put", f"{where}/done", {"done_on": "2026-03-01", "how": "x"}, 2).status_code == 403
    ended = call(cast.trainer, "put", f"{where}/done", {"done_on": "2026-03-01", "how": "Booked by mail"}, 2)
    assert (ended.status_code, ended.json["state"]) == (200, "done")


def test_who_does_not_sit_there_sees_own_actions_alone(cast: Cast, call: Call) -> None:
    for owner in (cast.member, cast.trainer):
        body = {"text": f"For {owner.name}", "owner_id": owner.id, "due": LATER}
        call(cast.manager, "post", "/committee/actions", body)
    mine = call(cast.member, "get", "/committee/actions").json["actions"]
    assert [row["owner_id"] for row in mine] == [cast.member.id]
    call(cast.manager, "post", "/committee/decisions", {"question": "Pilot in May?"})
    assert call(cast.member, "get", "/committee/decisions").json == {"decisions": []}
    with transaction():
        draft = MemberDraft(cast.member.id, "", "", Seat.MEMBER, frozenset(), may_decide=True)
        committee_service.add_member(cast.rollout.id, draft)
    assert len(call(cast.member, "get", "/committee/actions").json["actions"]) == 2
    assert [row["question"] for row in call(cast.member, "get", "/committee/decisions").json["decisions"]] == [
        "Pilot in May?"
    ]
