"""The frozen reports for programs: the list, and one report as the document that carries its own fingerprint."""

from datetime import datetime

from flask import Blueprint, Response
from pydantic import ConfigDict

from planner.access.roles import Permission
from planner.reports import queries
from planner.reports.file_views import note_export
from planner.reports.opening import name_of, opened, published
from planner.web.api import ROLLOUT, Output, answers
from planner.web.guards import needs

blueprint = Blueprint("reports_api", __name__)


class ReportLine(Output):
    """One frozen report; `decision` is None while nobody has decided on it."""

    number: int
    gate: str
    verdict: str
    author: str
    created_at: datetime
    sha256: str
    decision: str | None
    decided_at: datetime | None


class ReportList(Output):
    """The frozen reports of a rollout, the newest first."""

    reports: list[ReportLine]


class ReportDocument(Output):
    """A frozen report as it was written; its shape is told by `format`."""

    model_config = ConfigDict(extra="allow")
    format: str


@blueprint.get(f"{ROLLOUT}/reports")
@needs(Permission.REPORTS_VIEW)
@answers(ReportList)
def index(rollout_id: int) -> ReportList:
    """List the frozen reports, the newest first."""
    return ReportList(reports=[_line(each) for each in queries.filed(rollout_id)])


def _line(filed: queries.Filed) -> ReportLine:
    row, decided = filed.snapshot, filed.decided
    return ReportLine(
        number=row.number,
        gate=name_of(row.document),
        verdict=row.verdict,
        author=filed.author,
        created_at=row.created_at,
        sha256=row.sha256,
        decision=decided.sign_off.decision.value if decided else None,
        decided_at=decided.sign_off.decided_at if decided else None,
    )


@blueprint.get(f"{ROLLOUT}/reports/<int:number>")
@needs(Permission.REPORTS_EXPORT)
@answers(ReportDocument)
def show(rollout_id: int, number: int) -> Response:
    """Give a frozen report as the JSON document that carries its own fingerprint."""
    row = queries.snapshot(rollout_id, number)
    note_export(row, "json")
    return Response(published(opened(row.document)), mimetype="application/json")
