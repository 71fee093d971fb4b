"""Pages on which people act on goals: approve, comment, look at all before a gate; and the history and export of all.

Pages: templates/goals/. Forms: forms.py.
"""

from flask import render_template, url_for
from flask.typing import ResponseReturnValue

from planner.access.roles import Permission
from planner.basics.errors import NotFound
from planner.goals import history_service, queries, service, tree_service, words
from planner.goals.forms import ApproveGoalForm, CommentForm, for_goals
from planner.goals.gates import Outcome
from planner.goals.goal_table import HEADINGS, table
from planner.goals.views import blueprint, gates_in_words, link_words
from planner.web import clock, current
from planner.web.downloads import table_file
from planner.web.guards import needs
from planner.web.saving import save

MOST = 200


@blueprint.route("/rollouts/<int:rollout_id>/goals/<int:goal_id>/approve", methods=["GET", "POST"])
@needs(Permission.GOALS_APPROVE)
def approve(rollout_id: int, goal_id: int) -> ResponseReturnValue:
    """A sponsor stands behind a goal as it says now."""
    rollout, row = current.rollout(), queries.row_of(rollout_id, goal_id)
    form = ApproveGoalForm(data={"version": row.version})
    if form.validate_on_submit():
        by, now = current.user(), clock.now()
        done = save(
            form,
            lambda: service.approve(rollout, row, by, now, form.version.data),
            then=lambda _: url_for("goals.show", rollout_id=rollout_id, goal_id=goal_id),
            said="You stand behind this goal.",
        )
        if done:
            return done
    own = tree_service.goals_of(rollout, clock.today()).by_id[row.id]
    return render_template("goals/approve.html", form=form, own=own), 422 if form.errors else 200


@blueprint.route("/rollouts/<int:rollout_id>/goals/<int:goal_id>/comment", methods=["GET", "POST"])
@needs(Permission.GOALS_COMMENT)
def comment(rollout_id: int, goal_id: int) -> ResponseReturnValue:
    """Say something about a goal."""
    row, form = queries.row_of(rollout_id, goal_id), CommentForm()
    if form.validate_on_submit():
        by, now = current.user(), clock.now()
        done = save(
            form,
            lambda: service.comment(row, form.text.data or "", by, now),
            then=lambda _: url_for("goals.show", rollout_id=rollout_id, goal_id=goal_id, _anchor="comments"),
            said="The comment is kept.",
        )
        if done:
            return done
    return render_template("goals/comment.html", form=form, row=row), 422 if form.errors else 200


@blueprint.get("/rollouts/<int:rollout_id>/goals/gates")
@needs(Permission.GOALS_VIEW)
def looks(rollout_id: int) -> ResponseReturnValue:
    """Which goals were looked at before which gate."""
    found = tree_service.goals_of(current.rollout(), clock.today())
    kept = {each.row.id: each for each in found.kept}
    seen: dict[str, dict[int, queries.Looked]] = {}
    for each in queries.looks(rollout_id):
        if each.row.goal_id in kept:
            seen.setdefault(each.row.gate_key, {}).setdefault(each.row.goal_id, each)
    return render_template("goals/looks.html", gates=gates_in_words(current.rollout()), kept=kept, seen=seen)


@blueprint.route("/rollouts/<int:rollout_id>/goals/gates/<gate_key>", methods=["GET", "POST"])
@needs(Permission.GOALS_COMMENT)
def look(rollout_id: int, gate_key: str) -> ResponseReturnValue:
    """Go through all goals before a gate; what is left open stays open."""
    gates = gates_in_words(current.rollout())
    if gate_key not in gates:
        raise NotFound("There is no such gate in this rollout.")
    found = tree_service.goals_of(current.rollout(), clock.today())
    kept = {each.row.id: each for each in found.kept}
    form = for_goals({number: each.row.name for number, each in kept.items()})()
    if form.validate_on_submit():
        by, now, rows = current.user(), clock.now(), {number: each.row for number, each in kept.items()}
        done = save(
            form,
            lambda: service.look_at_all(rows, gate_key, form.answers(), by, now),
            then=lambda _: url_for("goals.looks", rollout_id=rollout_id),
            said=lambda count: f"{count} {'goal' if count == 1 else 'goals'} looked at.",
        )
        if done:
            return done
    before = queries.latest_looks(rollout_id, gate_key)
    page = render_template("goals/look.html", form=form, gate=gates[gate_key], kept=kept, before=before, goals=found)
    return page, 422 if form.errors else 200


@blueprint.get("/rollouts/<int:rollout_id>/goals/history")
@needs(Permission.GOALS_VIEW)
def history(rollout_id: int) -> ResponseReturnValue:
    """Every change of every goal, the latest first, with its reason."""
    found = history_service.versions(current.rollout())
    return render_template("goals/history.html", found=found[:MOST], total=len(found))


@blueprint.get("/rollouts/<int:rollout_id>/goals.<fmt>")
@needs(Permission.GOALS_EXPORT)
def export(rollout_id: int, fmt: str) -> ResponseReturnValue:
    """All goals as a table."""
    found = tree_service.goals_of(current.rollout(), clock.today())
    return table_file("goals", fmt, HEADINGS, table(tree_service.lines_of(found), link_words(current.rollout())))


@blueprint.context_processor
def outcomes() -> dict[str, object]:
    """What somebody may say of a goal before a gate."""
    return {"Outcome": Outcome, "state_words": words.STATE_WORDS, "state_lights": words.STATE_LIGHTS}
