"""Pages of one person's training: one's own, anybody's for trainers, results by hand, certificates."""

from decimal import Decimal

from flask import Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from planner.access import signin_service
from planner.access.roles import Permission, Scope
from planner.access.signin_service import TooManyTries
from planner.basics.errors import NotAllowed, NotFound
from planner.db import transaction
from planner.people import staff_queries
from planner.people.privacy_read_service import note_read
from planner.people.staff import StaffView
from planner.training import (
    certificate_render,
    certificate_service,
    course_queries,
    record_queries,
    record_service,
    sitting_queries,
)
from planner.training.forms import ButtonForm
from planner.training.record_service import ResultDraft
from planner.training.results import SOURCE_WORDS, STAND_WORDS
from planner.training.sitting_forms import ResultForm
from planner.training.sitting_models import Sitting
from planner.training.sitting_views import myself
from planner.training.views import blueprint
from planner.web import clock, current
from planner.web.guards import needs, public
from planner.web.problems import problem
from planner.web.saving import save

GUESSES = "certificate number"
"""Under this name wrong numbers are counted, as failed tries to sign in are."""


@blueprint.get("/rollouts/<int:rollout_id>/training/mine")
@needs(Permission.TRAINING_VIEW)
def mine(rollout_id: int) -> ResponseReturnValue:
    """One's own training: what is asked, what comes next, results and certificates."""
    me = myself()
    return render_template("training/mine.html", **(_values(rollout_id, me) if me else {"record": None}))


def _values(rollout_id: int, person: StaffView) -> dict[str, object]:
    record = record_queries.record_of(person, rollout_id, clock.today())
    asked = {line.course.id for line in record.lines if line.stand.value != "current" and line.cell.asked}
    coming = sitting_queries.sittings(rollout_id, Sitting.starts_at >= clock.now(), Sitting.cancelled == "")
    fitting = [
        each for each in coming
        if each.sitting.course_id in asked and each.sitting.unit_id in (None, person.unit_id)
        and each.sitting.wave in (None, person.wave)
    ]  # fmt: skip
    return {
        "record": record,
        "person_of": person,
        "words": STAND_WORDS,
        "sources": SOURCE_WORDS,
        "names": course_queries.course_names(rollout_id),
        "coming": fitting[:8],
        "taken_out": record_queries.exports_naming(person.id),
        "form": ButtonForm(),
        "now": clock.now(),
    }


@blueprint.get("/rollouts/<int:rollout_id>/training/people/<int:staff_id>")
@needs(Permission.SCORES_VIEW)
def person(rollout_id: int, staff_id: int) -> ResponseReturnValue:
    """One person's training, for trainers and project managers; oneself may see one's own."""
    found = staff_queries.person(rollout_id, staff_id)
    _see(found)
    _note(rollout_id, found)
    return render_template("training/person.html", **_values(rollout_id, found), may_record=current.may("scores.edit"))


def _note(rollout_id: int, found: StaffView) -> None:
    note_read(rollout_id, [found.id], current.real_user().id, "Your training", clock.today())


def _see(found: StaffView) -> None:
    if current.scope(Permission.SCORES_VIEW) is not Scope.ALL and found.user_id != current.user().id:
        raise NotAllowed


@blueprint.route("/rollouts/<int:rollout_id>/training/people/<int:staff_id>/results/new", methods=["GET", "POST"])
@needs(Permission.SCORES_EDIT)
def add_result(rollout_id: int, staff_id: int) -> ResponseReturnValue:
    """Record an attempt by hand."""
    found = staff_queries.person(rollout_id, staff_id)
    form = ResultForm(data={"day": clock.today(), "course": request.args.get("course", "")})
    form.offer_courses({view.course.id: view.course.name for view in course_queries.courses(rollout_id)})
    if form.validate_on_submit():
        said = {"yes": True, "no": False}.get(form.passed.data or "")
        score = None if form.score.data is None else Decimal(form.score.data)
        draft = ResultDraft(staff_id, int(form.course.data), form.day.data or clock.today(), score, said)
        done = save(
            form,
            lambda: record_service.add_result(current.rollout(), draft, current.user(), clock.now()),
            then=lambda _: url_for("training.person", rollout_id=rollout_id, staff_id=staff_id),
            said=lambda row: "Passed. The certificate is there." if row.passed else "Recorded as not passed.",
        )
        if done:
            return done
    return render_template("training/add_result.html", form=form, found=found), 422 if form.errors else 200


@blueprint.post("/rollouts/<int:rollout_id>/training/results/<int:training_result_id>/remove")
@needs(Permission.SCORES_EDIT)
def remove_result(rollout_id: int, training_result_id: int) -> ResponseReturnValue:
    """Take away a result that was recorded by mistake."""
    row, form = record_service.result(rollout_id, training_result_id), ButtonForm()
    form.validate_on_submit()
    back = url_for("training.person", rollout_id=rollout_id, staff_id=row.staff_id)
    done = save(
        form,
        lambda: record_service.remove_result(current.rollout(), row),
        then=lambda _: back,
        said="The result is taken away, and its certificate with it. The history keeps it.",
    )
    return done or redirect(back, 303)


@blueprint.get("/rollouts/<int:rollout_id>/training/certificates/<number>.pdf")
@needs(Permission.SCORES_VIEW)
def certificate(rollout_id: int, number: str) -> ResponseReturnValue:
    """A certificate as PDF, for the person and for trainers."""
    see = certificate_service.of_rollout(rollout_id, number)
    holder = staff_queries.person(rollout_id, see.person.id)
    _see(holder)
    _note(rollout_id, holder)
    see = certificate_service.of_rollout(rollout_id, number)
    home = url_for("training.verify", _external=True)
    answer = Response(certificate_render.certificate_pdf(see, home), mimetype="application/pdf")
    answer.headers["Content-Disposition"] = f'attachment; filename="certificate-{see.certificate.number}.pdf"'
    return answer


@blueprint.get("/certificates")
@public
def verify() -> ResponseReturnValue:
    """Whether a certificate is genuine, for whoever knows its number: course and days, but no name."""
    number, found = request.args.get("number", "")[:40], None
    if number:
        try:
            found = certificate_service.find(number)
        except NotFound:
            try:
                with transaction():
                    signin_service.begin(GUESSES, request.remote_addr, clock.now())
            except TooManyTries as many:
                return problem(429, many.message)
    return render_template("training/verify.html", number=number, found=found, today=clock.today())
