"""Calendars of a plan: one's own list of secret addresses, and the address that calendar programs read.

Pages: templates/schedule/.
"""

from flask import Response, current_app, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from planner.access import signin_service
from planner.access.roles import Permission
from planner.access.signin_service import TooManyTries
from planner.basics.errors import NotFound
from planner.db import transaction
from planner.schedule import feed_service
from planner.schedule.calendar_feed import FEED_WORDS, FeedKind, calendar_of
from planner.schedule.forms import EndFeedForm, FeedForm
from planner.schedule.views import blueprint
from planner.web import clock, current
from planner.web.guards import needs, public
from planner.web.problems import problem
from planner.web.saving import save

SHOWN_ONCE = "calendar"
GUESSES = "calendar address"
"""Under this name wrong addresses are counted, as failed tries to sign in are."""


@blueprint.route("/rollouts/<int:rollout_id>/plan/calendars", methods=["GET", "POST"])
@needs(Permission.PLAN_VIEW)
def feeds(rollout_id: int) -> ResponseReturnValue:
    """One's own calendars of this plan, and a new one; the secret address of a new one is shown a single time."""
    form = FeedForm()
    if form.validate_on_submit():
        done = save(
            form,
            lambda: _make(FeedKind(form.kind.data)),
            then=lambda _: url_for("schedule.feeds", rollout_id=rollout_id),
            said="Your calendar is made. Copy its address now.",
        )
        if done:
            return done
    told = session.pop(SHOWN_ONCE, None)
    page = render_template(
        "schedule/feeds.html",
        form=form,
        feeds=feed_service.feeds_of(rollout_id, current.user().id),
        words=FEED_WORDS,
        address=told[1] if told and told[0] == rollout_id else "",
    )
    return page, 422 if form.errors else 200


def _make(kind: FeedKind) -> None:
    rollout = current.rollout()
    _, token = feed_service.add_feed(rollout, current.user(), kind, clock.now())
    base = current_app.config["PLANNER"].base_url.rstrip("/")
    session[SHOWN_ONCE] = [rollout.id, f"{base}{url_for('schedule.feed', token=token)}"]


@blueprint.post("/rollouts/<int:rollout_id>/plan/calendars/<int:feed_id>/end")
@needs(Permission.PLAN_VIEW)
def unsubscribe(rollout_id: int, feed_id: int) -> ResponseReturnValue:
    """End a calendar: its address answers no more."""
    form = EndFeedForm()
    form.validate_on_submit()
    back = url_for("schedule.feeds", rollout_id=rollout_id)
    done = save(
        form,
        lambda: feed_service.end_feed(rollout_id, current.user().id, feed_id),
        then=lambda _: back,
        said="The calendar is ended; its address answers no more.",
    )
    return done or redirect(back, 303)


@blueprint.get("/calendar/<token>.ics")
@public
def feed(token: str) -> ResponseReturnValue:
    """A calendar for whoever knows its secret address, as long as its owner may see the plan."""
    try:
        found, rollout = feed_service.feed_behind(token)
    except NotFound:
        return _unknown()
    base = current_app.config["PLANNER"].base_url.rstrip("/")
    home = f"{base}/rollouts/{rollout.id}"
    entries = feed_service.entries_of(found, rollout, clock.now(), home)
    name = f"{rollout.name}: {FEED_WORDS[found.kind].partition(':')[0]}"
    content = calendar_of(name, feed_service.root_of(rollout.id, home), entries, clock.now())
    answer = Response(content, content_type="text/calendar; charset=utf-8")
    answer.headers["Content-Disposition"] = 'attachment; filename="plan.ics"'
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
