"""Training calendars: one's own list of secret addresses, and the address that calendar programs read."""

from flask import Response, current_app, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from planner.access import signin_service
from planner.access.roles import Permission
from planner.access.signin_service import TooManyTries
from planner.basics.errors import NotFound
from planner.db import transaction
from planner.schedule.feed_service import root_of
from planner.training import calendar_service
from planner.training.forms import ButtonForm, TakeCoursesForm
from planner.training.session_calendar import calendar_of
from planner.training.views import blueprint
from planner.web import clock, current
from planner.web.guards import needs, public
from planner.web.problems import problem
from planner.web.saving import save

SHOWN_ONCE = "training calendar"
GUESSES = "calendar address"
"""Under this name wrong addresses are counted, as those of the plan's calendars are."""


@blueprint.route("/rollouts/<int:rollout_id>/training/calendars", methods=["GET", "POST"])
@needs(Permission.TRAINING_VIEW)
def calendars(rollout_id: int) -> ResponseReturnValue:
    """One's own training calendars; the secret address of a new one is shown a single time."""
    form = TakeCoursesForm()
    if form.validate_on_submit():
        done = save(
            form,
            _make,
            then=lambda _: url_for("training.calendars", rollout_id=rollout_id),
            said="Your training calendar is made. Copy its address now.",
        )
        if done:
            return done
    told = session.pop(SHOWN_ONCE, None)
    page = render_template(
        "training/calendars.html",
        form=form,
        calendars=calendar_service.calendars_of(rollout_id, current.user().id),
        address=told[1] if told and told[0] == rollout_id else "",
    )
    return page, 422 if form.errors else 200


def _make() -> None:
    rollout = current.rollout()
    _, token = calendar_service.add_calendar(rollout, current.user(), clock.now())
    base = current_app.config["PLANNER"].base_url.rstrip("/")
    session[SHOWN_ONCE] = [rollout.id, f"{base}{url_for('training.calendar', token=token)}"]


@blueprint.post("/rollouts/<int:rollout_id>/training/calendars/<int:training_calendar_id>/end")
@needs(Permission.TRAINING_VIEW)
def end_calendar(rollout_id: int, training_calendar_id: int) -> ResponseReturnValue:
    """End a calendar: its address answers no more."""
    row, form = calendar_service.own_calendar(rollout_id, current.user().id, training_calendar_id), ButtonForm()
    form.validate_on_submit()
    back = url_for("training.calendars", rollout_id=rollout_id)
    done = save(form, lambda: calendar_service.end_calendar(row), then=lambda _: back, said="The calendar is ended.")
    return done or redirect(back, 303)


@blueprint.get("/training-calendar/<token>.ics")
@public
def calendar(token: str) -> ResponseReturnValue:
    """The sessions somebody gives or has a seat in, for whoever knows the secret address."""
    try:
        person, rollout = calendar_service.calendar_behind(token)
    except NotFound:
        return _unknown()
    home = f"{current_app.config['PLANNER'].base_url.rstrip('/')}/rollouts/{rollout.id}"
    entries = [calendar_service.entry_of(each) for each in calendar_service.sessions_of(person, rollout, clock.now())]
    name, root = rollout.name, root_of(rollout.id, home)
    answer = Response(calendar_of(name, home, root, entries, clock.now()), content_type="text/calendar; charset=utf-8")
    answer.headers["Content-Disposition"] = 'attachment; filename="training.ics"'
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


def _unknown() -> ResponseReturnValue:
    """The same answer for every wrong address; many of them from one place have to wait."""
    try:
        with transaction():
            signin_service.begin(GUESSES, request.remote_addr, clock.now())
    except TooManyTries as many:
        return problem(429, many.message)
    return problem(404, "There is no such calendar.")
