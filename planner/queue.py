"""Background work that survives a crash: each job is a row of the database first, and only then a task of the queue.

A worker that dies leaves its job with an old heartbeat; the minute's round takes it up again, at most three times.
"""

from collections.abc import Callable
from contextvars import ContextVar
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from functools import cache
from threading import Event, Thread
from typing import TYPE_CHECKING, Any

import structlog
from flask import Flask, current_app
from sqlalchemy import ForeignKey, String, Text, delete, event, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, mapped_column

from planner.basics.personal import Personal
from planner.db import Base, db, transaction

if TYPE_CHECKING:
    from huey import Huey

log = structlog.get_logger()
TRIES = 3
QUIET = timedelta(seconds=45)
Work = Callable[..., None]
_works: dict[str, Work] = {}
_given_up: dict[str, Work] = {}
asked_by: ContextVar[int | None] = ContextVar("asked_by", default=None)
"""Whoever asked for the job that runs here: what it does is noted under that name."""


class WorkerDied(Exception):
    """The worker of a job stopped in the middle of it at each try."""

    def __init__(self) -> None:
        super().__init__("the machine or the worker stopped each time")


class JobState(StrEnum):
    """Where a job stands; `parked` has failed three times and waits for a person."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    PARKED = "parked"


class Job(Base):
    """A piece of background work."""

    __tablename__ = "job"
    __personal__ = Personal("Background work you asked for", "To do it under your name", kept_days=30, day="heartbeat")
    __audited__ = False
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(60))
    payload: Mapped[dict[str, Any]]
    state: Mapped[JobState] = mapped_column(default=JobState.QUEUED, index=True)
    tries: Mapped[int] = mapped_column(default=0)
    error: Mapped[str] = mapped_column(Text, default="")
    heartbeat: Mapped[datetime]
    user_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"))


class DailyRound(Base):
    """That a piece of daily work was begun on a day (in UTC): whoever writes the row first begins it, nobody twice."""

    __tablename__ = "daily_round"
    __audited__ = False
    name: Mapped[str] = mapped_column(String(60), primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)


_daily: set[str] = set()


def daily(name: str) -> Callable[[Work], Work]:
    """Declare background work without arguments that is done once a day, soon after midnight UTC or a later start."""

    def declare(function: Work) -> Work:
        _daily.add(name)
        return work(name)(function)

    return declare


def begin_daily(now: datetime) -> list[str]:
    """Add today's daily work to the queue as far as nobody has; the names of what was begun."""
    day = now.astimezone(UTC).date()
    done = set(db.session.scalars(select(DailyRound.name).where(DailyRound.day == day)))
    db.session.rollback()
    return [name for name in sorted(_daily - done) if _begin(name, day, now)]


def _begin(name: str, day: date, now: datetime) -> bool:
    try:
        with transaction():
            db.session.execute(delete(DailyRound).where(DailyRound.name == name, DailyRound.day < day))
            db.session.execute(insert(DailyRound).values(name=name, day=day))
            enqueue(name, now)
    except IntegrityError:  # another process was faster
        return False
    return True


_rounds: dict[str, Callable[[], None]] = {}


def each_minute(function: Callable[[], None]) -> Callable[[], None]:
    """Declare a short piece of work that is done each minute; what it finds undone must be safe to find twice."""
    _rounds[f"{function.__module__}.{function.__name__}"] = function
    return function


def make_rounds() -> None:
    """Do what is done each minute; one that fails is tried again in the next minute and keeps no other."""
    for function in _rounds.values():
        try:
            function()
        except Exception:
            db.session.rollback()
            log.exception("round failed", round=function.__name__)


def work(name: str) -> Callable[[Work], Work]:
    """Declare a function as background work: `@work("reports.pdf")`; its arguments are the payload."""

    def declare(function: Work) -> Work:
        _works[name] = function
        return function

    return declare


def given_up(name: str) -> Callable[[Work], Work]:
    """Declare what follows when a job is parked: `@given_up("reports.pdf")`; it gets the error and the payload."""

    def declare(function: Work) -> Work:
        _given_up[name] = function
        return function

    return declare


def enqueue(name: str, now: datetime, user_id: int | None = None, **payload: Any) -> Job:  # noqa: ANN401 - JSON values
    """Add a job inside the current transaction: it runs if, and only if, the transaction is stored."""
    job = Job(name=name, payload=payload, heartbeat=now, user_id=user_id, state=JobState.QUEUED, tries=0, error="")
    session = db.session()
    session.add(job)
    session.flush()
    number, queue = job.id, current_app.extensions["planner.queue"]
    event.listen(session, "after_commit", lambda _: queue()[1](number), once=True)
    return job


def run_job(job_id: int, now: datetime) -> None:
    """Take one job and do it; a job that somebody else took, or that is done, is left alone."""
    with transaction():
        job = db.session.get(Job, job_id, with_for_update=True)
        if job is None or job.state in {JobState.DONE, JobState.PARKED} or _alive(job, now):
            return
        job.state, job.tries, job.heartbeat = JobState.RUNNING, job.tries + 1, now
        name, payload, tries = job.name, dict(job.payload), job.tries
        person = asked_by.set(job.user_id)
    try:
        _work_of(name, tries)(**payload)
    except Exception as error:  # noqa: BLE001 - whatever fails, the job must not be lost
        _settle(job_id, JobState.PARKED if tries >= TRIES else JobState.QUEUED, f"{type(error).__name__}: {error}")
        if tries >= TRIES and name in _given_up:
            _follow(name, error, payload)
    else:
        _settle(job_id, JobState.DONE, "")
    finally:
        asked_by.reset(person)


def _work_of(name: str, tries: int) -> Work:
    """What a job does; one whose tries are used up without a word lost its worker at each, and is not begun again."""
    if tries > TRIES:
        raise WorkerDied
    return _works[name]


def _follow(name: str, error: Exception, payload: dict[str, Any]) -> None:
    try:
        _given_up[name](error, **payload)
    except Exception:
        db.session.rollback()
        log.exception("giving up failed", job=name)


def _alive(job: Job, now: datetime) -> bool:
    return job.state is JobState.RUNNING and now - job.heartbeat < QUIET


def _settle(job_id: int, state: JobState, error: str) -> None:
    with transaction():
        job = db.session.get_one(Job, job_id)
        job.state, job.error = state, error[:2000]


def waiting(now: datetime) -> list[int]:
    """Jobs to do: queued ones, and running ones whose worker has gone quiet."""
    query = select(Job).where(Job.state.in_([JobState.QUEUED, JobState.RUNNING])).order_by(Job.id)
    found = [job.id for job in db.session.scalars(query) if not _alive(job, now)]
    db.session.rollback()
    return found


def run_waiting(now: datetime) -> int:
    """Do all waiting jobs here and now; how many there were."""
    jobs = waiting(now)
    for job_id in jobs:
        run_job(job_id, now)
    return len(jobs)


def install(app: Flask, clock: Callable[[], datetime]) -> None:
    """Give the app its queue, which is made when it is first wanted."""
    app.extensions["planner.queue"] = cache(lambda: _make(app, clock))


def _make(app: Flask, clock: Callable[[], datetime]) -> tuple["Huey", Callable[[int], object]]:
    """The queue of this installation, in a file of its own; each minute it looks for jobs that were left behind."""
    from huey import SqliteHuey, crontab

    huey = SqliteHuey("planner", filename=str(app.config["PLANNER"].instance / "queue.sqlite"))

    def do(job_id: int) -> None:
        with app.app_context():
            beat = Heart(app, job_id, clock)
            run_job(job_id, clock())
            beat.stop()

    def sweep() -> None:
        with app.app_context():
            begin_daily(clock())
            for job_id in waiting(clock()):
                run_job(job_id, clock())
            make_rounds()

    huey.periodic_task(crontab(minute="*"), name="sweep")(sweep)
    return huey, huey.task(name="do")(do)


class Heart(Thread):
    """Says every ten seconds that the worker of a job is alive."""

    def __init__(self, app: Flask, job_id: int, clock: Callable[[], datetime]) -> None:
        super().__init__(daemon=True)
        self.app, self.job_id, self.clock, self.over = app, job_id, clock, Event()
        self.start()

    def run(self) -> None:
        """Beat until told to stop."""
        while not self.over.wait(10):
            with self.app.app_context(), transaction():
                db.session.execute(update(Job).where(Job.id == self.job_id).values(heartbeat=self.clock()))

    def stop(self) -> None:
        """The job is over."""
        self.over.set()


def here() -> "Huey":
    """The queue of the current app."""
    huey: Huey = current_app.extensions["planner.queue"]()[0]
    return huey
