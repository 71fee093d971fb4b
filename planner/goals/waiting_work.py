"""What the goals ask of people: approvals of the sponsor, and what the manager has to put right."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from planner.access.roles import Role
from planner.rollouts.waiting import Pile, Place, Waiting


@dataclass(frozen=True, slots=True)
class GoalFact:
    """What needs to be known of a goal: `due` is its own day, `note` what was said of it before a gate."""

    id: int
    name: str
    due: date | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Situation:
    """The goals of a rollout that ask something of somebody."""

    rollout_id: int
    rollout: str
    to_approve: Sequence[GoalFact] = ()
    not_smart: Sequence[GoalFact] = ()
    to_change: Sequence[GoalFact] = ()
    past: Sequence[GoalFact] = ()


def work_of(user_id: int, role: Role, now: Situation) -> Iterable[Waiting]:
    """What the goals ask of one person."""
    if role is Role.SPONSOR and now.to_approve:
        yield _together(user_id, now, now.to_approve, "approve", "not-approved", ("waits", "wait"), "for your approval")
    if role is Role.MANAGER:
        if now.not_smart:
            yield _together(user_id, now, now.not_smart, "smart", "not-smart", ("is", "are"), "not SMART yet")
        for goal in now.to_change:
            yield _one(user_id, now, goal, "change", f"“{goal.name}” has to change: {goal.note}", None, Pile.WAITING)
        for goal in now.past:
            what = f"Say what became of “{goal.name}”: its day has passed"
            yield _one(user_id, now, goal, "past", what, goal.due, Pile.LATE)


def _together(
    user_id: int, now: Situation, goals: Sequence[GoalFact], key: str, show: str, verbs: tuple[str, str], rest: str
) -> Waiting:
    """Several goals of one kind in one line; a single one by its name, leading to it."""
    if len(goals) == 1:
        return _one(user_id, now, goals[0], key, f"“{goals[0].name}” {verbs[0]} {rest}", None, Pile.WAITING)
    place = Place("goals.index", {"rollout_id": now.rollout_id, "show": show})
    what = f"{len(goals)} goals {verbs[1]} {rest}"
    return Waiting(user_id, f"goals.{key}", Pile.WAITING, what, f"Goals of {now.rollout}", place)


def _one(user_id: int, now: Situation, goal: GoalFact, key: str, what: str, due: date | None, pile: Pile) -> Waiting:
    place = Place("goals.show", {"rollout_id": now.rollout_id, "goal_id": goal.id})
    return Waiting(user_id, f"goals.{key}.{goal.id}", pile, what, f"Goals of {now.rollout}", place, due)
