"""The audit trail: who did what, when, and what was before and after.

Pages: templates/access/. Forms: forms.py.
"""

from collections.abc import Mapping
from typing import Any

from flask import make_response, render_template, request, url_for
from flask.typing import ResponseReturnValue

from planner.access import queries
from planner.access.audit_service import record
from planner.access.forms import AuditFilterForm
from planner.access.roles import Permission
from planner.access.trail_filter import TrailFilter
from planner.access.views import blueprint
from planner.basics.export import csv_bytes
from planner.db import transaction
from planner.web import clock
from planner.web.addresses import row_number
from planner.web.guards import needs, site_needs
from planner.web.rollout_names import rollout_names

HEADER = ("Number", "Time (UTC)", "Person", "Action", "About", "Rollout", "Change", "Address")


@blueprint.get("/audit")
@site_needs(Permission.AUDIT_VIEW)
def audit() -> ResponseReturnValue:
    """The whole trail, for administrators."""
    rollouts = rollout_names()
    form = _filter(queries.names(), rollouts)
    valid = form.validate()
    parts = _parts(form, form.draft() if valid else TrailFilter(), rollouts)
    return render_template("access/audit.html", **parts), 200 if valid else 422


@blueprint.get("/audit.csv")
@site_needs(Permission.AUDIT_EXPORT)
def audit_export() -> ResponseReturnValue:
    """The same as a file."""
    form = _filter(queries.names(), rollout_names())
    return _file(form.draft() if form.validate() else TrailFilter(), rollout_names())


@blueprint.get("/rollouts/<int:rollout_id>/audit")
@needs(Permission.AUDIT_VIEW)
def rollout_audit(rollout_id: int) -> ResponseReturnValue:
    """What happened in one rollout."""
    form = _filter(queries.people_in(rollout_id), {})
    valid = form.validate()
    parts = _parts(form, form.draft(rollout_id) if valid else TrailFilter(rollout_id=rollout_id), {})
    return render_template("access/rollout_audit.html", **parts), 200 if valid else 422


@blueprint.get("/rollouts/<int:rollout_id>/audit.csv")
@needs(Permission.AUDIT_EXPORT)
def rollout_audit_export(rollout_id: int) -> ResponseReturnValue:
    """The same as a file."""
    form = _filter(queries.people_in(rollout_id), {})
    wanted = form.draft(rollout_id) if form.validate() else TrailFilter(rollout_id=rollout_id)
    return _file(wanted, rollout_names())


def _filter(people: dict[int, str], rollouts: dict[int, str]) -> AuditFilterForm:
    form = AuditFilterForm(request.args)
    form.offer_people(people)
    form.offer_rollouts(rollouts)
    return form


def _parts(form: AuditFilterForm, wanted: TrailFilter, rollouts: Mapping[int, str]) -> dict[str, Any]:
    before = request.args.get("before", type=row_number)
    lines = queries.trail(wanted, before=before, limit=queries.PAGE + 1)
    shown = lines[: queries.PAGE]
    chosen: dict[str, Any] = {name: value for name, value in request.args.items() if value and name != "before"}
    address: dict[str, Any] = {**(request.view_args or {}), **chosen}
    endpoint = request.endpoint or ""
    return {
        "form": form,
        "lines": shown,
        "rollouts": rollouts,
        "filtered": bool(chosen),
        "older": url_for(endpoint, **address, before=shown[-1].seq) if len(lines) > queries.PAGE else "",
        "newest": url_for(endpoint, **address) if before else "",
        "export": url_for(f"{endpoint}_export", **address),
    }


def _file(wanted: TrailFilter, rollouts: Mapping[int, str]) -> ResponseReturnValue:
    with transaction():
        record("export", object_type="audit trail", rollout_id=wanted.rollout_id, after={"format": "csv"})
    rows = (
        (
            line.seq,
            line.at,
            line.who,
            line.what,
            line.about,
            rollouts.get(line.rollout_id or 0, ""),
            "; ".join(line.changes),
            line.address,
        )
        for line in queries.whole_trail(wanted)
    )
    answer = make_response(csv_bytes(HEADER, rows))
    answer.headers["Content-Type"] = "text/csv; charset=utf-8"
    answer.headers["Content-Disposition"] = f'attachment; filename="history-{clock.now():%Y-%m-%d}.csv"'
    return answer
