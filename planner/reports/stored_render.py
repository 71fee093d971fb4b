"""The PDF of a frozen report, made once and kept; made again when the file is gone or was touched."""

from pathlib import Path

from flask import current_app

from planner.db import transaction
from planner.reports import render
from planner.reports.document import parse
from planner.reports.files_service import keep_file, kept_file
from planner.reports.models import Snapshot


def pdf_of(row: Snapshot) -> bytes:
    """The PDF file of a report. Raises NotPrintable where PDF files cannot be made."""
    folder = reports_folder()
    kept = kept_file(folder, row, render.TEMPLATE_VERSION)
    if kept is not None:
        return kept
    data = render.pdf(parse(row.document))
    with transaction():
        keep_file(folder, row, render.TEMPLATE_VERSION, data)
    return data


def reports_folder() -> Path:
    """Where this installation keeps its PDF files."""
    folder: Path = current_app.config["PLANNER"].instance / "reports"
    return folder
