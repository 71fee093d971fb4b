"""The health of a rollout from eight sides: each with strengths, risks and issues, a state, and where it is heading.

A side is in trouble when something grave was seen there, at risk when something else is wrong or not sure, healthy when
strengths stand alone, and not known, which is white, while nothing is known. No average takes part.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from planner.basics.lights import Light
from planner.playbook.words import Dimension, Severity
from planner.readiness.factors import Assessment, FactorResult
from planner.readiness.findings import Finding, FindingKind, factor_findings
from planner.readiness.mistakes import Found, standing
from planner.readiness.score import Score, roll_up
from planner.readiness.strengths import STRONG
from planner.readiness.wording import counted, listed, plain

NAMES = {
    Dimension.GOALS: "Strategy and goals",
    Dimension.GOVERNANCE: "Sponsorship and governance",
    Dimension.PEOPLE: "People and commitment",
    Dimension.PROCESS: "Process",
    Dimension.DATA: "Data and protection",
    Dimension.TECHNOLOGY: "Technology and integration",
    Dimension.TRAINING: "Training and support",
    Dimension.ADOPTION: "Adoption and value",
}


class HealthState(StrEnum):
    """How a side, or the whole, stands."""

    HEALTHY = "healthy"
    AT_RISK = "at risk"
    IN_TROUBLE = "in trouble"
    UNKNOWN = "not known"

    @property
    def light(self) -> Light:
        """Its light; not known is white."""
        return LIGHTS[self]


LIGHTS = {
    HealthState.HEALTHY: Light.GREEN,
    HealthState.AT_RISK: Light.AMBER,
    HealthState.IN_TROUBLE: Light.RED,
    HealthState.UNKNOWN: Light.UNKNOWN,
}


_OF_AREA = {
    "suitability": Dimension.GOALS, "goals": Dimension.GOALS, "kpis": Dimension.GOALS, "rollouts": Dimension.PEOPLE,
    "people": Dimension.PEOPLE, "process": Dimension.PROCESS, "technology": Dimension.TECHNOLOGY,
    "customer_data": Dimension.DATA, "schedule": Dimension.GOVERNANCE, "training": Dimension.TRAINING,
    "adoption": Dimension.ADOPTION, "readiness": Dimension.GOVERNANCE,
}  # fmt: skip
_OF_PLACE = {
    "people.sponsorship": Dimension.GOVERNANCE, "people.committee": Dimension.GOVERNANCE,
    "people.responsibilities": Dimension.GOVERNANCE, "rollouts.members": Dimension.GOVERNANCE,
    "reports.index": Dimension.GOVERNANCE, "adoption.index": Dimension.ADOPTION,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Side:
    """One of the eight sides. `trend` is the change of its score in points, None where it cannot be told."""

    dimension: Dimension
    name: str
    state: HealthState
    score: Score
    findings: tuple[Finding, ...]
    trend: Fraction | None = None

    def of_kind(self, kind: str) -> tuple[Finding, ...]:
        """The strengths, the risks or the issues."""
        return tuple(each for each in self.findings if each.kind == kind)


@dataclass(frozen=True, slots=True)
class Health:
    """The health of a rollout on a day."""

    as_of: date
    state: HealthState
    sentence: str
    sides: tuple[Side, ...]

    @property
    def because(self) -> str:
        """The sentence without the state's own word, for where that word already stands beside it."""
        rest = self.sentence.partition(": ")[2]
        return f"{rest[:1].upper()}{rest[1:]}"


def health(
    assessment: Assessment,
    figures: Mapping[str, Decimal],
    found: Sequence[Found],
    earlier: Mapping[str, Fraction] | None = None,
) -> Health:
    """Look at all eight sides. `earlier` are the scores of factors at the point to compare with."""
    mistakes = standing(found)
    sides = tuple(_side(each, assessment, figures, mistakes, earlier or {}) for each in Dimension)
    state = worst([each.state for each in sides])
    return Health(assessment.as_of, state, sentence_of(state, sides), sides)


def _side(
    dimension: Dimension,
    assessment: Assessment,
    figures: Mapping[str, Decimal],
    mistakes: Sequence[Found],
    earlier: Mapping[str, Fraction],
) -> Side:
    factors = [each for each in assessment.factors if each.factor.side is dimension and each.score.applies]
    seen = [each for each in mistakes if side_of(each) is dimension]
    findings = (*_strengths(dimension, figures), *(one for each in factors for one in factor_findings(each)))
    findings = (*findings, *(_of_mistake(each) for each in seen))
    score = roll_up((each.factor.weight, each.score) for each in factors)
    state = state_of(factors, seen, findings)
    return Side(dimension, NAMES[dimension], state, score, ordered(findings), trend_of(factors, earlier))


def side_of(found: Found) -> Dimension:
    """The side that a mistake belongs to: by the page that puts it right where that says more than its area."""
    return _OF_PLACE.get(found.detector.place) or _OF_AREA.get(found.mistake.area, Dimension.GOVERNANCE)


def _strengths(dimension: Dimension, figures: Mapping[str, Decimal]) -> list[Finding]:
    return [
        Finding(FindingKind.STRENGTH, each.text.format(_short(figures[each.fact])), "Counted today.", each.fact)
        for each in STRONG
        if each.side is dimension and each.fact in figures and each.op.holds(figures[each.fact], each.line)
    ]


def _short(value: Decimal) -> str:
    """A figure in a sentence: `248,190`, `97.5`, `3`."""
    if abs(value) >= 1000:
        return f"{value:,.0f}"
    return plain(value if value == value.to_integral_value() else round(value, 1))


def _of_mistake(found: Found) -> Finding:
    kind = FindingKind.ISSUE if found.mistake.severity is Severity.HIGH else FindingKind.RISK
    return Finding(kind, found.mistake.name, f"{found.sight.text} {found.mistake.instead}", found.key)


def state_of(factors: Sequence[FactorResult], seen: Sequence[Found], findings: Iterable[Finding]) -> HealthState:
    """The state of a side from what was found there."""
    grave = any(each.mistake.severity is Severity.HIGH for each in seen)
    if grave or any(each.factor.critical and each.light is Light.RED for each in factors):
        return HealthState.IN_TROUBLE
    kinds = {each.kind for each in findings}
    known = any(each.score.value is not None for each in factors)
    if kinds & {FindingKind.ISSUE, FindingKind.RISK} and (known or seen):
        return HealthState.AT_RISK
    return HealthState.HEALTHY if FindingKind.STRENGTH in kinds else HealthState.UNKNOWN


def trend_of(factors: Sequence[FactorResult], earlier: Mapping[str, Fraction]) -> Fraction | None:
    """The weighted change of the factors known then and now, in points; None where there is none."""
    both = [(each, each.score.value) for each in factors if each.ref in earlier and each.score.value is not None]
    weight = sum(each.factor.weight for each, _ in both)
    if not weight:
        return None
    return sum((each.factor.weight * (value - earlier[each.ref]) for each, value in both), Fraction(0)) / weight


def ordered(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Strengths first, then issues, then risks."""
    order = (FindingKind.STRENGTH, FindingKind.ISSUE, FindingKind.RISK)
    return tuple(sorted(findings, key=lambda each: order.index(each.kind)))


def worst(states: Sequence[HealthState]) -> HealthState:
    """The state of the whole: as bad as its worst side; healthy only where every side is known and healthy."""
    for state in (HealthState.IN_TROUBLE, HealthState.AT_RISK):
        if state in states:
            return state
    return HealthState.HEALTHY if set(states) == {HealthState.HEALTHY} else HealthState.UNKNOWN


def sentence_of(state: HealthState, sides: Sequence[Side]) -> str:
    """The health in one sentence that names the sides."""
    named = {each: [side.name for side in sides if side.state is each] for each in HealthState}
    blank = named[HealthState.UNKNOWN]
    unknown = f" Nothing is known of {listed(blank)}." if blank and len(blank) < len(sides) else ""
    if state in (HealthState.IN_TROUBLE, HealthState.AT_RISK):
        own = named[state]
        many = counted(len(own), f"of {len(sides)} sides is", f"of {len(sides)} sides are")
        return f"{state.value.capitalize()}: {many} {state.value}: {listed(own)}.{unknown}"
    if state is HealthState.HEALTHY:
        return f"Healthy: all {len(sides)} sides are."
    return f"Not known: too little is known to speak of the whole.{unknown}"
