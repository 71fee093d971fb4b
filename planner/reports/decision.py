"""The sponsor's decision on a report: approve, with or without conditions, send back, hold or stop; what each needs."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from planner.basics.days import check_day
from planner.basics.errors import RuleBroken

LONGEST_REASON = 4000
LONGEST_CONDITION = 500


class Decision(StrEnum):
    """What a sponsor may say to a report."""

    APPROVE = "approve"
    WITH_CONDITIONS = "approve-with-conditions"
    SEND_BACK = "send-back"
    HOLD = "hold"
    STOP = "stop"

    @property
    def word(self) -> str:
        """The decision as it stands in the list of reports."""
        return WORDS[self]

    @property
    def lets_pass(self) -> bool:
        """Whether the gate opens with it."""
        return self in {Decision.APPROVE, Decision.WITH_CONDITIONS}

    @property
    def has_conditions(self) -> bool:
        """Whether conditions belong to it."""
        return self is Decision.WITH_CONDITIONS


WORDS = {
    Decision.APPROVE: "approved",
    Decision.WITH_CONDITIONS: "approved with conditions",
    Decision.SEND_BACK: "sent back",
    Decision.HOLD: "put on hold",
    Decision.STOP: "stopped",
}


@dataclass(frozen=True, slots=True)
class ConditionDraft:
    """One condition as it was typed: any part may still be missing."""

    text: str = ""
    owner_id: int | None = None
    due: date | None = None

    @property
    def blank(self) -> bool:
        """Nothing was typed in this row."""
        return not (self.text or self.owner_id or self.due)


@dataclass(frozen=True, slots=True)
class SignOffDraft:
    """A decision as it was typed."""

    decision: Decision
    reason: str
    conditions: tuple[ConditionDraft, ...] = ()

    @property
    def kept(self) -> tuple[ConditionDraft, ...]:
        """The rows in which something stands."""
        return tuple(each for each in self.conditions if not each.blank)


def check_sign_off(draft: SignOffDraft, verdict: str, today: date) -> None:
    """Refuse a decision that lacks what it needs; raises RuleBroken on the field (`owner_2` is of the second row).

    A reason is always needed. A condition has a text, an owner and a date from today on that a plan can reach. Where
    the verdict is hold, approval needs conditions; where it is stop, there is nothing to approve.
    """
    if not draft.reason.strip():
        raise RuleBroken("Give the reason; it is kept with the report.", "reason")
    if not draft.decision.lets_pass:
        return
    if verdict == "stop":
        raise RuleBroken(
            "The verdict is stop. Stop, hold or send the report back, or set the verdict by hand first.", "decision"
        )
    if draft.decision is Decision.APPROVE:
        _check_approval(draft, verdict)
    else:
        _check_conditions(draft.conditions, today)


def _check_approval(draft: SignOffDraft, verdict: str) -> None:
    if verdict == "hold":
        raise RuleBroken("The verdict is hold: approve with conditions, or send the report back.", "decision")
    if draft.kept:
        raise RuleBroken("You wrote conditions: choose “approve with conditions”, or clear them.", "decision")


def _check_conditions(rows: Sequence[ConditionDraft], today: date) -> None:
    if all(row.blank for row in rows):
        raise RuleBroken("Write at least one condition, with its owner and date.", "text_1")
    for number, row in enumerate(rows, 1):
        if not row.blank:
            _check_condition(row, number, today)


def _check_condition(row: ConditionDraft, number: int, today: date) -> None:
    if not row.text:
        raise RuleBroken("Say what has to be done.", f"text_{number}")
    if row.owner_id is None:
        raise RuleBroken("Name who does it.", f"owner_{number}")
    if row.due is None:
        raise RuleBroken("Give the date until which it is done.", f"due_{number}")
    if row.due < today:
        raise RuleBroken("This date is past.", f"due_{number}")
    check_day(row.due, f"due_{number}")


def check_decider(decider_id: int, author_id: int) -> None:
    """Nobody decides on a report of their own."""
    if decider_id == author_id:
        raise RuleBroken("You called this report yourself; somebody else with the sponsor's right decides on it.")
