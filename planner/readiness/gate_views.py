"""The readiness of gates: all of them at a glance, one in full, and a verdict set by hand.

Pages: templates/readiness/. Forms: forms.py.
"""

from collections.abc import Sequence
from decimal import Decimal

from flask import current_app, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from planner.access.roles import Permission, Scope
from planner.basics.errors import NotAllowed, RuleBroken
from planner.basics.lights import Light
from planner.db import transaction
from planner.readiness import green_service, override_service, queries, service, turn_back_service
from planner.readiness.criteria import FactValue
from planner.readiness.forms import OverrideForm
from planner.readiness.gate_readiness import GateAssessment
from planner.readiness.models import VerdictOverride
from planner.readiness.turn_green import Change
from planner.readiness.verdict import Need, Reason
from planner.readiness.views import blueprint
from planner.readiness.wording import counted, effort_words
from planner.suitability import look_service
from planner.web import clock, current
from planner.web.guards import needs
from planner.web.saving import save

NEED_WORDS = {
    Need.MUST: "must",
    Need.SHOULD: "should",
    Need.CRITICAL: "critical factor",
    Need.STANDING: "settled elsewhere",
}
REVIEW = "reports.preview"


@blueprint.get("/rollouts/<int:rollout_id>/readiness/gates")
@needs(Permission.READINESS_VIEW)
def gates(rollout_id: int) -> ResponseReturnValue:
    """Every gate of the rollout with its verdict of today."""
    return render_template("readiness/gates.html", found=service.gate_assessments(current.rollout(), clock.today()))


@blueprint.get("/rollouts/<int:rollout_id>/readiness/gates/<gate_key>")
@needs(Permission.READINESS_VIEW)
def gate(rollout_id: int, gate_key: str) -> ResponseReturnValue:
    """One gate: the verdict, what blocks it, what it asks for, and what would turn it green."""
    found = service.gate_assessment(current.rollout(), gate_key, clock.today())
    return render_template(
        "readiness/gate.html",
        found=found,
        rows=queries.answers_of(rollout_id, gate_key),
        reason_rows=[reason_row(rollout_id, found, each) for each in found.verdict.reasons],
        effort=total_effort(found.to_green),
        other_ways=[(each, total_effort(each)) for each in found.other_ways],
        made=green_service.made_of(rollout_id, gate_key),
        backs=turn_back_service.turning_back(current.rollout(), found),
        start=look_service.since_last(current.rollout(), clock.today()),
        today=clock.today(),
        may_plan=current.scope(Permission.PLAN_EDIT) is Scope.ALL,
        figures=[(each.meaning, figure_in_words(each)) for each in found.facts],
        call_review=review_address(rollout_id, gate_key),
    )


def figure_in_words(fact: FactValue) -> str:
    """A figure as the gate's page shows it; of one that is not known, or not of today, also why or since when."""
    old = fact.value is None or fact.as_of is not None
    return f"{fact.shown}: {fact.source}" if old and fact.source else fact.shown


def reason_row(rollout_id: int, found: GateAssessment, reason: Reason) -> dict[str, object]:
    """One reason as a line of a work list; it leads to the question or the factor it is about."""
    factor = next((each for each in found.blockers + found.conditions if each.ref == reason.ref and each.factor), None)
    url = f"#{reason.ref}" if reason.ref and factor is None else ""
    if factor is not None:
        url = url_for("readiness.factor", rollout_id=rollout_id, ref=factor.factor)
    met = next((each.met for each in found.blockers + found.conditions if each.ref == reason.ref), False)
    light = Light.UNKNOWN if met is None else Light.RED
    return {"what": reason.text, "url": url, "about": reason.why, "light": light, "word": NEED_WORDS[reason.need]}


def total_effort(changes: Sequence[Change]) -> str:
    """The work of all changes together, and how many of them nobody estimated; empty when there is none to tell."""
    days = sum((each.effort_days or Decimal(0) for each in changes), Decimal(0))
    blank = sum(each.effort_days is None for each in changes)
    more = f", and {counted(blank, 'change that is', 'changes that are')} not estimated" if blank else ""
    return f"{effort_words(days)}{more}" if days or blank else ""


def review_address(rollout_id: int, gate_key: str) -> str:
    """Where a gate review is called; empty while this person may not, or there is no such page."""
    if REVIEW not in current_app.view_functions or not current.may(Permission.REPORTS_CREATE):
        return ""
    return url_for(REVIEW, rollout_id=rollout_id, gate=gate_key)


@blueprint.post("/rollouts/<int:rollout_id>/readiness/gates/<gate_key>/tasks")
@needs(Permission.PLAN_EDIT)
def make_tasks(rollout_id: int, gate_key: str) -> ResponseReturnValue:
    """Put the way to green into the plan; pressed again, nothing is made twice."""
    if current.scope(Permission.PLAN_EDIT) is not Scope.ALL:
        raise NotAllowed
    rollout = current.rollout()
    back = redirect(url_for("readiness.gate", rollout_id=rollout_id, gate_key=gate_key, _anchor="to-green"), 303)
    try:
        with transaction():
            found = service.gate_assessment(rollout, gate_key, clock.today())
            made = green_service.make_tasks(rollout, found, current.user(), clock.now(), clock.today())
    except RuleBroken as broken:
        flash(broken.message, "error")
        return back
    flash(
        f"{counted(made, 'task was', 'tasks were')} added to the plan, before the gate. Undo there takes all back.",
        "done",
    )
    return back


@blueprint.route("/rollouts/<int:rollout_id>/readiness/gates/<gate_key>/override", methods=["GET", "POST"])
@needs(Permission.OVERRIDE_EDIT)
def override(rollout_id: int, gate_key: str) -> ResponseReturnValue:
    """The sponsor sets the verdict of a gate by hand."""
    found = service.gate_assessment(current.rollout(), gate_key, clock.today())
    form = OverrideForm(obj=queries.override_row(rollout_id, gate_key))
    if form.validate_on_submit():
        done = save(
            form,
            lambda: set_by_hand(rollout_id, gate_key, form),
            then=lambda _: url_for("readiness.gate", rollout_id=rollout_id, gate_key=gate_key),
            said="The verdict is set by hand. Reports show it together with the computed one.",
        )
        if done:
            return done
    return render_template("readiness/override.html", form=form, found=found), 422 if form.errors else 200


def set_by_hand(rollout_id: int, gate_key: str, form: OverrideForm) -> VerdictOverride:
    """Hand the form to the service."""
    return override_service.set_by_hand(
        rollout_id,
        gate_key,
        form.draft(),
        by=current.user(),
        today=clock.today(),
        now=clock.now(),
        version=form.version.data,
    )


@blueprint.post("/rollouts/<int:rollout_id>/readiness/gates/<gate_key>/override/end")
@needs(Permission.OVERRIDE_EDIT)
def end_override(rollout_id: int, gate_key: str) -> ResponseReturnValue:
    """Go back to the computed verdict."""
    with transaction():
        override_service.take_back(rollout_id, gate_key)
    flash("The computed verdict holds again.", "done")
    return redirect(url_for("readiness.gate", rollout_id=rollout_id, gate_key=gate_key), 303)
