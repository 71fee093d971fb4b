"""Frozen reports as files to keep: PDF and JSON.

Pages: none. Forms: none.
"""

from flask import Response
from flask.typing import ResponseReturnValue

from planner.access import audit_service
from planner.access.roles import Permission
from planner.basics.pdf_render import NotPrintable
from planner.db import transaction
from planner.reports import queries
from planner.reports.document import parse, published
from planner.reports.models import Snapshot
from planner.reports.stored_render import pdf_of
from planner.reports.views import blueprint
from planner.reports.wording import file_name
from planner.web.guards import needs
from planner.web.problems import problem


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
    return _file(row, published(parse(row.document)).encode(), "application/json", "json")


def _file(row: Snapshot, data: bytes, kind: str, ending: str) -> Response:
    """A download: never opened as a page, and noted in the history."""
    note_export(row, ending)
    name = file_name(parse(row.document), ending)
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
