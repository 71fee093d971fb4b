"""The page on which a sponsor decides on a report.

Pages: templates/reports/sign_off.html. Forms: forms.py.
"""

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from planner.access import signin_service
from planner.access.roles import Permission
from planner.db import transaction
from planner.reports import queries, service
from planner.reports.document import parse
from planner.reports.forms import CHOICES, FIRST_ROWS, SignOffForm, explained, sign_off_form
from planner.reports.models import Snapshot
from planner.reports.views import blueprint
from planner.schedule.queries import people
from planner.web import clock, current
from planner.web.guards import needs
from planner.web.saving import save


@blueprint.route("/rollouts/<int:rollout_id>/reports/<int:number>/sign-off", methods=["GET", "POST"])
@needs(Permission.SIGN_OFF_APPROVE)
def sign_off(rollout_id: int, number: int) -> ResponseReturnValue:
    """Approve, approve with conditions, or send back; the reason is kept, the password is asked again."""
    row = queries.snapshot(rollout_id, number)
    form = _form()
    form.offer_people(people(rollout_id))
    status = 200
    if form.is_submitted() and not form.add_row.data:
        done = _decide(form, row) if form.validate() else None
        if done:
            return done
        status = 422
    page = render_template("reports/sign_off.html", row=row, report=parse(row.document), form=form,
                           explained=explained(row.verdict), decided=queries.decision_on(row),
                           own=row.author_id == current.user().id,
                           with_case=service.starts_the_rollout(current.rollout(), row.gate_key))  # fmt: skip
    return page, status


def _form() -> SignOffForm:
    """The form with as many rows as were sent, and one more where that was asked for."""
    sent = sum(name.startswith("text_") for name in request.form)
    form = sign_off_form(sent + ("add_row" in request.form) if sent else FIRST_ROWS)()
    if request.method == "GET" and request.args.get("decision") in CHOICES:
        form.decision.data = request.args["decision"]
    return form


def _decide(form: SignOffForm, row: Snapshot) -> ResponseReturnValue | None:
    """Each try counts against the same limit as signing in, so that nobody can guess a sponsor's password here."""
    rollout_id, number = row.rollout_id, row.number
    with transaction():
        attempt = signin_service.begin(current.user().email, request.remote_addr, clock.now())
    done = save(
        form,
        lambda: service.sign_off(
            current.rollout(), row, form.draft(), current.user(), form.password.data or "", clock.now()
        ),
        then=lambda _: url_for("reports.show", rollout_id=rollout_id, number=number),
        said=lambda decided: f"Report {number} is {decided.decision.word}.",
    )
    if done or not form.password.errors:
        with transaction():
            signin_service.count_as_success(attempt)
    return done
