"""What stands out: strengths, risks and issues. Strengths are always told: what is good is not taken for granted.

An issue is known to be wrong; a risk is not known to be right; a strength is known to be right.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from planner.basics.lights import Light
from planner.readiness.criteria import CriterionResult
from planner.readiness.factors import Assessment, FactorResult
from planner.readiness.requirements import GateCriterion, why_below
from planner.readiness.verdict import Need
from planner.readiness.wording import counted, day_in_words, listed, percent, plain

SOON_DAYS = 30
NAMED_AT_MOST = 3


class FindingKind(StrEnum):
    """The three kinds."""

    STRENGTH = "strength"
    RISK = "risk"
    ISSUE = "issue"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that stands out, with the reason, and the factor or criterion it is about (empty when about many)."""

    kind: FindingKind
    title: str
    text: str
    ref: str = ""
    owner: str = ""


def findings(assessment: Assessment, gate: Sequence[GateCriterion] = ()) -> tuple[Finding, ...]:
    """All findings, strengths first, then issues, then risks."""
    found = [
        *gate_findings(gate),
        *(each for factor in assessment.factors for each in factor_findings(factor)),
        *overall_findings(assessment),
    ]
    if not any(each.kind is FindingKind.STRENGTH for each in found):
        found.extend(small_strengths(assessment))
    order = (FindingKind.STRENGTH, FindingKind.ISSUE, FindingKind.RISK)
    return tuple(sorted(found, key=lambda each: order.index(each.kind)))


def gate_findings(gate: Sequence[GateCriterion]) -> list[Finding]:
    """What the gate's own checks and measures show."""
    asked = [each.requirement for each in gate if each.requirement is not None and not each.requirement.factor]
    found = [
        Finding(FindingKind.ISSUE if each.met is False else FindingKind.RISK, each.text, each.why, each.ref, each.owner)
        for each in asked
        if each.met is False or (each.met is None and each.need is Need.MUST)
    ]
    musts = [each.requirement for each in gate if each.requirement is not None and each.requirement.need is Need.MUST]
    met = [each.text.rstrip(".") for each in musts if each.met]
    if met:
        title = f"{counted(len(met), 'must-criterion of this gate is', 'must-criteria of this gate are')} met"
        found.append(Finding(FindingKind.STRENGTH, title, f"{named(met)}."))
    return found


def factor_findings(factor: FactorResult) -> list[Finding]:
    """What one factor shows. A factor of which nothing is known is told once for all of them, unless it is critical."""
    one, line = factor.factor, f"{plain(factor.line)} %"
    if factor.light is Light.GREEN:
        verified = sum(each.live or bool(each.statement and each.statement.verified) for each in factor.criteria)
        text = f"Even its low end of {percent(factor.score.low)} reaches the line of {line}; "
        text += f"{verified} of {counted(len(factor.criteria), 'criterion is', 'criteria are')} counted or verified."
        return [Finding(FindingKind.STRENGTH, one.name, text, one.ref, one.owner_role)]
    if factor.light is Light.RED:
        return [Finding(FindingKind.ISSUE, one.name, why_below(factor, factor.line), one.ref, one.owner_role)]
    if factor.score.applies and (one.critical or factor.light is Light.AMBER):
        return [Finding(FindingKind.RISK, one.name, why_below(factor, factor.line), one.ref, one.owner_role)]
    return []


def overall_findings(assessment: Assessment) -> list[Finding]:
    """What concerns many factors at once: not looked at, waiting for a second person, soon too old."""
    blank = [each.factor.name for each in assessment.factors if each.light is Light.UNKNOWN and each.score.applies]
    waiting = [each for factor in assessment.factors for each in factor.waiting]
    ageing = expiring([each for factor in assessment.factors for each in factor.criteria], assessment.as_of)
    found = []
    if blank:
        title = f"{counted(len(blank), 'factor has', 'factors have')} not been assessed"
        found.append(Finding(FindingKind.RISK, title, f"Nothing is known yet about {named(blank)}."))
    if waiting:
        title = f"{counted(len(waiting), 'answer waits', 'answers wait')} for a second person"
        texts = named([each.criterion.text.rstrip(".?") for each in waiting])
        found.append(Finding(FindingKind.RISK, title, f"Until verified they do not count: {texts}."))
    if ageing:
        first = min(each.expires_on for each in ageing if each.expires_on is not None)
        title = f"{counted(len(ageing), 'answer gets', 'answers get')} too old within {SOON_DAYS} days"
        found.append(Finding(FindingKind.RISK, title, f"The first one counts until {day_in_words(first)}."))
    return found


def small_strengths(assessment: Assessment) -> list[Finding]:
    """Single criteria at full marks, told when no factor as a whole is strong yet."""
    best = [each for factor in assessment.factors for each in factor.criteria if each.passed]
    return [
        Finding(FindingKind.STRENGTH, each.criterion.text, f"{each.shown}. {each.standing_text}.", each.ref)
        for each in best[:NAMED_AT_MOST]
    ]


def expiring(results: Sequence[CriterionResult], today: date) -> list[CriterionResult]:
    """The answers that count today and get too old within the next 30 days. Live figures are renewed by the work."""
    last = today + timedelta(days=SOON_DAYS)
    said = [each for each in results if each.share is not None and not each.live]
    return [each for each in said if each.expires_on is not None and each.expires_on < last]


def named(names: Sequence[str]) -> str:
    """The first three by name, the rest by number."""
    if len(names) <= NAMED_AT_MOST:
        return listed(list(names))
    return listed([*names[:NAMED_AT_MOST], f"{len(names) - NAMED_AT_MOST} more"])
