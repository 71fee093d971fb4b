"""Pages on which a customer gives reports a form of their own. Pages: templates/reports/. Forms: form_forms.py."""

from dataclasses import asdict

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from planner.access.roles import Permission
from planner.basics.errors import NotFound
from planner.reports import form_service
from planner.reports.form import PARTS, READINESS
from planner.reports.form_forms import ReportFormForm, order_form
from planner.reports.form_models import ReportForm
from planner.reports.form_service import LARGEST_FILE
from planner.reports.paper import TITLES
from planner.reports.views import blueprint
from planner.web.guards import needs
from planner.web.saving import save

NAMES = {READINESS: "Readiness report", **{kind.value: words for kind, words in TITLES.items()}}


@blueprint.route("/rollouts/<int:rollout_id>/reports/form", methods=["GET", "POST"])
@needs(Permission.REPORTS_CREATE)
def form(rollout_id: int) -> ResponseReturnValue:
    """Logo, colours, paper and introduction of the reports that are made from now on."""
    row = form_service.form_of(rollout_id)
    asked = ReportFormForm(data=_typed(row) if row else {})
    if asked.validate_on_submit():
        sent = asked.logo.data.read(LARGEST_FILE + 1) if asked.logo.data else b""
        done = save(
            asked,
            lambda: form_service.set_form(
                rollout_id, asked.draft(), sent, asked.version.data, drop_logo=bool(asked.drop_logo.data)
            ),
            then=lambda _: url_for("reports.form", rollout_id=rollout_id),
            said="Saved. Reports that are made from now on have this form.",
        )
        if done:
            return done
    page = render_template("reports/form.html", form=asked, row=row, names=NAMES, orders=row.orders if row else {})
    return page, 422 if asked.errors else 200


@blueprint.route("/rollouts/<int:rollout_id>/reports/form/<kind>", methods=["GET", "POST"])
@needs(Permission.REPORTS_CREATE)
def order(rollout_id: int, kind: str) -> ResponseReturnValue:
    """Which parts a kind of report has, and in which order."""
    if kind not in PARTS:
        raise NotFound("There is no such report.")
    row = form_service.form_of(rollout_id)
    asked = order_form(kind)(data={} if request.method == "POST" else _places(row, kind))
    if asked.validate_on_submit():
        done = save(
            asked,
            lambda: form_service.set_order(rollout_id, kind, asked.places(), asked.version.data),
            then=lambda _: url_for("reports.form", rollout_id=rollout_id),
            said=f"Saved: the {NAMES[kind].lower()} is made in this order from now on.",
        )
        if done:
            return done
    page = render_template("reports/order.html", form=asked, kind=kind, name=NAMES[kind])
    return page, 422 if asked.errors else 200


def _typed(row: ReportForm) -> dict[str, object]:
    """The stored form as it stands in the fields; the picture itself is not typed."""
    return asdict(form_service.draft_of(row)) | {"version": row.version}


def _places(row: ReportForm | None, kind: str) -> dict[str, object]:
    """Where each part stands today."""
    chosen = (row.orders.get(kind) if row else None) or list(PARTS[kind])
    places: dict[str, object] = {key: str(number) for number, key in enumerate(chosen, 1)}
    return places | {"version": row.version if row else None}
