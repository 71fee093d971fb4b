"""The score over time, and what moved it: which factors and criteria rose, fell, became known or grew too old.

A point keeps the exact shares of a day, so that a later version of the rules never rewrites what was said then.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from planner.readiness.counted import Counted, cause
from planner.readiness.criteria import CriterionResult
from planner.readiness.derivation import criterion_word
from planner.readiness.factors import Assessment, FactorResult
from planner.readiness.score import SCORING_VERSION, Score

Shares = tuple[str, str]


@dataclass(frozen=True, slots=True)
class CriterionPoint:
    """A criterion on a day: its share of full marks (None: not known), the value in words, and where it came from.

    `counted` is what its live figure was counted over, where that is a share.
    """

    ref: str
    text: str
    share: Fraction | None
    shown: str
    source: str
    counted: Counted | None = None


@dataclass(frozen=True, slots=True)
class FactorPoint:
    """A factor on a day. The score is in percent, None while nothing is known."""

    ref: str
    name: str
    weight: int
    value: Fraction | None
    low: Fraction
    high: Fraction
    criteria: tuple[CriterionPoint, ...] = ()


@dataclass(frozen=True, slots=True)
class Point:
    """A rollout on a day: the programme score with its honesty, its factors, and the verdict of each gate."""

    day: date
    value: Fraction | None
    low: Fraction
    high: Fraction
    coverage: Fraction
    factors: tuple[FactorPoint, ...]
    verdicts: Mapping[str, str]
    scoring_version: str = SCORING_VERSION


@dataclass(frozen=True, slots=True)
class Step:
    """One criterion that changed between two points; `cause` tells where people who joined or left moved its share."""

    text: str
    before: str
    after: str
    source_before: str
    source_after: str
    cause: str = ""


@dataclass(frozen=True, slots=True)
class Move:
    """What one factor did to the programme score between two points; `points` is None where no sum can be told."""

    name: str
    before: Fraction | None
    after: Fraction | None
    points: Fraction | None
    steps: tuple[Step, ...]

    @property
    def better(self) -> bool | None:
        """Whether it helped; None where it only became known or unknown."""
        return None if not self.points else self.points > 0


Waves = tuple[tuple[int, int], ...]


def point_of(assessment: Assessment, verdicts: Mapping[str, str], waves: Mapping[str, Waves] | None = None) -> Point:
    """The point of an assessment; `verdicts` by the key of the gate, `waves` by fact over how many each is counted."""
    score = assessment.programme
    factors = tuple(_factor(each, waves or {}) for each in assessment.factors if each.score.applies)
    return Point(assessment.as_of, score.value, score.low, score.high, score.coverage, factors, dict(verdicts))


def _factor(result: FactorResult, waves: Mapping[str, Waves]) -> FactorPoint:
    score: Score = result.score
    criteria = tuple(
        CriterionPoint(
            each.ref, each.criterion.text, each.share, _shown(each), each.standing_text, _counted(each, waves)
        )
        for each in result.criteria
    )
    return FactorPoint(
        result.ref, result.factor.name, result.factor.weight, score.value, score.low, score.high, criteria
    )


def _counted(result: CriterionResult, waves: Mapping[str, Waves]) -> Counted | None:
    found = result.fact.counted if result.live and result.fact else None
    return replace(found, waves=waves.get(result.criterion.fact, ())) if found else None


def _shown(result: CriterionResult) -> str:
    """The value where it counts; where it does not, why not."""
    return result.shown if result.share is not None else criterion_word(result)


def moves(before: Point, after: Point) -> tuple[Move, ...]:
    """What changed between two points, what moved the score most first.

    A factor's part is weight x change / weight of all factors known at both points. The parts of those factors add up
    to the change of the score over them; a factor that became known or unknown has no such part and is named.

    Weights 3 and 1, the first from 80 to 60, the second unchanged: it took (3 x -20) / 4 = 15 points.
    """
    earlier = {each.ref: each for each in before.factors}
    both = [each for each in after.factors if each.ref in earlier and known(earlier[each.ref], each)]
    whole = sum(each.weight for each in both)
    found = [
        _move(earlier.get(each.ref), each, whole) for each in after.factors if _differs(earlier.get(each.ref), each)
    ]
    gone = [each for each in before.factors if each.ref not in {one.ref for one in after.factors}]
    found += [Move(each.name, each.value, None, None, ()) for each in gone]
    return tuple(sorted(found, key=lambda each: (each.points is None, -abs(each.points or 0), each.name)))


def known(one: FactorPoint, other: FactorPoint) -> bool:
    """Whether a factor has a score at both points."""
    return one.value is not None and other.value is not None


def _differs(before: FactorPoint | None, after: FactorPoint) -> bool:
    return before is None or before.value != after.value or bool(steps(before, after))


def _move(before: FactorPoint | None, after: FactorPoint, whole: int) -> Move:
    if before is None:
        return Move(after.name, None, after.value, None, ())
    points = None
    if before.value is not None and after.value is not None and whole:
        points = after.weight * (after.value - before.value) / whole
    return Move(after.name, before.value, after.value, points, steps(before, after))


def steps(before: FactorPoint, after: FactorPoint) -> tuple[Step, ...]:
    """The criteria of a factor whose share changed."""
    earlier = {each.ref: each for each in before.criteria}
    return tuple(
        Step(
            each.text,
            earlier[each.ref].shown,
            each.shown,
            earlier[each.ref].source,
            each.source,
            cause(earlier[each.ref].counted, each.counted),
        )
        for each in after.criteria
        if each.ref in earlier and earlier[each.ref].share != each.share
    )


def written(point: Point) -> dict[str, Any]:
    """A point as JSON values; fractions are text, so that nothing is rounded."""
    return {
        "value": _text(point.value),
        "low": str(point.low),
        "high": str(point.high),
        "coverage": str(point.coverage),
        "verdicts": dict(point.verdicts),
        "scoring_version": point.scoring_version,
        "factors": [
            {
                "ref": each.ref,
                "name": each.name,
                "weight": each.weight,
                "value": _text(each.value),
                "low": str(each.low),
                "high": str(each.high),
                "criteria": [_written_criterion(one) for one in each.criteria],
            }
            for each in point.factors
        ],
    }


def _written_criterion(point: CriterionPoint) -> list[Any]:
    found = [point.ref, point.text, _text(point.share), point.shown, point.source]
    return found if point.counted is None else [*found, asdict(point.counted)]


def read(day: date, document: Mapping[str, Any]) -> Point:
    """The point that was written; raises KeyError, ValueError or TypeError where it was not."""
    return Point(
        day=day,
        value=_fraction(document["value"]),
        low=Fraction(document["low"]),
        high=Fraction(document["high"]),
        coverage=Fraction(document["coverage"]),
        verdicts=dict(document["verdicts"]),
        scoring_version=str(document["scoring_version"]),
        factors=tuple(_read_factor(each) for each in document["factors"]),
    )


def _read_factor(given: Mapping[str, Any]) -> FactorPoint:
    criteria = tuple(
        CriterionPoint(ref, text, _fraction(share), shown, source, _read_counted(*rest))
        for ref, text, share, shown, source, *rest in given["criteria"]
    )
    value, low, high = _fraction(given["value"]), Fraction(given["low"]), Fraction(given["high"])
    return FactorPoint(given["ref"], given["name"], int(given["weight"]), value, low, high, criteria)


def _read_counted(given: Mapping[str, Any] | None = None) -> Counted | None:
    """What a share was counted over; points kept before that was told have none."""
    if given is None:
        return None
    waves = tuple((int(number), int(whole)) for number, whole in given["waves"])
    return Counted(str(given["among"]), int(given["part"]), int(given["whole"]), bool(given["up"]), waves)


def _text(value: Fraction | None) -> str | None:
    return None if value is None else str(value)


def _fraction(value: str | None) -> Fraction | None:
    return None if value is None else Fraction(value)


def because(moved: Sequence[Move]) -> str:
    """What moved the score most, in a sentence, where people who joined or left did it; else empty."""
    first = next((each for each in moved if each.points), None)
    told = next((step for step in first.steps if step.cause), None) if first else None
    return f"“{told.text.rstrip('.?')}” {told.cause}" if told else ""


def thinned(points: Sequence[Point], most: int) -> tuple[Point, ...]:
    """At most so many points, spread evenly, the first and the last always among them."""
    if len(points) <= most:
        return tuple(points)
    last = len(points) - 1
    return tuple(points[round(Decimal(number) * last / (most - 1))] for number in range(most))
