"""A project file of three sizes: reading beside a bare walk through the XML, storing beside bare sqlite3."""

import hashlib
import io
import sqlite3
from xml.etree.ElementTree import iterparse

from flask import Flask
from sqlalchemy import select

from bench.measure import head, line, once, peak, seconds
from bench.sample import NOW
from planner.db import db, transaction
from planner.rollouts.models import Rollout
from planner.schedule.import_service import import_plan
from planner.schedule.importing import read_plan_bytes

SIZES = (1_000, 3_000, 10_000)


def project(tasks: int) -> bytes:
    """A generated Microsoft Project file: tasks in a chain, two links each, with dates."""
    parts = ['<?xml version="1.0" encoding="UTF-8"?><Project xmlns="http://schemas.microsoft.com/project">']
    parts.append("<Name>generated</Name><MinutesPerDay>480</MinutesPerDay><Tasks>")
    for number in range(1, tasks + 1):
        links = "".join(
            f"<PredecessorLink><PredecessorUID>{before}</PredecessorUID><Type>1</Type></PredecessorLink>"
            for before in (number - 1, number - 7)
            if before > 0
        )
        parts.append(
            f"<Task><UID>{number}</UID><ID>{number}</ID><Name>Task {number}</Name><OutlineLevel>1</OutlineLevel>"
            f"<Start>2026-03-02T08:00:00</Start><Finish>2026-03-02T17:00:00</Finish><Duration>PT8H0M0S</Duration>"
            f"<PercentComplete>0</PercentComplete>{links}</Task>"
        )
    return ("".join(parts) + "</Tasks></Project>").encode()


def walk(content: bytes) -> None:
    """Touch every element and forget it."""
    for _, element in iterparse(io.BytesIO(content)):  # noqa: S314 - our own file
        element.clear()


def bare_store(tasks: int, links: int) -> None:
    """As many rows in two bare tables, in one transaction."""
    with sqlite3.connect(":memory:") as connection:
        connection.execute("create table task (id integer primary key, plan, position, name, start, finish, seconds)")
        connection.execute("create table link (id integer primary key, plan, before, after, type, lag)")
        rows = ((1, n, f"Task {n}", "2026-03-02T08:00", "2026-03-02T17:00", 28800) for n in range(tasks))
        connection.executemany(
            "insert into task (plan, position, name, start, finish, seconds) values (?,?,?,?,?,?)", rows
        )
        pairs = ((1, n, n + 1, "FS", 0) for n in range(links))
        connection.executemany("insert into link (plan, before, after, type, lag) values (?,?,?,?,?)", pairs)


def run(app: Flask) -> None:
    """Measure reading and storing."""
    del app
    files = {size: project(size) for size in SIZES}
    head("Reading a Microsoft Project file (peer: ElementTree.iterparse that only walks)")
    for size, content in files.items():
        own = seconds(lambda c=content: read_plan_bytes(c), 3)  # type: ignore[misc] # mypy cannot infer a lambda with a default
        bare = seconds(lambda c=content: walk(c), 3)  # type: ignore[misc] # mypy cannot infer a lambda with a default
        used = [peak(lambda c=content, w=work: w(c)) / 1e6 for work in (read_plan_bytes, walk)]  # type: ignore[misc] # mypy cannot infer a lambda with a default
        line(f"{size:,} tasks, {len(content):,} bytes", own, bare, f"peak {used[0]:.1f} MB, peer {used[1]:.1f} MB")
    head("Storing the plan, audit trail included (peer: sqlite3.executemany in memory)")
    for size, content in files.items():
        reading = read_plan_bytes(content)
        assert reading.plan is not None
        links = sum(len(task.links) for task in reading.plan.tasks)
        line(f"{size:,} tasks, {links:,} links", once(lambda r=reading, c=content: store(r, c)), seconds(  # type: ignore[misc] # mypy cannot infer a lambda with a default
            lambda t=size, n=links: bare_store(t, n), 3))  # type: ignore[misc]  # fmt: skip


def store(reading: object, content: bytes) -> None:
    """Take the plan over into the first rollout."""
    mark = hashlib.sha256(content).hexdigest()
    with transaction():
        rollout = db.session.scalars(select(Rollout).order_by(Rollout.id)).first()
        assert rollout is not None
        import_plan(rollout, reading, file_name="generated.xml", sha256=mark, by=None, at=NOW)  # type: ignore[arg-type] # nobody imported it
