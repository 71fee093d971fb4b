"""Gathers how one rollout stands today: the next gate and its verdict, the plan, the gates, and one person's work."""

from dataclasses import dataclass
from datetime import date

from planner.access.models import User
from planner.access.roles import Role
from planner.portfolio import home_service
from planner.readiness import worklist
from planner.readiness.factors import Assessment
from planner.readiness.gate_readiness import GateAssessment
from planner.readiness.waiting_service import basis_of
from planner.reports.queries import Filed
from planner.reports.waiting_service import filed_of
from planner.rollouts import queries as rollouts
from planner.rollouts.models import Rollout, Wave
from planner.rollouts.waiting import Pile, Waiting, sorted_piles
from planner.rollouts.waiting_list_service import Asked, waiting_in
from planner.schedule import queries as schedule
from planner.schedule.gate_queries import GateView
from planner.schedule.status import PlanStatus
from planner.schedule.waiting_service import gates_of

SHOWN_GATES = 6


@dataclass(frozen=True, slots=True)
class Glance:
    """One rollout at a glance."""

    gates: tuple[GateView, ...]
    ahead: GateView | None
    judged: GateAssessment | None
    assessment: Assessment | None
    unknown: int
    plan: PlanStatus | None
    next_wave: Wave | None
    newest: Filed | None
    piles: dict[Pile, list[Waiting]]


def glance(rollout: Rollout, role: Role, user: User, today: date) -> Glance:
    """How the rollout stands on a day, as one person in it needs to know."""
    asked = Asked(rollout, today, {user.id: role})
    views, basis = gates_of(asked), basis_of(asked)
    ahead = home_service.next_gate(views)
    return Glance(
        gates=around(views, ahead),
        ahead=ahead,
        judged=home_service.judged_today(asked, ahead),
        assessment=basis.assessment if basis else None,
        unknown=missing(basis.assessment) if basis else 0,
        plan=schedule.plan_status(rollout, today),
        next_wave=next_wave(rollout.id, today),
        newest=next(iter(filed_of(asked)), None),
        piles=sorted_piles(waiting_in(asked)),
    )


def missing(assessment: Assessment) -> int:
    """How many questions have no answer that counts."""
    return len(worklist.filtered(worklist.items(assessment), worklist.Filter.UNKNOWN, assessment))


def around(views: list[GateView], ahead: GateView | None) -> tuple[GateView, ...]:
    """The few gates around the next one in order of time: one behind it, the others before it."""
    in_time = sorted(views, key=lambda view: (view.gate.due or date.max, view.gate.position))
    at = in_time.index(ahead) if ahead else len(in_time)
    first = max(min(at - 1, len(in_time) - SHOWN_GATES), 0)
    return tuple(in_time[first : first + SHOWN_GATES])


def next_wave(rollout_id: int, today: date) -> Wave | None:
    """The wave that goes live next."""
    coming = [wave for wave in rollouts.waves(rollout_id) if wave.go_live and wave.go_live >= today]
    return min(coming, key=lambda wave: wave.go_live or date.max, default=None)
