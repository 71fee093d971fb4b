"""From a judged gate, the plan and the last report to the new report. Nothing is decided here: it is put into words.

Percentages are rounded to one decimal place, half to even, in this one step; until here they are exact.
"""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from planner.readiness.factors import PILLARS, FactorResult, PillarScore
from planner.readiness.findings import Finding as Found
from planner.readiness.gate_readiness import GateAssessment
from planner.readiness.requirements import GateCriterion
from planner.readiness.score import Score
from planner.readiness.turn_back import Back, turning_back
from planner.readiness.turn_green import Change as Step
from planner.readiness.verdict import Need, Requirement, Verdict
from planner.reports.asking import decisions_needed, said_back
from planner.reports.derivation_rows import evidence_rows
from planner.reports.differences import compare
from planner.reports.method import method
from planner.reports.report import (
    Action,
    Blocker,
    Condition,
    Criterion,
    FactorLine,
    Finding,
    Identity,
    Override,
    PillarLine,
    Plan,
    Range,
    Report,
    Stamp,
    VerdictLine,
)
from planner.reports.wording import UNKNOWN, ident, tenth

NEEDS = {
    Need.MUST: "must-criterion",
    Need.SHOULD: "should-criterion",
    Need.CRITICAL: "critical factor",
    Need.STANDING: "standing",
}
GAINS = {
    Need.MUST: "opens a must-criterion",
    Need.CRITICAL: "lifts a critical factor over its line",
    Need.SHOULD: "removes a condition",
    Need.STANDING: "lifts a standing no",
}


def compose(
    identity: Identity,
    number: int | None,
    judged: GateAssessment,
    plan: Plan | None,
    conditions: Sequence[Condition],
    previous: Report | None,
    backs: Sequence[Back] | None = None,
) -> Report:
    """The report of one gate on one day; a draft when it has no number.

    `backs` is what would turn a good verdict back, where other areas were asked too; else its own evidence tells.
    """
    report = Report(
        identity=identity,
        snapshot=Stamp(number),
        verdict=verdict_line(judged.verdict),
        score=percent_of(judged.programme.value),
        coverage=rounded(judged.programme.coverage),
        range=range_of(judged.programme),
        blockers=tuple(blocker(each) for each in judged.blockers),
        changes=None,
        decisions=decisions_needed(judged, plan, conditions),
        criteria=tuple(criterion_line(each) for each in judged.criteria),
        pillars=tuple(pillar_line(each) for each in judged.pillars),
        factors=tuple(factor_line(each) for each in by_pillar(judged)),
        findings=tuple(finding(each) for each in judged.findings),
        actions=tuple(action(each, judged) for each in judged.to_green),
        flips=said_back(turning_back(judged) if backs is None else backs),
        plan=plan,
        conditions=tuple(conditions),
        method=method(judged.scoring_version),
        evidence=tuple(row for each in by_pillar(judged) for row in evidence_rows(each)),
    )
    return replace(report, changes=compare(previous, report)) if previous else report


def rounded(value: Fraction) -> Decimal:
    """An exact percentage with one decimal; 100.0 and 0.0 are only said when they are true.

    >>> rounded(Fraction(1999, 20)), rounded(Fraction(2, 3)), rounded(Fraction(99999, 1000))
    (Decimal('99.9'), Decimal('0.7'), Decimal('99.9'))
    """
    shown = tenth(Decimal(value.numerator) / Decimal(value.denominator))
    if shown == 100 and value < 100:
        return Decimal("99.9")
    if shown == 0 and value > 0:
        return Decimal("0.1")
    return shown


def percent_of(value: Fraction | None) -> Decimal | None:
    """The same, with unknown staying unknown."""
    return None if value is None else rounded(value)


def against(value: Fraction, line: Decimal) -> Decimal:
    """A percentage beside the line it is held against: what misses the line is never rounded up onto it.

    >>> against(Fraction(5996, 100), Decimal(60))
    Decimal('59.9')
    """
    shown = rounded(value)
    return line - Decimal("0.1") if value < Fraction(line) and shown >= line else shown


def range_of(score: Score) -> Range:
    """Both ends of a score."""
    return Range(rounded(score.low), rounded(score.high))


def verdict_line(verdict: Verdict) -> VerdictLine:
    """The verdict with the reasons that are not listed as blockers anyway, and both values when it was set by hand."""
    blocking = (Need.MUST, Need.CRITICAL)
    reasons = tuple(
        f"{each.text.rstrip('.')}: {each.why}" if each.why else each.text
        for each in verdict.reasons
        if each.need not in blocking and each.text not in verdict.sentence
    )
    by_hand = verdict.override
    override = Override(verdict.computed.word, by_hand.by, by_hand.reason, by_hand.until) if by_hand else None
    return VerdictLine(verdict.state.value, verdict.state.word, verdict.sentence, reasons, override)


def blocker(required: Requirement) -> Blocker:
    """One thing that keeps the gate shut; a critical factor leads to its evidence, a criterion to its line."""
    anchor = f"why-{ident(required.ref)}" if required.need is Need.CRITICAL else f"criterion-{ident(required.ref)}"
    why = f"{NEEDS[required.need].capitalize()}. {required.why}".strip()
    return Blocker(required.ref, required.text, why, required.owner, anchor)


def criterion_line(asked: GateCriterion) -> Criterion:
    """One line of what the gate asks."""
    required, result = asked.requirement, asked.result
    value, target, evidence = factor_value(asked.factor, required), "", ""
    if result is not None:
        value, target = (result.shown if result.share is not None else ""), result.target
        evidence = result.statement.evidence if result.statement else ""
    elif required is not None and required.line is not None:
        target = f"low end at least {required.line.normalize():f}\N{NO-BREAK SPACE}%"
    return Criterion(
        ref=asked.criterion.ref,
        text=asked.criterion.text,
        must=asked.criterion.must,
        state=state_of(asked),
        value=value,
        asked=target[:1].upper() + target[1:],
        reason=required.why if required else reason_left_out(asked),
        owner=required.owner if required else "",
        evidence=evidence,
    )


def factor_value(factor: FactorResult | None, required: Requirement | None) -> str:
    """Where the low end of a factor stands; empty when the criterion is not about a factor."""
    if factor is None or required is None:
        return ""
    low = factor.score.low
    shown = rounded(low) if required.line is None else against(low, required.line)
    return f"low end {shown}\N{NO-BREAK SPACE}%"


def reason_left_out(asked: GateCriterion) -> str:
    """Why a criterion does not apply, as somebody stated it."""
    said = asked.result.statement if asked.result else None
    return said.na_reason if said else "Nothing of this factor applies here."


def state_of(asked: GateCriterion) -> str:
    """Met, not met, unknown or not applicable."""
    if asked.requirement is None:
        return "not applicable"
    return {True: "met", False: "not met", None: UNKNOWN}[asked.requirement.met]


def pillar_line(pillar: PillarScore) -> PillarLine:
    """One pillar as the report shows it."""
    score = pillar.score
    return PillarLine(pillar.name, percent_of(score.value), range_of(score), rounded(score.coverage), pillar.factors)


def by_pillar(judged: GateAssessment) -> list[FactorResult]:
    """The factors in the order of the pillars, and in the playbook's order within one."""
    order = [pillar.pillar for pillar in judged.pillars]
    return sorted(judged.factors, key=lambda each: order.index(each.factor.pillar))


def factor_line(result: FactorResult) -> FactorLine:
    """One factor as the report shows it."""
    factor, score = result.factor, result.score
    unverified = sum(bool(each.statement and not each.statement.verified and not each.live) for each in result.criteria)
    return FactorLine(
        ref=factor.ref,
        name=factor.name,
        pillar=PILLARS[factor.pillar],
        level=factor.level.value.replace("-", " "),
        critical=factor.critical,
        threshold=result.line if factor.critical else None,
        score=None if score.value is None else against(score.value, result.line),
        range=Range(against(score.low, result.line), rounded(score.high)),
        coverage=rounded(score.coverage),
        oldest=score.oldest_days,
        unverified=unverified,
        below=factor.critical and result.below,
    )


def finding(found: Found) -> Finding:
    """A strength, a risk or an issue."""
    return Finding(found.kind.value, found.title, found.text)


def action(step: Step, judged: GateAssessment) -> Action:
    """One step of the way to green, due when the gate is."""
    return Action(step.text, step.action, step.owner, judged.gate.due, step.effort_days, GAINS[step.need])
