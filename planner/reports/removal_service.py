"""A rollout that is removed takes the PDF files of its reports with it, once its removal is stored."""

from pathlib import Path

from sqlalchemy import Connection, event, select
from sqlalchemy.orm import Mapper, Session, object_session

from planner.reports.files_service import file_of, reports_folder
from planner.reports.models import RenderedFile, Snapshot
from planner.rollouts.models import Rollout

WAITING = "reports.files to remove"


def install() -> None:
    """Listen to removals and to the ends of transactions, once in a process."""
    if not event.contains(Rollout, "before_delete", _note_files):
        event.listen(Rollout, "before_delete", _note_files)
        event.listen(Session, "after_commit", _remove_files)
        event.listen(Session, "after_rollback", _forget_files)


def _note_files(_mapper: Mapper[Rollout], connection: Connection, rollout: Rollout) -> None:
    """Note the files while their rows are there; a copy of the rollout may show the same reports and keeps them."""
    others = select(Snapshot.sha256).where(Snapshot.rollout_id != rollout.id)
    query = (
        select(Snapshot.sha256, RenderedFile.template_version)
        .join(RenderedFile, RenderedFile.snapshot_id == Snapshot.id)
        .where(Snapshot.rollout_id == rollout.id, Snapshot.sha256.not_in(others))
    )
    files: list[Path] = [file_of(reports_folder(), *row) for row in connection.execute(query)]
    session = object_session(rollout)
    if session is not None:
        session.info.setdefault(WAITING, []).extend(files)


def _remove_files(session: Session) -> None:
    for file in session.info.pop(WAITING, []):
        file.unlink(missing_ok=True)


def _forget_files(session: Session) -> None:
    session.info.pop(WAITING, None)
