"""Pages of the goals: the tree, one goal with what the check says of it, and writing, changing and dropping one.

Pages: templates/goals/. Forms: forms.py.
"""

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue

from planner.access.roles import Permission, Scope
from planner.goals import (
    history_service,
    known_service,
    link_service,
    plausibility,
    queries,
    service,
    tree_service,
    words,
)
from planner.goals.filters import SHOW_WORDS, Show
from planner.goals.forms import ApproveGoalForm, CommentForm, DropGoalForm, EditGoalForm, NewGoalForm
from planner.goals.gates import OUTCOME_WORDS
from planner.goals.goal import IMPORTANCE_WORDS, LEVEL_WORDS
from planner.goals.links import KIND_WORDS, ONE_WORDS, WORK, LinkKind
from planner.goals.smart import LETTER_WORDS, Letter
from planner.playbook.words import Level
from planner.rollouts.models import Rollout
from planner.web import clock, current
from planner.web.addresses import row_number
from planner.web.guards import needs
from planner.web.saving import save

blueprint = Blueprint("goals", __name__)


@blueprint.get("/rollouts/<int:rollout_id>/goals")
@needs(Permission.GOALS_VIEW)
def index(rollout_id: int) -> ResponseReturnValue:
    """The goals as a tree, all of them or those of which something is missing."""
    found = tree_service.goals_of(current.rollout(), clock.today())
    asked = request.args.get("show", "")
    show = Show(asked) if asked in set(Show) else Show.ALL
    return render_template(
        "goals/index.html",
        goals=found,
        show=show,
        show_words=SHOW_WORDS,
        counts={each: len(found.matching(each)) for each in Show},
        matching=found.matching(show),
        branches=found.tree(show),
        today=clock.today(),
    )


@blueprint.get("/rollouts/<int:rollout_id>/goals/<int:goal_id>")
@needs(Permission.GOALS_VIEW)
def show(rollout_id: int, goal_id: int) -> ResponseReturnValue:
    """One goal: what it says, what is missing, what it rests on, what was said, and how it came to be."""
    row = queries.row_of(rollout_id, goal_id)
    found = tree_service.goals_of(current.rollout(), clock.today())
    own = found.by_id[row.id]
    return render_template(
        "goals/show.html",
        own=own,
        goals=found,
        state=found.states[row.id],
        above=found.by_id.get(row.parent_id or 0),
        under=[each for each in found.kept if each.row.parent_id == row.id],
        links=[link for link in found.links if link.goal == row.id],
        link_words=link_words(current.rollout()),
        looks=[look for look in queries.looks(rollout_id) if look.row.goal_id == row.id],
        gates=gates_in_words(current.rollout()),
        comments=queries.comments(row.id),
        versions=history_service.versions(current.rollout(), row.id),
        approver=queries.name_of(row.approved_by_id),
        comment_form=CommentForm(formdata=None),
        approve_form=ApproveGoalForm(formdata=None, data={"version": row.version}),
        pace=plausibility.pace_asked(own.facts),
        limit=plausibility.limit_of(own.facts),
    )


def link_words(rollout: Rollout) -> dict[tuple[LinkKind, str], str]:
    """The words for what a goal may rest on; what groups expect only for those who may see the stakeholders."""
    every = current.scope(Permission.PEOPLE_VIEW) is Scope.ALL
    known = link_service.known_words(rollout).items()
    return {key: word for key, word in known if every or key[0] is not LinkKind.EXPECTATION}


def gates_in_words(rollout: Rollout) -> dict[str, str]:
    """The gates of a rollout in their order, by key."""
    return {gate.key: gate.words for gate in known_service.gates_of(rollout)}


@blueprint.route("/rollouts/<int:rollout_id>/goals/new", methods=["GET", "POST"])
@needs(Permission.GOALS_EDIT)
def create(rollout_id: int) -> ResponseReturnValue:
    """Write a goal; what is missing may follow later."""
    rollout = current.rollout()
    form = NewGoalForm(data=_under(rollout_id))
    form.offer_choices(queries.rows_of(rollout_id), known_service.names_of(rollout))
    if form.validate_on_submit():
        by, now = current.user(), clock.now()
        done = save(
            form,
            lambda: service.create(rollout, form.draft(), by, now),
            then=lambda row: url_for("goals.show", rollout_id=rollout_id, goal_id=row.id),
            said="The goal is written. What it lacks, and what it seems to rest on, stands below.",
        )
        if done:
            return done
    return render_template("goals/create.html", form=form), 422 if form.errors else 200


def _under(rollout_id: int) -> dict[str, object]:
    """A goal written from the page of another one begins under it."""
    above = request.args.get("under", type=row_number)
    row = next((each for each in queries.rows_of(rollout_id) if each.id == above), None)
    levels = list(Level)
    if row is None or row.level is levels[-1]:
        return {}
    return {"parent": str(row.id), "level": levels[levels.index(row.level) + 1].value, "unit": str(row.unit_id or "")}


@blueprint.route("/rollouts/<int:rollout_id>/goals/<int:goal_id>/edit", methods=["GET", "POST"])
@needs(Permission.GOALS_EDIT)
def edit(rollout_id: int, goal_id: int) -> ResponseReturnValue:
    """Change a goal, with the reason."""
    rollout, row = current.rollout(), queries.row_of(rollout_id, goal_id)
    form = EditGoalForm(data={**service.fields(row), "version": row.version})
    form.offer_choices(queries.rows_of(rollout_id), known_service.names_of(rollout), row.id)
    if form.validate_on_submit():
        by, now, version = current.user(), clock.now(), form.version.data
        done = save(
            form,
            lambda: service.edit(rollout, row, form.draft(), form.reason.data or "", by, now, version),
            then=lambda _: url_for("goals.show", rollout_id=rollout_id, goal_id=goal_id),
            said="The goal is changed; what it said before is kept.",
        )
        if done:
            return done
    return render_template("goals/edit.html", form=form, row=row), 422 if form.errors else 200


@blueprint.route("/rollouts/<int:rollout_id>/goals/<int:goal_id>/drop", methods=["GET", "POST"])
@needs(Permission.GOALS_EDIT)
def drop(rollout_id: int, goal_id: int) -> ResponseReturnValue:
    """Drop a goal, or take a dropped one up again."""
    row = queries.row_of(rollout_id, goal_id)
    form = DropGoalForm(data={"version": row.version})
    if form.validate_on_submit():
        by, now, version = current.user(), clock.now(), form.version.data
        done = save(
            form,
            lambda: service.drop(row, form.reason.data or "", by, now, version),
            then=lambda _: url_for("goals.show", rollout_id=rollout_id, goal_id=goal_id),
            said=lambda goal: "The goal is dropped." if goal.dropped else "The goal is taken up again.",
        )
        if done:
            return done
    return render_template("goals/drop.html", form=form, row=row), 422 if form.errors else 200


@blueprint.context_processor
def vocabulary() -> dict[str, object]:
    """How the templates of this area say things."""
    return {
        "words": words,
        "amount": plausibility.amount,
        "step": plausibility.step,
        "level_words": LEVEL_WORDS,
        "importance_words": IMPORTANCE_WORDS,
        "letters": LETTER_WORDS,
        "Letter": Letter,
        "kind_words": KIND_WORDS,
        "one_words": ONE_WORDS,
        "work_kinds": WORK,
        "outcome_words": OUTCOME_WORDS,
    }


from planner.goals import act_views as act_views  # noqa: E402, PLC0414 - its pages join this blueprint
from planner.goals import capability_views as capability_views  # noqa: E402, PLC0414 - the same
from planner.goals import expectation_views as expectation_views  # noqa: E402, PLC0414 - the same
from planner.goals import link_views as link_views  # noqa: E402, PLC0414 - the same
