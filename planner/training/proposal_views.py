"""Pages of the proposal: sessions that close the gaps, and what is missing where they cannot."""

from fractions import Fraction

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from planner.access.roles import Permission
from planner.rollouts import queries as rollouts
from planner.training import course_queries, proposal_service
from planner.training.forms import TakeCoursesForm
from planner.training.proposal_task_service import task_of
from planner.training.views import blueprint
from planner.web import clock, current
from planner.web.guards import needs
from planner.web.saving import save


@blueprint.route("/rollouts/<int:rollout_id>/training/proposal", methods=["GET", "POST"])
@needs(Permission.TRAINING_EDIT)
def proposal(rollout_id: int) -> ResponseReturnValue:
    """The newest proposal, and asking for a new one."""
    form = TakeCoursesForm()
    if form.validate_on_submit():
        done = save(
            form,
            lambda: proposal_service.ask(current.rollout(), current.user(), clock.now(), clock.today()),
            then=lambda _: url_for("training.proposal", rollout_id=rollout_id),
            said=lambda row: "The proposal is ready." if row.ready else "The proposal is being worked out.",
        )
        if done:
            return done
    row = proposal_service.newest(rollout_id)
    sessions = proposal_service.sessions_of(row) if row else []
    missing = proposal_service.missing_of(row) if row else []
    task = task_of(current.rollout(), clock.today())
    page = render_template(
        "training/proposal.html",
        form=form,
        take=TakeCoursesForm(formdata=None),
        row=row,
        sessions=sessions,
        missing=missing,
        unseated=sum(each.people for each in missing),
        trainer_hours=Fraction(sum(each.trainer_hours for each in missing)),
        room_halves=sum(each.room_halves for each in missing),
        needed=sum(need.people for need in task.needs),
        task=task,
        names=course_queries.course_names(rollout_id),
        trainers={each.id: each.name for each in course_queries.trainers(rollout_id, retired=True)},
        rooms={each.id: each.name for each in course_queries.rooms(rollout_id, retired=True)},
        waves={wave.number: wave for wave in rollouts.waves(rollout_id)},
        begins=proposal_service.BEGINS,
    )
    return page, 422 if form.errors else 200


@blueprint.post("/rollouts/<int:rollout_id>/training/proposals/<int:sitting_proposal_id>/take")
@needs(Permission.TRAINING_EDIT)
def take_proposal(rollout_id: int, sitting_proposal_id: int) -> ResponseReturnValue:
    """Make the sessions of a proposal."""
    row, form = proposal_service.one(rollout_id, sitting_proposal_id), TakeCoursesForm()
    back = url_for("training.proposal", rollout_id=rollout_id)
    if form.validate_on_submit():
        done = save(
            form,
            lambda: proposal_service.take(current.rollout(), row, clock.now()),
            then=lambda _: url_for("training.sessions", rollout_id=rollout_id),
            said=lambda number: (
                f"{number} {'session was' if number == 1 else 'sessions were'} made. Give people their seats."
            ),
        )
        if done:
            return done
    flash(" ".join(form.form_errors) or "Try again.", "error")
    return redirect(back, 303)
