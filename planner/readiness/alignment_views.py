"""Pages that show what goals rest on in the plan, and tie rows of the plan to goals.

Pages: templates/readiness/. Forms: impact_forms.py.
"""

from flask import render_template, url_for
from flask.typing import ResponseReturnValue

from planner.access.roles import Permission
from planner.goals import queries as goals
from planner.goals.goal import LEVEL_WORDS, Goal
from planner.goals.links import KIND_WORDS, WORK
from planner.readiness import alignment_service
from planner.readiness.goal_pace_service import pace_warnings
from planner.readiness.impact_forms import TieForm
from planner.readiness.views import blueprint
from planner.schedule import queries as schedule
from planner.schedule.states import LIGHTS, WORDS, state_of
from planner.web import clock, current
from planner.web.guards import needs
from planner.web.saving import save


@blueprint.app_template_global()
def pace_doubt(goal: Goal) -> str:
    """What the history of its key figure says against the pace of a goal, for the goal's own page; else empty."""
    return pace_warnings(current.rollout(), [goal]).get(goal.id, "")


@blueprint.get("/rollouts/<int:rollout_id>/goals/alignment")
@needs(Permission.GOALS_VIEW)
def alignment(rollout_id: int) -> ResponseReturnValue:
    """What each goal rests on, which goals nothing serves, and which open work serves no goal."""
    found = alignment_service.alignment(current.rollout(), clock.today())
    return render_template(
        "readiness/alignment.html",
        found=found,
        paces=pace_warnings(current.rollout(), [each.facts for each in found.goals.kept]),
        level_words=LEVEL_WORDS,
        tie_words=KIND_WORDS,
        work_kinds=WORK,
        today=clock.today(),
        state_of=state_of,
        task_words=WORDS,
        task_lights=LIGHTS,
    )


@blueprint.route("/rollouts/<int:rollout_id>/goals/alignment/tasks/<int:task_id>", methods=["GET", "POST"])
@needs(Permission.GOALS_EDIT)
def tie_task(rollout_id: int, task_id: int) -> ResponseReturnValue:
    """Tie a row of the plan to the goal that it serves."""
    rollout, row, form = current.rollout(), schedule.task(rollout_id, task_id), TieForm()
    form.offer_goals({each.id: each.name for each in goals.rows_of(rollout_id) if not each.dropped})
    if form.validate_on_submit():
        by = current.user()
        done = save(
            form,
            lambda: alignment_service.tie_task(rollout, row, int(form.goal.data), by),
            then=lambda _: url_for("readiness.alignment", rollout_id=rollout_id),
            said=f"“{row.name}” is tied to the goal.",
        )
        if done:
            return done
    return render_template("readiness/tie_task.html", form=form, row=row), 422 if form.errors else 200
