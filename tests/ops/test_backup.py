"""Backup is whole while people write; restore refuses what is damaged and keeps what was there."""

import hashlib
import json
import sqlite3
import threading
import zipfile
from pathlib import Path

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from planner.db import db, transaction
from planner.ops import backup
from planner.rollouts.models import Rollout
from tests.builders import make_rollout
from tests.conftest import NOW
from tests.databases import POSTGRES

pytestmark = pytest.mark.skipif(bool(POSTGRES), reason="PostgreSQL has a backup of its own, and the command says so")


def names() -> list[str]:
    db.session.rollback()
    return sorted(r.name for r in db.session.query(Rollout))


def test_restore_brings_back_the_rows_and_the_evidence(app: Flask, tmp_path: Path) -> None:
    make_rollout("First")
    uploads = app.config["PLANNER"].uploads
    uploads.mkdir()
    (uploads / "ab12").write_bytes(b"signed charter")
    backup.write(tmp_path / "one.planner-backup", NOW)
    make_rollout("Second")
    (uploads / "ab12").write_bytes(b"changed")
    kept = backup.restore(tmp_path / "one.planner-backup", NOW)
    assert names() == ["First"]
    assert (uploads / "ab12").read_bytes() == b"signed charter"
    assert kept is not None
    with sqlite3.connect(kept / "planner.sqlite") as old:
        assert old.execute("select count(*) from rollout").fetchone() == (2,)


def test_a_backup_is_consistent_while_others_write(app: Flask, tmp_path: Path) -> None:
    make_rollout("Start")
    stop = threading.Event()

    def write_pairs() -> None:
        number = 0
        with app.app_context():
            while not stop.is_set() and number < 200:
                number += 1
                with transaction():
                    for half in ("a", "b"):
                        db.session.add(
                            Rollout(name=f"{number}{half}", organisation="X", start_date=NOW.date(), created_at=NOW)
                        )
                        db.session.flush()

    writer = threading.Thread(target=write_pairs)
    writer.start()
    counts = []
    for turn in range(5):
        file = tmp_path / f"{turn}.planner-backup"
        backup.write(file, NOW)
        backup.unpack(file, tmp_path / str(turn))
        with sqlite3.connect(tmp_path / str(turn) / backup.DATABASE) as copy:
            counts.append(copy.execute("select count(*) from rollout").fetchone()[0])
    stop.set()
    writer.join()
    assert all(count % 2 == 1 for count in counts), f"half a transaction in a backup: {counts}"


@pytest.fixture
def whole(app: Flask, tmp_path: Path) -> Path:
    make_rollout("Keep me")
    file = tmp_path / "whole.planner-backup"
    backup.write(file, NOW)
    return file


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.data())
def test_a_damaged_backup_is_refused_and_nothing_is_replaced(whole: Path, data: st.DataObject) -> None:
    content = bytearray(whole.read_bytes())
    if data.draw(st.booleans()):
        content = content[: data.draw(st.integers(0, len(content) - 1))]
    else:
        spot = data.draw(st.integers(0, len(content) - 1))
        content[spot] ^= 1 << data.draw(st.integers(0, 7))
    damaged = whole.with_name("damaged.planner-backup")
    damaged.write_bytes(bytes(content))
    with pytest.raises(backup.BadBackup, match="Nothing was replaced"):
        backup.restore(damaged, NOW)
    assert names() == ["Keep me"]


def test_a_backup_cannot_write_outside_its_folder(whole: Path, tmp_path: Path) -> None:
    inner, evil = tmp_path / "inner.zip", tmp_path / "evil.planner-backup"
    with zipfile.ZipFile(inner, "w") as out:
        out.writestr("../../evil.txt", "evil")
        parts = {"../../evil.txt": hashlib.sha256(b"evil").hexdigest()}
        out.writestr(backup.MANIFEST, json.dumps({"format": 1, "parts": parts}))
    evil.write_bytes(backup.MARK + backup.sha256(inner).encode() + b"\n" + inner.read_bytes())
    with pytest.raises(backup.BadBackup, match="outside"):
        backup.restore(evil, NOW)
    assert not list(tmp_path.parent.rglob("evil.txt"))
