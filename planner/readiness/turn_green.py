"""What would turn a gate green: the changes that make the verdict go, and none that could be left out.

This is the plain form. Must and should criteria all have to be met, so each open one is needed, and their set is exact.
For a factor under its line, changes are dropped, the most laborious first, as long as the line is still reached:
nothing in the result can be left out. It need not be the cheapest choice of all; that search, and changes that serve
several gates at once, belong to a later solver.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import IntEnum
from fractions import Fraction

from planner.readiness.criteria import CriterionResult, share_of
from planner.readiness.evidence import Standing, State
from planner.readiness.factors import FactorResult
from planner.readiness.requirements import action_of, effort_of
from planner.readiness.verdict import Need, Order, Requirement


@dataclass(frozen=True, slots=True)
class Change:
    """One change that is needed for go, with who owns it and how much work it is (None: not estimated)."""

    ref: str
    text: str
    action: str
    need: Need
    owner: str = ""
    effort_days: Decimal | None = None
    factor: str = ""
    factor_name: str = ""

    @property
    def blocking(self) -> bool:
        """False when the gate could go with this as a condition."""
        return self.need is not Need.SHOULD


class Level(IntEnum):
    """How far a criterion is taken: left as it is, its stated answer made to count, or brought to full marks."""

    LEFT = 0
    CONFIRMED = 1
    RAISED = 2


def to_green(
    requirements: Sequence[Requirement],
    factors: Sequence[FactorResult],
    orders: Sequence[Order],
    owners: Mapping[str, str],
) -> tuple[Change, ...]:
    """Every change needed, what blocks first. Empty exactly when the verdict is go."""
    changes = [Change("", order.text, "Settle this first.", Need.STANDING) for order in orders]
    unmet = [each for each in requirements if each.met is not True]
    own = [each for each in unmet if not each.factor]
    changes += [Change(each.ref, each.text, each.action, each.need, each.owner, each.effort_days) for each in own]
    for factor in factors:
        asked = [each for each in unmet if each.factor == factor.ref and each.line is not None]
        if asked:
            changes.extend(factor_changes(factor, asked, owners))
    return tuple(sorted(changes, key=lambda each: not each.blocking))


def factor_changes(factor: FactorResult, asked: Sequence[Requirement], owners: Mapping[str, str]) -> list[Change]:
    """The changes inside one factor that bring its low end to the highest line asked of it."""
    line = Fraction(max(each.line for each in asked if each.line is not None))
    need = next((each.need for each in asked if each.blocks), Need.SHOULD)
    levels = needed_levels(factor.criteria, line)
    return [
        Change(
            ref=result.ref,
            text=result.criterion.text,
            action=action_of(result) if level is Level.RAISED or not _partly(result) else _confirm_only(result),
            need=need,
            owner=_owner(result, factor, owners),
            effort_days=effort_of(result) if level is Level.RAISED else Decimal(0),
            factor=factor.ref,
            factor_name=factor.factor.name,
        )
        for result, level in zip(factor.criteria, levels, strict=True)
        if level is not Level.LEFT
    ]


def needed_levels(results: Sequence[CriterionResult], line: Fraction) -> list[Level]:
    """How far each criterion must be taken so that the low end reaches the line, with nothing superfluous.

    Starts with everything at its best and takes back, the most laborious first, whatever the line can spare. One pass
    is enough: what cannot be spared while the others are at their best cannot be spared later either.
    """
    levels = [best_level(each) for each in results]
    for index in sorted(range(len(results)), key=lambda each: _effort(results[each]), reverse=True):
        best = levels[index]
        for lower in Level:
            if lower < best and lower in possible_levels(results[index]):
                levels[index] = lower
                if low_end(results, levels) >= line:
                    break
                levels[index] = best
    return levels


def possible_levels(result: CriterionResult) -> tuple[Level, ...]:
    """Which levels a criterion can be taken to."""
    if result.passed or result.standing is Standing.NOT_APPLICABLE:
        return (Level.LEFT,)
    stated = result.statement is not None and result.statement.state is not State.UNKNOWN
    if not (stated and result.standing in (Standing.UNVERIFIED, Standing.EXPIRED)):
        return (Level.LEFT, Level.RAISED)
    if result.value is None or share_of(result.criterion, result.value) == 1:
        return (Level.LEFT, Level.CONFIRMED)
    return (Level.LEFT, Level.CONFIRMED, Level.RAISED)


def best_level(result: CriterionResult) -> Level:
    """The highest level a criterion can be taken to."""
    return possible_levels(result)[-1]


def low_end(results: Sequence[CriterionResult], levels: Sequence[Level]) -> Fraction:
    """The low end in percent if each criterion were taken to its level; 100 when nothing applies any more."""
    total = gained = Fraction(0)
    for result, level in zip(results, levels, strict=True):
        share = _share_at(result, level)
        if share is not None:
            total += result.criterion.weight
            gained += result.criterion.weight * share
    return gained / total * 100 if total else Fraction(100)


def _share_at(result: CriterionResult, level: Level) -> Fraction | None:
    if level is Level.RAISED:
        return Fraction(1)
    if level is Level.CONFIRMED:
        return None if result.value is None else share_of(result.criterion, result.value)
    if result.standing is Standing.NOT_APPLICABLE:
        return None
    return result.share if result.share is not None else Fraction(0)


def _partly(result: CriterionResult) -> bool:
    return Level.CONFIRMED in possible_levels(result) and Level.RAISED in possible_levels(result)


def _confirm_only(result: CriterionResult) -> str:
    if result.standing is Standing.UNVERIFIED and result.statement is not None:
        return (
            f"Have a second person verify the answer of {result.statement.author} ({result.shown.lower()} is enough)."
        )
    return f"Look again and renew the answer ({result.shown.lower()} is enough)."


def _effort(result: CriterionResult) -> Decimal:
    return effort_of(result) or Decimal(0)


def _owner(result: CriterionResult, factor: FactorResult, owners: Mapping[str, str]) -> str:
    role = result.criterion.owner_role or factor.factor.owner_role
    return owners.get(role, role)
