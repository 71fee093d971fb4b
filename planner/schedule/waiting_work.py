"""What the plan and its gates ask of people: one's own tasks, conditions to meet, and gaps that a manager closes."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from planner.access.roles import Role
from planner.rollouts.waiting import SOON, Pile, Place, Waiting, pile_of
from planner.schedule.states import TaskFacts, TaskState, state_of


@dataclass(frozen=True, slots=True)
class ConditionFact:
    """A condition of a gate's decision that is not met yet."""

    id: int
    gate_id: int
    text: str
    owner_id: int | None
    due: date | None


@dataclass(frozen=True, slots=True)
class Situation:
    """The plan and the gates of a rollout; `held` are the tasks that a gate holds."""

    rollout_id: int
    rollout: str
    tasks: Sequence[TaskFacts] = ()
    conditions: Sequence[ConditionFact] = ()
    held: frozenset[int] = frozenset()


def work_of(user_id: int, role: Role, now: Situation, today: date) -> Iterable[Waiting]:
    """What the plan asks of one person."""
    yield from _own_tasks(user_id, now, today)
    yield from _own_conditions(user_id, now, today)
    if role is Role.SPONSOR:
        yield from _overdue_conditions(user_id, now, today)
    if role is Role.MANAGER:
        yield from _gaps(user_id, now, today)


def _own_tasks(user_id: int, now: Situation, today: date) -> Iterable[Waiting]:
    for task in now.tasks:
        if task.owner_id != user_id or not task.open_work:
            continue
        place = Place("schedule.task", {"rollout_id": now.rollout_id, "task_id": task.id})
        about, key, due = f"Your task in {now.rollout}", f"schedule.task.{task.id}", task.last_day
        if state_of(task, today) is TaskState.LATE:
            yield Waiting(user_id, key, Pile.LATE, task.name, about, place, due, chased=task.id not in now.held)
        elif task.first_day and task.first_day <= today + SOON:
            held = ", held by a gate" if task.id in now.held else ""
            yield Waiting(user_id, key, Pile.NEXT, task.name, about + held, place, due)


def _own_conditions(user_id: int, now: Situation, today: date) -> Iterable[Waiting]:
    for condition in now.conditions:
        if condition.owner_id == user_id:
            pile, about = pile_of(condition.due, today), f"Condition of a gate in {now.rollout}"
            key, place = f"schedule.condition.{condition.id}", _gate(now, condition)
            yield Waiting(user_id, key, pile, condition.text, about, place, condition.due, chased=True)


def _overdue_conditions(user_id: int, now: Situation, today: date) -> Iterable[Waiting]:
    for condition in now.conditions:
        if condition.owner_id != user_id and condition.due and condition.due < today:
            about = f"A condition of yours in {now.rollout} is overdue"
            key, place = f"schedule.overdue-condition.{condition.id}", _gate(now, condition)
            yield Waiting(user_id, key, Pile.LATE, condition.text, about, place, condition.due)


def _gate(now: Situation, condition: ConditionFact) -> Place:
    return Place("schedule.gate", {"rollout_id": now.rollout_id, "gate_id": condition.gate_id})


def _gaps(user_id: int, now: Situation, today: date) -> Iterable[Waiting]:
    late = sum(state_of(task, today) is TaskState.LATE for task in now.tasks if task.owner_id != user_id)
    unowned = sum(task.unowned for task in now.tasks)
    for count, words, query in ((late, "late", "late"), (unowned, "without an owner", "unowned")):
        if count:
            place = Place("schedule.plan", {"rollout_id": now.rollout_id, "show": query})
            what = f"{count} {'task is' if count == 1 else 'tasks are'} {words}"
            pile = Pile.LATE if query == "late" else Pile.WAITING
            yield Waiting(user_id, f"schedule.gap.{query}", pile, what, now.rollout, place)
