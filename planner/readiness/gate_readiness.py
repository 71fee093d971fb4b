"""How ready one gate is: its must and should criteria, the critical factors, the verdict, and what would change it.

The value is frozen and plain: a page, the readiness report and the sponsor's brief all read the same one.
"""

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from planner.playbook.outline import Criterion, CriterionKind, Gate
from planner.readiness.criteria import FactValue, judge
from planner.readiness.evidence import Statement
from planner.readiness.factors import Assessment, FactorResult, PillarScore
from planner.readiness.findings import Finding, findings
from planner.readiness.requirements import GateCriterion, critical_requirements, factor_criterion, own_criterion
from planner.readiness.score import SCORING_VERSION, Score
from planner.readiness.start_dates import in_time
from planner.readiness.turn_green import Change, Ways, ways_to_green
from planner.readiness.verdict import Order, Override, Requirement, Verdict, decide, orders_over


@dataclass(frozen=True, slots=True)
class GateHead:
    """Which gate it is: `key` is the gate's name, with `@2` behind it for the second wave.

    `reviewed` tells the exit gate of a phase, which is decided in a review, from the entry gate, which is looked at.
    """

    key: str
    name: str
    purpose: str = ""
    phase: str = ""
    wave: str = ""
    due: date | None = None
    decider: str = ""
    state: str = ""
    reviewed: bool = True

    @property
    def wave_number(self) -> int | None:
        """The number of the wave that the gate is of; None for a gate of the whole rollout."""
        number = self.key.partition("@")[2]
        return int(number) if number.isdecimal() else None

    @property
    def title(self) -> str:
        """The gate with its wave: `Ready to go live, Wave 2`."""
        return f"{self.name}, {self.wave}" if self.wave else self.name


@dataclass(frozen=True, slots=True)
class GateAssessment:
    """Everything there is to say about one gate on one day."""

    gate: GateHead
    as_of: date
    verdict: Verdict
    blockers: tuple[Requirement, ...]
    conditions: tuple[Requirement, ...]
    criteria: tuple[GateCriterion, ...]
    critical: tuple[Requirement, ...]
    assessment: Assessment
    to_green: tuple[Change, ...]
    other_ways: tuple[tuple[Change, ...], ...]
    facts: tuple[FactValue, ...]
    scoring_version: str = SCORING_VERSION

    @property
    def factors(self) -> tuple[FactorResult, ...]:
        """Every success factor of the rollout, as it was judged that day."""
        return self.assessment.factors

    @property
    def pillars(self) -> tuple[PillarScore, ...]:
        """The factors together by pillar."""
        return self.assessment.pillars

    @property
    def programme(self) -> Score:
        """All factors together."""
        return self.assessment.programme

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What stands out, of the gate and of all factors; put into words only for whoever asks."""
        return findings(self.assessment, self.criteria)

    @property
    def sentence(self) -> str:
        """The verdict in one sentence."""
        return self.verdict.sentence

    @property
    def musts(self) -> tuple[GateCriterion, ...]:
        """The criteria without which the answer is no."""
        return tuple(each for each in self.criteria if each.criterion.must)

    @property
    def shoulds(self) -> tuple[GateCriterion, ...]:
        """The criteria that are wished for."""
        return tuple(each for each in self.criteria if not each.criterion.must)


def judge_gate(
    gate: Gate,
    head: GateHead,
    assessment: Assessment,
    statements: Mapping[str, Statement],
    facts: Mapping[str, FactValue],
    *,
    owners: Mapping[str, str],
    orders: Sequence[Order] = (),
    override: Override | None = None,
    days_off: Container[date] = (),
    ways: bool = True,
) -> GateAssessment:
    """Judge one gate on the day of the assessment.

    `statements` are the answers to the gate's own criteria, `owners` the names behind the playbook's roles, `orders`
    what the suitability assessment and the stop criteria say. `days_off` are not worked on.
    Without `ways`, what would turn it green is not looked for: that takes a moment, and a list of gates shows none.
    """
    criteria = gate_criteria(gate, assessment, statements, facts, owners)
    critical = critical_requirements(gate, assessment.factors, owners)
    requirements = (*(each.requirement for each in criteria if each.requirement is not None), *critical)
    standing = orders_over(requirements, orders)
    found = ways_to_green(criteria, critical, assessment.factors, standing, owners) if ways else Ways(())
    return GateAssessment(
        gate=head,
        as_of=assessment.as_of,
        verdict=decide(requirements, orders, override, today=assessment.as_of),
        blockers=tuple(each for each in requirements if each.blocks),
        conditions=tuple(each for each in requirements if each.met is not True and not each.blocks),
        criteria=criteria,
        critical=critical,
        assessment=assessment,
        to_green=in_time(found.changes, head.due, days_off),
        other_ways=tuple(in_time(each, head.due, days_off) for each in found.alternatives),
        facts=tuple(facts[name] for name in sorted(facts)),
    )


def gate_criteria(
    gate: Gate,
    assessment: Assessment,
    statements: Mapping[str, Statement],
    facts: Mapping[str, FactValue],
    owners: Mapping[str, str],
) -> tuple[GateCriterion, ...]:
    """Every criterion of the gate, judged; must-criteria first."""
    judged = [_criterion(each, assessment, statements, facts, owners) for each in gate.criteria]
    return tuple(sorted(judged, key=lambda each: not each.criterion.must))


def _criterion(
    asked: Criterion,
    assessment: Assessment,
    statements: Mapping[str, Statement],
    facts: Mapping[str, FactValue],
    owners: Mapping[str, str],
) -> GateCriterion:
    factor = assessment.factor(asked.factor) if asked.kind is CriterionKind.FACTOR else None
    if factor is not None:
        return factor_criterion(asked, factor, owners)
    return own_criterion(judge(asked, statements, facts, assessment.as_of), owners)
