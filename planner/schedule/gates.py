"""Gates between phases: when a review may be called, who may decide, and what a decision is worth today.

A decision is go, conditional go, hold, recycle or stop (Cooper 2008). Its criteria are frozen when the
review is called; the decider is neither the owner of the work nor the caller; a condition that is past its date and not
met turns a conditional go back into hold by itself. Re-opening a gate is a new decision; the old one stays.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from planner.basics.errors import RuleBroken
from planner.basics.lights import Light


class GateState(StrEnum):
    """Where a gate is in its round."""

    NOT_CALLED = "not-called"
    CALLED = "called"
    DECIDED = "decided"


class Decision(StrEnum):
    """What a gate review ends in."""

    GO = "go"
    CONDITIONAL_GO = "conditional-go"
    HOLD = "hold"
    RECYCLE = "recycle"
    STOP = "stop"


class Standing(StrEnum):
    """What a gate is worth today."""

    NOT_CALLED = "not-called"
    CALLED = "called"
    GO = "go"
    CONDITIONAL_GO = "conditional-go"
    HOLD = "hold"
    RECYCLE = "recycle"
    STOP = "stop"


STANDING_WORDS = {
    Standing.NOT_CALLED: "Not called yet",
    Standing.CALLED: "Waits for the decision",
    Standing.GO: "Go",
    Standing.CONDITIONAL_GO: "Go with conditions",
    Standing.HOLD: "Hold",
    Standing.RECYCLE: "Do again",
    Standing.STOP: "Stop",
}
STANDING_LIGHTS = {
    Standing.NOT_CALLED: Light.UNKNOWN,
    Standing.CALLED: Light.AMBER,
    Standing.GO: Light.GREEN,
    Standing.CONDITIONAL_GO: Light.AMBER,
    Standing.HOLD: Light.RED,
    Standing.RECYCLE: Light.RED,
    Standing.STOP: Light.RED,
}
DECISION_WORDS = {
    Decision.GO: "Go",
    Decision.CONDITIONAL_GO: "Go with conditions",
    Decision.HOLD: "Hold",
    Decision.RECYCLE: "Do again",
    Decision.STOP: "Stop",
}


@dataclass(frozen=True, slots=True)
class Condition:
    """Something that has to be done after a conditional go: what, by whom, by when, and whether it is met."""

    text: str
    owner_id: int | None
    due: date | None
    met: bool = False

    def overdue(self, today: date) -> bool:
        """Whether its day has passed and it is not met."""
        return not self.met and self.due is not None and self.due < today


@dataclass(frozen=True, slots=True)
class DecisionDraft:
    """A decision as it is proposed: what, by whom, why, and with which conditions."""

    decision: Decision
    decider_id: int
    reason: str
    conditions: tuple[Condition, ...] = ()


@dataclass(frozen=True, slots=True)
class GateFacts:
    """What the rules need to know of a gate. `decision` and `conditions` are those of its latest decision."""

    state: GateState
    owner_id: int | None = None
    called_by_id: int | None = None
    decision: Decision | None = None
    conditions: tuple[Condition, ...] = ()


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a gate is worth today, and why."""

    standing: Standing
    reasons: tuple[str, ...]

    @property
    def open(self) -> bool:
        """Whether work beyond the gate may go on."""
        return self.standing in {Standing.GO, Standing.CONDITIONAL_GO}

    @property
    def can_be_waived(self) -> bool:
        """Whether the sponsor can let work go on for a time: the gate is closed, but not for good."""
        return not self.open and self.standing is not Standing.STOP


def standing_of(gate: GateFacts, today: date) -> Verdict:
    """What a gate is worth on a day; needs nothing but the day, so an overdue condition counts by itself."""
    if gate.state is GateState.NOT_CALLED:
        return Verdict(Standing.NOT_CALLED, ("No review has been called.",))
    if gate.state is GateState.CALLED or gate.decision is None:
        return Verdict(Standing.CALLED, ("The review is called; the decision is outstanding.",))
    if gate.decision is not Decision.CONDITIONAL_GO:
        return Verdict(Standing(gate.decision.value), (f"The latest decision is: {DECISION_WORDS[gate.decision]}.",))
    overdue = [condition for condition in gate.conditions if condition.overdue(today)]
    if overdue:
        return Verdict(Standing.HOLD, tuple(_overdue_words(condition) for condition in overdue))
    unmet = sum(not condition.met for condition in gate.conditions)
    if unmet:
        return Verdict(Standing.CONDITIONAL_GO, (f"{unmet} of {len(gate.conditions)} conditions are still to be met.",))
    return Verdict(Standing.GO, ("All conditions of the decision are met.",))


def _overdue_words(condition: Condition) -> str:
    due = condition.due
    day = f"{due.day} {due:%b %Y}" if due else "its day"
    return f"The condition “{condition.text}” was due on {day} and is not met, so the gate fell back to hold."


def check_call(gate: GateFacts, criteria: Sequence[object]) -> None:
    """Refuse a call while one is open, or without anything to judge by."""
    if gate.state is GateState.CALLED:
        raise RuleBroken("The review of this gate is called already; it waits for the decision.")
    if not criteria:
        raise RuleBroken("A review needs criteria to judge by; this gate has none.")


def check_decision(gate: GateFacts, draft: DecisionDraft, today: date) -> None:
    """Refuse a decision that has no called review, no reason, the wrong decider or loose conditions."""
    if gate.state is not GateState.CALLED:
        raise RuleBroken("Call the review first: its criteria are frozen then, and the decision is made on them.")
    if draft.decider_id == gate.owner_id:
        raise RuleBroken("Whoever owns the work behind a gate cannot decide on it.", "decision")
    if draft.decider_id == gate.called_by_id:
        raise RuleBroken("Whoever called the review cannot decide on it.", "decision")
    if not draft.reason.strip():
        raise RuleBroken("Say why: a decision without a reason cannot be understood later.", "reason")
    if draft.decision is Decision.CONDITIONAL_GO:
        _check_conditions(draft.conditions, today)
    elif draft.conditions:
        raise RuleBroken("Only a go with conditions has conditions.", "decision")


def _check_conditions(conditions: Sequence[Condition], today: date) -> None:
    if not conditions:
        raise RuleBroken("A go with conditions needs at least one condition.", "conditions")
    for condition in conditions:
        if not condition.text.strip() or condition.owner_id is None or condition.due is None:
            raise RuleBroken("Each condition needs what is to be done, an owner and a date.", "conditions")
        if condition.due < today:
            raise RuleBroken("The date of a condition lies in the past.", "conditions")
