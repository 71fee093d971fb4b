from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from planner.playbook.outline import Criterion, CriterionKind, Factor, Gate
from planner.readiness.criteria import CriterionResult
from planner.readiness.evidence import State, Statement
from planner.readiness.levels import Level, low_end, possible_levels
from planner.readiness.requirements import effort_of
from planner.readiness.start_dates import in_time, start_by
from planner.readiness.turn_green import UNESTIMATED, Change
from planner.readiness.verdict import Need, Order, VerdictState
from tests.readiness.samples import (
    TODAY,
    answer,
    asks_factor,
    assessed,
    check,
    fact,
    factor,
    factors_with_statements,
    gate,
    judged,
    measure,
    said,
    statements_for,
    verified,
)

Drawn = tuple[list[Factor], dict[str, Statement]]


def carried_out(
    changes: Iterable[Change], asked: dict[str, Criterion], statements: dict[str, Statement]
) -> dict[str, Statement]:
    """The statements after the changes were made: confirmed where that was all, else brought to full marks."""
    after = dict(statements)
    for change in changes:
        criterion, stated = asked[change.ref], statements.get(change.ref)
        highest = 4 if criterion.kind is CriterionKind.ANSWER else 1
        confirm = stated is not None and stated.state is not State.UNKNOWN and "enough" in change.action
        confirm = confirm or "verify the answer" in change.action or "renew the answer" in change.action
        base = replace(stated, answered_on=TODAY) if confirm and stated is not None else said(highest)
        after[change.ref] = verified(base)
    return after


@st.composite
def gates_with_statements(draw: st.DrawFn) -> tuple[Gate, list[Factor], dict[str, Statement]]:
    factors, statements = draw(factors_with_statements("fg", most=4))
    asked = [
        check(f"c{number}", must=draw(st.booleans()), verify=draw(st.booleans()), valid_days=90)
        for number in range(draw(st.integers(0, 3)))
    ]
    for each in asked:
        statement = draw(statements_for(each))
        if statement is not None:
            statements[each.ref] = statement
    if draw(st.booleans()):
        asked.append(asks_factor("named", "f", draw(st.sampled_from((30, 70, 100))), must=draw(st.booleans())))
    return gate(*asked, check("sure", must=True)), factors, {**statements, "sure": said(1)}


@settings(deadline=None)
@given(gates_with_statements())
def test_the_changes_make_it_go_and_none_can_be_left_out(
    drawn: tuple[Gate, list[Factor], dict[str, Statement]],
) -> None:
    asked, factors, statements = drawn
    criteria = {each.ref: each for one in factors for each in one.criteria} | {
        each.ref: each for each in asked.criteria
    }
    changes = judged(asked, factors, statements).to_green

    def verdict(done: Iterable[Change]) -> VerdictState:
        return judged(asked, factors, carried_out(done, criteria, statements)).verdict.state

    assert verdict(changes) is VerdictState.GO
    for left_out in changes:
        assert verdict(each for each in changes if each is not left_out) is not VerdictState.GO


@settings(deadline=None)
@given(factors_with_statements("f", most=4, critical=True))
def test_the_changes_of_a_factor_are_the_cheapest_of_all_that_reach_its_line(drawn: Drawn) -> None:
    """Against brute force over every way to take each criterion as far as it goes."""
    results = assessed(*drawn).factors[0].criteria
    line, changes = drawn[0][0].threshold, judged(gate(check("sure")), drawn[0], {**drawn[1], "sure": said(1)}).to_green
    assert line is not None
    reaching = [
        levels for levels in product(*(possible_levels(each) for each in results)) if low_end(results, levels) >= line
    ]
    chosen = sum(
        (each.effort_days or Decimal(0) if each.effort_days is not None else UNESTIMATED for each in changes),
        Decimal(0),
    )
    assert chosen == min(
        sum((work(*each) for each in zip(results, levels, strict=True)), Decimal(0)) for levels in reaching
    )


def work(result: CriterionResult, level: Level) -> Decimal:
    """Days of work to take a criterion to a level."""
    effort = effort_of(result)
    return (UNESTIMATED if effort is None else effort) if level is Level.RAISED else Decimal(0)


@given(gates_with_statements())
def test_nothing_to_change_exactly_when_the_verdict_is_go(
    drawn: tuple[Gate, list[Factor], dict[str, Statement]],
) -> None:
    found = judged(*drawn)
    assert (not found.to_green) == (found.verdict.state is VerdictState.GO)


def test_a_factor_needs_no_more_than_its_line() -> None:
    heavy, light = answer("heavy", weight=3, effort_days=Decimal(2)), answer("light", weight=1, effort_days=Decimal(9))
    critical = factor("f", heavy, light, critical=True, threshold=60)
    (change,) = judged(gate(check("c")), [critical], {"c": said(1)}).to_green
    assert (change.ref, change.factor_name, change.need) == ("heavy", "Factor f", Need.CRITICAL)
    assert (change.effort_days, change.owner) == (Decimal(2), "manager")


def test_an_answer_that_only_waits_for_its_second_person_costs_no_work() -> None:
    asked = gate(check("c", must=True, verify=True, effort_days=Decimal(5)))
    (change,) = judged(asked, statements={"c": said(1)}).to_green
    assert change.effort_days == 0
    assert change.action == "Have a second person verify the answer of Mara Lind."


def test_a_half_good_answer_is_enough_when_the_line_is_low() -> None:
    critical = factor("f", answer("a", verify=True, effort_days=Decimal(3)), critical=True, threshold=50)
    (change,) = judged(gate(check("c")), [critical], {"c": said(1), "a": said(2)}).to_green
    assert change.effort_days == 0
    assert "step 2 of 4 is enough" in change.action


def test_what_blocks_stands_before_what_is_only_wished_for() -> None:
    asked = gate(check("wish"), check("must", must=True))
    changes = judged(asked, orders=[Order(VerdictState.STOP, "Do not proceed.")]).to_green
    assert [each.need for each in changes] == [Need.STANDING, Need.MUST, Need.SHOULD]
    assert [each.blocking for each in changes] == [True, True, False]


def measured(ref: str, line: int, **fields: object) -> Criterion:
    return measure(ref, fact="plan.tasks_done_share", op=">=", line=line, effort_days=Decimal(3), **fields)


def test_one_change_serves_every_line_on_the_same_figure() -> None:
    """The stricter line is chosen once; where the gate asks for less than the factor, nothing is done twice."""
    figures = fact(80, "plan.tasks_done_share")
    critical = factor("f", measured("strict", 95), critical=True, threshold=60)
    (change,) = judged(gate(measured("mild", 90, must=True)), [critical], facts=figures).to_green
    assert (change.ref, change.serves, change.need) == ("strict", ("Measure mild",), Need.CRITICAL)


def test_other_ways_are_shown_beside_the_cheapest() -> None:
    cheap, dear = answer("cheap", effort_days=Decimal(2)), answer("dear", effort_days=Decimal(9))
    critical = factor("f", cheap, dear, critical=True, threshold=50)
    found = judged(gate(check("c")), [critical], {"c": said(1)})
    assert [each.ref for each in found.to_green] == ["cheap"]
    assert [[each.ref for each in way] for way in found.other_ways] == [["dear"]]


def test_each_change_says_when_it_has_to_begin() -> None:
    monday, easter = date(2026, 4, 7), {date(2026, 4, 3), date(2026, 4, 6)}
    assert start_by(monday, Decimal(2), easter) == date(2026, 4, 1)
    changes = judged(gate(check("c", effort_days=Decimal(2)), check("d"))).to_green
    assert [each.start_by for each in in_time(changes, monday)] == [date(2026, 4, 3), None]
    assert [each.start_by for each in in_time(changes, None)] == [None, None]
