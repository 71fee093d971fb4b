"""What is different between two reports, in the order a sponsor asks: verdict, score, factors, criteria, dates."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from planner.reports.report import Change, Changes, Criterion, FactorLine, Milestone, Report
from planner.reports.wording import UNKNOWN, percent, short_day

VERDICT_ORDER = ("stop", "hold", "conditional go", "go")
STATE_ORDER = ("not met", UNKNOWN, "met")
GONE, NEW = "not in that report", "not in this report"


def compare(before: Report, after: Report) -> Changes:
    """All differences from the earlier report to the later one; the same report gives none."""
    items = (
        *_verdict(before, after),
        *_numbers(before, after),
        *_blockers(before, after),
        *_factors(before, after),
        *_criteria(before, after),
        *_dates(before, after),
    )
    return Changes(before.snapshot.number or 0, before.identity.data_time, items)


def _verdict(before: Report, after: Report) -> Iterator[Change]:
    old, new = before.verdict.state, after.verdict.state
    if before.identity.gate_key != after.identity.gate_key:
        yield Change("gate", "Gate", before.identity.gate, after.identity.gate, "neutral")
    if old != new:
        yield Change("verdict", "Verdict", old.capitalize(), new.capitalize(), _rank(VERDICT_ORDER, old, new))
    if before.identity.scoring_version != after.identity.scoring_version:
        versions = before.identity.scoring_version, after.identity.scoring_version
        yield Change("method", "Way of scoring (scores are not comparable)", *versions, "neutral")


def _numbers(before: Report, after: Report) -> Iterator[Change]:
    pairs = (
        ("score", "Score", before.score, after.score),
        ("score", "Low end of the score", before.range.low, after.range.low),
        ("coverage", "Share that is known", before.coverage, after.coverage),
    )
    for kind, what, old, new in pairs:
        if old != new:
            yield Change(kind, what, percent(old), percent(new), _more(old, new))


def _blockers(before: Report, after: Report) -> Iterator[Change]:
    old = {blocker.ref: blocker for blocker in before.blockers}
    new = {blocker.ref: blocker for blocker in after.blockers}
    for ref in [key for key in new if key not in old]:
        yield Change("blocker", new[ref].text, "no blocker", "blocker", "worse")
    for ref in [key for key in old if key not in new]:
        yield Change("blocker", old[ref].text, "blocker", "no blocker", "better")


def _factors(before: Report, after: Report) -> Iterator[Change]:
    old = {factor.ref: factor for factor in before.factors}
    for factor in after.factors:
        yield from _factor(old.get(factor.ref), factor)
    present = {factor.ref for factor in after.factors}
    for factor in before.factors:
        if factor.ref not in present:
            yield Change("factor", factor.name, percent(factor.score), NEW, "neutral")


def _factor(old: FactorLine | None, new: FactorLine) -> Iterator[Change]:
    if old is None:
        yield Change("factor", new.name, GONE, percent(new.score), "neutral")
    elif old.score != new.score:
        yield Change("factor", new.name, percent(old.score), percent(new.score), _more(old.score, new.score))
    elif old.range.low != new.range.low:
        low = percent(old.range.low), percent(new.range.low)
        yield Change("factor", f"{new.name}, low end", *low, _more(old.range.low, new.range.low))


def _criteria(before: Report, after: Report) -> Iterator[Change]:
    old = {criterion.ref: criterion for criterion in before.criteria}
    for criterion in after.criteria:
        yield from _criterion(old.get(criterion.ref), criterion)
    present = {criterion.ref for criterion in after.criteria}
    same_gate = before.identity.gate_key == after.identity.gate_key
    for criterion in before.criteria:
        if same_gate and criterion.ref not in present:
            yield Change("criterion", criterion.text, criterion.state, NEW, "neutral")


def _criterion(old: Criterion | None, new: Criterion) -> Iterator[Change]:
    word = new.state
    if old is None:
        return
    if old.state != new.state:
        rank = _rank(STATE_ORDER, old.state, new.state)
        yield Change("criterion", new.text, old.state, word, rank)
    elif old.value != new.value:
        yield Change("criterion", new.text, old.value or UNKNOWN, new.value or UNKNOWN, "neutral")


def _dates(before: Report, after: Report) -> Iterator[Change]:
    if before.plan is None or after.plan is None:
        return
    if before.plan.finish != after.plan.finish:
        yield _date("End of the plan", before.plan.finish, after.plan.finish)
    old = {milestone.ref: milestone for milestone in before.plan.milestones}
    for milestone in after.plan.milestones:
        yield from _milestone(old.get(milestone.ref), milestone)


def _milestone(old: Milestone | None, new: Milestone) -> Iterator[Change]:
    if old is None:
        return
    if old.planned != new.planned:
        yield _date(new.name, old.planned, new.planned)
    if old.state != new.state and new.state in {"done", "late"}:
        yield Change("date", new.name, old.state, new.state, "better" if new.state == "done" else "worse")


def _date(what: str, old: date | None, new: date | None) -> Change:
    direction = "neutral" if old is None or new is None else ("worse" if new > old else "better")
    return Change("date", what, short_day(old), short_day(new), direction)


def _more(old: Decimal | None, new: Decimal | None) -> str:
    if old is None or new is None:
        return "neutral"
    return "better" if new > old else "worse"


def _rank(order: tuple[str, ...], old: str, new: str) -> str:
    if old not in order or new not in order:
        return "neutral"
    return "better" if order.index(new) > order.index(old) else "worse"
