"""Pages of what stakeholders expect: which goal answers each, what nobody answers, and saying so.

For those who may see the stakeholders. Pages: templates/goals/. Form: forms.py.
"""

from flask import render_template, url_for
from flask.typing import ResponseReturnValue

from planner.access.roles import Permission, Scope
from planner.basics.errors import NotAllowed
from planner.goals import answering_service, expectation_service, queries, tree_service
from planner.goals.forms import AnswerExpectationForm
from planner.goals.views import blueprint
from planner.web import clock, current
from planner.web.guards import needs
from planner.web.saving import save


def sees_stakeholders() -> bool:
    """Whether what groups expect is shown: to those who see everybody, as on the page of stakeholders."""
    return current.scope(Permission.PEOPLE_VIEW) is Scope.ALL


blueprint.add_app_template_global(sees_stakeholders)


@blueprint.get("/rollouts/<int:rollout_id>/goals/expectations")
@needs(Permission.PEOPLE_VIEW)
def expectations(rollout_id: int) -> ResponseReturnValue:
    """What is expected by whom, and which goal answers it; what no goal answers stands first."""
    if not sees_stakeholders():
        raise NotAllowed("What groups expect is shown to project managers and sponsors.")
    today = clock.today()
    found = tree_service.goals_of(current.rollout(), today)
    rows = expectation_service.answered(current.rollout(), today)
    return render_template(
        "goals/expectations.html",
        open_ones=[each for each in rows if not each.goals],
        taken_up=[each for each in rows if each.goals],
        goals=found.by_id,
    )


@blueprint.route("/rollouts/<int:rollout_id>/goals/expectations/<key>", methods=["GET", "POST"])
@needs(Permission.GOALS_EDIT)
def answer_expectation(rollout_id: int, key: str) -> ResponseReturnValue:
    """Say which goal answers what a group expects."""
    row, form = expectation_service.one(rollout_id, key), AnswerExpectationForm()
    kept = {each.id: each for each in queries.rows_of(rollout_id) if not each.dropped}
    form.offer_goals({number: each.name for number, each in kept.items()})
    if form.validate_on_submit():
        rollout, by, goal = current.rollout(), current.user(), kept[int(form.goal.data)]
        done = save(
            form,
            lambda: answering_service.answer(rollout, goal, key, by),
            then=lambda _: url_for("goals.expectations", rollout_id=rollout_id),
            said=f"“{goal.name}” answers it.",
        )
        if done:
            return done
    return render_template("goals/answer_expectation.html", form=form, row=row), 422 if form.errors else 200
