"""The assessment of a rollout and of each of its gates, as frozen values that pages and reports read."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from planner.access.roles import Role
from planner.basics.errors import NotFound
from planner.basics.public_holidays import holidays_of
from planner.playbook.outline import Playbook
from planner.readiness import facts_service, queries
from planner.readiness.changes import AnswerChange, Given, changes_since
from planner.readiness.criteria import CriterionResult, FactValue
from planner.readiness.factors import Assessment, assess
from planner.readiness.gate_readiness import GateAssessment, GateHead, judge_gate
from planner.readiness.orders import orders_of
from planner.readiness.plan_service import gate_heads
from planner.readiness.queries import Place, Stored
from planner.readiness.verdict import Order, Override
from planner.rollouts import queries as rollouts
from planner.rollouts.models import Rollout
from planner.rollouts.playbook_service import playbook_of
from planner.suitability.service import suitability_state

_NAMED_ROLES = frozenset({Role.MANAGER, Role.SPONSOR, Role.TRAINER})


@dataclass(frozen=True, slots=True)
class Basis:
    """Everything that the gates of one rollout are judged from, asked for once."""

    rollout: Rollout
    playbook: Playbook
    stored: Mapping[Place, Stored]
    facts: Mapping[str, FactValue]
    assessment: Assessment
    orders: tuple[Order, ...]
    owners: Mapping[str, str]
    overrides: Mapping[str, Override]
    wanted: frozenset[str]
    by_wave: dict[int, Mapping[str, FactValue]] = field(default_factory=dict)

    def facts_at(self, head: GateHead) -> Mapping[str, FactValue]:
        """The figures that count at a gate: of the rollout, of the gate's wave where it has one, and of the gate."""
        today = self.assessment.as_of
        if head.wave_number and head.wave_number not in self.by_wave:
            asked = facts_service.wave_facts(self.rollout, self.wanted, head.wave_number, today)
            self.by_wave[head.wave_number] = asked
        of_wave = self.by_wave.get(head.wave_number or 0, {})
        return {**self.facts, **of_wave, **facts_service.gate_facts(self.rollout, self.wanted, head, today)}


def basis_of(rollout: Rollout, today: date) -> Basis:
    """Ask for the playbook, the answers and the live figures, and judge the success factors."""
    playbook, stored = playbook_of(rollout), queries.statements(rollout.id)
    start, answers = suitability_state(rollout, today), queries.of_place(stored, "")
    wanted = facts_service.wanted_of(playbook)
    facts = facts_service.outside_facts(rollout, wanted, today)
    judged = assess(playbook.factors, answers, facts, today)
    overrides = queries.overrides(rollout.id)
    facts = facts | facts_service.own_facts(judged, tuple(answers.values()))
    named = owners(rollout, playbook)
    return Basis(rollout, playbook, stored, facts, judged, orders_of(start), named, overrides, wanted)


def assessment(rollout: Rollout, today: date) -> Assessment:
    """Every success factor of the rollout's playbook, judged today."""
    return basis_of(rollout, today).assessment


def gate_assessment(rollout: Rollout, gate_key: str, today: date) -> GateAssessment:
    """One gate, judged today: verdict with reasons, criteria, factors, findings and what would turn it green."""
    return judge(find_head(rollout, gate_key), basis_of(rollout, today))


def gate_assessments(rollout: Rollout, today: date) -> tuple[GateAssessment, ...]:
    """Every gate that is decided in a review, in order, without the ways to green."""
    basis = basis_of(rollout, today)
    return tuple(judge(head, basis, ways=False) for head in gate_heads(rollout) if head.reviewed)


def find_head(rollout: Rollout, gate_key: str) -> GateHead:
    """The gate of that key; NotFound when the rollout passes no such gate."""
    found = next((each for each in gate_heads(rollout) if each.key == gate_key), None)
    if found is None:
        raise NotFound("There is no such gate in this rollout.")
    return found


def judge(head: GateHead, basis: Basis, *, ways: bool = True) -> GateAssessment:
    """One gate on its basis; without `ways`, what would turn it green is not looked for."""
    return judge_gate(
        basis.playbook.gate(head.key),
        head,
        basis.assessment,
        queries.of_place(basis.stored, head.key),
        basis.facts_at(head),
        owners=basis.owners,
        orders=basis.orders,
        override=basis.overrides.get(head.key),
        ways=ways,
        days_off=days_off(basis.rollout.country, basis.assessment.as_of, head.due),
    )


def days_off(country: str, today: date, due: date | None) -> frozenset[date]:
    """The public holidays of the rollout's country from this year to the gate's."""
    return frozenset(holidays_of(country, range(today.year, due.year + 1))) if due and country else frozenset()


def criterion_result(rollout: Rollout, gate_key: str, ref: str, today: date) -> CriterionResult:
    """One question judged as its factor or its gate judges it; NotFound when neither asks it."""
    basis = basis_of(rollout, today)
    found: Iterable[CriterionResult | None]
    if gate_key:
        found = (each.result for each in judge(find_head(rollout, gate_key), basis).criteria)
    else:
        found = (each for factor in basis.assessment.factors for each in factor.criteria)
    result = next((each for each in found if each is not None and each.ref == ref), None)
    if result is None:
        raise NotFound("There is no such question in this rollout's playbook.")
    return result


def answer_changes(rollout: Rollout, since: datetime) -> tuple[AnswerChange, ...]:
    """What was answered, changed or verified after a moment, the latest first; of success factors and of gates."""
    playbook = playbook_of(rollout)
    asked = {("", each.ref): each for factor in playbook.factors for each in factor.criteria}
    for head in gate_heads(rollout):
        asked |= {(head.key, each.ref): each for each in playbook.gate(head.key).criteria}
    rows = queries.revisions(rollout.id)
    given = [Given(each.revision.gate_key, each.revision.criterion_ref, each.statement, each.at) for each in rows]
    return changes_since(given, asked, since)


def owners(rollout: Rollout, playbook: Playbook) -> dict[str, str]:
    """The roles of the playbook in words, with the person where only one can be meant."""
    people: dict[str, list[str]] = {}
    for membership, user in rollouts.members(rollout.id):
        if membership.role in _NAMED_ROLES and user.active:
            people.setdefault(membership.role.value, []).append(user.name)
    return {
        role.ref: f"{role.name} ({people[role.ref][0]})" if len(people.get(role.ref, ())) == 1 else role.name
        for role in playbook.roles
    }
