"""Pages on which the sponsor waives a gate for a time, and takes a waiver back.

Pages: templates/schedule/. Forms: gate_forms.py.
"""

from flask import render_template, url_for
from flask.typing import ResponseReturnValue

from planner.access.roles import Permission
from planner.basics.errors import NotFound
from planner.schedule import gate_queries, waiver_service
from planner.schedule.gate_forms import TakeBackForm, WaiverForm
from planner.schedule.gate_words import WORDS
from planner.schedule.views import blueprint
from planner.web import clock, current
from planner.web.guards import needs
from planner.web.saving import save


@blueprint.route("/rollouts/<int:rollout_id>/gates/<int:gate_id>/waive", methods=["GET", "POST"])
@needs(Permission.GATES_APPROVE)
def waive(rollout_id: int, gate_id: int) -> ResponseReturnValue:
    """Let work beyond a gate start although it is not open: by the sponsor, with a reason and a last day."""
    view, form = gate_queries.gate(rollout_id, gate_id, clock.today()), WaiverForm()
    if form.validate_on_submit():
        done = save(
            form,
            lambda: waiver_service.waive(view, form.draft(current.user().id), clock.now(), clock.today()),
            then=lambda _: url_for("schedule.gate", rollout_id=rollout_id, gate_id=gate_id),
            said="The gate is waived. The waiver ends by itself after its last day.",
        )
        if done:
            return done
    return render_template("schedule/waive.html", form=form, view=view, words=WORDS), 422 if form.errors else 200


@blueprint.route("/rollouts/<int:rollout_id>/gates/<int:gate_id>/waivers/<int:waiver_id>", methods=["GET", "POST"])
@needs(Permission.GATES_APPROVE)
def take_back(rollout_id: int, gate_id: int, waiver_id: int) -> ResponseReturnValue:
    """Take a waiver back before its last day."""
    view = gate_queries.gate(rollout_id, gate_id, clock.today())
    row = next((each for each in view.waivers if each.id == waiver_id), None)
    if row is None:
        raise NotFound("There is no such waiver at this gate.")
    form = TakeBackForm(data={"version": row.version})
    if form.validate_on_submit():
        done = save(
            form,
            lambda: waiver_service.take_back(view, row, current.user(), clock.now(), form.version.data),
            then=lambda _: url_for("schedule.gate", rollout_id=rollout_id, gate_id=gate_id),
            said="The waiver is taken back: the gate holds again.",
        )
        if done:
            return done
    return render_template("schedule/take_back.html", form=form, view=view, waiver=row), 422 if form.errors else 200
