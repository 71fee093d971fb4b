"""Lets go of logs that cannot be taken over, and of those that nobody takes: says so, and deletes what lies of them.

An uploaded log names people, addresses and times of day, so it must not stay longer than it is needed.
"""

from datetime import datetime, timedelta
from pathlib import Path

from flask import current_app
from sqlalchemy import select

from planner.adoption.import_service import folder_of, upload_of
from planner.adoption.left_logs import LEFT_DAYS, Failure
from planner.adoption.spool_service import Spool
from planner.adoption.usage_models import ImportState, UsageImport
from planner.db import db, transaction
from planner.queue import WorkerDied

LEFT = timedelta(days=LEFT_DAYS)
ORPHANED = timedelta(days=1)
"""How long a file may lie before its import is noted, and a log that was taken over in the last moment be stored."""
LEFT_AT = {
    ImportState.WAITING: Failure.UNREAD,
    ImportState.READ: Failure.UNTAKEN,
    ImportState.STORING: Failure.STORING,
}
FAILS_AT = {
    Failure.READING: ImportState.WAITING,
    Failure.GONE: ImportState.WAITING,
    Failure.UNREAD: ImportState.WAITING,
    Failure.UNTAKEN: ImportState.READ,
    Failure.STORING: ImportState.STORING,
}


def give_up(import_id: int, why: Failure, error: Exception | None = None) -> None:
    """Note that an import failed and why; its upload and what was read of it are deleted.

    One that stands elsewhere by now, as it was read after all, keeps what was read.
    """
    upload_of(import_id).unlink(missing_ok=True)
    with transaction():
        row = db.session.get(UsageImport, import_id)
        if row is None or row.state is not FAILS_AT[why]:
            return
        row.state, row.told = ImportState.FAILED, {"failed": why.value, "error": _cause(error)}
    Spool(folder_of(import_id)).remove()


def _cause(error: Exception | None) -> str:
    """The kind of error without its words, which may quote the log."""
    if isinstance(error, WorkerDied):
        return str(error)
    return "" if error is None else type(error).__name__


def left_until(row: UsageImport) -> datetime:
    """Until when an import waits for somebody to take it over."""
    return row.at + LEFT


def let_lie(now: datetime) -> None:
    """Give up the imports that wait for more than a week, and delete files that belong to none."""
    query = select(UsageImport.id, UsageImport.state, UsageImport.at)
    under_way = db.session.execute(query.where(UsageImport.state.in_(set(FAILS_AT.values())))).all()
    db.session.rollback()
    for number, state, at in under_way:
        if at < now - LEFT - (ORPHANED if state is ImportState.STORING else timedelta()):
            give_up(number, LEFT_AT[state])
    _remove_orphans({str(row.id) for row in under_way}, now)


def _remove_orphans(under_way: set[str], now: datetime) -> None:
    """Uploads half sent, of a rollout that is gone, or left by a crash."""
    folder = Path(current_app.config["PLANNER"].instance) / "imports" / "usage"
    for place in folder.glob("*"):
        if place.stem in under_way or place.stat().st_mtime > (now - ORPHANED).timestamp():
            continue
        if place.is_dir():
            Spool(place).remove()
        else:
            place.unlink(missing_ok=True)
