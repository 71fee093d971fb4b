"""What is still to be assessed, verified or renewed, the weightiest first."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from planner.readiness.criteria import CriterionResult
from planner.readiness.evidence import Standing
from planner.readiness.factors import Assessment, FactorResult
from planner.readiness.findings import expiring


class Filter(StrEnum):
    """Which answers a person wants to see."""

    ALL = "all"
    UNKNOWN = "unknown"
    UNVERIFIED = "unverified"
    EXPIRING = "expiring"
    MINE = "mine"


FILTER_WORDS = {
    Filter.ALL: "All questions",
    Filter.UNKNOWN: "Not yet known",
    Filter.UNVERIFIED: "Waiting to be verified",
    Filter.EXPIRING: "Too old within 30 days",
    Filter.MINE: "Answered by me",
}


@dataclass(frozen=True, slots=True)
class Item:
    """One question of one factor. `share` is the part of the programme's weight that it carries."""

    factor: FactorResult
    result: CriterionResult
    share: Fraction


def items(assessment: Assessment) -> tuple[Item, ...]:
    """Every question with what it weighs; critical factors first, then by weight."""
    total = sum(each.factor.weight for each in assessment.factors if each.score.applies) or 1
    found = [
        Item(factor, result, weight_of(factor, result) / total)
        for factor in assessment.factors
        for result in factor.criteria
    ]
    return tuple(sorted(found, key=lambda each: (not each.factor.factor.critical, -each.share)))


def weight_of(factor: FactorResult, result: CriterionResult) -> Fraction:
    """A question's weight within its factor times the factor's weight; nothing where it does not apply."""
    if result.standing is Standing.NOT_APPLICABLE or not factor.score.applies:
        return Fraction(0)
    return Fraction(result.criterion.weight) / factor.score.weight * factor.factor.weight


def filtered(found: Iterable[Item], wanted: Filter, assessment: Assessment, author: str = "") -> tuple[Item, ...]:
    """The questions a person asked for. `author` is the name behind "mine"."""
    found = tuple(found)
    soon = expiring([each.result for each in found], assessment.as_of)
    tests: dict[Filter, Callable[[CriterionResult], bool]] = {
        Filter.ALL: lambda _: True,
        Filter.UNKNOWN: lambda each: each.standing in (Standing.MISSING, Standing.EXPIRED),
        Filter.UNVERIFIED: waits,
        Filter.EXPIRING: lambda each: any(each is one for one in soon),
        Filter.MINE: lambda each: each.statement is not None and each.statement.author == author,
    }
    return tuple(each for each in found if tests[wanted](each.result))


def waits(result: CriterionResult) -> bool:
    """An answer that nobody has verified yet, whether or not that is asked for; live figures never wait."""
    if result.live or result.statement is None or result.standing in (Standing.MISSING, Standing.EXPIRED):
        return False
    return not result.statement.verified


def next_to_assess(found: Sequence[Item], most: int = 5) -> tuple[Item, ...]:
    """The questions whose answer would tell most: unknown ones, the weightiest first."""
    unknown = [each for each in found if each.result.standing in (Standing.MISSING, Standing.EXPIRED)]
    return tuple(unknown[:most])
