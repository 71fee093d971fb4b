"""The page of the network: the dependency diagram of a part of the plan, or of what is around one task.

Pages: templates/schedule/. Forms: network_forms.py.
"""

from flask import render_template, request
from flask.typing import ResponseReturnValue

from planner.access.roles import Permission
from planner.basics.errors import NotFound
from planner.schedule import queries
from planner.schedule.network_chart import MOST, Choice, Diagram, Scope, Tie, diagram, scope_of
from planner.schedule.network_forms import NetworkForm, choice_of
from planner.schedule.plan_table import parts_of
from planner.schedule.project_file import LINK_WORDS
from planner.schedule.states import WORDS, TaskFacts
from planner.schedule.views import blueprint
from planner.web import clock
from planner.web.guards import needs


@blueprint.get("/rollouts/<int:rollout_id>/plan/network")
@needs(Permission.PLAN_VIEW)
def network(rollout_id: int) -> ResponseReturnValue:
    """What waits for what, as a picture and as a table of the same links."""
    plan = queries.current_plan(rollout_id)
    rows = queries.rows_of(plan.id) if plan else []
    asked = request.args
    choice = choice_of(asked.get("part"), asked.get("around"), asked.get("steps"), asked.get("short"))
    middle = next((row for row in rows if row.id == choice.task), None)
    if choice.task is not None and middle is None:
        raise NotFound("There is no such task in the plan of this rollout.")
    ties = (
        [Tie(link.predecessor_id, link.successor_id, link.type) for link in queries.links_of(plan.id)] if plan else []
    )
    scope = scope_of(rows, ties, choice)
    parts = parts_of(rows)
    form = NetworkForm(formdata=None, data=_shown(choice, scope))
    form.offer_choices(parts)
    return render_template(
        "schedule/network.html",
        plan=plan,
        scope=scope,
        choice=choice,
        middle=middle,
        form=form,
        drawing=_drawn(rows, ties, scope, choice),
        critical_known=any(row.critical for row in rows),
        most=MOST,
        words=WORDS,
        link_types=LINK_WORDS,
    )


def _shown(choice: Choice, scope: Scope) -> dict[str, object]:
    return {"part": scope.part.key if scope.part else "", "steps": str(choice.steps), "short": choice.short}


def _drawn(rows: list[TaskFacts], ties: list[Tie], scope: Scope, choice: Choice) -> Diagram | None:
    return None if scope.too_many or not rows else diagram(rows, ties, scope, choice, clock.today())
