"""The page of one's own work in a rollout, made for the phone: tasks with one tap for done, and what else waits.

Pages: templates/schedule/. Forms: forms.py.
"""

from flask import render_template
from flask.typing import ResponseReturnValue

from planner.access.roles import Permission
from planner.rollouts import waiting
from planner.rollouts.waiting import Waiting, sorted_piles
from planner.rollouts.waiting_list_service import Asked, waiting_in
from planner.schedule import gate_queries, hold_service, queries
from planner.schedule.gate_queries import GateView
from planner.schedule.gates import STANDING_LIGHTS, STANDING_WORDS
from planner.schedule.my_work import PILE_WORDS, MyTask, Pile, when_words
from planner.schedule.my_work_queries import gate_work, my_tasks
from planner.schedule.states import LIGHTS, WORDS
from planner.schedule.task_views import phases_of
from planner.schedule.views import blueprint
from planner.web import clock, current
from planner.web.guards import needs
from planner.web.work_lines import line_of

TOLD_HERE = ("schedule.task.", "schedule.condition.", "reports.decide.")
PILE_TITLES = {
    waiting.Pile.LATE: "Also late",
    waiting.Pile.WAITING: "Also waiting for you",
    waiting.Pile.NEXT: "Also next",
}


@blueprint.get("/rollouts/<int:rollout_id>/my-work")
@needs(Permission.PLAN_VIEW)
def my_work(rollout_id: int) -> ResponseReturnValue:
    """What is mine in this rollout, the most urgent first, with one tap to say that it is done."""
    today, person = clock.today(), current.user()
    piles = my_tasks(queries.current_plan(rollout_id), person.id, today)
    at_gates = gate_work(gate_queries.gates_of(current.rollout(), today), person.id, current.role())
    open_tasks = [each for pile, tasks in piles.items() if pile is not Pile.DONE for each in tasks]
    return render_template(
        "schedule/my_work.html",
        piles=[(pile, PILE_WORDS[pile], tasks) for pile, tasks in piles.items() if tasks],
        open_count=len(open_tasks),
        waiting=at_gates,
        held=held_by(open_tasks),
        phases=phases_of(rollout_id),
        lights=LIGHTS,
        words=WORDS,
        standing=(STANDING_LIGHTS, STANDING_WORDS),
        when={each.task.id: when_words(each, today) for each in open_tasks},
        today=today,
        may_finish=current.may(Permission.PLAN_EDIT),
        elsewhere=[
            (PILE_TITLES[pile], [line_of(each) for each in works]) for pile, works in _elsewhere().items() if works
        ],
    )


def _elsewhere() -> dict[waiting.Pile, list[Waiting]]:
    """What other areas ask of the person here. What this page tells itself with its buttons is not told twice."""
    role = current.role()
    asked = Asked(current.rollout(), clock.today(), {current.user().id: role} if role else {})
    return sorted_piles(each for each in waiting_in(asked) if not each.key.startswith(TOLD_HERE))


def held_by(tasks: list[MyTask]) -> dict[int, GateView]:
    """The gate that holds each task on which nothing has begun."""
    rows = [each.task for each in tasks if each.task.percent == 0]
    if not rows:
        return {}
    holding = hold_service.holding_of(current.rollout(), clock.today())
    permits = holding.permits(rows)
    found = {row.id: permits[row.place].held_by for row in rows}
    return {row_id: holding.views[by[0].gate_key] for row_id, by in found.items() if by}
