"""What judging a rollout asks of its people."""

from collections.abc import Iterable

from planner.access.queries import names
from planner.access.roles import Role
from planner.goals import queries as goals
from planner.goals.waiting_service import goals_of
from planner.readiness import service, worklist
from planner.readiness.service import Basis
from planner.readiness.waiting_work import GateFact, Situation, looks_to_take, work_of
from planner.rollouts import queries as rollouts
from planner.rollouts.waiting import Waiting
from planner.rollouts.waiting_list_service import Asked, supplies_waiting
from planner.schedule.gate_queries import GateView
from planner.schedule.gates import GateState
from planner.schedule.waiting_service import gates_of

JUDGING = (Role.MANAGER, Role.SPONSOR, Role.TRAINER)


@supplies_waiting
def judging_work(asked: Asked) -> Iterable[Waiting]:
    """Reviews to call, answers to verify, questions without an answer."""
    judging = asked.with_role(*JUDGING)
    if not judging:
        return []
    gates, called = [_gate(view) for view in gates_of(asked)], names()
    found: list[Waiting] = []
    for user_id in judging:
        to_verify, to_assess = _answers(called.get(user_id, ""), basis_of(asked))
        now = Situation(asked.rollout.id, asked.rollout.name, gates, to_verify, to_assess)
        found += work_of(user_id, asked.people[user_id], now, asked.today)
    return found


@supplies_waiting
def goals_before_gates(asked: Asked) -> Iterable[Waiting]:
    """Goals that nobody has looked at yet before a gate that comes up."""
    managers = asked.with_role(Role.MANAGER)
    kept = {each.row.id for each in goals_of(asked).kept} if managers else set()
    if not kept:
        return []
    seen: dict[str, set[int]] = {}
    for look in goals.looks(asked.rollout.id):
        seen.setdefault(look.row.gate_key, set()).add(look.row.goal_id)
    coming = [_gate(view) for view in gates_of(asked)]
    left = {gate.key: len(kept - seen.get(gate.key, set())) for gate in coming}
    return [
        each
        for user_id in managers
        for each in looks_to_take(user_id, asked.rollout.id, asked.rollout.name, coming, left, asked.today)
    ]


def basis_of(asked: Asked) -> Basis | None:
    """What gates and answers are judged from; None without a playbook."""
    return asked.once("readiness.basis", lambda: _basis(asked))


def _basis(asked: Asked) -> Basis | None:
    return service.basis_of(asked.rollout, asked.today) if rollouts.has_playbook(asked.rollout.id) else None


def _gate(view: GateView) -> GateFact:
    gate = view.gate
    return GateFact(gate.id, gate.key, gate.name, gate.due, view.open, gate.state is GateState.CALLED)


def _answers(name: str, basis: Basis | None) -> tuple[int, int]:
    """How many answers of others wait to be verified, and how many questions are not known."""
    if basis is None:
        return 0, 0
    assessment = basis.assessment
    items = worklist.items(assessment)
    waiting = worklist.filtered(items, worklist.Filter.UNVERIFIED, assessment)
    others = [each for each in waiting if each.result.statement and each.result.statement.author != name]
    asked = [each for each in others if each.result.criterion.verify]
    return len(asked), len(worklist.filtered(items, worklist.Filter.UNKNOWN, assessment))
