"""Answering a question, verifying somebody else's answer, and handing out evidence files.

Pages: templates/readiness/. Forms: forms.py.
"""

from flask import Response, current_app, render_template, request, url_for
from flask.typing import ResponseReturnValue

from planner.access.roles import Permission
from planner.basics.errors import NotFound
from planner.playbook.outline import Criterion, Factor
from planner.readiness import answer_service, files_service, queries, service
from planner.readiness.criteria import target_in_words, value_in_words
from planner.readiness.evidence import State
from planner.readiness.files_service import LARGEST_FILE
from planner.readiness.forms import AnswerForm, VerifyForm, answer_form, file_endings
from planner.readiness.models import Answer
from planner.readiness.views import blueprint
from planner.rollouts.playbook_service import playbook_of
from planner.web import clock, current
from planner.web.guards import needs
from planner.web.saving import save

BODY = LARGEST_FILE + 256 * 1024


def place() -> str:
    """The gate that a question belongs to; empty for success factors."""
    return request.args.get("gate", "")


def asked(ref: str) -> Criterion:
    """The question of this page, if the rollout's playbook asks it."""
    if place():
        service.find_head(current.rollout(), place())
    return answer_service.find_criterion(playbook_of(current.rollout()), place(), ref)


def factor_of(ref: str) -> Factor:
    """The success factor that asks a question."""
    return next(f for f in playbook_of(current.rollout()).factors if any(c.ref == ref for c in f.criteria))


def back_to(rollout_id: int, ref: str) -> str:
    """The page the question stands on."""
    if place():
        return url_for("readiness.gate", rollout_id=rollout_id, gate_key=place(), _anchor=ref)
    return url_for("readiness.factor", rollout_id=rollout_id, ref=factor_of(ref).ref, _anchor=ref)


def where(ref: str) -> str:
    """What that page is called."""
    return service.find_head(current.rollout(), place()).title if place() else factor_of(ref).name


def said(criterion: Criterion, earlier: queries.Earlier) -> str:
    """An earlier answer in words."""
    value = earlier.statement.value
    if value is not None:
        return value_in_words(criterion, value)
    return "Not applicable" if earlier.statement.state is State.NOT_APPLICABLE else "Not yet known"


@blueprint.route("/rollouts/<int:rollout_id>/readiness/answers/<ref>", methods=["GET", "POST"])
@needs(Permission.ASSESSMENT_RATE, body=BODY)
def answer(rollout_id: int, ref: str) -> ResponseReturnValue:
    """Give or change the answer to one question."""
    criterion, row = asked(ref), queries.answer_at(rollout_id, place(), ref)
    form = answer_form(criterion, row)
    if form.validate_on_submit():
        done = save(
            form,
            lambda: give(rollout_id, criterion, form),
            then=lambda _: back_to(rollout_id, ref),
            said="Answer saved.",
        )
        if done:
            return done
    file = queries.evidence_file(rollout_id, row.file_id) if row and row.file_id else None
    return render_template(
        "readiness/answer.html",
        form=form,
        criterion=criterion,
        file=file,
        endings=file_endings(),
        back=back_to(rollout_id, ref),
        where=where(ref),
        target=target_in_words(criterion),
        history=[(each, said(criterion, each)) for each in queries.history(rollout_id, place(), ref)],
    ), 422 if form.errors else 200


def give(rollout_id: int, criterion: Criterion, form: AnswerForm) -> Answer:
    """Hand the form to the service."""
    row, upload = queries.answer_at(rollout_id, place(), criterion.ref), form.upload()
    return answer_service.give(
        rollout_id,
        place(),
        criterion,
        form.draft(had_file=row is not None and row.file_id is not None),
        by=current.user(),
        today=clock.today(),
        now=clock.now(),
        version=form.version.data,
        upload=(upload, current_app.config["PLANNER"].uploads) if upload else None,
    )


@blueprint.route("/rollouts/<int:rollout_id>/readiness/answers/<ref>/verify", methods=["GET", "POST"])
@needs(Permission.ASSESSMENT_VERIFY)
def verify(rollout_id: int, ref: str) -> ResponseReturnValue:
    """Confirm somebody else's answer, having seen its evidence."""
    asked(ref)
    row = queries.answer_at(rollout_id, place(), ref)
    if row is None:
        raise NotFound("Nobody has answered this question yet.")
    form = VerifyForm(obj=row)
    if form.validate_on_submit():
        done = save(
            form,
            lambda: answer_service.verify(row, by=current.user(), now=clock.now(), version=form.version.data),
            then=lambda _: back_to(rollout_id, ref),
            said="Answer verified.",
        )
        if done:
            return done
    result = service.criterion_result(current.rollout(), place(), ref, clock.today())
    return render_template(
        "readiness/verify.html", form=form, result=result, row=row, back=back_to(rollout_id, ref), where=where(ref)
    ), 422 if form.errors else 200


@blueprint.get("/rollouts/<int:rollout_id>/readiness/files/<int:file_id>")
@needs(Permission.READINESS_VIEW)
def evidence_file(rollout_id: int, file_id: int) -> ResponseReturnValue:
    """Hand out a file of evidence: always to be saved, never shown inside a page."""
    file = queries.evidence_file(rollout_id, file_id)
    response = Response(files_service.read(file, current_app.config["PLANNER"].uploads), mimetype=file.media_type)
    response.headers.set("Content-Disposition", "attachment", filename=file.name)
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response
