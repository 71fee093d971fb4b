"""Pages of one task.

Pages: templates/schedule/. Forms: forms.py.
"""

from datetime import timedelta

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from planner.access.roles import Permission
from planner.basics.errors import NotAllowed
from planner.process import problem_queries
from planner.process.problem_states import STATE_WORDS
from planner.rollouts import queries as rollouts
from planner.rollouts.playbook_service import playbook_of
from planner.schedule import hold_service, queries, service
from planner.schedule.durations import in_words, tenths
from planner.schedule.forms import FinishForm, TaskForm, choice
from planner.schedule.gate_queries import GateView
from planner.schedule.models import PlanLink, PlanTask
from planner.schedule.project_file import LINK_WORDS, LagKind
from planner.schedule.states import LIGHTS, WORDS, Kind, state_of
from planner.schedule.views import blueprint, may_edit_all
from planner.web import clock, current
from planner.web.guards import needs
from planner.web.saving import save


def own_task(rollout_id: int, task_id: int) -> PlanTask:
    """A task this person may change: any for the manager, one's own for others."""
    found = queries.task(rollout_id, task_id)
    if not may_edit_all() and found.owner_id != current.user().id:
        raise NotAllowed("You can change tasks that you own.")
    return found


def phases_of(rollout_id: int) -> dict[str, str]:
    """The phases of the rollout's playbook by their name."""
    if not rollouts.has_playbook(rollout_id):
        return {}
    return {phase.ref: phase.name for phase in playbook_of(current.rollout()).phases}


@blueprint.get("/rollouts/<int:rollout_id>/plan/tasks/<int:task_id>")
@needs(Permission.PLAN_VIEW)
def task(rollout_id: int, task_id: int) -> ResponseReturnValue:
    """One task: what the plan knows of it, what it waits for, and what waits for it."""
    found = queries.task(rollout_id, task_id)
    return _page(rollout_id, found, FinishForm(data={"version": found.version}))


@blueprint.app_template_global()
def task_numbered(uid: int) -> dict[str, object] | None:
    """Name and address of the task with a lasting number; None where the plan has none, or for whoever sees no plan."""
    found = queries.task_with(current.rollout().id, uid) if current.may(Permission.PLAN_VIEW) else None
    if found is None:
        return None
    address = url_for("schedule.task", rollout_id=current.rollout().id, task_id=found.id)
    return {"name": found.name, "url": address, "done": found.percent == 100}


def _page(rollout_id: int, found: PlanTask, form: FinishForm) -> str:
    before, after = queries.neighbours(found.id)
    state = state_of(found.facts, clock.today())
    return render_template(
        "schedule/task.html",
        task=found,
        before=before,
        after=after,
        owner=queries.names_of({found.owner_id}).get(found.owner_id or 0, ""),
        phase=phases_of(rollout_id).get(found.phase_ref, found.phase_ref),
        form=form,
        stop=stop_of(found),
        state=(LIGHTS[state], WORDS[state]),
        words=words_of(found, rollout_id),
        problems=problem_queries.answered_by(rollout_id, task_uid=found.uid),
        problem_states=STATE_WORDS,
        planner=current.may(Permission.PLAN_EDIT) and may_edit_all(),
        editor=current.may(Permission.PLAN_EDIT) and (may_edit_all() or found.owner_id == current.user().id),
    )


def stop_of(found: PlanTask) -> tuple[GateView, str, bool] | None:
    """The gate that holds a task back, or that is waived for it, with the sentence about it; nothing once it began."""
    if found.begun:
        return None
    holding = hold_service.holding_of(current.rollout(), clock.today())
    permit = holding.permit(found.place)
    if not permit.allowed:
        held = permit.held_by[0]
        return holding.views[held.gate_key], holding.told(permit, found.place), True
    if permit.waived:
        view = holding.views[permit.waived[0]]
        return view, hold_service.waived_words(view), False
    return None


def words_of(found: PlanTask, rollout_id: int) -> dict[str, str]:
    """A task's lengths of time in words, in days of its plan."""
    plan = queries.current_plan(rollout_id)
    day = plan.day if plan else timedelta(hours=8)
    slack = None if found.slack_seconds is None else timedelta(seconds=found.slack_seconds)
    return {
        "length": "not known" if found.duration is None else in_words(found.duration, day=day, elapsed=found.elapsed),
        "slack": "" if slack is None else in_words(slack, day=day),
    }


@blueprint.app_template_filter("link_words")
def write_link(link: PlanLink) -> str:
    """How two tasks hang together, such as “finish to start, 2 days later”."""
    ends = LINK_WORDS[link.type]
    if not link.lag:
        return ends
    if link.lag_kind in {LagKind.PERCENT, LagKind.ELAPSED_PERCENT}:
        return f"{ends}, {abs(link.lag)} % of its duration {'later' if link.lag > 0 else 'earlier'}"
    length = in_words(abs(tenths(link.lag)), elapsed=link.lag_kind is LagKind.ELAPSED)
    return f"{ends}, {length} {'later' if link.lag > 0 else 'earlier'}"


@blueprint.route("/rollouts/<int:rollout_id>/plan/tasks/<int:task_id>/edit", methods=["GET", "POST"])
@needs(Permission.PLAN_EDIT)
def edit_task(rollout_id: int, task_id: int) -> ResponseReturnValue:
    """Change dates, progress, owner and note of a task."""
    found = own_task(rollout_id, task_id)
    form = task_form(rollout_id, found)
    if form.validate_on_submit():
        done = save(
            form,
            lambda: service.edit_task(
                found,
                form.draft(service.stored_draft(found)),
                form.version.data,
                rollout_id,
                today=clock.today(),
                by=current.user(),
                at=clock.now(),
            ),
            then=lambda changed: url_for("schedule.task", rollout_id=rollout_id, task_id=changed.id),
            said="Task saved.",
        )
        if done:
            return done
    return render_template("schedule/edit_task.html", form=form, task=found), 422 if form.errors else 200


def task_form(rollout_id: int, found: PlanTask) -> TaskForm:
    """The form with what this person may change of this row."""
    values = service.current_values(found) | {"owner": choice(found.owner_id), "version": found.version}
    form = TaskForm(data=values)
    people = queries.people(rollout_id) | queries.names_of({found.owner_id})
    form.offer_choices(people, phases_of(rollout_id) | ({found.phase_ref: found.phase_ref} if found.phase_ref else {}))
    if found.kind is Kind.SUMMARY:
        form.keep_out("start", "finish", "percent")
    if found.kind is not Kind.TASK:
        form.keep_out("optimistic_days", "likely_days", "pessimistic_days")
    if not may_edit_all():
        form.keep_out("owner", "phase")
    return form


@blueprint.post("/rollouts/<int:rollout_id>/plan/tasks/<int:task_id>/finish")
@needs(Permission.PLAN_EDIT)
def finish_task(rollout_id: int, task_id: int) -> ResponseReturnValue:
    """Mark a task or milestone as done today."""
    found, form = own_task(rollout_id, task_id), FinishForm()
    if form.validate_on_submit():
        done = save(
            form,
            lambda: service.finish_task(found, form.version.data, clock.today(), by=current.user(), at=clock.now()),
            then=lambda changed: after_finish(rollout_id, changed),
            said=lambda changed: f"“{changed.name}” is done.",
        )
        if done:
            return done
    return _page(rollout_id, found, form), 422


def after_finish(rollout_id: int, task: PlanTask) -> str:
    """Where one goes on: back to one's own work when the tap came from there."""
    if request.args.get("back") == "my-work":
        return url_for("schedule.my_work", rollout_id=rollout_id)
    return url_for("schedule.task", rollout_id=rollout_id, task_id=task.id)
