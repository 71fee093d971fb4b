"""Pages used in the room and around it: who has a seat, who is there, what came of it, and how it was."""

from zoneinfo import ZoneInfo

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from planner.access.roles import Permission
from planner.basics.errors import NotAllowed, NotFound
from planner.people import staff_queries
from planner.people.privacy_read_service import note_read
from planner.training import (
    course_queries,
    enrol_service,
    rating_service,
    record_queries,
    record_service,
    sitting_queries,
)
from planner.training.forms import ButtonForm
from planner.training.record_service import ResultDraft
from planner.training.seats import PLACE_WORDS, Attendance, Place
from planner.training.sitting_forms import EnrolForm, MarkForm, RateForm, ScoresForm, SelfEnrolForm, WalkInForm
from planner.training.sitting_models import Enrolment
from planner.training.sitting_views import myself
from planner.training.views import blueprint, may_edit, see_everything
from planner.web import clock, current
from planner.web.guards import needs
from planner.web.saving import save


def _address(rollout_id: int, sitting_id: int, page: str = "session") -> str:
    return url_for(f"training.{page}", rollout_id=rollout_id, sitting_id=sitting_id)


@blueprint.post("/rollouts/<int:rollout_id>/training/sessions/<int:sitting_id>/enrol")
@needs(Permission.TRAINING_VIEW)
def enrol(rollout_id: int, sitting_id: int) -> ResponseReturnValue:
    """Give people places: the trainer anybody, a line manager those who report to her or him."""
    row, form = sitting_queries.sitting(rollout_id, sitting_id), EnrolForm()
    form.validate_on_submit()
    people = form.chosen()
    if not may_edit():
        me = myself()
        led = {each.id for each in staff_queries.led_by(rollout_id, me.id, clock.today())} if me else set()
        if not led or not set(people) <= led:
            raise NotAllowed
    done = save(
        form,
        lambda: enrol_service.enrol_many(current.rollout(), row, people, clock.now()),
        then=lambda _: _address(rollout_id, sitting_id),
        said=lambda found: _told(*found),
    )
    return done or redirect(_address(rollout_id, sitting_id), 303)


def _told(seats: int, waiting: int, not_taken: list[str]) -> str:
    words = [f"{seats} {'has' if seats == 1 else 'have'} a seat."]
    words += [f"{waiting} on the waiting list."] if waiting else []
    words += [f"Not taken: {' '.join(not_taken[:3])}"] if not_taken else []
    words += [f"And {len(not_taken) - 3} more."] if len(not_taken) > 3 else []
    return " ".join(words)


@blueprint.post("/rollouts/<int:rollout_id>/training/sessions/<int:sitting_id>/enrol-me")
@needs(Permission.TRAINING_VIEW)
def enrol_me(rollout_id: int, sitting_id: int) -> ResponseReturnValue:
    """Take a place oneself."""
    row, me, form = sitting_queries.sitting(rollout_id, sitting_id), myself(), SelfEnrolForm()
    if me is None:
        raise NotAllowed("You are not on the staff list of this rollout.")
    form.validate_on_submit()
    done = save(
        form,
        lambda: enrol_service.enrol(current.rollout(), row, me.id, clock.now(), by_oneself=True),
        then=lambda _: _address(rollout_id, sitting_id),
        said=lambda place: f"You: {PLACE_WORDS[place.place]}.",
    )
    if done is None:
        flash(" ".join(form.form_errors), "error")
    return done or redirect(_address(rollout_id, sitting_id), 303)


@blueprint.post("/rollouts/<int:rollout_id>/training/places/<int:enrolment_id>/give-back")
@needs(Permission.TRAINING_VIEW)
def give_back(rollout_id: int, enrolment_id: int) -> ResponseReturnValue:
    """Give a place back: one's own, or as a trainer anybody's; the waiting list moves up."""
    place, me, form = sitting_queries.enrolment(rollout_id, enrolment_id), myself(), ButtonForm()
    mine = me is not None and place.staff_id == me.id
    if not (mine or may_edit()):
        raise NotAllowed
    row = sitting_queries.sitting(rollout_id, place.sitting_id)
    form.validate_on_submit()
    done = save(
        form,
        lambda: enrol_service.give_back(row, place, clock.now(), by_oneself=not may_edit()),
        then=lambda _: _address(rollout_id, row.id),
        said=lambda moved: (
            f"The seat is given back.{f' {len(moved)} moved up from the waiting list.' if moved else ''}"
        ),
    )
    if done is None:
        flash(" ".join(form.form_errors), "error")
    return done or redirect(_address(rollout_id, row.id), 303)


def _note(rollout_id: int, sitting_id: int, what: str) -> None:
    people = [taking.person.id for taking in sitting_queries.takings(rollout_id, sitting_id)]
    note_read(rollout_id, people, current.real_user().id, what, clock.today())


@blueprint.get("/rollouts/<int:rollout_id>/training/sessions/<int:sitting_id>/attendance")
@needs(Permission.TRAINING_EDIT)
def attendance(rollout_id: int, sitting_id: int) -> ResponseReturnValue:
    """The page for the room: one tap for each person who is there."""
    see_everything()
    _note(rollout_id, sitting_id, "Your attendance")
    view = sitting_queries.view(rollout_id, sitting_id)
    takings = [t for t in sitting_queries.takings(rollout_id, sitting_id) if t.enrolment.place is not Place.GIVEN_BACK]
    known = {taking.person.id for taking in takings}
    day = view.sitting.starts_at.astimezone(ZoneInfo(current.rollout().timezone)).date()
    others = [each for each in record_queries.likely(rollout_id, view.sitting, clock.today()) if each.id not in known]
    return render_template(
        "training/attendance.html",
        view=view,
        row=view.sitting,
        seated=[t for t in takings if t.enrolment.place is Place.SEAT],
        waiting=[t for t in takings if t.enrolment.place is Place.WAITING],
        others=others,
        form=MarkForm(),
        day_has_come=day <= clock.today(),
        there=Attendance.THERE,
        absent=Attendance.ABSENT,
    )


@blueprint.post("/rollouts/<int:rollout_id>/training/places/<int:enrolment_id>/mark")
@needs(Permission.TRAINING_EDIT)
def mark(rollout_id: int, enrolment_id: int) -> ResponseReturnValue:
    """Record whether somebody was there; tapped twice it stays the same."""
    place, form = sitting_queries.enrolment(rollout_id, enrolment_id), MarkForm()
    row = sitting_queries.sitting(rollout_id, place.sitting_id)
    back = f"{_address(rollout_id, row.id, 'attendance')}#place-{place.id}"
    if form.validate_on_submit():
        said = Attendance(form.said.data)
        done = save(
            form,
            lambda: record_service.mark(current.rollout(), row, place, said, current.user(), clock.now()),
            then=lambda _: back,
            said="Attendance recorded.",
        )
        if done:
            return done
    flash(" ".join([*form.form_errors, *(str(each) for each in form.said.errors)]) or "Try again.", "error")
    return redirect(back, 303)


@blueprint.post("/rollouts/<int:rollout_id>/training/sessions/<int:sitting_id>/walk-in")
@needs(Permission.TRAINING_EDIT)
def walk_in(rollout_id: int, sitting_id: int) -> ResponseReturnValue:
    """Somebody is in the room without being on the list."""
    row, form = sitting_queries.sitting(rollout_id, sitting_id), WalkInForm()
    back = _address(rollout_id, sitting_id, "attendance")
    key = form.person.data or ""
    if form.validate_on_submit() and key.isascii() and key.isdigit() and len(key) < 10:
        done = save(
            form,
            lambda: record_service.walk_in(current.rollout(), row, int(key), current.user(), clock.now()),
            then=lambda _: back,
            said="Added, and there.",
        )
        if done:
            return done
    flash(" ".join(form.form_errors) or "Choose who is there.", "error")
    return redirect(back, 303)


@blueprint.route("/rollouts/<int:rollout_id>/training/sessions/<int:sitting_id>/results", methods=["GET", "POST"])
@needs(Permission.SCORES_EDIT)
def results(rollout_id: int, sitting_id: int) -> ResponseReturnValue:
    """The scores of everybody who was in a session; those left empty stay unrecorded."""
    _note(rollout_id, sitting_id, "Your test results")
    view, form = sitting_queries.view(rollout_id, sitting_id), ScoresForm()
    there = [t for t in sitting_queries.takings(rollout_id, sitting_id) if t.enrolment.attendance is Attendance.THERE]
    names = {taking.person.id: taking.person.label for taking in there}
    day = view.sitting.starts_at.astimezone(ZoneInfo(current.rollout().timezone)).date()

    def keep() -> int:
        drafts = [
            ResultDraft(staff_id, view.sitting.course_id, day, score, None, sitting_id)
            for staff_id, score in form.scores(names).items()
        ]
        return record_service.add_results(current.rollout(), drafts, current.user(), clock.now())

    if form.validate_on_submit():
        done = save(
            form,
            keep,
            then=lambda _: _address(rollout_id, sitting_id),
            said=lambda number: f"{number} {'result' if number == 1 else 'results'} recorded.",
        )
        if done:
            return done
    page = render_template(
        "training/results.html",
        view=view,
        form=form,
        there=there,
        known=record_queries.of_sitting(sitting_id),
        course=course_queries.course(rollout_id, view.sitting.course_id),
    )
    return page, 422 if form.errors else 200


@blueprint.route("/rollouts/<int:rollout_id>/training/sessions/<int:sitting_id>/rate", methods=["GET", "POST"])
@needs(Permission.TRAINING_VIEW)
def rate(rollout_id: int, sitting_id: int) -> ResponseReturnValue:
    """Rate a session one was in; nobody can tell who gave which rating."""
    view, place, form = sitting_queries.view(rollout_id, sitting_id), _my_place(rollout_id, sitting_id), RateForm()
    if form.validate_on_submit():
        done = save(
            form,
            lambda: rating_service.rate(place, int(form.stars.data)),
            then=lambda _: url_for("training.mine", rollout_id=rollout_id),
            said="Thank you. Your rating is counted, and nobody knows which one it was.",
        )
        if done:
            return done
    return render_template("training/rate.html", view=view, form=form, place=place), 422 if form.errors else 200


def _my_place(rollout_id: int, sitting_id: int) -> Enrolment:
    me = myself()
    place = sitting_queries.enrolment_of(sitting_id, me.id) if me else None
    if place is None or place.attendance is not Attendance.THERE:
        raise NotFound("Only those who were in a session rate it.")
    return place
