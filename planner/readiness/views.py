"""Success factors and gates on the screen: how ready the rollout is, why, and what to do about it.

Pages: templates/readiness/. Forms: forms.py.
"""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from planner.access.roles import Permission
from planner.basics.errors import NotFound
from planner.db import transaction
from planner.readiness import override_service, queries, service
from planner.readiness.derivation import derive_factor, derive_programme
from planner.readiness.forms import FilterForm, OverrideForm, answer_form
from planner.readiness.worklist import FILTER_WORDS, Filter, filtered, items, next_to_assess
from planner.web import clock, current
from planner.web.guards import needs
from planner.web.saving import save

blueprint = Blueprint("readiness", __name__)


@blueprint.get("/rollouts/<int:rollout_id>/readiness")
@needs(Permission.READINESS_VIEW)
def overview(rollout_id: int) -> ResponseReturnValue:
    """The score by pillar, every factor with its state, and what to assess next."""
    assessment = service.assessment(current.rollout(), clock.today())
    questions = items(assessment)
    counts = {each: len(filtered(questions, each, assessment, current.user().name)) for each in Filter}
    return render_template(
        "readiness/overview.html",
        assessment=assessment,
        next_up=next_to_assess(questions),
        counts=counts,
        Filter=Filter,
    )


@blueprint.get("/rollouts/<int:rollout_id>/readiness/factors/<ref>")
@needs(Permission.READINESS_VIEW)
def factor(rollout_id: int, ref: str) -> ResponseReturnValue:
    """One factor, question by question."""
    basis = service.basis_of(current.rollout(), clock.today())
    found = basis.assessment.factor(ref)
    if found is None:
        raise NotFound("There is no such success factor in this rollout's playbook.")
    rows = {each.ref: queries.answer_at(rollout_id, "", each.ref) for each in found.criteria}
    forms = {each.ref: answer_form(each.criterion, rows[each.ref]).apart(each.ref) for each in found.criteria}
    return render_template("readiness/factor.html", factor=found, owners=basis.owners, rows=rows, forms=forms)


@blueprint.get("/rollouts/<int:rollout_id>/readiness/questions")
@needs(Permission.READINESS_VIEW)
def questions(rollout_id: int) -> ResponseReturnValue:
    """The questions of all factors, filtered."""
    form = FilterForm(request.args)
    assessment = service.assessment(current.rollout(), clock.today())
    found = filtered(items(assessment), form.wanted(), assessment, current.user().name)
    return render_template("readiness/questions.html", form=form, found=found, words=FILTER_WORDS[form.wanted()])


@blueprint.get("/rollouts/<int:rollout_id>/readiness/derivation")
@needs(Permission.READINESS_VIEW)
def derivation(rollout_id: int) -> ResponseReturnValue:
    """Where the programme's score comes from, or that of one factor."""
    assessment = service.assessment(current.rollout(), clock.today())
    ref = request.args.get("factor", "")
    found = assessment.factor(ref)
    if ref and found is None:
        raise NotFound("There is no such success factor in this rollout's playbook.")
    tree = derive_programme(assessment) if found is None else derive_factor(found)
    return render_template("readiness/derivation.html", tree=tree, factor=found, assessment=assessment)


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
    rows = {each.criterion.ref: queries.answer_at(rollout_id, gate_key, each.criterion.ref) for each in found.criteria}
    return render_template("readiness/gate.html", found=found, rows=rows)


@blueprint.route("/rollouts/<int:rollout_id>/readiness/gates/<gate_key>/override", methods=["GET", "POST"])
@needs(Permission.OVERRIDE_EDIT)
def override(rollout_id: int, gate_key: str) -> ResponseReturnValue:
    """The sponsor sets the verdict of a gate by hand."""
    found = service.gate_assessment(current.rollout(), gate_key, clock.today())
    row = queries.override_row(rollout_id, gate_key)
    form = OverrideForm(obj=row)
    if form.validate_on_submit():
        done = save(
            form,
            lambda: override_service.set_by_hand(
                rollout_id,
                gate_key,
                form.draft(),
                by=current.user(),
                today=clock.today(),
                now=clock.now(),
                version=form.version.data,
            ),
            then=lambda _: url_for("readiness.gate", rollout_id=rollout_id, gate_key=gate_key),
            said="The verdict is set by hand. Reports show it together with the computed one.",
        )
        if done:
            return done
    return render_template("readiness/override.html", form=form, found=found, row=row), 422 if form.errors else 200


@blueprint.post("/rollouts/<int:rollout_id>/readiness/gates/<gate_key>/override/end")
@needs(Permission.OVERRIDE_EDIT)
def end_override(rollout_id: int, gate_key: str) -> ResponseReturnValue:
    """Go back to the computed verdict."""
    with transaction():
        override_service.take_back(rollout_id, gate_key)
    flash("The computed verdict holds again.", "done")
    return redirect(url_for("readiness.gate", rollout_id=rollout_id, gate_key=gate_key), 303)


from planner.readiness import answer_views as answer_views  # noqa: E402, PLC0414 - its pages join this blueprint
