"""What changed in the answers since a moment: before and after, told once for each question."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum

from planner.playbook.outline import Criterion
from planner.readiness.criteria import share_of, value_in_words
from planner.readiness.evidence import State, Statement


class Turn(StrEnum):
    """Which way an answer went."""

    BETTER = "better"
    WORSE = "worse"
    NEW = "new"
    VERIFIED = "verified"
    OTHER = "changed"


@dataclass(frozen=True, slots=True)
class Given:
    """An answer as it was given at a moment."""

    gate_key: str
    ref: str
    statement: Statement
    at: datetime


@dataclass(frozen=True, slots=True)
class AnswerChange:
    """One question whose answer changed: from what to what, when last and by whom."""

    gate_key: str
    criterion: Criterion
    before: str
    after: str
    turn: Turn
    by: str
    at: datetime


def changes_since(
    given: Iterable[Given], criteria: Mapping[tuple[str, str], Criterion], since: datetime
) -> tuple[AnswerChange, ...]:
    """Every question answered, changed or verified after `since`, the latest first.

    Several changes of one question count as one, from what stood at `since` to what stands now. A question that the
    playbook does not ask any more is left out.
    """
    told: dict[tuple[str, str], list[Given]] = {}
    for each in sorted(given, key=lambda one: one.at):
        told.setdefault((each.gate_key, each.ref), []).append(each)
    found = [change(criteria[key], rows, since) for key, rows in told.items() if key in criteria]
    return tuple(sorted((each for each in found if each), key=lambda each: each.at, reverse=True))


def change(criterion: Criterion, rows: Sequence[Given], since: datetime) -> AnswerChange | None:
    """One question's way from `since` to now, its answers in order of time; None when nothing happened."""
    before = next((each.statement for each in reversed(rows) if each.at <= since), None)
    last = rows[-1]
    if last.at <= since:
        return None
    return AnswerChange(
        gate_key=last.gate_key,
        criterion=criterion,
        before=in_words(criterion, before),
        after=in_words(criterion, last.statement),
        turn=turn_of(criterion, before, last.statement),
        by=last.statement.verified_by or last.statement.author,
        at=last.at,
    )


def turn_of(criterion: Criterion, before: Statement | None, after: Statement) -> Turn:
    """Better or worse by the share of full marks the two values bring; new when nothing was known before.

    A figure that went from 20 to 10 is better where at most 12 is asked for, and merely changed where 30 is.
    """
    if before is None or before.state is State.UNKNOWN:
        return Turn.NEW
    if before.value is not None and after.value is not None:
        was, now = share_of(criterion, before.value), share_of(criterion, after.value)
        if was != now:
            return Turn.BETTER if now > was else Turn.WORSE
    same = before.value == after.value and before.state is after.state
    return Turn.VERIFIED if same and after.verified and not before.verified else Turn.OTHER


def in_words(criterion: Criterion, statement: Statement | None) -> str:
    """An answer in words."""
    if statement is None or statement.state is State.UNKNOWN:
        return "Not yet known"
    if statement.state is State.NOT_APPLICABLE:
        return "Not applicable"
    return value_in_words(criterion, statement.value or Decimal(0))
