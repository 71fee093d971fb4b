"""Pages of trainers and rooms, and the hours of trainers against their sessions, week by week."""

from datetime import date

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from planner.access.roles import Permission
from planner.rollouts import queries as rollouts
from planner.schedule.capacity import monday
from planner.training import course_queries, outlook_queries, place_service
from planner.training.forms import (
    AbsenceForm,
    ButtonForm,
    EditRoomForm,
    EditTrainerForm,
    RoomForm,
    TrainerForm,
    chosen,
)
from planner.training.views import blueprint, may_edit, see_everything
from planner.web import clock, current
from planner.web.guards import needs
from planner.web.saving import save


def _people(rollout_id: int) -> dict[int, str]:
    return {user.id: user.name for _, user in rollouts.members(rollout_id)}


@blueprint.get("/rollouts/<int:rollout_id>/training/trainers")
@needs(Permission.TRAINING_VIEW)
def trainers(rollout_id: int) -> ResponseReturnValue:
    """Trainers with their hours, their sessions by week and their absences; and the rooms."""
    see_everything()
    try:
        first = date.fromisoformat(request.args.get("from", ""))
    except ValueError:
        first = clock.today()
    first = monday(min(max(first, date(1990, 1, 1)), date(2100, 1, 1)))
    return render_template(
        "training/trainers.html",
        loads=outlook_queries.trainer_weeks(current.rollout(), first),
        first=first,
        absences=course_queries.absences(rollout_id),
        rooms=course_queries.rooms(rollout_id, retired=True),
        may_edit=may_edit(),
        form=ButtonForm(),
        today=clock.today(),
    )


@blueprint.route("/rollouts/<int:rollout_id>/training/trainers/new", methods=["GET", "POST"])
@needs(Permission.TRAINING_EDIT)
def add_trainer(rollout_id: int) -> ResponseReturnValue:
    """A new trainer."""
    form = TrainerForm()
    form.offer_people(_people(rollout_id))
    if form.validate_on_submit():
        done = save(
            form,
            lambda: place_service.add_trainer(rollout_id, form.draft()),
            then=lambda _: url_for("training.trainers", rollout_id=rollout_id),
            said=lambda row: f"{row.name} gives courses here.",
        )
        if done:
            return done
    return render_template("training/add_trainer.html", form=form), 422 if form.errors else 200


@blueprint.route("/rollouts/<int:rollout_id>/training/trainers/<int:trainer_id>", methods=["GET", "POST"])
@needs(Permission.TRAINING_EDIT)
def edit_trainer(rollout_id: int, trainer_id: int) -> ResponseReturnValue:
    """Change a trainer's hours."""
    row = course_queries.trainer(rollout_id, trainer_id)
    form = EditTrainerForm(
        data=place_service.trainer_values(row) | {"user": chosen(row.user_id), "version": row.version}
    )
    form.offer_people(_people(rollout_id))
    if form.validate_on_submit():
        done = save(
            form,
            lambda: place_service.edit_trainer(row, form.draft(), form.version.data),
            then=lambda _: url_for("training.trainers", rollout_id=rollout_id),
            said="Trainer saved.",
        )
        if done:
            return done
    return render_template("training/edit_trainer.html", form=form, trainer=row), 422 if form.errors else 200


@blueprint.route("/rollouts/<int:rollout_id>/training/trainers/<int:trainer_id>/absence", methods=["GET", "POST"])
@needs(Permission.TRAINING_EDIT)
def add_absence(rollout_id: int, trainer_id: int) -> ResponseReturnValue:
    """Days on which a trainer gives no courses."""
    row, form = course_queries.trainer(rollout_id, trainer_id), AbsenceForm()
    if form.validate_on_submit():
        done = save(
            form,
            lambda: place_service.add_absence(
                row, form.first_day.data or date.max, form.last_day.data or date.max, form.reason.data or ""
            ),
            then=lambda _: url_for("training.trainers", rollout_id=rollout_id),
            said=f"{row.name} is away then; no session can be put there.",
        )
        if done:
            return done
    return render_template("training/add_absence.html", form=form, trainer=row), 422 if form.errors else 200


@blueprint.post("/rollouts/<int:rollout_id>/training/absences/<int:trainer_absence_id>/remove")
@needs(Permission.TRAINING_EDIT)
def remove_absence(rollout_id: int, trainer_absence_id: int) -> ResponseReturnValue:
    """Take an absence away."""
    row, form = course_queries.absence(rollout_id, trainer_absence_id), ButtonForm()
    form.validate_on_submit()
    back = url_for("training.trainers", rollout_id=rollout_id)
    done = save(form, lambda: place_service.remove_absence(row), then=lambda _: back, said="The absence is taken away.")
    return done or redirect(back, 303)


@blueprint.route("/rollouts/<int:rollout_id>/training/rooms/new", methods=["GET", "POST"])
@needs(Permission.TRAINING_EDIT)
def add_room(rollout_id: int) -> ResponseReturnValue:
    """A new room."""
    form = RoomForm()
    if form.validate_on_submit():
        done = save(
            form,
            lambda: place_service.add_room(rollout_id, form.draft()),
            then=lambda _: url_for("training.trainers", rollout_id=rollout_id, _anchor="rooms"),
            said=lambda row: f"{row.name} can be used for sessions.",
        )
        if done:
            return done
    return render_template("training/add_room.html", form=form), 422 if form.errors else 200


@blueprint.route("/rollouts/<int:rollout_id>/training/rooms/<int:training_room_id>", methods=["GET", "POST"])
@needs(Permission.TRAINING_EDIT)
def edit_room(rollout_id: int, training_room_id: int) -> ResponseReturnValue:
    """Change a room."""
    row = course_queries.room(rollout_id, training_room_id)
    form = EditRoomForm(data=place_service.room_values(row) | {"version": row.version})
    if form.validate_on_submit():
        done = save(
            form,
            lambda: place_service.edit_room(row, form.draft(), form.version.data),
            then=lambda _: url_for("training.trainers", rollout_id=rollout_id, _anchor="rooms"),
            said="Room saved.",
        )
        if done:
            return done
    return render_template("training/edit_room.html", form=form, room=row), 422 if form.errors else 200
