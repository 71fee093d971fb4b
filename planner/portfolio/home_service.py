"""Gathers for the start page how each rollout of a person stands today; every figure comes from its own area."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from planner.access.models import User
from planner.access.roles import Role
from planner.readiness import service as readiness
from planner.readiness.gate_readiness import GateAssessment
from planner.readiness.waiting_service import basis_of
from planner.rollouts import queries as rollouts
from planner.rollouts.models import Rollout
from planner.rollouts.waiting import Pile, Waiting, sorted_piles
from planner.rollouts.waiting_list_service import Asked, waiting_in
from planner.schedule.gate_queries import GateView
from planner.schedule.waiting_service import gates_of, tasks_of


@dataclass(frozen=True, slots=True)
class RolloutCard:
    """One rollout on the start page: the next gate with what it would get today, and how far the plan is."""

    rollout: Rollout
    role: Role
    next_gate: GateView | None
    judged: GateAssessment | None
    tasks: int
    done: int


@dataclass(frozen=True, slots=True)
class Home:
    """The start page of one person."""

    cards: tuple[RolloutCard, ...]
    piles: dict[Pile, list[Waiting]]


def home(user: User, today: date) -> Home:
    """All rollouts of a person with their work; a handful of questions for each rollout."""
    cards: list[RolloutCard] = []
    works: list[Waiting] = []
    for found in rollouts.visible_to(user.id):
        rollout, role = rollouts.rollout_for(user.id, found.id)
        asked = Asked(rollout, today, {user.id: role})
        cards.append(_card(asked, role))
        works += waiting_in(asked)
    return Home(tuple(cards), sorted_piles(works))


def _card(asked: Asked, role: Role) -> RolloutCard:
    ahead, tasks = next_gate(gates_of(asked)), tasks_of(asked)
    done = sum(task.percent == 100 for task in tasks)
    return RolloutCard(asked.rollout, role, ahead, judged_today(asked, ahead), len(tasks), done)


def judged_today(asked: Asked, ahead: GateView | None) -> GateAssessment | None:
    """The gate as it would be judged today, without the ways to green; None without a gate ahead."""
    basis = basis_of(asked)
    if ahead is None or basis is None:
        return None
    return readiness.judge(readiness.find_head(asked.rollout, ahead.gate.key), basis, ways=False)


def next_gate(views: Sequence[GateView]) -> GateView | None:
    """The first gate in time that still waits for a decision that opens it."""
    waiting = [view for view in views if view.open]
    return min(waiting, key=lambda view: (view.gate.due or date.max, view.gate.position), default=None)
