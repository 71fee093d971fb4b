"""What the plan and its gates ask of the people of a rollout."""

from collections.abc import Iterable

from planner.rollouts import queries as rollouts
from planner.rollouts.waiting import Waiting
from planner.rollouts.waiting_list_service import Asked, supplies_waiting
from planner.schedule import gate_queries, hold_service, queries
from planner.schedule.gate_queries import GateView
from planner.schedule.states import Kind, TaskFacts
from planner.schedule.waiting_work import ConditionFact, Situation, work_of


@supplies_waiting
def plan_work(asked: Asked) -> Iterable[Waiting]:
    """Tasks, conditions of gates, and for managers what is late or without an owner."""
    now = situation_of(asked)
    return [each for user_id, role in asked.people.items() for each in work_of(user_id, role, now, asked.today)]


def situation_of(asked: Asked) -> Situation:
    """The plan and the gates as far as they ask something of people."""
    return Situation(
        rollout_id=asked.rollout.id,
        rollout=asked.rollout.name,
        tasks=tasks_of(asked),
        conditions=[each for view in gates_of(asked) for each in _conditions(view)],
        held=_held(asked),
    )


def gates_of(asked: Asked) -> list[GateView]:
    """The gates with where each stands on the day."""
    return asked.once("schedule.gates", lambda: gate_queries.gates_of(asked.rollout, asked.today))


def tasks_of(asked: Asked) -> list[TaskFacts]:
    """The work of the plan in use, without its headings."""
    return asked.once("schedule.tasks", lambda: _tasks(asked.rollout.id))


def _tasks(rollout_id: int) -> list[TaskFacts]:
    plan = queries.current_plan(rollout_id)
    return [row for row in queries.rows_of(plan.id) if row.kind is not Kind.SUMMARY] if plan else []


def _held(asked: Asked) -> frozenset[int]:
    """The tasks that have not begun and that a gate holds; without a playbook none."""
    if not rollouts.has_playbook(asked.rollout.id):
        return frozenset()
    tasks = tasks_of(asked)
    permits = hold_service.holding_from(asked.rollout, gates_of(asked), asked.today).permits(tasks)
    return frozenset(task.id for task in tasks if task.percent == 0 and not permits[task.place].allowed)


def _conditions(view: GateView) -> list[ConditionFact]:
    unmet = [row for row in view.conditions if row.met_at is None]
    return [ConditionFact(row.id, view.gate.id, row.text, row.owner_id, row.due) for row in unmet]
