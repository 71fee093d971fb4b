"""What would turn a good verdict back: evidence that ages, an answer that falls, a thin margin, a day that comes.

Each is computed from what the gate is judged by today, exactly, and dated where there is a day. What other areas know,
such as conditions, waivers and certificates, is gathered by `turn_back_service.py` in the same form.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from planner.playbook.words import CriterionKind
from planner.readiness.criteria import HIGHEST_STEP, CriterionResult, value_in_words
from planner.readiness.evidence import Grade
from planner.readiness.factors import FactorResult
from planner.readiness.gate_readiness import GateAssessment
from planner.readiness.wording import day_in_words, percent_under, plain

THIN = Decimal(5)
"""A figure this close to its line, in its own unit or in percentage points, is called a thin margin."""


class Why(StrEnum):
    """What turns it back."""

    AGE = "evidence ages"
    ANSWER = "an answer falls"
    MARGIN = "a thin margin"
    CONDITION = "a condition lapses"
    CERTIFICATE = "certificates run out"
    WAIVER = "a waiver ends"
    OVERRIDE = "a verdict set by hand ends"
    START = "the start assessment turns"


@dataclass(frozen=True, slots=True)
class Back:
    """One thing that would turn the verdict back; `on` is the last day on which it still holds, where there is one."""

    why: Why
    text: str
    on: date | None = None


def turning_back(judged: GateAssessment, others: Sequence[Back] = ()) -> tuple[Back, ...]:
    """All that would turn it back, what has a day first, the earliest before the others."""
    lines = tuple(_lines(judged))
    found = [*_musts_age(judged), *_factors_age(lines), *others, *_falls(lines), *_margins(judged), *_weakest(judged)]
    return tuple(sorted(found, key=lambda each: (each.on is None, each.on or date.max)))


def _lines(judged: GateAssessment) -> Iterator[tuple[FactorResult, Decimal]]:
    """The factors whose low end has to stay over a line, as far as it does today; each once, at its highest line."""
    highest: dict[str, Decimal] = {}
    required = [*judged.critical, *(each.requirement for each in judged.criteria if each.criterion.must)]
    for each in required:
        if each is not None and each.line is not None and each.met:
            highest[each.factor] = max(each.line, highest.get(each.factor, each.line))
    for factor in judged.factors:
        if factor.ref in highest:
            yield factor, highest[factor.ref]


def _musts_age(judged: GateAssessment) -> Iterator[Back]:
    for each in judged.musts:
        if each.met and each.result is not None and each.result.expires_on is not None:
            last = each.result.expires_on
            text = f"“{_plain(each.criterion.text)}” counts until {day_in_words(last)}; not renewed, it holds the gate."
            yield Back(Why.AGE, text, last)


def _factors_age(lines: Sequence[tuple[FactorResult, Decimal]]) -> Iterator[Back]:
    """The day on which so many answers of a factor are too old that its low end falls under its line."""
    for factor, line in lines:
        left = factor.score.low
        ageing = sorted((each.expires_on, each.ref, each) for each in factor.criteria if each.share and each.expires_on)
        for last, _, each in ageing:
            left -= _part(factor, each)
            if left < Fraction(line):
                text = (
                    f"“{factor.factor.name}” holds until {day_in_words(last)}: then “{_plain(each.criterion.text)}” "
                    f"is too old, and its low end falls to {percent_under(left, line)}; asked for is {plain(line)} %."
                )
                yield Back(Why.AGE, text, last)
                break


def _part(factor: FactorResult, each: CriterionResult, lost: Fraction | None = None) -> Fraction:
    """The percent of a factor's low end that a criterion brings, or that a lost share of it would cost."""
    share = each.share or Fraction(0) if lost is None else lost
    return 100 * each.criterion.weight * share / factor.score.weight


def _falls(lines: Sequence[tuple[FactorResult, Decimal]]) -> Iterator[Back]:
    """Single answers whose smallest fall that matters puts a factor under its line."""
    for factor, line in lines:
        for each in factor.criteria:
            fallen = smallest_fall(factor, line, each)
            if fallen is not None:
                to = value_in_words(each.criterion, fallen).lower()
                yield Back(
                    Why.ANSWER,
                    f"“{_plain(each.criterion.text)}”: from {each.shown.lower()} to {to}, and “{factor.factor.name}” "
                    f"is under its line of {plain(line)} %.",
                )


def smallest_fall(factor: FactorResult, line: Decimal, each: CriterionResult) -> Decimal | None:
    """The highest worse value of one answer at which the factor's low end is under the line; None where none is."""
    if each.value is None or not each.share or each.criterion.kind is CriterionKind.MEASURE:
        return None
    if each.criterion.kind is CriterionKind.CHECK:
        worse = [Fraction(0)]
    else:
        worse = [Fraction(step, HIGHEST_STEP) for step in range(int(each.value) - 1, -1, -1)]
    for share in worse:
        if factor.score.low - _part(factor, each, each.share - share) < Fraction(line):
            return Decimal(int(share * HIGHEST_STEP)) if each.criterion.kind is CriterionKind.ANSWER else Decimal(0)
    return None


def _margins(judged: GateAssessment) -> Iterator[Back]:
    """Must-criteria that a figure only just meets."""
    for each in judged.musts:
        found, line = each.result, each.criterion.threshold
        if not each.met or found is None or found.value is None or line is None:
            continue
        room = abs(found.value - line)
        if found.criterion.kind is CriterionKind.MEASURE and room <= THIN:
            text = f"“{_plain(each.criterion.text)}” stands at {found.shown}; asked for is {found.target}."
            yield Back(Why.MARGIN, text)


def _weakest(judged: GateAssessment) -> Iterator[Back]:
    """Must-criteria that rest on nothing but somebody's word: reversed, each holds the gate alone."""
    for each in judged.musts:
        found = each.result
        if each.met and found is not None and found.grade is Grade.ASSERTED and found.value is not None:
            text = f"“{_plain(each.criterion.text)}” rests on what somebody says; reversed, it holds the gate."
            yield Back(Why.ANSWER, text)


def _plain(text: str) -> str:
    return text.rstrip(".?")
