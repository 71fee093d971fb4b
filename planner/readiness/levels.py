"""How far a criterion can be taken: left as it is, its stated answer made to count, or brought to full marks."""

from collections.abc import Sequence
from enum import IntEnum
from fractions import Fraction

from planner.readiness.criteria import CriterionResult, share_of
from planner.readiness.evidence import Standing, State


class Level(IntEnum):
    """How far a criterion is taken: left as it is, its stated answer made to count, or brought to full marks."""

    LEFT = 0
    CONFIRMED = 1
    RAISED = 2


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


def low_end(results: Sequence[CriterionResult], levels: Sequence[Level]) -> Fraction:
    """The low end in percent if each criterion were taken to its level; 100 when nothing applies any more."""
    total = gained = Fraction(0)
    for result, level in zip(results, levels, strict=True):
        share = share_at(result, level)
        if share is not None:
            total += result.criterion.weight
            gained += result.criterion.weight * share
    return gained / total * 100 if total else Fraction(100)


def share_at(result: CriterionResult, level: Level) -> Fraction | None:
    """The share a criterion would bring at a level; None where it then does not apply."""
    if level is Level.RAISED:
        return Fraction(1)
    if level is Level.CONFIRMED:
        return None if result.value is None else share_of(result.criterion, result.value)
    if result.standing is Standing.NOT_APPLICABLE:
        return None
    return result.share if result.share is not None else Fraction(0)


def is_partly(result: CriterionResult) -> bool:
    """Whether confirming what is stated and bringing it to full marks are two different things."""
    return Level.CONFIRMED in possible_levels(result) and Level.RAISED in possible_levels(result)


def confirm_only(result: CriterionResult) -> str:
    """What to do where the stated answer is enough once it counts."""
    if result.standing is Standing.UNVERIFIED and result.statement is not None:
        return (
            f"Have a second person verify the answer of {result.statement.author} ({result.shown.lower()} is enough)."
        )
    return f"Look again and renew the answer ({result.shown.lower()} is enough)."
