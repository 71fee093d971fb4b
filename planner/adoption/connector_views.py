"""Pages of the systems that are asked for their logs over their interfaces: set up, tried, asked now, the last runs.

Pages: templates/adoption/. Forms: connector_forms.py.
"""

from datetime import timedelta

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from planner.access.roles import Permission
from planner.adoption import connector_service
from planner.adoption.connector_forms import RHYTHMS, ConnectorForm, NewConnectorForm, PullForm
from planner.adoption.connector_models import RunState, UsageConnector
from planner.adoption.usage_models import UsageSource
from planner.adoption.vendor_interfaces import VENDORS
from planner.adoption.views import blueprint
from planner.basics import secrets_service
from planner.basics.errors import NotFound
from planner.db import db, transaction
from planner.web import clock, current
from planner.web.guards import needs
from planner.web.saving import save

BACK = timedelta(days=182)
"""How far back a first pull reaches unless somebody says otherwise: as long as daily counts are kept."""


@blueprint.get("/rollouts/<int:rollout_id>/adoption/connectors")
@needs(Permission.ADOPTION_EDIT)
def connectors(rollout_id: int) -> ResponseReturnValue:
    """The systems that are asked, how each last pull ended, and those that could be."""
    return render_template(
        "adoption/connectors.html",
        rows=connector_service.connectors(rollout_id),
        vendors=VENDORS,
        rhythms=RHYTHMS,
    )


@blueprint.route("/rollouts/<int:rollout_id>/adoption/connectors/new/<kind>", methods=["GET", "POST"])
@needs(Permission.ADOPTION_EDIT)
def new_connector(rollout_id: int, kind: str) -> ResponseReturnValue:
    """Set a system up that is to be asked."""
    vendor = VENDORS.get(kind)
    if vendor is None:
        raise NotFound("There is no such system to ask.")
    form = NewConnectorForm(
        data={"name": vendor.name, "since": clock.today() - BACK, "every_hours": "24", "active": True}
    )
    if form.validate_on_submit():
        done = save(
            form,
            lambda: connector_service.add(current.rollout(), kind, form.draft(), current.user().id, clock.now()),
            then=lambda row: url_for("adoption.connector", rollout_id=rollout_id, usage_connector_id=row.id),
            said="The connector is set up. Try it now.",
        )
        if done:
            return done
    page = render_template("adoption/new_connector.html", form=form, vendor=vendor)
    return page, 422 if form.errors or form.form_errors else 200


@blueprint.get("/rollouts/<int:rollout_id>/adoption/connectors/<int:usage_connector_id>")
@needs(Permission.ADOPTION_EDIT)
def connector(rollout_id: int, usage_connector_id: int) -> ResponseReturnValue:
    """One connector: whether it works, when it asks next, and its last runs."""
    row = connector_service.connector_of(rollout_id, usage_connector_id)
    runs = connector_service.runs(row.id)
    return render_template(
        "adoption/connector.html",
        row=row,
        source=db.session.get_one(UsageSource, row.source_id),
        vendor=connector_service.vendor_of(row),
        runs=runs,
        going=any(run.state in {RunState.WAITING, RunState.RUNNING} for run in runs),
        closed=connector_service.not_allowed(row),
        rhythm=RHYTHMS[str(row.every_hours)],
        kept=secrets_service.kept_at(rollout_id, connector_service.secret_name(row.id)),
        form=PullForm(),
    )


@blueprint.route(
    "/rollouts/<int:rollout_id>/adoption/connectors/<int:usage_connector_id>/edit", methods=["GET", "POST"]
)
@needs(Permission.ADOPTION_EDIT)
def edit_connector(rollout_id: int, usage_connector_id: int) -> ResponseReturnValue:
    """Change where and how often the system is asked."""
    row = connector_service.connector_of(rollout_id, usage_connector_id)
    names = ("base_url", "token_url", "account", "redirect_url", "since", "active", "version")
    name = db.session.get_one(UsageSource, row.source_id).name
    kept = {each: getattr(row, each) for each in names} | {"every_hours": str(row.every_hours), "name": name}
    form = ConnectorForm(data=kept)
    if form.validate_on_submit():
        done = save(
            form,
            lambda: connector_service.edit(row, form.draft(), form.version.data, clock.now()),
            then=lambda _: url_for("adoption.connector", rollout_id=rollout_id, usage_connector_id=row.id),
            said="Connector saved.",
        )
        if done:
            return done
    vendor = connector_service.vendor_of(row)
    page = render_template("adoption/edit_connector.html", form=form, vendor=vendor, row=row)
    return page, 422 if form.errors or form.form_errors else 200


@blueprint.post("/rollouts/<int:rollout_id>/adoption/connectors/<int:usage_connector_id>/try")
@needs(Permission.ADOPTION_EDIT)
def try_connector(rollout_id: int, usage_connector_id: int) -> ResponseReturnValue:
    """Try whether the system answers; nothing is taken over."""
    return _start(rollout_id, usage_connector_id, trial=True)


@blueprint.post("/rollouts/<int:rollout_id>/adoption/connectors/<int:usage_connector_id>/pull")
@needs(Permission.ADOPTION_EDIT)
def pull_connector(rollout_id: int, usage_connector_id: int) -> ResponseReturnValue:
    """Ask the system for its log now."""
    return _start(rollout_id, usage_connector_id, trial=False)


def _start(rollout_id: int, connector_id: int, *, trial: bool) -> ResponseReturnValue:
    row = connector_service.connector_of(rollout_id, connector_id)
    if PullForm().validate_on_submit():
        with transaction():
            connector_service.start(row, current.user().id, clock.now(), trial=trial)
        flash("The connection is being tried." if trial else "The system is being asked for its log.", "done")
    return redirect(url_for("adoption.connector", rollout_id=rollout_id, usage_connector_id=connector_id), 303)


@blueprint.post("/rollouts/<int:rollout_id>/adoption/connectors/<int:usage_connector_id>/remove")
@needs(Permission.ADOPTION_EDIT)
def remove_connector(rollout_id: int, usage_connector_id: int) -> ResponseReturnValue:
    """Ask the system no more and forget its secret."""
    row: UsageConnector = connector_service.connector_of(rollout_id, usage_connector_id)
    if PullForm().validate_on_submit():
        with transaction():
            connector_service.remove(row)
        flash("The connector is removed and its secret forgotten. What was counted stays.", "done")
    return redirect(url_for("adoption.connectors", rollout_id=rollout_id), 303)
