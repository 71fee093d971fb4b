"""Where a score comes from: the programme opens to pillars, factors and criteria, down to evidence, author and age.

The tree holds plain values only, so that a page, a PDF and a JSON file show the same.
"""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from planner.basics.lights import Light
from planner.playbook.outline import Pillar
from planner.readiness.criteria import CriterionResult
from planner.readiness.evidence import Standing
from planner.readiness.factors import PILLARS, Assessment, FactorResult
from planner.readiness.score import Score
from planner.readiness.wording import percent, plain


@dataclass(frozen=True, slots=True)
class Source:
    """The ground under one criterion: who said what, when, on which evidence, and who confirmed it.

    `fresh` says of a live figure how new it is kept.
    """

    value: str
    target: str
    standing: str
    grade: str
    evidence: str
    link: str
    file_name: str
    author: str
    answered_on: date | None
    age_days: int | None
    expires_on: date | None
    verified_by: str
    verified_on: date | None
    live: bool
    fresh: str = ""


@dataclass(frozen=True, slots=True)
class Node:
    """One step of the derivation. `sum` writes the calculation out; leaves carry their source instead of children."""

    ref: str
    title: str
    weight: int
    light: Light
    word: str
    score: Score | None
    line: str = ""
    sum: str = ""
    source: Source | None = None
    children: tuple["Node", ...] = ()


def derive_programme(assessment: Assessment) -> Node:
    """The whole programme, opened to pillars and factors."""
    pillars = tuple(
        Node(
            ref=each.pillar.value,
            title=each.name,
            weight=sum(factor.factor.weight for factor in _of(assessment, each.pillar)),
            light=each.light,
            word="",
            score=each.score,
            sum=factor_sum(_of(assessment, each.pillar)),
            children=tuple(derive_factor(factor) for factor in _of(assessment, each.pillar)),
        )
        for each in assessment.pillars
    )
    sentence = factor_sum(assessment.factors)
    return Node("", "Programme", 0, Light.UNKNOWN, "", assessment.programme, sum=sentence, children=pillars)


def derive_factor(factor: FactorResult) -> Node:
    """One factor, opened to its criteria."""
    return Node(
        ref=factor.ref,
        title=factor.factor.name,
        weight=factor.factor.weight,
        light=factor.light,
        word=factor.word,
        score=factor.score,
        line=f"{plain(factor.line)} %",
        sum=criterion_sum(factor.criteria),
        children=tuple(derive_criterion(each) for each in factor.criteria),
    )


def derive_criterion(result: CriterionResult) -> Node:
    """One criterion with its source; `sum` says what it brings."""
    return Node(
        ref=result.ref,
        title=result.criterion.text,
        weight=result.criterion.weight,
        light=criterion_light(result),
        word=criterion_word(result),
        score=None,
        line=result.target,
        sum="" if result.share is None else f"{percent(result.share * 100)} × weight {result.criterion.weight}",
        source=source_of(result),
    )


def source_of(result: CriterionResult) -> Source:
    """The ground under a criterion, as plain values."""
    said = result.statement
    return Source(
        value=result.shown,
        target=result.target,
        standing=result.standing_text,
        grade=result.grade.value if result.grade else "",
        evidence=(said.na_reason or said.evidence) if said else "",
        link=said.link if said else "",
        file_name=said.file_name if said else "",
        author=said.author if said else "",
        answered_on=said.answered_on if said else None,
        age_days=result.age_days,
        expires_on=result.expires_on,
        verified_by=said.verified_by if said else "",
        verified_on=said.verified_on if said else None,
        live=result.live,
        fresh=result.fact.freshness if result.live and result.fact else "",
    )


def criterion_light(result: CriterionResult) -> Light:
    """Green at full marks, red at none, amber between, white when unknown or not applicable."""
    if result.share is None:
        return Light.UNKNOWN
    if result.share == 1:
        return Light.GREEN
    return Light.RED if result.share == 0 else Light.AMBER


def criterion_word(result: CriterionResult) -> str:
    """The state of one criterion in a word or two."""
    words = {
        Standing.MISSING: "not yet known",
        Standing.UNVERIFIED: "waits for verification",
        Standing.EXPIRED: "too old",
        Standing.NOT_APPLICABLE: "not applicable",
    }
    if result.standing in words:
        return words[result.standing]
    return {Light.GREEN: "met", Light.RED: "not met"}.get(criterion_light(result), "partly met")


def criterion_sum(results: tuple[CriterionResult, ...]) -> str:
    """The calculation of a factor's score, written out: `(3 × 75 % + 1 × 100 %) ÷ 4`."""
    known = [(each.criterion.weight, each.share * 100) for each in results if each.share is not None]
    return written_out(known)


def factor_sum(factors: tuple[FactorResult, ...]) -> str:
    """The calculation over factors, written out."""
    known = [(each.factor.weight, each.score.value) for each in factors if each.score.value is not None]
    return written_out(known)


def written_out(parts: list[tuple[int, Fraction]]) -> str:
    """A weighted mean as people write it; empty when nothing is known."""
    if not parts:
        return ""
    terms = " + ".join(f"{weight} × {percent(value)}" for weight, value in parts)
    return f"({terms}) ÷ {sum(weight for weight, _ in parts)}"


def pillar_name(pillar: Pillar) -> str:
    """The pillar as pages call it."""
    return PILLARS[pillar]


def _of(assessment: Assessment, pillar: Pillar) -> tuple[FactorResult, ...]:
    return tuple(each for each in assessment.factors if each.factor.pillar == pillar)
