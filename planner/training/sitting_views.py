"""Pages of sessions: the list, one session with its people, making, changing and cancelling it, and its .ics file."""

from datetime import timedelta
from zoneinfo import ZoneInfo

from flask import Response, current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from planner.access.roles import Permission, Scope
from planner.basics.suppression import FEWEST
from planner.people import staff_queries
from planner.people.staff import StaffView
from planner.people.staff_queries import Part
from planner.rollouts import queries as rollouts
from planner.schedule.feed_service import root_of
from planner.training import calendar_service, course_queries, coverage_queries, sitting_queries, sitting_service
from planner.training.forms import ButtonForm, chosen
from planner.training.seats import ATTENDANCE_WORDS, Place
from planner.training.session_calendar import calendar_of
from planner.training.sitting_forms import (
    CancelForm,
    EditSittingForm,
    EnrolForm,
    SelfEnrolForm,
    SittingFields,
    SittingForm,
)
from planner.training.sitting_models import Sitting
from planner.training.views import blueprint, everything, may_edit
from planner.web import clock, current
from planner.web.guards import needs
from planner.web.saving import save

PAST = timedelta(days=60)
MOST_OFFERED = 200
"""So many people a page offers for a session at most; a session has fewer seats."""


def myself() -> StaffView | None:
    """One's own entry of the staff list."""
    return staff_queries.of_account(current.rollout().id, current.user().id)


@blueprint.get("/rollouts/<int:rollout_id>/training/sessions")
@needs(Permission.TRAINING_VIEW)
def sessions(rollout_id: int) -> ResponseReturnValue:
    """The sessions to come, and those of the last two months."""
    past = request.args.get("show", "") == "past"
    now = clock.now()
    span = Sitting.starts_at < now if past else Sitting.starts_at >= now - timedelta(hours=4)
    found = sitting_queries.sittings(rollout_id, span, newest_first=past)
    me = myself()
    mine = {row.sitting_id: row for row, _ in sitting_queries.places_of(rollout_id, [me.id])} if me else {}
    return render_template(
        "training/sessions.html",
        found=found[:200],
        number=len(found),
        past=past,
        mine=mine,
        me=me,
        fewest=0 if everything() else FEWEST,
        own=current.scope(Permission.TRAINING_VIEW) is Scope.OWN,
        may_edit=may_edit(),
    )


def _needing(row: Sitting, me: StaffView | None, placed: int) -> list[StaffView]:
    """Who could be given a place by whoever looks: for trainers everybody it is for, for line managers the own team."""
    led = [person.id for person in staff_queries.led_by(row.rollout_id, me.id, clock.today())] if me else []
    if not (may_edit() or led):
        return []
    part = Part(wave=row.wave) if row.wave else Part(unit_id=row.unit_id) if row.unit_id else Part()
    return coverage_queries.who_needs(
        row.rollout_id,
        row.course_id,
        clock.today(),
        part,
        limit=MOST_OFFERED + placed,
        among=None if may_edit() else led,
    )


@blueprint.get("/rollouts/<int:rollout_id>/training/sessions/<int:sitting_id>")
@needs(Permission.TRAINING_VIEW)
def session(rollout_id: int, sitting_id: int) -> ResponseReturnValue:
    """One session: where and when; for trainers everybody in it, for others their own place."""
    view, me = sitting_queries.view(rollout_id, sitting_id), myself()
    row, full = view.sitting, everything()
    takings = sitting_queries.takings(rollout_id, sitting_id)
    there = {taking.person.id for taking in takings if taking.enrolment.place is not Place.GIVEN_BACK}
    offered = [each for each in _needing(row, me, len(there)) if each.id not in there]
    mine = next((each.enrolment for each in takings if me and each.person.id == me.id), None)
    return render_template(
        "training/session.html",
        view=view,
        row=row,
        takings=takings if full else [],
        offered=offered[:MOST_OFFERED],
        me=me,
        mine=mine if mine and mine.place is not Place.GIVEN_BACK else None,
        own=SelfEnrolForm(),
        enrol=EnrolForm(),
        button=ButtonForm(),
        cancel=CancelForm(data={"version": row.version}),
        words=ATTENDANCE_WORDS,
        rated=sitting_queries.ratings([sitting_id]).get(sitting_id),
        fewest=0 if full else FEWEST,
        units=coverage_queries.unit_names(rollout_id),
        needed=[
            course_queries.course_names(rollout_id)[each]
            for each in course_queries.view(rollout_id, row.course_id).needed
        ],
        may_edit=may_edit(),
        everything=full,
        begun=row.starts_at <= clock.now(),
        day_has_come=row.starts_at.astimezone(ZoneInfo(current.rollout().timezone)).date() <= clock.today(),
    )


def _offer(form: SittingFields, rollout_id: int) -> None:
    waves = {wave.number: f"{wave.number}: {wave.name}" for wave in rollouts.waves(rollout_id)}
    rooms = {room.id: f"{room.name}, {room.seats} seats" for room in course_queries.rooms(rollout_id)}
    trainers = {each.id: each.name for each in course_queries.trainers(rollout_id)}
    courses = {view.course.id: view.course.name for view in course_queries.courses(rollout_id)}
    form.offer_choices(courses, trainers, rooms, coverage_queries.unit_names(rollout_id), waves)


@blueprint.route("/rollouts/<int:rollout_id>/training/sessions/new", methods=["GET", "POST"])
@needs(Permission.TRAINING_EDIT)
def add_session(rollout_id: int) -> ResponseReturnValue:
    """A new session; the course that the address names fills in length and seats."""
    asked = request.args.get("course", "")
    views = course_queries.courses(rollout_id)
    view = next((each for each in views if str(each.course.id) == asked), None)
    given = {"course": asked, "hours": view.course.hours, "seats": view.course.seats} if view else {}
    form = SittingForm(data=given)
    _offer(form, rollout_id)
    if form.validate_on_submit():
        done = save(
            form,
            lambda: sitting_service.add_sitting(current.rollout(), form.draft(current.rollout().timezone)),
            then=lambda row: url_for("training.session", rollout_id=rollout_id, sitting_id=row.id),
            said="The session is there. Give people their seats now.",
        )
        if done:
            return done
    return render_template("training/add_session.html", form=form), 422 if form.errors else 200


@blueprint.route("/rollouts/<int:rollout_id>/training/sessions/<int:sitting_id>/edit", methods=["GET", "POST"])
@needs(Permission.TRAINING_EDIT)
def edit_session(rollout_id: int, sitting_id: int) -> ResponseReturnValue:
    """Change a session."""
    row = sitting_queries.sitting(rollout_id, sitting_id)
    local = row.starts_at.astimezone(ZoneInfo(current.rollout().timezone))
    values = sitting_service.current_values(row) | {
        "course": str(row.course_id), "day": local.date(), "at": local.time(), "hours": row.minutes / 60,
        "last_day": row.ends_at.date() if row.ends_at.date() > row.starts_at.date() else None,
        "trainer": chosen(row.trainer_id), "room": chosen(row.training_room_id), "unit": chosen(row.unit_id),
        "wave": chosen(row.wave), "version": row.version,
    }  # fmt: skip
    form = EditSittingForm(data=values)
    _offer(form, rollout_id)
    if form.validate_on_submit():
        draft = form.draft(current.rollout().timezone)
        done = save(
            form,
            lambda: sitting_service.edit_sitting(current.rollout(), row, draft, form.version.data, clock.now()),
            then=lambda _: url_for("training.session", rollout_id=rollout_id, sitting_id=sitting_id),
            said="Session saved.",
        )
        if done:
            return done
    return render_template("training/edit_session.html", form=form, row=row), 422 if form.errors else 200


@blueprint.post("/rollouts/<int:rollout_id>/training/sessions/<int:sitting_id>/cancel")
@needs(Permission.TRAINING_EDIT)
def cancel_session(rollout_id: int, sitting_id: int) -> ResponseReturnValue:
    """A session does not take place."""
    row, form = sitting_queries.sitting(rollout_id, sitting_id), CancelForm()
    back = url_for("training.session", rollout_id=rollout_id, sitting_id=sitting_id)
    form.validate_on_submit()
    done = save(
        form,
        lambda: sitting_service.cancel_sitting(row, form.reason.data or "", form.version.data),
        then=lambda _: back,
        said="The session is cancelled. Whoever had a seat needs another session.",
    )
    return done or redirect(back, 303)


@blueprint.get("/rollouts/<int:rollout_id>/training/sessions/<int:sitting_id>.ics")
@needs(Permission.TRAINING_VIEW)
def session_calendar(rollout_id: int, sitting_id: int) -> ResponseReturnValue:
    """One session as a file for a calendar program."""
    view = sitting_queries.view(rollout_id, sitting_id)
    home = f"{current_app.config['PLANNER'].base_url.rstrip('/')}/rollouts/{rollout_id}"
    name, entry = current.rollout().name, calendar_service.entry_of(view)
    content = calendar_of(name, home, root_of(rollout_id, home), [entry], clock.now())
    answer = Response(content, content_type="text/calendar; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="session-{sitting_id}.ics"'
    return answer
