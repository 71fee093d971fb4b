"""Critical success factors: each judged from its criteria, then gathered by pillar and for the whole programme."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cached_property

from planner.basics.lights import Light
from planner.playbook.outline import Factor, Pillar
from planner.readiness.criteria import CriterionResult, FactValue, judge
from planner.readiness.evidence import Standing, Statement
from planner.readiness.score import Score, factor_score, roll_up

USUAL_LINE = Decimal(60)
PILLARS = {
    Pillar.PEOPLE: "People",
    Pillar.PROCESS: "Process",
    Pillar.TECHNOLOGY: "Technology",
    Pillar.EXPECTATIONS: "Expectations",
}
LIGHT_WORDS = {
    Light.GREEN: "on target",
    Light.AMBER: "not yet proven",
    Light.RED: "below the line",
    Light.UNKNOWN: "not yet known",
}


@dataclass(frozen=True)
class FactorResult:
    """A factor judged on one day."""

    factor: Factor
    criteria: tuple[CriterionResult, ...]
    score: Score

    @property
    def ref(self) -> str:
        """The factor's lasting name in the playbook."""
        return self.factor.ref

    @property
    def line(self) -> Decimal:
        """The line in percent that the low end must reach."""
        return line_of(self.factor)

    @property
    def below(self) -> bool:
        """True when the low end does not reach the line."""
        return self.score.applies and self.score.low < Fraction(self.line)

    @cached_property
    def light(self) -> Light:
        """Green when even the low end reaches the line, red when not even the high end does, else amber."""
        return light_of(self.score, self.line)

    @property
    def word(self) -> str:
        """The state in words."""
        return LIGHT_WORDS[self.light] if self.score.applies else "not applicable"

    @property
    def open(self) -> tuple[CriterionResult, ...]:
        """The criteria that count as unknown."""
        return tuple(each for each in self.criteria if each.standing.open)

    @property
    def waiting(self) -> tuple[CriterionResult, ...]:
        """The answers that wait for a second person."""
        return tuple(each for each in self.criteria if each.standing is Standing.UNVERIFIED)


@dataclass(frozen=True, slots=True)
class PillarScore:
    """The score of one of the four pillars."""

    pillar: Pillar
    name: str
    score: Score
    factors: int

    @property
    def light(self) -> Light:
        """The pillar against the usual line."""
        return light_of(self.score, USUAL_LINE)


@dataclass(frozen=True, slots=True)
class Assessment:
    """All factors of a rollout judged on one day."""

    as_of: date
    factors: tuple[FactorResult, ...]
    pillars: tuple[PillarScore, ...]
    programme: Score

    def factor(self, ref: str) -> FactorResult | None:
        """The factor of this name, if the playbook has it."""
        return next((each for each in self.factors if each.ref == ref), None)


def assess(
    factors: Sequence[Factor],
    statements: Mapping[str, Statement],
    facts: Mapping[str, FactValue],
    today: date,
) -> Assessment:
    """Judge every factor today. `statements` by criterion, `facts` by the name of the figure."""
    results = tuple(judge_factor(each, statements, facts, today) for each in factors)
    return Assessment(today, results, pillar_scores(results), programme_score(results))


def judge_factor(
    factor: Factor,
    statements: Mapping[str, Statement],
    facts: Mapping[str, FactValue],
    today: date,
) -> FactorResult:
    """Judge one factor from its own criteria and nothing else.

    A critical factor can hold a gate, so its criteria count as must-criteria when somebody sets them "not applicable".
    """
    asked = (replace(each, must=factor.critical) for each in factor.criteria)
    results = tuple(judge(each, statements, facts, today) for each in asked)
    return FactorResult(factor, results, factor_score(results))


def pillar_scores(results: Sequence[FactorResult]) -> tuple[PillarScore, ...]:
    """The score of each pillar that has factors, in the order people, process, technology, expectations."""
    scores = []
    for pillar, name in PILLARS.items():
        own = [each for each in results if each.factor.pillar == pillar]
        if own:
            scores.append(PillarScore(pillar, name, programme_score(own), len(own)))
    return tuple(scores)


def programme_score(results: Sequence[FactorResult]) -> Score:
    """The weighted mean over factors, each with the weight that the playbook gives it."""
    return roll_up((each.factor.weight, each.score) for each in results)


def line_of(factor: Factor) -> Decimal:
    """The line in percent for a factor's low end: its own threshold, or the usual 60 where the playbook sets none."""
    return USUAL_LINE if factor.threshold is None else factor.threshold


def light_of(score: Score, line: Decimal) -> Light:
    """A score against a line. Nothing known is white, never green and never red."""
    if not score.applies or score.value is None:
        return Light.UNKNOWN
    if score.low >= Fraction(line):
        return Light.GREEN
    return Light.RED if score.high < Fraction(line) else Light.AMBER
