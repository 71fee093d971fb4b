"""Pages of the start decision.

Pages: templates/suitability/. Forms: forms.py.
"""

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue

from planner.access.roles import Permission
from planner.playbook.words import Decision
from planner.rollouts import queries as rollouts
from planner.suitability import queries, service
from planner.suitability.forms import AnswerForm, DecisionForm, options_of
from planner.suitability.overview import in_words, light_of, theme_name, themes, word_of
from planner.web import clock, current
from planner.web.guards import needs
from planner.web.saving import save

blueprint = Blueprint("suitability", __name__)


@blueprint.get("/rollouts/<int:rollout_id>/suitability")
@needs(Permission.SUITABILITY_VIEW)
def index(rollout_id: int) -> ResponseReturnValue:
    """The verdict, what decided it, what would change it, and every question."""
    rollout = current.rollout()
    state = service.suitability_state(rollout, clock.today())
    found = {finding.ref: finding for finding in state.assessment.findings}
    return render_template(
        "suitability/index.html",
        state=state,
        light=light_of(state.assessment.verdict),
        themes=themes(service.questions_of(rollout), found),
        said=queries.said(rollout_id),
        in_words=in_words,
        word_of=word_of,
        today=clock.today(),
    )


@blueprint.route("/rollouts/<int:rollout_id>/suitability/<question_ref>", methods=["GET", "POST"])
@needs(Permission.SUITABILITY_EDIT)
def answer(rollout_id: int, question_ref: str) -> ResponseReturnValue:
    """Answer one question; each is saved on its own, so nothing of the others is lost."""
    rollout = current.rollout()
    question = service.question_of(rollout, question_ref)
    row = queries.answers(rollout_id).get(question_ref)
    form = AnswerForm(data={**service.answer_fields(row), "version": row.version} if row else None)
    form.offer_answers(question, [user for _, user in rollouts.members(rollout_id) if user.active])
    if form.validate_on_submit():
        by, now, version = current.user(), clock.now(), form.version.data
        done = save(
            form,
            lambda: service.give_answer(rollout, question, form.draft(), by, now, version),
            then=lambda _: _after(rollout_id, question_ref),
            said="Answer saved.",
        )
        if done:
            return done
    refs = [each.ref for each in service.questions_of(rollout)]
    page = render_template(
        "suitability/answer.html",
        form=form,
        question=question,
        theme=theme_name(question.theme),
        descriptions=options_of(question),
        number=refs.index(question_ref) + 1,
        total=len(refs),
        said=queries.said(rollout_id).get(question_ref),
    )
    return page, 422 if form.errors else 200


def _after(rollout_id: int, question_ref: str) -> str:
    """Where to go on: the next question without an answer when that was asked for, else the overview."""
    refs = [each.ref for each in service.questions_of(current.rollout())]
    done = queries.answers(rollout_id)
    at = refs.index(question_ref)
    following = next((ref for ref in refs[at + 1 :] + refs[:at] if ref not in done), None)
    if request.form.get("go") == "next" and following:
        return url_for("suitability.answer", rollout_id=rollout_id, question_ref=following)
    return url_for("suitability.index", rollout_id=rollout_id)


@blueprint.route("/rollouts/<int:rollout_id>/strategic-decision", methods=["GET", "POST"])
@needs(Permission.SUITABILITY_APPROVE)
def decision(rollout_id: int) -> ResponseReturnValue:
    """Decide what the system is for: improve the processes there are, or change them."""
    rollout = current.rollout()
    row = queries.decision_row(rollout_id)
    form = DecisionForm(obj=row, data=None if row else {"choice": rollout.decision.value})
    if form.validate_on_submit():
        by, today, version = current.user(), clock.today(), form.version.data
        done = save(
            form,
            lambda: service.decide(rollout, Decision(form.choice.data), form.reason.data or "", by, today, version),
            then=lambda _: url_for("suitability.index", rollout_id=rollout_id),
            said="Decision recorded.",
        )
        if done:
            return done
    return render_template("suitability/decision.html", form=form), 422 if form.errors else 200


from planner.suitability import case_views as case_views  # noqa: E402, PLC0414 - its pages join this blueprint
from planner.suitability import stop_views as stop_views  # noqa: E402, PLC0414 - the same
