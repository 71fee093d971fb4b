"""Gathers for the start page how each rollout of a person stands today; every figure comes from its own area."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from planner.access.models import User
from planner.access.roles import Role
from planner.portfolio.work import ConditionFact, GateFact, Pile, ReportFact, Situation, Work, sorted_piles, work_in
from planner.readiness import service as readiness
from planner.readiness import worklist
from planner.readiness.gate_readiness import GateAssessment
from planner.reports import queries as reports
from planner.rollouts import queries as rollouts
from planner.rollouts.models import Rollout
from planner.schedule import gate_queries, hold_service
from planner.schedule import queries as schedule
from planner.schedule.gate_queries import GateView
from planner.schedule.gates import GateState
from planner.schedule.states import Kind, TaskFacts


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
    piles: dict[Pile, list[Work]]


def home(user: User, today: date) -> Home:
    """All rollouts of a person with their work; a handful of questions for each rollout."""
    cards: list[RolloutCard] = []
    works: list[Work] = []
    for found in rollouts.visible_to(user.id):
        rollout, role = rollouts.rollout_for(user.id, found.id)
        views = gate_queries.gates_of(rollout, today)
        tasks = tasks_of(rollout)
        basis = basis_of(rollout, today)
        cards.append(_card(rollout, role, views, tasks, basis))
        works += work_in(situation(rollout, role, user, views, tasks, basis), today)
    return Home(tuple(cards), sorted_piles(works))


def basis_of(rollout: Rollout, today: date) -> readiness.Basis | None:
    """What gates and answers are judged from, asked for once for the whole page; None without a playbook."""
    return readiness.basis_of(rollout, today) if rollouts.has_playbook(rollout.id) else None


def tasks_of(rollout: Rollout) -> list[TaskFacts]:
    """The work of the plan in use, without its headings."""
    plan = schedule.current_plan(rollout.id)
    return [row for row in schedule.rows_of(plan.id) if row.kind is not Kind.SUMMARY] if plan else []


def _card(
    rollout: Rollout, role: Role, views: Sequence[GateView], tasks: Sequence[TaskFacts], basis: readiness.Basis | None
) -> RolloutCard:
    ahead = next_gate(views)
    judged = judged_today(rollout, ahead, basis)
    return RolloutCard(rollout, role, ahead, judged, len(tasks), sum(task.percent == 100 for task in tasks))


def judged_today(rollout: Rollout, ahead: GateView | None, basis: readiness.Basis | None) -> GateAssessment | None:
    """The gate as it would be judged today; None without a gate ahead."""
    if ahead is None or basis is None:
        return None
    return readiness.judge(readiness.find_head(rollout, ahead.gate.key), basis, ways=False)


def next_gate(views: Sequence[GateView]) -> GateView | None:
    """The first gate in time that still waits for a decision that opens it."""
    waiting = [view for view in views if view.open]
    return min(waiting, key=lambda view: (view.gate.due or date.max, view.gate.position), default=None)


def held_tasks(
    rollout: Rollout, views: Sequence[GateView], tasks: Sequence[TaskFacts], basis: readiness.Basis | None
) -> frozenset[int]:
    """The tasks that have not begun and that a gate holds; without a playbook none."""
    if basis is None:
        return frozenset()
    permits = hold_service.holding_from(rollout, views, basis.assessment.as_of).permits(tasks)
    return frozenset(task.id for task in tasks if task.percent == 0 and not permits[task.place].allowed)


def situation(
    rollout: Rollout,
    role: Role,
    user: User,
    views: Sequence[GateView],
    tasks: Sequence[TaskFacts],
    basis: readiness.Basis | None,
) -> Situation:
    """One rollout as one person finds it on a day."""
    to_verify, to_assess = _answers(role, user, basis)
    return Situation(
        rollout_id=rollout.id,
        rollout=rollout.name,
        role=role,
        user_id=user.id,
        tasks=tasks,
        gates=[_gate(view) for view in views],
        conditions=[each for view in views for each in _conditions(view)],
        reports=_reports(rollout, {view.gate.key: view.gate.name for view in views}),
        held=held_tasks(rollout, views, tasks, basis),
        to_verify=to_verify,
        to_assess=to_assess,
    )


def _gate(view: GateView) -> GateFact:
    gate = view.gate
    called = gate.state is GateState.CALLED
    return GateFact(gate.id, gate.key, gate.name, gate.due, view.open, called, gate.owner_id)


def _conditions(view: GateView) -> list[ConditionFact]:
    return [ConditionFact(view.gate.id, c.text, c.owner_id, c.due) for c in view.conditions if c.met_at is None]


def _reports(rollout: Rollout, names: Mapping[str, str]) -> list[ReportFact]:
    filed = reports.filed(rollout.id)
    newest: dict[str, int] = {}
    for each in filed:
        newest[each.snapshot.gate_key] = max(each.snapshot.number, newest.get(each.snapshot.gate_key, 0))
    return [
        ReportFact(
            number=each.snapshot.number,
            gate=names.get(each.snapshot.gate_key, each.snapshot.gate_key),
            author_id=each.snapshot.author_id,
            newest_of_gate=newest[each.snapshot.gate_key] == each.snapshot.number,
            decision=each.decided.sign_off.decision.value if each.decided else "",
        )
        for each in filed
    ]


def _answers(role: Role, user: User, basis: readiness.Basis | None) -> tuple[int, int]:
    """How many answers of others wait to be verified, and how many questions are not known."""
    if role not in {Role.MANAGER, Role.SPONSOR, Role.TRAINER} or basis is None:
        return 0, 0
    assessment = basis.assessment
    items = worklist.items(assessment)
    waiting = worklist.filtered(items, worklist.Filter.UNVERIFIED, assessment)
    others = [each for each in waiting if each.result.statement and each.result.statement.author != user.name]
    asked = [each for each in others if each.result.criterion.verify]
    return len(asked), len(worklist.filtered(items, worklist.Filter.UNKNOWN, assessment))
