"""Background work: done once, tried again after a failure, never lost."""

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from planner import queue
from planner.db import db, transaction
from planner.queue import Job, JobState
from tests.conftest import NOW


def add(name: str, **payload: Any) -> int:
    with transaction():
        return queue.enqueue(name, NOW, **payload).id


def state(job_id: int) -> JobState:
    db.session.expire_all()
    return db.session.get_one(Job, job_id).state


def test_a_job_is_done_once(app: Flask) -> None:
    done: list[int] = []
    queue.work("test.add")(lambda number, twice=1: done.append(number * twice))
    job = add("test.add", number=3)
    queue.run_job(job, NOW)
    queue.run_job(job, NOW)
    assert done == [3]
    assert state(job) is JobState.DONE


def test_a_job_of_a_transaction_that_failed_does_not_exist(app: Flask) -> None:
    def enqueue_and_fail() -> None:
        with transaction():
            queue.enqueue("test.add", NOW, number=1)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        enqueue_and_fail()
    assert queue.waiting(NOW) == []


def test_a_failing_job_is_parked_after_three_tries_and_says_why(app: Flask) -> None:
    def fail() -> None:
        raise ValueError("no paper")

    queue.work("test.fail")(fail)
    job = add("test.fail")
    for expected in (JobState.QUEUED, JobState.QUEUED, JobState.PARKED):
        queue.run_waiting(NOW)
        assert state(job) is expected
    assert db.session.get_one(Job, job).error == "ValueError: no paper"


def test_a_job_whose_worker_died_is_taken_again(app: Flask) -> None:
    done: list[str] = []
    queue.work("test.once")(lambda: done.append("x"))
    job = add("test.once")
    with transaction():
        db.session.get_one(Job, job).state = JobState.RUNNING
    assert queue.waiting(NOW) == []
    later = NOW + timedelta(seconds=60)
    assert queue.waiting(later) == [job]
    queue.run_waiting(later)
    assert done == ["x"]


def test_a_job_whose_worker_dies_at_each_try_is_parked_and_whoever_waits_is_told(app: Flask) -> None:
    told: list[tuple[str, int]] = []
    queue.work("test.deadly")(lambda number: pytest.fail(f"begun once more with {number}"))
    queue.given_up("test.deadly")(lambda error, number: told.append((str(error), number)))
    job = add("test.deadly", number=7)
    with transaction():
        row = db.session.get_one(Job, job)
        row.state, row.tries = JobState.RUNNING, queue.TRIES
    queue.run_waiting(NOW + timedelta(seconds=60))
    assert state(job) is JobState.PARKED
    assert told == [("the machine or the worker stopped each time", 7)]


def test_daily_work_is_begun_once_a_day(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    done: list[int] = []
    monkeypatch.setattr(queue, "_daily", set())
    queue.daily("test.daily")(lambda: done.append(1))
    assert queue.begin_daily(NOW) == ["test.daily"]
    assert queue.begin_daily(NOW + timedelta(hours=3)) == []
    assert queue.begin_daily(NOW + timedelta(days=1)) == ["test.daily"]
    queue.run_waiting(NOW)
    assert done == [1, 1]


def test_the_score_of_each_rollout_under_way_is_kept_once_a_day(app: Flask) -> None:
    import planner.readiness.jobs as daily
    from planner.readiness.history_models import ScorePoint
    from tests.builders import make_rollout
    from tests.readiness.stored import with_playbook

    rollout = make_rollout()
    make_rollout("Without a playbook")
    with_playbook(rollout)
    daily.keep_points()
    daily.keep_points()
    assert [(row.rollout_id, row.day) for row in db.session.query(ScorePoint)] == [(rollout.id, NOW.date())]
