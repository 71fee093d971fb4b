"""The part of the success factors in the impact map: their criteria, and the gates that they can hold."""

from collections.abc import Iterator

from planner.playbook.outline import CriterionKind, Factor, Gate, Playbook
from planner.readiness.gate_heads import heads
from planner.readiness.impact import Line, Node, NodeKind, Part
from planner.readiness.impact_keys import criterion_key, factor_key, gate_key
from planner.readiness.impact_queries import Asked
from planner.rollouts import queries as rollouts
from planner.rollouts.playbook_service import playbook_of

JUDGES, ASKED, HOLDS = "is judged by", "is asked at", "can hold"


def factors_part(asked: Asked) -> Part:
    """Factors with their criteria, and the criteria of gates."""
    if not rollouts.has_playbook(asked.rollout.id):
        return Part()
    playbook = playbook_of(asked.rollout)
    waves = [(wave.number, wave.name) for wave in rollouts.waves(asked.rollout.id)] or [(1, "Wave 1")]
    passed = [(head.key, playbook.gate(head.key)) for head in heads(playbook, waves) if head.reviewed]
    nodes = [*_factors(playbook.factors), *_criteria(playbook)]
    lines = [*_of_factors(playbook.factors), *(line for key, gate in passed for line in _at_gate(key, gate, playbook))]
    return Part(tuple(nodes), tuple(lines))


def _factors(factors: tuple[Factor, ...]) -> Iterator[Node]:
    for factor in factors:
        note = "critical" if factor.critical else ""
        yield Node(
            factor_key(factor.ref), NodeKind.FACTOR, factor.name, note, ("readiness.factor", (("ref", factor.ref),))
        )


def _criteria(playbook: Playbook) -> Iterator[Node]:
    for criterion in playbook.criteria():
        if criterion.kind is not CriterionKind.FACTOR:
            yield Node(criterion_key(criterion.ref), NodeKind.CRITERION, criterion.text)


def _of_factors(factors: tuple[Factor, ...]) -> Iterator[Line]:
    for factor in factors:
        for criterion in factor.criteria:
            yield Line(criterion_key(criterion.ref), factor_key(factor.ref), JUDGES)


def _at_gate(key: str, gate: Gate, playbook: Playbook) -> Iterator[Line]:
    """Musts of the gate, the factors it asks for, and every critical factor: each can hold it."""
    for criterion in gate.musts:
        if criterion.kind is CriterionKind.FACTOR:
            yield Line(factor_key(criterion.factor), gate_key(key), HOLDS)
        else:
            yield Line(criterion_key(criterion.ref), gate_key(key), ASKED)
    for factor in playbook.factors:
        if factor.critical:
            yield Line(factor_key(factor.ref), gate_key(key), HOLDS)
