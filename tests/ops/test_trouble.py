"""A busy or full disk and database: nothing hangs, nothing is half-written, and it is said plainly."""

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import text

from planner.db import db
from planner.rollouts.models import Unit
from planner.web import views
from tests.databases import POSTGRES
from tests.page import Page
from tests.personas import Cast

only_sqlite = pytest.mark.skipif(bool(POSTGRES), reason="SQLite alone locks the whole file")
UNIT = {"name": "Sales", "people": "5", "work": "sales", "wave": ""}
HOLD = """
import sqlite3, sys, time
held = sqlite3.connect(sys.argv[1], isolation_level=None)
held.execute("BEGIN EXCLUSIVE")
print("held", flush=True)
time.sleep(float(sys.argv[2]))
held.execute("ROLLBACK")
"""


@contextmanager
def held(app: Flask, seconds: float) -> Iterator[None]:
    """Another process holds the whole database."""
    database = app.config["PLANNER"].database_url.removeprefix("sqlite:///")
    db.session.rollback()
    with subprocess.Popen([sys.executable, "-c", HOLD, database, str(seconds)], stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"held\n"
        yield
        process.kill()


def units() -> list[str]:
    return sorted(unit.name for unit in db.session.query(Unit))


def add_unit(page: Page, client: Any, rollout_id: int, name: str) -> Any:
    once = page.parse(client.get(f"/rollouts/{rollout_id}/units/new")).cssselect("input[name=once]")[0].get("value")
    form = {**UNIT, "name": name, "once": once, "csrf_token": page.token(client)}
    return client.post(f"/rollouts/{rollout_id}/units/new", data=form)


@only_sqlite
def test_a_database_held_briefly_serves_whoever_waits(app: Flask, page: Page, cast: Cast) -> None:
    client = page.client(cast.manager)
    with held(app, 1):
        assert add_unit(page, client, cast.rollout.id, "Sales").status_code == 303
    assert units() == ["Sales"]


@only_sqlite
@pytest.mark.slow
def test_a_database_held_long_says_so_in_time_and_recovers(app: Flask, page: Page, cast: Cast) -> None:
    client = page.client(cast.manager)
    with held(app, 60):
        assert client.get(f"/rollouts/{cast.rollout.id}/waves").status_code == 200, "readers do not wait"
        start = time.monotonic()
        refused = add_unit(page, client, cast.rollout.id, "Sales")
        waited = time.monotonic() - start
    assert refused.status_code == 503
    assert refused.headers["Retry-After"] == "5"
    assert "Nothing was changed" in refused.text
    assert waited < 12, "five seconds for the database, the rest is this machine"
    assert units() == []
    assert add_unit(page, client, cast.rollout.id, "Sales").status_code == 303
    assert units() == ["Sales"]


@only_sqlite
def test_a_full_disk_refuses_to_save_and_goes_on_reading(app: Flask, page: Page, cast: Cast) -> None:
    client = page.client(cast.manager)
    db.session.rollback()
    with db.engine.connect() as connection:  # SQLite answers as on a full disk when the file may not grow
        pages = connection.execute(text("pragma page_count")).scalar()
        connection.execute(text(f"pragma max_page_count = {pages}"))
    answers, stored = [], []
    for number in range(400):
        answers.append(add_unit(page, client, cast.rollout.id, f"Unit {number:03}"))
        if answers[-1].status_code != 303:
            break
        stored.append(f"Unit {number:03}")
    assert answers[-1].status_code == 507
    assert "The disk is full. Nothing was changed." in answers[-1].text
    assert client.get(f"/rollouts/{cast.rollout.id}/waves").status_code == 200
    assert units() == stored
    with db.engine.connect() as connection:
        connection.execute(text("pragma max_page_count = 1000000"))
        assert connection.execute(text("pragma integrity_check")).scalar() == "ok"
    db.session.rollback()
    assert add_unit(page, client, cast.rollout.id, "With room again").status_code == 303


def test_health_says_when_the_database_cannot_be_read(app: Flask) -> None:
    well = app.test_client().get("/health")
    assert well.status_code == 200
    assert (json.loads(well.text)["status"], json.loads(well.text)["database"]) == ("ok", "ok")
    assert json.loads(well.text)["schema"]
    with db.engine.begin() as connection:
        connection.execute(text("alter table alembic_version rename to elsewhere"))
    try:
        ill = app.test_client().get("/health")
        assert ill.status_code == 503
        assert (json.loads(ill.text)["status"], json.loads(ill.text)["database"]) == ("degraded", "not within reach")
    finally:
        with db.engine.begin() as connection:
            connection.execute(text("alter table elsewhere rename to alembic_version"))


def test_health_warns_before_the_disk_is_full(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(views, "disk_usage", lambda _: (24_000_000, 23_000_000, 1_000_000))
    answer = app.test_client().get("/health")
    assert (answer.status_code, json.loads(answer.text)["status"], json.loads(answer.text)["database"]) == (
        200,
        "degraded",
        "ok",
    )
    assert "nearly full" in json.loads(answer.text)["problem"]


@pytest.mark.parametrize(
    ("total", "free", "full"),
    [(24_000_000, 1_200_000, False), (24_000_000, 1_199_999, True), (10**12, 2 * 10**9, False), (10**12, 10**9, True)],
)
def test_nearly_full(total: int, free: int, full: bool) -> None:
    assert views.nearly_full(total, total - free, free) is full
