"""The PDF of a frozen report, made once and kept; made again when the file is gone or was touched."""

from pathlib import Path

from planner.basics.making import making_of
from planner.db import db, transaction
from planner.reports import render
from planner.reports.files_service import end_making, keep_file, kept_file, making, note_making, reports_folder
from planner.reports.models import Snapshot
from planner.reports.opening import opened


def pdf_of(row: Snapshot) -> bytes:
    """The PDF file of a report; asked for twice at once, it is made once.

    Not to be called within a transaction: while somebody else makes the file, no connection to the database is held.
    Raises NotPrintable where PDF files cannot be made.
    """
    folder = reports_folder()
    kept = kept_file(folder, row, render.TEMPLATE_VERSION)
    return kept if kept is not None else _made(folder, row)


def _made(folder: Path, row: Snapshot) -> bytes:
    sha256 = row.sha256
    db.session.rollback()
    with making(folder, sha256):
        kept = kept_file(folder, row, render.TEMPLATE_VERSION)  # somebody may have made it meanwhile
        if kept is not None:
            return kept
        try:
            data = render.pdf(opened(row.document), lambda said: _told(folder, sha256, said))
            with transaction():
                keep_file(folder, row, render.TEMPLATE_VERSION, data)
        finally:
            end_making(folder, sha256)
        return data


def _told(folder: Path, sha256: str, said: str) -> None:
    made = making_of(said)
    if made is not None:
        note_making(folder, sha256, made)
