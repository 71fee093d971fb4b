"""A missed target that is accepted for a time. Pages: templates/kpis/. Forms: forms.py."""

from datetime import date, timedelta

from flask import render_template, url_for
from flask.typing import ResponseReturnValue

from planner.access.roles import Permission
from planner.basics.errors import NotFound
from planner.kpis import queries, service, standing_service
from planner.kpis.forms import DeviationForm, RetireForm
from planner.kpis.views import blueprint
from planner.web import clock, current
from planner.web.guards import needs
from planner.web.saving import save


@blueprint.route("/rollouts/<int:rollout_id>/kpis/<int:kpi_id>/deviation", methods=["GET", "POST"])
@needs(Permission.KPIS_EDIT)
def accept(rollout_id: int, kpi_id: int) -> ResponseReturnValue:
    """Accept for a time that the target is missed."""
    row = queries.kpi(rollout_id, kpi_id)
    stored = queries.deviations([row.id]).get(row.id)
    form = DeviationForm(obj=stored, data=None if stored else {"until": clock.today() + timedelta(days=30)})
    if form.validate_on_submit():
        done = save(
            form,
            lambda: service.accept(
                row,
                form.reason.data or "",
                form.until.data or date.max,
                current.user(),
                clock.today(),
                form.version.data,
            ),
            then=lambda _: url_for("kpis.show", rollout_id=rollout_id, kpi_id=kpi_id),
            said="Accepted for a time; it tightens as the figure improves.",
        )
        if done:
            return done
    found = standing_service.one(row, clock.today())
    page = render_template("kpis/accept.html", form=form, row=row, found=found, stored=stored)
    return page, 422 if form.errors else 200


@blueprint.post("/rollouts/<int:rollout_id>/kpis/<int:kpi_id>/deviation/end")
@needs(Permission.KPIS_EDIT)
def end_deviation(rollout_id: int, kpi_id: int) -> ResponseReturnValue:
    """Accept the deviation no longer."""
    row, form = queries.kpi(rollout_id, kpi_id), RetireForm()
    stored = queries.deviations([row.id]).get(row.id)
    if stored is None:
        raise NotFound("Nothing is accepted here.")
    if form.validate_on_submit():
        done = save(
            form,
            lambda: service.take_back(stored, form.version.data),
            then=lambda _: url_for("kpis.show", rollout_id=rollout_id, kpi_id=kpi_id),
            said="The deviation counts again.",
        )
        if done:
            return done
    return accept(rollout_id, kpi_id)
