"""Pages that change the shape of a plan: rows added, moved and removed, links, drags of the mouse, and undo.

Pages: templates/schedule/. Forms: outline_forms.py.
"""

from dataclasses import replace
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from planner.access.roles import Permission
from planner.basics.errors import NotFound
from planner.schedule import outline_service as shape
from planner.schedule import queries, service
from planner.schedule import wish_service as wishes
from planner.schedule.memory_service import take_back
from planner.schedule.models import PlanTask
from planner.schedule.outline_forms import (
    ArrangeForm,
    ConstrainForm,
    DragForm,
    LinkForm,
    NewTaskForm,
    RemoveForm,
    UndoForm,
    UnlinkForm,
)
from planner.schedule.redraw_views import redraws
from planner.schedule.states import Kind
from planner.schedule.task_views import own_task
from planner.schedule.views import blueprint, edit_all
from planner.web import clock, current
from planner.web.forms import offer
from planner.web.guards import needs
from planner.web.saving import save

PAGES = {
    "add": "schedule.add_task",
    "constrain": "schedule.constrain",
    "link": "schedule.link_task",
    "edit": "schedule.edit_task",
    "remove": "schedule.remove_task",
    "open": "schedule.task",
}
STEP_WORDS = {"in": "indented", "out": "outdented", "up": "moved up", "down": "moved down"}


def picture(rollout_id: int, task: PlanTask | None = None) -> str:
    """The way back to the picture, at the row concerned, with the filter as it was."""
    kept: dict[str, Any] = {
        key: value for key in ("show", "part", "wave", "owner", "zoom", "page") if (value := request.args.get(key))
    }
    where = url_for("schedule.timeline", rollout_id=rollout_id, **kept)
    return f"{where}#row-{task.id}" if task is not None else where


@blueprint.route("/rollouts/<int:rollout_id>/plan/tasks/<int:task_id>/add", methods=["GET", "POST"])
@needs(Permission.PLAN_EDIT)
def add_task(rollout_id: int, task_id: int) -> ResponseReturnValue:
    """Add a row behind this one, or under it."""
    found, form = queries.task(rollout_id, task_id), NewTaskForm()
    edit_all()
    if form.validate_on_submit():
        done = save(
            form,
            lambda: shape.add_task(found, form.draft(), current.user(), clock.now()),
            then=lambda made: picture(rollout_id, made),
            said=lambda made: f"“{made.name}” is in the plan.",
        )
        if done:
            return done
    return render_template("schedule/add_task.html", form=form, task=found), 422 if form.errors else 200


@blueprint.route("/rollouts/<int:rollout_id>/plan/tasks/<int:task_id>/constraints", methods=["GET", "POST"])
@needs(Permission.PLAN_EDIT)
def constrain(rollout_id: int, task_id: int) -> ResponseReturnValue:
    """Change name, duration, constraint and deadline of a row."""
    found = queries.task(rollout_id, task_id)
    edit_all()
    form = ConstrainForm(data={**wishes.row_values(found), "version": found.version})
    if found.kind is Kind.SUMMARY:
        del form.days
    if form.validate_on_submit():
        done = save(
            form,
            lambda: wishes.constrain(found, form.draft(), form.version.data, current.user(), clock.now()),
            then=lambda changed: url_for("schedule.task", rollout_id=rollout_id, task_id=changed.id),
            said="Saved; dates follow.",
        )
        if done:
            return done
    return render_template("schedule/constrain.html", form=form, task=found), 422 if form.errors else 200


@blueprint.route("/rollouts/<int:rollout_id>/plan/tasks/<int:task_id>/link", methods=["GET", "POST"])
@needs(Permission.PLAN_EDIT)
def link_task(rollout_id: int, task_id: int) -> ResponseReturnValue:
    """Let this task wait for another one."""
    found, form = queries.task(rollout_id, task_id), LinkForm()
    edit_all()
    rows = queries.rows_of(found.plan_id)
    others = {str(row.id): f"{row.row} {' · ' * row.outline_level}{row.name}" for row in rows if row.id != found.id}
    form.predecessor.choices = offer(others)
    if form.validate_on_submit():
        done = save(
            form,
            lambda: shape.link(found, form.draft(), current.user(), clock.now()),
            then=lambda _: url_for("schedule.task", rollout_id=rollout_id, task_id=task_id),
            said="The link is in the plan; dates follow it.",
        )
        if done:
            return done
    return render_template("schedule/link_task.html", form=form, task=found), 422 if form.errors else 200


@blueprint.post("/rollouts/<int:rollout_id>/plan/tasks/<int:task_id>/links/<int:plan_link_id>/remove")
@needs(Permission.PLAN_EDIT)
def unlink_task(rollout_id: int, task_id: int, plan_link_id: int) -> ResponseReturnValue:
    """Take a link away."""
    found, form = queries.task(rollout_id, task_id), UnlinkForm()
    shape.link_at(found, plan_link_id)
    edit_all()
    back = url_for("schedule.task", rollout_id=rollout_id, task_id=task_id)
    if form.validate_on_submit():
        done = save(
            form,
            lambda: shape.unlink(found, plan_link_id, current.user(), clock.now()),
            then=lambda _: back,
            said="The link is gone; dates follow.",
        )
        if done:
            return done
    return redirect(back, 303)


@blueprint.route("/rollouts/<int:rollout_id>/plan/tasks/<int:task_id>/remove", methods=["GET", "POST"])
@needs(Permission.PLAN_EDIT)
def remove_task(rollout_id: int, task_id: int) -> ResponseReturnValue:
    """Remove a row with all that stands under it."""
    found = queries.task(rollout_id, task_id)
    edit_all()
    form = RemoveForm(data={"version": found.version})
    name = found.name
    if form.validate_on_submit():
        done = save(
            form,
            lambda: shape.remove_task(found, form.version.data, current.user(), clock.now()),
            then=lambda _: picture(rollout_id),
            said=lambda rows: f"“{name}” is removed{f' with {rows - 1} rows under it' if rows > 1 else ''}.",
        )
        if done:
            return done
    under = shape.rows_under(found)
    return render_template("schedule/remove_task.html", form=form, task=found, under=under), 422 if form.errors else 200


@blueprint.post("/rollouts/<int:rollout_id>/plan/arrange")
@needs(Permission.PLAN_EDIT)
@redraws
def arrange(rollout_id: int) -> ResponseReturnValue:
    """Do with the chosen row what a button says: indent, move, or open the page that does the rest."""
    edit_all()
    form = ArrangeForm()
    chosen, step = form.chosen(), request.form.get("do", "")
    if not form.validate_on_submit() or chosen is None:
        flash("Choose a row of the plan first, then what to do with it.", "error")
        return redirect(picture(rollout_id), 303)
    number, version = chosen
    found = queries.task(rollout_id, number)
    if step in PAGES:
        return redirect(url_for(PAGES[step], rollout_id=rollout_id, task_id=number), 303)
    done = save(
        form,
        lambda: shape.move_task(found, step, version, current.user(), clock.now()),
        then=lambda moved: picture(rollout_id, moved),
        said=lambda moved: f"“{moved.name}” is {STEP_WORDS.get(step, 'moved')}.",
    )
    if done:
        return done
    flash(" ".join(form.form_errors), "error")
    return redirect(picture(rollout_id, found), 303)


@blueprint.post("/rollouts/<int:rollout_id>/plan/tasks/<int:task_id>/drag")
@needs(Permission.PLAN_EDIT)
@redraws
def drag(rollout_id: int, task_id: int) -> ResponseReturnValue:
    """Take over the days a task was drawn to."""
    found, form = own_task(rollout_id, task_id), DragForm()
    if form.validate_on_submit():
        draft = replace(service.stored_draft(found), start=form.start.data, finish=form.finish.data)
        done = save(
            form,
            lambda: service.edit_task(
                found, draft, form.version.data, rollout_id, today=clock.today(), by=current.user(), at=clock.now()
            ),
            then=lambda moved: picture(rollout_id, moved),
            said=lambda moved: f"“{moved.name}” takes from {moved.facts.first_day} to {moved.facts.last_day}.",
        )
        if done:
            return done
    words = [*form.form_errors, *(str(error) for field in form for error in field.errors)]
    flash(" ".join(words) or "The task was not moved.", "error")
    return redirect(picture(rollout_id, found), 303)


@blueprint.post("/rollouts/<int:rollout_id>/plan/undo")
@needs(Permission.PLAN_EDIT)
@redraws
def undo(rollout_id: int) -> ResponseReturnValue:
    """Take the last change of the plan back."""
    edit_all()
    plan, form = queries.current_plan(rollout_id), UndoForm()
    if plan is None:
        raise NotFound("There is no plan yet.")
    number = form.change.data or ""
    if form.validate_on_submit() and number.isascii() and number.isdigit() and len(number) < 10:
        done = save(
            form,
            lambda: take_back(plan, int(number), clock.today()),
            then=lambda _: picture(rollout_id),
            said=lambda change: f"Taken back: {change.words}.",
        )
        if done:
            return done
    flash(" ".join(form.form_errors) or "Nothing was taken back.", "error")
    return redirect(picture(rollout_id), 303)
