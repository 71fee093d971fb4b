"""A log that cannot be taken over says so, and neither its upload nor what was read of it stays on the disk."""

import io
import os
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from planner import queue
from planner.adoption import import_service, jobs, left_logs_service, log_reading_service
from planner.adoption.import_service import folder_of, upload_of
from planner.adoption.usage_models import ImportState, UsageCount, UsageImport
from planner.db import db, transaction
from planner.queue import Job, JobState, run_waiting
from tests.adoption.worlds import EVENT, World, daily, log_of, make_world
from tests.conftest import NOW
from tests.page import Page, text_of
from tests.personas import Cast

LOG = log_of(daily(["north0", "south1"], range(20), EVENT["deal"]))


@pytest.fixture
def world(cast: Cast) -> World:
    return make_world(cast.rollout)


def upload(page: Page, cast: Cast, log: str = LOG) -> UsageImport:
    """Send a log as somebody does on the page; it waits for the reading."""
    form = {"preset": "generic", "source": "Test system", "file": (io.BytesIO(log.encode()), "log.csv")}
    page.post("adoption.logs", form, as_=cast.manager, rollout_id=cast.rollout.id)
    return db.session.scalars(select(UsageImport).order_by(UsageImport.id.desc())).first() or pytest.fail("no import")


def shown(page: Page, cast: Cast, row: UsageImport) -> str:
    """What its page says."""
    return text_of(page.get("adoption.log", as_=cast.manager, rollout_id=cast.rollout.id, usage_import_id=row.id))


def files(app: Flask) -> list[Path]:
    """Whatever lies in the folder of uploads."""
    return [each for each in (app.config["PLANNER"].instance / "imports").rglob("*") if each.is_file()]


def three_tries() -> None:
    for _ in range(3):
        run_waiting(NOW)
    db.session.expire_all()


def test_a_reading_that_fails_each_time_is_told_and_its_upload_deleted(
    app: Flask, page: Page, cast: Cast, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise OSError("disk")

    row = upload(page, cast)
    assert upload_of(row.id).is_file()
    with monkeypatch.context() as patch:
        patch.setattr(log_reading_service, "read_usage", fail)
        run_waiting(NOW)
        db.session.expire_all()
        assert (row.state, upload_of(row.id).is_file()) == (ImportState.WAITING, True), "it is tried again"
        three_tries()
    assert row.state is ImportState.FAILED
    assert files(app) == []
    words = shown(page, cast, row)
    assert "could not be read" in words
    assert "OSError" in words
    assert "Take the file over again" in words
    again = upload(page, cast)
    assert again.id != row.id, "the same file may be sent once more"
    run_waiting(NOW)
    db.session.expire_all()
    assert again.state is ImportState.READ


def test_a_storing_that_fails_each_time_is_told_and_counts_nothing_twice_later(
    app: Flask, page: Page, cast: Cast, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = import_service._store_week

    def fail_at_the_second(row: UsageImport, spool: object, monday: int, into: object, number: int) -> None:
        if number == 2:
            raise ZeroDivisionError
        real(row, spool, monday, into, number)  # type: ignore[arg-type] # as they came

    row = upload(page, cast)
    run_waiting(NOW)
    with monkeypatch.context() as patch:
        patch.setattr(import_service, "_store_week", fail_at_the_second)
        page.post("adoption.take_log", as_=cast.manager, rollout_id=cast.rollout.id, usage_import_id=row.id)
        three_tries()
    assert row.state is ImportState.FAILED
    assert files(app) == []
    assert "after week 1 of 3" in shown(page, cast, row)
    done = world.take(LOG)
    assert (done.state, done.counted, done.repeated) == (ImportState.DONE, 26, 14)
    assert sum(db.session.scalars(select(UsageCount.count))) == 40


def test_a_worker_that_dies_at_each_try_does_not_die_for_ever(page: Page, cast: Cast, world: World) -> None:
    row = upload(page, cast)
    with transaction():
        job = db.session.scalars(select(Job).where(Job.name == "adoption.read")).one()
        job.state, job.tries, job.heartbeat = JobState.RUNNING, queue.TRIES, NOW - timedelta(minutes=5)
        number = job.id
    run_waiting(NOW)
    db.session.expire_all()
    assert db.session.get_one(Job, number).state is JobState.PARKED
    assert row.state is ImportState.FAILED
    assert not upload_of(row.id).exists()
    assert "the machine or the worker stopped" in shown(page, cast, row)


def test_an_upload_that_is_gone_is_not_waited_for(page: Page, cast: Cast, world: World) -> None:
    row = upload(page, cast)
    upload_of(row.id).unlink()
    run_waiting(NOW)
    db.session.expire_all()
    assert row.state is ImportState.FAILED
    assert "no longer there" in shown(page, cast, row)


def test_a_log_read_before_a_crash_leaves_no_upload(page: Page, cast: Cast, world: World) -> None:
    row = upload(page, cast)
    with transaction():
        row.state = ImportState.READ
    run_waiting(NOW)
    assert not upload_of(row.id).exists()


def test_what_nobody_takes_over_goes_after_a_week(app: Flask, page: Page, cast: Cast, world: World) -> None:
    waiting = upload(page, cast)
    with transaction():
        db.session.scalars(select(Job)).one().state = JobState.PARKED
    read = upload(page, cast, LOG + "2026-02-01T09:00:00Z,desk1,x\n")
    run_waiting(NOW)
    assert "until 9 Mar 2026" in shown(page, cast, read)
    orphan = upload_of(read.id + 40)
    orphan.write_text("sign-ins of a rollout that is gone")
    old = (NOW - timedelta(days=2)).timestamp()
    os.utime(orphan, (old, old))
    left_logs_service.let_lie(NOW + timedelta(days=6, hours=23))
    assert (waiting.state, read.state) == (ImportState.WAITING, ImportState.READ)
    assert folder_of(read.id).is_dir()
    assert not orphan.exists()
    left_logs_service.let_lie(NOW + timedelta(days=7, hours=1))
    db.session.expire_all()
    assert (waiting.state, read.state) == (ImportState.FAILED, ImportState.FAILED)
    assert files(app) == []
    assert not folder_of(read.id).exists()
    assert "Nobody took the log over" in shown(page, cast, read)
    assert "was not read within a week" in shown(page, cast, waiting)


def test_the_daily_round_lets_go_of_left_logs(cast: Cast, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[object] = []
    monkeypatch.setattr(left_logs_service, "let_lie", asked.append)
    jobs.let_old_go()
    assert asked == [NOW]
