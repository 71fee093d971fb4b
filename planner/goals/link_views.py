"""Pages on which people say what a goal rests on: proposals confirmed or declined, others added.

Pages: templates/goals/. Forms: forms.py.
"""

from typing import Any

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms.fields import SelectChoice  # type: ignore[attr-defined] # newer than its types

from planner.access.roles import Permission
from planner.goals import link_service, queries
from planner.goals.forms import LinkForm, SettleForm
from planner.goals.links import KIND_WORDS, LinkKind, LinkState
from planner.goals.views import blueprint, link_words
from planner.web import current
from planner.web.guards import needs
from planner.web.saving import save


@blueprint.route("/rollouts/<int:rollout_id>/goals/<int:goal_id>/links", methods=["GET", "POST"])
@needs(Permission.GOALS_EDIT)
def links(rollout_id: int, goal_id: int) -> ResponseReturnValue:
    """What a goal rests on: say yes or no to what the playbook proposes, and add what it does not know."""
    rollout, row = current.rollout(), queries.row_of(rollout_id, goal_id)
    rows = [each for each in queries.links_of(rollout_id) if each.goal_id == row.id]
    known, form = link_words(rollout), LinkForm()
    tied = {(each.kind, each.ref) for each in rows if each.state is LinkState.CONFIRMED}
    form.offer_refs(_choices({key: word for key, word in known.items() if key not in tied}))
    if form.validate_on_submit():
        kind, _, ref = form.ref.data.partition(":")
        by = current.user()
        done = save(
            form,
            lambda: link_service.add(rollout, row, LinkKind(kind), ref, by),
            then=lambda _: url_for("goals.links", rollout_id=rollout_id, goal_id=goal_id),
            said="It is tied to the goal.",
        )
        if done:
            return done
    page = render_template("goals/links.html", form=form, row=row, rows=rows, known=known, LinkState=LinkState)
    return page, 422 if form.errors else 200


def _choices(known: dict[tuple[LinkKind, str], str]) -> list[Any]:
    """What can be added, in groups."""
    kinds = list(LinkKind)
    ordered = sorted(known.items(), key=lambda item: kinds.index(item[0][0]))
    offered = [SelectChoice(f"{kind.value}:{ref}", word, optgroup=KIND_WORDS[kind]) for (kind, ref), word in ordered]
    return [SelectChoice("", "Choose", optgroup="Nothing chosen"), *offered]


@blueprint.post("/rollouts/<int:rollout_id>/goals/links/<int:goal_link_id>")
@needs(Permission.GOALS_EDIT)
def settle(rollout_id: int, goal_link_id: int) -> ResponseReturnValue:
    """Say yes or no to a link."""
    row, form = queries.link_row(rollout_id, goal_link_id), SettleForm()
    state = LinkState.CONFIRMED if request.form.get("state") == LinkState.CONFIRMED else LinkState.DECLINED
    by, goal_id = current.user(), row.goal_id
    done = save(
        form,
        lambda: link_service.settle(row, state, by, form.version.data),
        then=lambda _: url_for("goals.links", rollout_id=rollout_id, goal_id=goal_id),
        said="It is tied to the goal." if state is LinkState.CONFIRMED else "It is not tied to the goal.",
    )
    return done or (render_template("goals/settle.html", form=form, row=row), 422)
