from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.basics.errors import RuleBroken
from planner.playbook.outline import Factor
from planner.readiness.evidence import Statement
from planner.readiness.verdict import Need, Order, Override, VerdictState
from tests.readiness.samples import (
    TODAY,
    answer,
    asks_factor,
    check,
    fact,
    factor,
    factors_with_statements,
    gate,
    judged,
    measure,
    not_applicable,
    said,
    verified,
)

STOP = Order(VerdictState.STOP, "The suitability assessment says: do not proceed.")
HOLD = Order(VerdictState.HOLD, "The suitability assessment says: postpone.")
Drawn = tuple[list[Factor], dict[str, Statement]]


def test_go_when_everything_asked_for_is_met() -> None:
    found = judged(gate(check("c", must=True), check("s")), statements={"c": said(1), "s": said(1)})
    assert (found.verdict.state, found.verdict.reasons) == (VerdictState.GO, ())
    assert found.sentence == "Go: everything this gate asks for is met."


@pytest.mark.parametrize("statement", [None, said(0), said(None), said(1, days_ago=99)])
def test_hold_when_a_must_criterion_fails_or_is_not_known(statement: Statement | None) -> None:
    asked = gate(check("c", must=True, valid_days=30), check("d", must=True))
    found = judged(asked, statements={"d": said(1)} | ({"c": statement} if statement else {}))
    assert found.verdict.state is VerdictState.HOLD
    assert [each.ref for each in found.blockers] == ["c"]
    assert "1 of 2 must-criteria" in found.sentence


def test_hold_while_a_must_criterion_waits_for_its_second_person() -> None:
    asked = gate(check("c", must=True, verify=True))
    assert judged(asked, statements={"c": said(1)}).verdict.state is VerdictState.HOLD
    assert judged(asked, statements={"c": verified(said(1))}).verdict.state is VerdictState.GO


def test_a_should_criterion_that_is_not_met_makes_a_conditional_go_that_names_it() -> None:
    asked = gate(check("c", must=True), check("s"), check("t"))
    found = judged(asked, statements={"c": said(1), "s": said(0)})
    assert found.verdict.state is VerdictState.CONDITIONAL_GO
    assert "Check s; Check t" in found.sentence
    assert [each.ref for each in found.conditions] == ["s", "t"]


def test_hold_when_the_low_end_of_a_critical_factor_is_under_its_line() -> None:
    critical = factor("f", answer("a"), answer("b"), critical=True, threshold=60)
    asked = gate(check("c", must=True))
    half = judged(asked, [critical], {"c": said(1), "a": said(4)})
    known = judged(asked, [critical], {"c": said(1), "a": said(4), "b": said(2)})
    assert half.verdict.state is VerdictState.HOLD
    assert half.programme.value == 100
    assert "1 critical factor is not proven to reach the line" in half.sentence
    assert known.verdict.state is VerdictState.GO


def test_a_gate_may_ask_more_of_a_factor_but_never_less_than_its_own_line() -> None:
    plain, critical = factor("f", answer("a")), factor("f", answer("a"), critical=True, threshold=75)
    asked = gate(asks_factor("f-ready", "f", 50))
    assert judged(asked, [plain], {"a": said(2)}).verdict.state is VerdictState.GO
    assert judged(asked, [plain], {"a": said(1)}).verdict.state is VerdictState.HOLD
    assert judged(asked, [critical], {"a": said(2)}).verdict.state is VerdictState.HOLD
    assert judged(asked, [critical], {"a": said(3)}).verdict.state is VerdictState.GO
    higher = judged(gate(asks_factor("f-ready", "f", 100)), [critical], {"a": said(3)})
    assert [each.ref for each in higher.blockers] == ["f-ready"]


def test_a_live_figure_decides_a_measure() -> None:
    asked = gate(measure("m", must=True))
    assert judged(asked, facts=fact(0)).verdict.state is VerdictState.GO
    assert judged(asked, facts=fact(2)).verdict.state is VerdictState.HOLD
    assert judged(asked, facts=fact(None)).verdict.state is VerdictState.HOLD


def test_what_does_not_apply_asks_for_nothing() -> None:
    asked = gate(check("c", must=True), check("d", must=True))
    found = judged(asked, statements={"c": verified(not_applicable()), "d": said(1)})
    assert found.verdict.state is VerdictState.GO


def test_stop_outweighs_everything() -> None:
    asked = gate(check("c", must=True))
    found = judged(asked, statements={"c": said(1)}, orders=[HOLD, STOP])
    assert found.verdict.state is VerdictState.STOP
    assert found.sentence.startswith("Stop: The suitability assessment")


def test_postponed_holds_the_gate() -> None:
    found = judged(gate(check("c", must=True)), statements={"c": said(1)}, orders=[HOLD])
    assert (found.verdict.state, found.verdict.reasons[0].need) == (VerdictState.HOLD, Need.STANDING)


def test_a_gate_that_asks_for_nothing_shows_nothing() -> None:
    found = judged(gate())
    assert found.verdict.state is VerdictState.HOLD
    assert found.to_green


def test_an_override_shows_both_verdicts_and_ends_by_itself() -> None:
    asked = gate(check("c", must=True))
    by_hand = Override(VerdictState.GO, "The board accepts the risk.", "Sven Holm", TODAY)
    today = judged(asked, override=by_hand).verdict
    assert (today.state, today.computed, today.override) == (VerdictState.GO, VerdictState.HOLD, by_hand)
    assert "2 March 2026" in today.sentence
    assert "computed verdict is hold" in today.sentence
    over = judged(asked, override=replace(by_hand, until=TODAY - timedelta(days=1))).verdict
    assert (over.state, over.override) == (VerdictState.HOLD, None)


def test_an_override_needs_a_reason() -> None:
    with pytest.raises(RuleBroken, match="why"):
        Override(VerdictState.GO, " ", "Sven Holm", TODAY)


@given(factors_with_statements("fgh"), st.sampled_from((None, 0)))
def test_no_average_outvotes_a_must_criterion(drawn: Drawn, value: int | None) -> None:
    """Whatever the factors score, an unmet must-criterion holds."""
    factors, statements = drawn
    found = judged(gate(check("must", must=True)), factors, {**statements, "must": said(value)})
    assert found.verdict.state is VerdictState.HOLD


@given(factors_with_statements("fgh"))
def test_a_critical_factor_under_its_line_is_never_outvoted(drawn: Drawn) -> None:
    factors, statements = drawn
    found = judged(gate(check("must", must=True)), factors, {**statements, "must": said(1)})
    under = [each.ref for each in found.factors if each.factor.critical and each.below]
    assert [each.ref for each in found.blockers] == under
    assert found.verdict.state is (VerdictState.HOLD if under else VerdictState.GO)


@given(factors_with_statements("fg"), st.data())
def test_removing_an_answer_never_improves_the_verdict(drawn: Drawn, data: st.DataObject) -> None:
    factors, statements = drawn
    asked = gate(check("must", must=True), check("should"), asks_factor("f-ready", "f", 50, must=False))
    statements = {**statements, "must": said(1), "should": said(1)}
    gone = data.draw(st.sampled_from(sorted(statements)))
    order = list(VerdictState)
    before = judged(asked, factors, statements).verdict.state
    after = judged(asked, factors, {ref: each for ref, each in statements.items() if ref != gone}).verdict.state
    assert order.index(after) >= order.index(before)


def test_a_score_just_under_its_line_is_never_written_as_reaching_it() -> None:
    weights = [answer(f"a{number}") for number in range(11)]
    critical = factor("f", *weights, critical=True, threshold=55)
    given = {f"a{number}": said(value) for number, value in enumerate((4, 4, 4, 4, 4, 4, 0, 0, 0, 0, 0))}
    found = judged(gate(check("c")), [critical], {"c": said(1), **given})
    assert found.blockers[0].why == "The score is 54.5 %; asked for is 55 % or more."
    assert found.verdict.state is VerdictState.HOLD
