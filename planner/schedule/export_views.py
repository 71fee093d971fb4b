"""Pages that hand the plan out as a file: Microsoft Project XML, CSV, Excel.

Pages: templates/schedule/.
"""

from flask import Response, render_template, request
from flask.typing import ResponseReturnValue

from planner.access.roles import Permission
from planner.basics.errors import NotFound
from planner.db import transaction
from planner.schedule import queries
from planner.schedule.export_service import Format, export_plan
from planner.schedule.models import Plan
from planner.schedule.source_service import source_of
from planner.schedule.views import blueprint
from planner.web import current
from planner.web.addresses import row_number
from planner.web.guards import needs


def wanted_plan(rollout_id: int) -> Plan | None:
    """The version that the address asks for, or the one in use."""
    return queries.plan_numbered(rollout_id, request.args.get("version", type=row_number))


@blueprint.get("/rollouts/<int:rollout_id>/plan/export")
@needs(Permission.PLAN_EXPORT)
def export(rollout_id: int) -> ResponseReturnValue:
    """The formats a plan can be exported to, and what each of them holds."""
    plan = wanted_plan(rollout_id)
    kept = plan is not None and source_of(plan) is not None
    return render_template("schedule/export.html", plan=plan, kept=kept)


@blueprint.get("/rollouts/<int:rollout_id>/plan/export/<format>")
@needs(Permission.PLAN_EXPORT)
def download(rollout_id: int, format: str) -> ResponseReturnValue:  # noqa: A002 - the word of the address
    """A version of the plan as a file; the history notes it."""
    plan = wanted_plan(rollout_id)
    if plan is None or format not in set(Format):
        raise NotFound("There is no such file.")
    with transaction():
        file = export_plan(current.rollout(), plan, Format(format))
    answer = Response(file.content, mimetype=file.media_type)
    answer.headers["Content-Disposition"] = f'attachment; filename="{file.name}"'
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return answer
