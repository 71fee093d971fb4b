from datetime import date, timedelta

import pytest

from planner.basics.errors import RuleBroken
from planner.reports.decision import ConditionDraft, Decision, SignOffDraft, check_decider, check_sign_off

TODAY = date(2026, 3, 2)
WHOLE = ConditionDraft("Name a deputy", 7, TODAY + timedelta(days=9))


def draft(decision: Decision, *conditions: ConditionDraft, reason: str = "Because.") -> SignOffDraft:
    return SignOffDraft(decision, reason, conditions)


@pytest.mark.parametrize("verdict", ["go", "conditional go", "hold"])
def test_conditions_with_owner_and_date_are_enough(verdict: str) -> None:
    check_sign_off(draft(Decision.WITH_CONDITIONS, ConditionDraft(), WHOLE, ConditionDraft()), verdict, TODAY)


def test_a_condition_may_be_due_today() -> None:
    check_sign_off(draft(Decision.WITH_CONDITIONS, ConditionDraft("Do", 8, TODAY)), "go", TODAY)


@pytest.mark.parametrize("verdict", ["go", "conditional go", "hold", "stop"])
def test_any_report_can_be_sent_back_held_or_stopped(verdict: str) -> None:
    for decision in (Decision.SEND_BACK, Decision.HOLD, Decision.STOP):
        check_sign_off(draft(decision), verdict, TODAY)
        assert not decision.lets_pass
        assert decision.word


@pytest.mark.parametrize("verdict", ["go", "conditional go"])
def test_a_good_report_can_be_approved(verdict: str) -> None:
    check_sign_off(draft(Decision.APPROVE, ConditionDraft()), verdict, TODAY)


@pytest.mark.parametrize(
    ("given", "verdict", "field"),
    [
        (draft(Decision.SEND_BACK, reason=" "), "go", "reason"),
        (draft(Decision.APPROVE, reason=""), "go", "reason"),
        (draft(Decision.APPROVE), "hold", "decision"),
        (draft(Decision.APPROVE), "stop", "decision"),
        (draft(Decision.WITH_CONDITIONS, WHOLE), "stop", "decision"),
        (draft(Decision.APPROVE, WHOLE), "go", "decision"),
        (draft(Decision.WITH_CONDITIONS), "go", "text_1"),
        (draft(Decision.WITH_CONDITIONS, ConditionDraft(), ConditionDraft("", 8, TODAY)), "go", "text_2"),
        (draft(Decision.WITH_CONDITIONS, WHOLE, ConditionDraft("Do", None, TODAY)), "go", "owner_2"),
        (draft(Decision.WITH_CONDITIONS, WHOLE, WHOLE, ConditionDraft("Do", 8)), "go", "due_3"),
        (draft(Decision.WITH_CONDITIONS, ConditionDraft("Do", 8, TODAY - timedelta(days=1))), "go", "due_1"),
        (draft(Decision.WITH_CONDITIONS, ConditionDraft("Do", 8, date(2101, 1, 1))), "go", "due_1"),
    ],
)
def test_what_is_lacking_is_named_at_its_field(given: SignOffDraft, verdict: str, field: str) -> None:
    with pytest.raises(RuleBroken) as refused:
        check_sign_off(given, verdict, TODAY)
    assert refused.value.field == field


def test_nobody_decides_on_a_report_of_their_own() -> None:
    check_decider(decider_id=1, author_id=2)
    with pytest.raises(RuleBroken, match="called this report yourself"):
        check_decider(decider_id=2, author_id=2)
