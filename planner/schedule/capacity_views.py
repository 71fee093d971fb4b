"""Pages of capacity: promised hours against the plan's need, and what hits a unit in the same week.

Whose hours are shown: a project manager sees everybody's, everybody else their own; the sponsor also the sum of all,
from five people on. Pages: templates/schedule/. Forms: capacity_forms.py.
"""

from datetime import date

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from planner.access.roles import Permission, Scope
from planner.people import queries as people
from planner.people import service as promises
from planner.people.models import PromisedHours
from planner.schedule import capacity_queries, load_service, queries
from planner.schedule.capacity import CROWDED, WEEKS, Cell, Row, monday, over_committed, together, weeks_from
from planner.schedule.capacity_forms import EditPromiseForm, LoadForm, PromiseForm, RemovePromiseForm
from planner.schedule.session_load_queries import TrainerRow, over_hours, trainer_rows
from planner.schedule.task_views import own_task
from planner.schedule.views import blueprint
from planner.web import clock, current
from planner.web.guards import needs
from planner.web.saving import save

FEWEST = 5
"""A sum over fewer people would show what single ones have promised."""


@blueprint.get("/rollouts/<int:rollout_id>/plan/capacity")
@needs(Permission.PLAN_VIEW)
def capacity(rollout_id: int) -> ResponseReturnValue:
    """Hours promised against hours needed, week by week, and activities at the same time by unit."""
    weeks, plan = weeks_from(first_week()), queries.current_plan(rollout_id)
    found = capacity_queries.capacity(current.rollout(), plan, weeks, clock.today())
    everybody = current.may(Permission.PEOPLE_EDIT)
    rows = [row for row in found.rows if everybody or row.user_id == current.user().id]
    trainers = trainers_seen(weeks)
    return render_template(
        "schedule/capacity.html",
        plan=plan,
        weeks=weeks,
        back=weeks[0] > monday(clock.today()),
        span=WEEKS,
        rows=rows,
        total=total_of(found.rows, everybody=everybody),
        over=over_committed(rows),
        undated=found.undated,
        promises=people.promises(rollout_id, None if everybody else current.user().id),
        names=queries.names_of({row.user_id for row in found.rows}),
        everybody=everybody,
        trainers=trainers,
        trainers_over=over_hours(trainers),
        groups=capacity_queries.groups(current.rollout(), plan, weeks),
        crowded=CROWDED,
        fewest=FEWEST,
    )


def trainers_seen(weeks: tuple[date, ...]) -> list[TrainerRow]:
    """The trainers whose hours this person may see: all of them for whoever plans sessions, else oneself."""
    rows = trainer_rows(current.rollout(), weeks)
    if current.scope(Permission.TRAINING_VIEW) is Scope.ALL:
        return rows
    return [row for row in rows if row.user_id == current.user().id]


def first_week() -> date:
    """The Monday the address asks for, never one that has passed."""
    try:
        asked = date.fromisoformat(request.args.get("from", ""))
    except ValueError:
        asked = clock.today()
    latest = date(2100, 1, 1)
    return monday(min(max(asked, clock.today()), latest))


def total_of(rows: tuple[Row, ...], *, everybody: bool) -> tuple[Cell, ...]:
    """The sum of all people, for those who may see it."""
    may = everybody or current.scope(Permission.PEOPLE_VIEW) is Scope.ALL
    return together(rows) if may and len(rows) >= (1 if everybody else FEWEST) else ()


@blueprint.route("/rollouts/<int:rollout_id>/plan/capacity/promises/new", methods=["GET", "POST"])
@needs(Permission.PEOPLE_EDIT)
def add_promise(rollout_id: int) -> ResponseReturnValue:
    """Write down what somebody promised."""
    form = PromiseForm(data={"person": request.args.get("person", ""), "first_day": clock.today()})
    form.offer_people(queries.people(rollout_id))
    if form.validate_on_submit():
        done = save(
            form,
            lambda: promises.add_promise(rollout_id, form.draft()),
            then=lambda _: url_for("schedule.capacity", rollout_id=rollout_id, _anchor="promises"),
            said="The promise is written down.",
        )
        if done:
            return done
    return render_template("schedule/add_promise.html", form=form), 422 if form.errors else 200


@blueprint.route("/rollouts/<int:rollout_id>/plan/capacity/promises/<int:promised_hours_id>", methods=["GET", "POST"])
@needs(Permission.PEOPLE_EDIT)
def edit_promise(rollout_id: int, promised_hours_id: int) -> ResponseReturnValue:
    """Change a promise."""
    row = people.promise(rollout_id, promised_hours_id)
    values = promises.current_values(row) | {"person": str(row.user_id), "version": row.version}
    form = EditPromiseForm(data=values)
    form.offer_people(queries.people(rollout_id) | queries.names_of({row.user_id}))
    if form.validate_on_submit():
        done = save(
            form,
            lambda: promises.edit_promise(row, form.draft(), form.version.data),
            then=lambda _: url_for("schedule.capacity", rollout_id=rollout_id, _anchor="promises"),
            said="Promise saved.",
        )
        if done:
            return done
    return _edit_page(form, row), 422 if form.errors else 200


def _edit_page(form: EditPromiseForm, row: PromisedHours) -> str:
    return render_template("schedule/edit_promise.html", form=form, row=row)


@blueprint.post("/rollouts/<int:rollout_id>/plan/capacity/promises/<int:promised_hours_id>/remove")
@needs(Permission.PEOPLE_EDIT)
def remove_promise(rollout_id: int, promised_hours_id: int) -> ResponseReturnValue:
    """Take away a promise that was written down by mistake."""
    row, form = people.promise(rollout_id, promised_hours_id), RemovePromiseForm()
    if form.validate_on_submit():
        done = save(
            form,
            lambda: promises.remove_promise(row, form.version.data),
            then=lambda _: url_for("schedule.capacity", rollout_id=rollout_id, _anchor="promises"),
            said="The promise is taken away; the history keeps it.",
        )
        if done:
            return done
    return edit_promise(rollout_id, promised_hours_id)


@blueprint.route("/rollouts/<int:rollout_id>/plan/tasks/<int:task_id>/load", methods=["GET", "POST"])
@needs(Permission.PLAN_EDIT)
def edit_load(rollout_id: int, task_id: int) -> ResponseReturnValue:
    """Change the share of time a task takes while it lasts."""
    found = own_task(rollout_id, task_id)
    form = LoadForm(data={"load": found.load_percent, "version": found.version})
    if form.validate_on_submit():
        done = save(
            form,
            lambda: load_service.edit_load(found, form.load.data or 0, form.version.data),
            then=lambda _: url_for("schedule.capacity", rollout_id=rollout_id),
            said=lambda changed: f"“{changed.name}” takes {changed.load_percent} % of the time now.",
        )
        if done:
            return done
    return render_template("schedule/edit_load.html", form=form, task=found), 422 if form.errors else 200
