"""Parts that several papers share: the verdict of the health, its sides, what moved the score, what the sponsor did."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

from planner.readiness.health import Health
from planner.readiness.health import Side as Looked
from planner.readiness.history import Move, Step
from planner.reports.compose import finding, percent_of, rounded
from planner.reports.paper import Paper, Section, Side, table
from planner.reports.report import Blocker, Finding, VerdictLine
from planner.reports.wording import percent, short_day, tenth


def verdict_of(health: Health) -> VerdictLine:
    """The health as the verdict of a paper."""
    return VerdictLine(health.state.value, health.state.value.capitalize(), health.sentence, ())


def sides_of(health: Health) -> tuple[Side, ...]:
    """All eight sides with everything found there."""
    return tuple(
        Side(
            each.dimension.value,
            each.name,
            each.state.value,
            percent_of(each.score.value),
            trend_in_words(each.trend),
            tuple(finding(one) for one in each.findings),
        )
        for each in health.sides
    )


def since(last: Paper, sides: Sequence[Side]) -> tuple[Side, ...]:
    """The sides with their trend since an earlier paper of the kind; what had no score then has no trend yet."""
    before = {each.key: each.score for each in last.dimensions}
    return tuple(replace(each, trend=_since(before.get(each.key), each.score, last.snapshot.number)) for each in sides)


def _since(before: Decimal | None, now: Decimal | None, number: int | None) -> str:
    change = None if before is None or now is None else Fraction(now - before)
    return trend_in_words(change) if change is None else f"{trend_in_words(change)} since report {number}"


def trend_in_words(points: Fraction | None) -> str:
    """`up 3.5 points`, `steady`, or that nothing can be said.

    >>> trend_in_words(Fraction(-7, 2)), trend_in_words(None)
    ('down 3.5 points', 'no trend yet')
    """
    if points is None:
        return "no trend yet"
    shown = tenth(Decimal(points.numerator) / Decimal(points.denominator))
    if abs(shown) < Decimal("0.5"):
        return "steady"
    return f"{'up' if shown > 0 else 'down'} {abs(shown)} points"


def gravest(health: Health) -> tuple[Finding, ...]:
    """Everything found on any side, once each: strengths, issues, risks, in the order of the sides."""
    seen: dict[tuple[str, str], Finding] = {}
    for kind in ("strength", "issue", "risk"):
        for side in health.sides:
            for each in side.of_kind(kind):
                seen.setdefault((each.title, each.text), finding(each))
    return tuple(seen.values())


def troubles(health: Health, owners: Mapping[str, str]) -> tuple[Blocker, ...]:
    """The issues of the sides in trouble: what stands in the way of a healthy rollout.

    `owners` says the roles of the playbook in words; an owner it does not know is told as written.
    """
    return tuple(
        Blocker(each.ref, each.title, f"{side.name}. {each.text}", owners.get(each.owner, each.owner))
        for side in _ill(health)
        for each in side.of_kind("issue")
    )


def _ill(health: Health) -> list[Looked]:
    return [side for side in health.sides if side.state.value == "in trouble"]


def moved_section(moved: Sequence[Move], since: date | None, steps: int = 2) -> Section:
    """What moved the score since an earlier day, the largest part first, and why."""
    rows = [
        (each.name, percent(percent_of(each.before)), percent(percent_of(each.after)), _points(each), _why(each, steps))
        for each in moved
    ]
    told = f"Compared with {short_day(since)}." if since else "There is no earlier day to compare with yet."
    parts = table(
        "What moved the score", "Success factor|#Before|#Now|#Points of the score|Why", rows, "Nothing moved."
    )
    return Section("moved", "What changed, and why", (told,), (), (parts,))


def _points(move: Move) -> str:
    if move.points is None:
        return "became known" if move.before is None else "not known any more"
    size = rounded(abs(move.points))
    return f"{'+' if move.points > 0 else '−'}{size}" if move.points else "0.0"


def _why(move: Move, steps: int) -> str:
    return "; ".join(_step(each) for each in move.steps[:steps]) or "no single answer"


def _step(step: Step) -> str:
    """A criterion that changed; where people who joined or left did it, that they did."""
    told = f"{step.text} {step.before} → {step.after}"
    return f"{told}, {step.cause}" if step.cause else told
