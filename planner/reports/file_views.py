"""Frozen reports as files to keep: PDF, JSON and workbook.

Pages: none. Forms: none.
"""

from flask import Response
from flask.typing import ResponseReturnValue

from planner.access import audit_service
from planner.access.roles import Permission
from planner.basics.export import workbook_bytes
from planner.basics.pdf_render import NotPrintable
from planner.db import transaction
from planner.reports import queries
from planner.reports.models import Snapshot
from planner.reports.opening import opened, published
from planner.reports.stored_render import pdf_of
from planner.reports.views import blueprint
from planner.reports.wording import file_name
from planner.reports.workbook import sheets_of
from planner.web.guards import needs
from planner.web.problems import problem

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@blueprint.get("/rollouts/<int:rollout_id>/reports/<int:number>.pdf")
@needs(Permission.REPORTS_EXPORT)
def pdf(rollout_id: int, number: int) -> ResponseReturnValue:
    """The report as a PDF file."""
    row = queries.snapshot(rollout_id, number)
    try:
        data = pdf_of(row)
    except NotPrintable as error:
        return problem(503, error.message)
    return _file(row, data, "application/pdf", "pdf")


@blueprint.get("/rollouts/<int:rollout_id>/reports/<int:number>.json")
@needs(Permission.REPORTS_EXPORT)
def document(rollout_id: int, number: int) -> ResponseReturnValue:
    """The report as a JSON document that carries its own fingerprint."""
    row = queries.snapshot(rollout_id, number)
    return _file(row, published(opened(row.document)).encode(), "application/json", "json")


@blueprint.get("/rollouts/<int:rollout_id>/reports/<int:number>.xlsx")
@needs(Permission.REPORTS_EXPORT)
def workbook(rollout_id: int, number: int) -> ResponseReturnValue:
    """The report as a workbook, one sheet for each of its tables."""
    row = queries.snapshot(rollout_id, number)
    sheets = sheets_of(opened(row.document), row.sha256)
    return _file(row, workbook_bytes((each.name, each.heads, each.rows) for each in sheets), XLSX, "xlsx")


def _file(row: Snapshot, data: bytes, kind: str, ending: str) -> Response:
    """A download: never opened as a page, and noted in the history."""
    note_export(row, ending)
    name = file_name(opened(row.document), ending)
    answer = Response(data, mimetype=kind)
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return answer


def note_export(row: Snapshot, ending: str) -> None:
    """Note in the history that a report was carried out of the product."""
    told = {"number": row.number, "format": ending}
    with transaction():
        audit_service.record("report.export", object_type="snapshot", object_id=row.id, rollout_id=row.rollout_id,
                             after=told)  # fmt: skip
