"""A gate holds: who decides, on what, and what a decision is worth when its conditions are overdue."""

from dataclasses import replace
from datetime import date

import pytest

from planner.basics.errors import RuleBroken
from planner.schedule.gates import (
    Condition,
    Decision,
    DecisionDraft,
    GateFacts,
    GateState,
    Standing,
    check_call,
    check_decision,
    standing_of,
)

TODAY = date(2026, 3, 2)
CALLED = GateFacts(GateState.CALLED, owner_id=1, called_by_id=2)
OPEN = Condition("Train the last five people", 1, date(2026, 3, 10))
GO = DecisionDraft(Decision.GO, 3, "All criteria are met.")
CONDITIONAL = DecisionDraft(Decision.CONDITIONAL_GO, 3, "Nearly.", (OPEN,))


def decided(decision: Decision, *conditions: Condition) -> GateFacts:
    return GateFacts(GateState.DECIDED, 1, 2, decision, conditions)


def test_sound_decisions_are_taken() -> None:
    for draft in (GO, CONDITIONAL, DecisionDraft(Decision.STOP, 3, "No benefit left.")):
        check_decision(CALLED, draft, TODAY)


@pytest.mark.parametrize(
    ("gate", "draft", "field", "part"),
    [
        (replace(CALLED, state=GateState.NOT_CALLED), GO, None, "Call the review first"),
        (replace(CALLED, state=GateState.DECIDED), GO, None, "Call the review first"),
        (CALLED, replace(GO, decider_id=1), "decision", "owns the work"),
        (CALLED, replace(GO, decider_id=2), "decision", "called the review"),
        (CALLED, replace(GO, reason="  "), "reason", "Say why"),
        (CALLED, replace(GO, conditions=(OPEN,)), "decision", "Only a go with conditions"),
        (CALLED, replace(CONDITIONAL, conditions=()), "conditions", "at least one"),
        (CALLED, replace(CONDITIONAL, conditions=(replace(OPEN, owner_id=None),)), "conditions", "an owner"),
        (CALLED, replace(CONDITIONAL, conditions=(replace(OPEN, due=None),)), "conditions", "a date"),
        (CALLED, replace(CONDITIONAL, conditions=(OPEN, replace(OPEN, text=" "))), "conditions", "what is to be done"),
        (CALLED, replace(CONDITIONAL, conditions=(replace(OPEN, due=date(2026, 3, 1)),)), "conditions", "in the past"),
    ],
)
def test_loose_decisions_are_refused(gate: GateFacts, draft: DecisionDraft, field: str | None, part: str) -> None:
    with pytest.raises(RuleBroken, match=part) as refused:
        check_decision(gate, draft, TODAY)
    assert refused.value.field == field


@pytest.mark.parametrize(
    ("gate", "standing"),
    [
        (GateFacts(GateState.NOT_CALLED), Standing.NOT_CALLED),
        (CALLED, Standing.CALLED),
        (decided(Decision.GO), Standing.GO),
        (decided(Decision.HOLD), Standing.HOLD),
        (decided(Decision.RECYCLE), Standing.RECYCLE),
        (decided(Decision.STOP), Standing.STOP),
        (decided(Decision.CONDITIONAL_GO, OPEN), Standing.CONDITIONAL_GO),
        (decided(Decision.CONDITIONAL_GO, replace(OPEN, met=True)), Standing.GO),
        (decided(Decision.CONDITIONAL_GO, replace(OPEN, due=TODAY)), Standing.CONDITIONAL_GO),
        (decided(Decision.CONDITIONAL_GO, replace(OPEN, due=date(2026, 3, 1))), Standing.HOLD),
        (
            decided(Decision.CONDITIONAL_GO, replace(OPEN, due=date(2026, 3, 1), met=True), OPEN),
            Standing.CONDITIONAL_GO,
        ),
    ],
)
def test_what_a_gate_is_worth(gate: GateFacts, standing: Standing) -> None:
    verdict = standing_of(gate, TODAY)
    assert verdict.standing is standing
    assert verdict.reasons
    assert verdict.open == (standing in {Standing.GO, Standing.CONDITIONAL_GO})


def test_an_overdue_condition_is_named() -> None:
    overdue = decided(Decision.CONDITIONAL_GO, OPEN, replace(OPEN, text="Clean the data", due=date(2026, 2, 28)))
    (reason,) = standing_of(overdue, TODAY).reasons
    assert "Clean the data" in reason
    assert "28 Feb 2026" in reason


def test_calling_needs_criteria_and_no_open_review() -> None:
    check_call(GateFacts(GateState.NOT_CALLED), ["criterion"])
    check_call(decided(Decision.HOLD), ["criterion"])
    with pytest.raises(RuleBroken, match="criteria"):
        check_call(GateFacts(GateState.NOT_CALLED), [])
    with pytest.raises(RuleBroken, match="called already"):
        check_call(CALLED, ["criterion"])
