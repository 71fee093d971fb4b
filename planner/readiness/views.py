"""Success factors and gates on the screen: how ready the rollout is, why, and what to do about it.

Pages: templates/readiness/. Forms: forms.py.
"""

from datetime import timedelta

from flask import Blueprint, Response, render_template, request, url_for
from flask.typing import ResponseReturnValue

from planner.access.roles import Permission
from planner.basics.errors import NotFound
from planner.basics.export import csv_bytes
from planner.readiness import queries, service
from planner.readiness.derivation import criterion_light, criterion_word, derive_factor, derive_programme
from planner.readiness.factors import PillarScore
from planner.readiness.forms import ChangesForm, FilterForm, answer_form, file_endings
from planner.readiness.plan_service import gate_heads
from planner.readiness.score import SCORING_VERSION
from planner.readiness.table import HEADINGS, table
from planner.readiness.verdict import VERDICT_LIGHTS
from planner.readiness.wording import counted, effort_words, near
from planner.readiness.worklist import FILTER_WORDS, Filter, Item, filtered, items, next_to_assess
from planner.web import clock, current
from planner.web.guards import needs

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
        pillar_rows=[pillar_row(each) for each in assessment.pillars],
        next_rows=[work_row(rollout_id, each) for each in next_to_assess(questions)],
        counts=counts,
        Filter=Filter,
    )


def pillar_row(each: PillarScore) -> dict[str, object]:
    """One pillar for the picture."""
    score = each.score
    return {
        "name": each.name,
        "value": score.value,
        "low": score.low,
        "high": score.high,
        "coverage": score.coverage,
        "note": counted(each.factors, "factor", "factors"),
    }


def work_row(rollout_id: int, each: Item) -> dict[str, object]:
    """One question that waits for an answer, as a line of a work list."""
    about = f"{each.factor.factor.name}{', critical' if each.factor.factor.critical else ''}"
    return {
        "what": each.result.criterion.text,
        "url": url_for("readiness.factor", rollout_id=rollout_id, ref=each.factor.ref, _anchor=each.result.ref),
        "about": about,
        "light": criterion_light(each.result),
        "word": criterion_word(each.result),
    }


@blueprint.get("/rollouts/<int:rollout_id>/readiness/factors/<ref>")
@needs(Permission.READINESS_VIEW)
def factor(rollout_id: int, ref: str) -> ResponseReturnValue:
    """One factor, question by question."""
    basis = service.basis_of(current.rollout(), clock.today())
    found = basis.assessment.factor(ref)
    if found is None:
        raise NotFound("There is no such success factor in this rollout's playbook.")
    rows = queries.answers_of(rollout_id, "")
    forms = {each.ref: answer_form(each.criterion, rows.get(each.ref)).apart(each.ref) for each in found.criteria}
    return render_template(
        "readiness/factor.html", factor=found, owners=basis.owners, rows=rows, forms=forms, endings=file_endings()
    )


@blueprint.get("/rollouts/<int:rollout_id>/readiness/questions")
@needs(Permission.READINESS_VIEW)
def questions(rollout_id: int) -> ResponseReturnValue:
    """The questions of all factors, filtered."""
    form = FilterForm(request.args)
    assessment = service.assessment(current.rollout(), clock.today())
    found = filtered(items(assessment), form.wanted(), assessment, current.user().name)
    return render_template("readiness/questions.html", form=form, found=found, words=FILTER_WORDS[form.wanted()])


@blueprint.get("/rollouts/<int:rollout_id>/readiness/changes")
@needs(Permission.READINESS_VIEW)
def changes(rollout_id: int) -> ResponseReturnValue:
    """What was answered, changed or verified in the last days."""
    form = ChangesForm(request.args)
    found = service.answer_changes(current.rollout(), clock.now() - timedelta(days=form.wanted()))
    gates = {each.key: each.title for each in gate_heads(current.rollout())}
    return render_template("readiness/changes.html", form=form, found=found, gates=gates, days=form.wanted())


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


@blueprint.get("/rollouts/<int:rollout_id>/readiness/table.csv")
@needs(Permission.READINESS_EXPORT)
def export(rollout_id: int) -> ResponseReturnValue:
    """Every question with its answer, weight, evidence, author and age as a table."""
    content = csv_bytes(HEADINGS, table(service.assessment(current.rollout(), clock.today())))
    response = Response(content, mimetype="text/csv")
    response.headers.set("Content-Disposition", "attachment", filename=f"success-factors-{rollout_id}.csv")
    return response


@blueprint.context_processor
def words() -> dict[str, object]:
    """How the templates of this area say a state."""
    return {
        "light_of": criterion_light,
        "word_of": criterion_word,
        "verdict_light": VERDICT_LIGHTS.get,
        "effort_words": effort_words,
        "near": near,
        "scoring_version": SCORING_VERSION,
    }


from planner.readiness import alignment_views as alignment_views  # noqa: E402, PLC0414 - the same
from planner.readiness import answer_views as answer_views  # noqa: E402, PLC0414 - its pages join this blueprint
from planner.readiness import board_views as board_views  # noqa: E402, PLC0414 - the same
from planner.readiness import gate_views as gate_views  # noqa: E402, PLC0414 - the same
from planner.readiness import health_views as health_views  # noqa: E402, PLC0414 - the same
from planner.readiness import history_views as history_views  # noqa: E402, PLC0414 - the same
from planner.readiness import impact_views as impact_views  # noqa: E402, PLC0414 - the same
from planner.readiness import mistake_views as mistake_views  # noqa: E402, PLC0414 - the same
