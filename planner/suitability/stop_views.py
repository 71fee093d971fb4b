"""Pages of the reasons to stop.

Pages: templates/suitability/. Forms: forms.py.
"""

from flask import render_template, url_for
from flask.typing import ResponseReturnValue

from planner.access.roles import Permission
from planner.suitability import look_service, queries, service
from planner.suitability.forms import StopForm, WithdrawForm
from planner.suitability.stopping import StopAt
from planner.suitability.views import blueprint
from planner.web import clock, current
from planner.web.guards import needs
from planner.web.saving import save


@blueprint.get("/rollouts/<int:rollout_id>/stop-criteria")
@needs(Permission.SUITABILITY_VIEW)
def stops(rollout_id: int) -> ResponseReturnValue:
    """The reasons to stop and how each stands today."""
    rollout = current.rollout()
    return render_template(
        "suitability/stops.html",
        found=service.suitability_state(rollout, clock.today()).stops,
        rows={row.id: row for row in queries.stop_rows(rollout_id)},
        history=look_service.history(rollout_id),
        questions={question.ref: question for question in service.questions_of(rollout)},
    )


@blueprint.route("/rollouts/<int:rollout_id>/stop-criteria/new", methods=["GET", "POST"])
@needs(Permission.SUITABILITY_EDIT)
def stop_create(rollout_id: int) -> ResponseReturnValue:
    """Write down a reason to stop."""
    rollout, form = current.rollout(), StopForm()
    form.offer_questions(service.questions_of(rollout))
    if form.validate_on_submit():
        question = service.question_of(rollout, form.question.data)
        at, text, by, now = StopAt(form.at.data), form.text.data or "", current.user(), clock.now()
        done = save(
            form,
            lambda: service.write_stop(rollout, question, at, text, by, now),
            then=lambda _: url_for("suitability.stops", rollout_id=rollout_id),
            said="The stop criterion is written down.",
        )
        if done:
            return done
    return render_template("suitability/stop_create.html", form=form), 422 if form.errors else 200


@blueprint.route("/rollouts/<int:rollout_id>/stop-criteria/<int:stop_id>/withdraw", methods=["GET", "POST"])
@needs(Permission.SUITABILITY_EDIT)
def stop_withdraw(rollout_id: int, stop_id: int) -> ResponseReturnValue:
    """Withdraw a reason to stop; it stays on record."""
    row = queries.stop_row(rollout_id, stop_id)
    form = WithdrawForm(data={"version": row.version})
    if form.validate_on_submit():
        done = save(
            form,
            lambda: service.withdraw_stop(row, form.reason.data or "", form.version.data),
            then=lambda _: url_for("suitability.stops", rollout_id=rollout_id),
            said="The stop criterion is withdrawn.",
        )
        if done:
            return done
    return render_template("suitability/stop_withdraw.html", form=form, row=row), 422 if form.errors else 200
