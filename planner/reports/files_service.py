"""PDF files of frozen reports on disk: written whole or not at all, and never trusted without their fingerprint."""

import fcntl
import glob
import hashlib
import json
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path

from flask import current_app
from sqlalchemy import select

from planner.basics.making import WAITING, Making
from planner.db import db
from planner.reports.models import RenderedFile, Snapshot

LONGEST_WAIT = timedelta(minutes=5)
"""How long a new report is shown as waiting for its PDF."""


def reports_folder() -> Path:
    """Where this installation keeps its PDF files."""
    folder: Path = current_app.config["PLANNER"].instance / "reports"
    return folder


def file_of(folder: Path, sha256: str, template_version: str) -> Path:
    """Where the PDF of a report is kept: named by the report's fingerprint and the version of the templates."""
    return folder / f"{sha256}-{template_version}.pdf"


def hash_of(data: bytes) -> str:
    """The fingerprint of a file."""
    return hashlib.sha256(data).hexdigest()


@contextmanager
def making(folder: Path, sha256: str) -> Iterator[None]:
    """One at a time, over all processes of this machine: whoever comes second waits until the first has made the PDF.

    The system frees the lock of a process that dies. Reports share sixteen lock files, by the first sign of their
    fingerprint, so that none has to be removed.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with _lock_file(folder, sha256).open("ab") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def kept_file(folder: Path, row: Snapshot, template_version: str) -> bytes | None:
    """The PDF as it was kept; None when there is none or when it is not what was written."""
    kept = _row(row, template_version)
    path = file_of(folder, row.sha256, template_version)
    if kept is None or not path.is_file():
        return None
    data = path.read_bytes()
    return data if hash_of(data) == kept.sha256 else None


def keep_file(folder: Path, row: Snapshot, template_version: str, data: bytes) -> None:
    """Keep the PDF of a report, replacing what was there."""
    write_whole(file_of(folder, row.sha256, template_version), data)
    kept = _row(row, template_version) or RenderedFile(snapshot_id=row.id, template_version=template_version)
    kept.sha256 = hash_of(data)
    db.session.add(kept)
    db.session.flush()


def write_whole(path: Path, data: bytes) -> None:
    """Write a file beside its place, make sure that it is on the disk, then move it there in one step.

    What an earlier, killed writer of the same file left behind is swept away.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    started = f".writing-{path.name}-"
    descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=started)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(path)
        _sync_folder(path.parent)
    finally:
        Path(name).unlink(missing_ok=True)
    for left_behind in path.parent.glob(f"{glob.escape(started)}*"):
        left_behind.unlink(missing_ok=True)


def _sync_folder(folder: Path) -> None:
    if os.name == "posix":
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def note_making(folder: Path, sha256: str, made: Making) -> None:
    """Note how far the PDF of a report is, for whoever looks at its page."""
    _making_file(folder, sha256).write_text(json.dumps([made.step, made.percent]), "utf-8")


def end_making(folder: Path, sha256: str) -> None:
    """The PDF is made, or could not be: nothing is under way any more."""
    _making_file(folder, sha256).unlink(missing_ok=True)


def making_now(row: Snapshot, template_version: str, now: datetime) -> Making | None:
    """How far the PDF of a report is; None when it is there, or when nothing makes it: then asking for it does."""
    folder = reports_folder()
    if file_of(folder, row.sha256, template_version).is_file():
        return None
    if _is_making(folder, row.sha256):
        try:
            step, percent = json.loads(_making_file(folder, row.sha256).read_text("utf-8"))
            return Making(str(step), int(percent))
        except (OSError, ValueError):
            return WAITING
    return WAITING if now - row.created_at < LONGEST_WAIT else None


def _is_making(folder: Path, sha256: str) -> bool:
    """Whether some process holds the lock under which this PDF is made; what a killed one noted is not believed."""
    try:
        with _lock_file(folder, sha256).open("rb") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    except OSError:
        return False
    return False


def _lock_file(folder: Path, sha256: str) -> Path:
    return folder / f".making-{sha256[:1]}.lock"


def _making_file(folder: Path, sha256: str) -> Path:
    return folder / f".making-{sha256}.json"


def _row(row: Snapshot, template_version: str) -> RenderedFile | None:
    return db.session.scalar(
        select(RenderedFile).where(
            RenderedFile.snapshot_id == row.id, RenderedFile.template_version == template_version
        )
    )
