"""The appendix: every criterion behind every score, with its value, weight, evidence, author and age."""

from decimal import Decimal

from planner.readiness.criteria import CriterionResult
from planner.readiness.derivation import criterion_word
from planner.readiness.factors import FactorResult
from planner.reports.report import Evidence
from planner.reports.wording import tenth


def evidence_rows(factor: FactorResult) -> tuple[Evidence, ...]:
    """One row per criterion of a factor, in the playbook's order."""
    return tuple(evidence_row(factor, each) for each in factor.criteria)


def evidence_row(factor: FactorResult, result: CriterionResult) -> Evidence:
    """One criterion: what was asked, what is so, how much it counts, on what ground."""
    asked, said = result.criterion, result.statement
    share = None if result.share is None else result.share * 100
    return Evidence(
        factor_ref=factor.ref,
        factor=factor.factor.name,
        criterion_ref=asked.ref,
        criterion=asked.text,
        state=criterion_word(result),
        value=value_of(result),
        asked=result.target,
        weight=asked.weight,
        points=None if share is None else tenth(Decimal(share.numerator) / Decimal(share.denominator)),
        grade=result.grade.value if result.grade else "",
        evidence=ground_of(result),
        author=said.author if said else "",
        verified_by=said.verified_by if said else "",
        live=result.live,
        age_days=result.age_days,
        valid_days=asked.valid_days,
    )


def value_of(result: CriterionResult) -> str:
    """The answer with the observed behaviour behind its step, and why it does not count if it does not."""
    shown = f"{result.shown}: {result.step_text}" if result.step_text else result.shown
    counts = result.share is not None or result.value is None
    return shown if counts else f"{shown} ({result.standing_text[:1].lower()}{result.standing_text[1:]})"


def ground_of(result: CriterionResult) -> str:
    """What proves it: the source of a live figure, or the evidence, link and file that were given."""
    if result.live:
        return result.standing_text
    said = result.statement
    if said is None:
        return ""
    return "; ".join(part for part in (said.na_reason or said.evidence, said.link, said.file_name) if part)
