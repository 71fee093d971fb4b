"""The page on which somebody answers a survey: by a secret link, with or without an account, mostly on a phone.

Pages: templates/people/. Forms: survey_answer_forms.py.
"""

from flask import current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from planner.access import signin_service
from planner.access.roles import Permission
from planner.access.signin_service import TooManyTries
from planner.basics.errors import NotFound
from planner.db import db, transaction
from planner.people import survey_answer_service, survey_queries
from planner.people.staff_models import Staff
from planner.people.survey_answer_forms import AnswerForm, answer_form
from planner.people.survey_answer_service import Desk
from planner.people.survey_links import token_of
from planner.people.survey_shape import minutes, sections
from planner.people.survey_states import SurveyState
from planner.people.views import blueprint
from planner.web import clock, current
from planner.web.guards import needs, public
from planner.web.problems import problem
from planner.web.saving import save

GUESSES = "survey link"
"""Under this name wrong links are counted, as failed tries to sign in are."""
NOWHERE = (
    "This link leads to no open survey. Either the survey is closed, then all links to it are deleted, or the link is "
    "not complete. If it should still be open, ask whoever invited you for your link."
)


@blueprint.route("/answer/<token>", methods=["GET", "POST"])
@public
def answer_survey(token: str) -> ResponseReturnValue:
    """Answer a survey; whoever answered already, comes too early or too late is told so."""
    try:
        desk = survey_answer_service.desk_of(token, clock.today_in)
    except NotFound:
        return _nowhere()
    if not desk.survey.by_link and not _is_own(desk):
        return _account_needed()
    if desk.done or desk.state is not SurveyState.OPEN:
        return redirect(request.path, 303) if request.method == "POST" else _told(desk)
    form = answer_form(desk.items, dict(desk.own))
    if form.validate_on_submit():
        done = save(
            form,
            lambda: survey_answer_service.give_answer(token, form.answer(desk.items), clock.today_in),
            then=lambda _: url_for("people.answer_survey", token=token),
            said="Thank you. Your answer is counted." if desk.survey.anonymous else "Thank you. Your answer is kept.",
        )
        if done:
            return done
        desk = survey_answer_service.desk_of(token, clock.today_in)
        if desk.done:
            return redirect(request.path, 303)
    return _page(desk, form), 422 if form.errors else 200


def _page(desk: Desk, form: AnswerForm) -> str:
    return render_template(
        "people/answer_survey.html",
        survey=desk.survey,
        form=form,
        sections=sections(desk.items),
        minutes=minutes(desk.items),
        answered=desk.invitation.answered,
    )


def _told(desk: Desk) -> str:
    return render_template("people/_answer_told.html", survey=desk.survey, state=desk.state, done=desk.done)


def _is_own(desk: Desk) -> bool:
    staff = db.session.get(Staff, desk.invitation.staff_id)
    return current.signed_in() and staff is not None and staff.user_id == current.user().id


def _account_needed() -> ResponseReturnValue:
    if current.signed_in():
        return problem(404, "This link was made for somebody else.")
    return redirect(url_for("access.sign_in", next=request.path), 303)


def _nowhere() -> ResponseReturnValue:
    """The same answer for every wrong link; many of them from one place have to wait."""
    try:
        with transaction():
            signin_service.begin(GUESSES, request.remote_addr, clock.now())
    except TooManyTries as many:
        return problem(429, many.message)
    return problem(404, NOWHERE)


@blueprint.get("/rollouts/<int:rollout_id>/surveys/<int:survey_id>/answer")
@needs(Permission.SURVEY_RESULTS_VIEW)
def my_survey(rollout_id: int, survey_id: int) -> ResponseReturnValue:
    """Go to one's own answer, for people with an account."""
    survey_queries.survey(rollout_id, survey_id)
    found = survey_queries.invitations_of_account(rollout_id, current.user().id).get(survey_id)
    if found is None:
        raise NotFound("You are not asked in this survey, or it is closed.")
    token = token_of(current_app.config["PLANNER"].secret_key, found.nonce)
    return redirect(url_for("people.answer_survey", token=token), 303)
