"""Secrets of other systems: sealed in the database, opened by name, sealed anew when the key changes."""

from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskCliRunner
from sqlalchemy import select, update

from planner.access.audit_models import AuditEntry
from planner.basics import secrets_service
from planner.basics.errors import NotFound
from planner.basics.sealing import CannotOpen, seal, unseal
from planner.basics.secret_models import KeptSecret
from planner.cli import planner
from planner.db import db, transaction
from tests.builders import make_rollout
from tests.conftest import NOW

NONCE = bytes(range(12))


def test_what_is_sealed_opens_only_in_its_place_with_its_key_and_unaltered() -> None:
    sealed = seal("hunter2 äöü", "1/kpis.hook.3", "key one", NONCE)
    assert "hunter2" not in sealed
    assert unseal(sealed, "1/kpis.hook.3", ["key two", "key one"]) == "hunter2 äöü"
    assert seal("hunter2", "1/a", "key one", NONCE) != seal("hunter2", "1/a", "key two", NONCE)
    other = "A" if sealed[40] != "A" else "B"
    for wrong, place, keys in (
        (sealed, "2/kpis.hook.3", ["key one"]),
        (sealed, "1/kpis.hook.3", ["key two"]),
        (sealed[:40] + other + sealed[41:], "1/kpis.hook.3", ["key one"]),
        (sealed[:20], "1/kpis.hook.3", ["key one"]),
        ("", "1/kpis.hook.3", ["key one"]),
    ):
        with pytest.raises(CannotOpen):
            unseal(wrong, place, keys)


def test_a_secret_is_kept_by_name_and_read_nowhere_else(app: Flask, tmp_path: Path) -> None:
    rollout = make_rollout()
    with transaction():
        secrets_service.keep(rollout.id, "kpis.hook.3", "first-secret", NOW)
        secrets_service.keep(rollout.id, "kpis.hook.3", "second-secret", NOW)
    assert secrets_service.reveal(rollout.id, "kpis.hook.3") == "second-secret"
    assert secrets_service.kept_at(rollout.id, "kpis.hook.3") == NOW
    stored = db.session.scalars(select(KeptSecret)).one()
    trail = " ".join(f"{entry.before} {entry.after}" for entry in db.session.scalars(select(AuditEntry)))
    for text in (stored.sealed, trail):
        assert "-secret" not in text.replace("kept_secret", "")
    assert stored.sealed not in trail
    with transaction():
        secrets_service.forget(rollout.id, "kpis.hook.3")
    assert secrets_service.kept_at(rollout.id, "kpis.hook.3") is None
    with pytest.raises(NotFound):
        secrets_service.reveal(rollout.id, "kpis.hook.3")


def test_a_new_key_seals_everything_anew(app: Flask, runner: FlaskCliRunner) -> None:
    rollout = make_rollout()
    with transaction():
        secrets_service.keep(rollout.id, "a", "of old", NOW)
    old = app.config["PLANNER"]
    app.config["PLANNER"] = replace(old, secret_key="another key")
    with pytest.raises(CannotOpen):
        secrets_service.reveal(rollout.id, "a")
    assert runner.invoke(planner, ["secrets", "reseal"]).exit_code == 1
    app.config["PLANNER"] = replace(old, secret_key="another key", earlier_secret_keys=(old.secret_key,))
    assert secrets_service.reveal(rollout.id, "a") == "of old"
    assert "1 secret was sealed anew" in runner.invoke(planner, ["secrets", "reseal"]).output
    assert "0 secrets" in runner.invoke(planner, ["secrets", "reseal"]).output
    app.config["PLANNER"] = replace(old, secret_key="another key")
    assert secrets_service.reveal(rollout.id, "a") == "of old"


def test_a_secret_that_was_moved_to_another_rollout_does_not_open(app: Flask) -> None:
    first, second = make_rollout(), make_rollout("Another One")
    with transaction():
        secrets_service.keep(first.id, "a", "of the first", NOW)
        db.session.execute(update(KeptSecret).values(rollout_id=second.id))
    with pytest.raises(CannotOpen):
        secrets_service.reveal(second.id, "a")
