"""The staff list for programs, with a token of the project manager."""

from typing import Any

import pytest
from flask import Flask

from planner.access.roles import Permission
from planner.db import db, transaction
from planner.people.staff_models import Staff
from planner.rollouts.models import Unit
from tests.builders import make_token, make_wave
from tests.personas import Cast

Call = Any


@pytest.fixture
def call(app: Flask, cast: Cast) -> Call:
    """Sends a request with the manager's token: `call("post", "/staff", {...})`."""
    head = {"Authorization": f"Bearer {make_token(cast.manager, Permission.PEOPLE_EDIT)}"}
    client = app.test_client()

    def send(method: str, path: str, body: object = None, *, version: int | None = None) -> Any:
        told = head | ({"If-Match": f'"{version}"'} if version else {})
        return getattr(client, method)(f"/api/v1/rollouts/{cast.rollout.id}{path}", json=body, headers=told)

    return send


def test_a_program_keeps_the_staff_list(app: Flask, cast: Cast, call: Call) -> None:
    with transaction():
        db.session.add(Unit(rollout_id=cast.rollout.id, name="Sales", people=5))
    boss = call("post", "/staff", {"name": "Ana Lima", "number": "A-1", "unit": "sales", "roles": ["sales"]})
    assert (boss.status_code, boss.json["unit"], boss.headers["ETag"]) == (201, "Sales", '"1"')
    made = call("post", "/staff", {"name": "Ben Ode", "manager": "A-1", "joined": "2026-03-01"}).json
    assert made["manager_id"] == boss.json["id"]
    wrong = call("post", "/staff", {"name": "Cy Doe", "unit": "Moon"})
    assert (wrong.status_code, "no such unit" in wrong.text) == (422, True)
    assert call("post", "/staff", {"name": "Cy Doe", "shoe_size": 42}).status_code == 422
    one = f"/staff/{made['id']}"
    assert call("put", one, {"name": "Ben Ode", "team": "North"}).status_code == 428
    changed = call("put", one, {"name": "Ben Ode", "team": "North"}, version=1)
    assert (changed.status_code, changed.json["team"], changed.json["manager_id"]) == (200, "North", None)
    assert call("put", one, {"name": "Ben Ode"}, version=1).status_code == 409
    gone = call("put", f"{one}/last-day", {"last_day": "2026-03-31"}, version=2).json
    assert gone["left"] == "2026-03-31"
    back = call("put", f"{one}/first-day-back", {"first_day": "2026-05-01"}, version=3).json
    assert back["left"] is None
    assert call("get", one).json["name"] == "Ben Ode"
    first = call("get", "/staff?limit=1").json
    assert (first["total"], [each["name"] for each in first["staff"]]) == (2, ["Ana Lima"])
    assert [each["name"] for each in call("get", f"/staff?after={first['next']}").json["staff"]] == ["Ben Ode"]
    assert db.session.query(Staff).count() == 2


def test_a_program_keeps_the_units(cast: Cast, call: Call) -> None:
    make_wave(cast.rollout, 2)
    made = call("post", "/units", {"name": "Sales", "people": 12, "work": "sales", "wave": 2})
    assert (made.status_code, made.json["wave"], made.headers["ETag"]) == (201, 2, '"1"')
    one = f"/units/{made.json['id']}"
    assert call("post", "/units", {"name": "sales"}).status_code == 422
    assert call("post", "/units", {"name": "Service", "wave": 9}).status_code == 422
    assert call("post", "/units", {"name": "Service", "people": -1}).status_code == 422
    assert call("put", one, {"name": "Sales"}).status_code == 428
    changed = call("put", one, {"name": "Sales North", "people": 14}, version=1).json
    assert (changed["name"], changed["people"], changed["wave"]) == ("Sales North", 14, None)
    assert call("put", one, {"name": "Sales"}, version=1).status_code == 409
    assert call("put", "/units/999", {"name": "Sales"}, version=1).status_code == 404
    assert call("post", "/staff", {"name": "Ana Lima", "unit": "sales north"}).json["unit"] == "Sales North"
