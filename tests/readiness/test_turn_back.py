"""What would turn a verdict back: each thing named does, on its day and not before, and a smaller fall does not."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.db import transaction
from planner.playbook.outline import Comparison, Criterion, CriterionKind, Unit
from planner.readiness.factors import assess
from planner.readiness.gate_readiness import GateAssessment, GateHead, judge_gate
from planner.readiness.turn_back import Back, Why, turning_back
from planner.readiness.turn_back_service import last_day_trained
from planner.readiness.verdict import VerdictState
from planner.training import course_service
from planner.training.courses import CourseDraft
from planner.training.record_service import ResultDraft, add_result
from tests.adoption.worlds import make_world
from tests.conftest import NOW
from tests.personas import Cast
from tests.readiness.samples import TODAY, answer, check, fact, factor, gate, judged, measure, said

FACTOR = factor("f", answer("a", weight=3, valid_days=60), answer("b", valid_days=90), check("d"), critical=True,
                threshold=60)  # fmt: skip
values = st.fixed_dictionaries({"a": st.integers(0, 4), "b": st.integers(0, 4), "d": st.integers(0, 1)})
ages = st.fixed_dictionaries({"a": st.integers(0, 59), "b": st.integers(0, 89), "d": st.integers(0, 300)})


def judge(given_values: dict[str, int], days: dict[str, int], on: date = TODAY) -> GateAssessment:
    statements = {ref: said(value, days_ago=days.get(ref, 0)) for ref, value in given_values.items()}
    asked, assessment = gate(), assess([FACTOR], statements, {}, on)
    return judge_gate(asked, GateHead("g", "Go-live"), assessment, statements, {}, owners={})


@settings(max_examples=60, deadline=None)
@given(values, ages)
def test_each_fall_named_holds_the_gate_and_one_step_less_does_not(
    values: dict[str, int], ages: dict[str, int]
) -> None:
    now = judge(values, ages)
    backs = [each for each in turning_back(now) if each.why is Why.ANSWER]
    if now.verdict.state is not VerdictState.GO:
        assert backs == []
        return
    named = {}
    for each in backs:
        ref = each.text[each.text.index(" ") + 1]
        step = 0 if "to no" in each.text else int(each.text.partition(" to step ")[2][0])
        named[ref] = step
        assert judge(values | {ref: step}, ages).verdict.state is VerdictState.HOLD
        if step + 1 < values[ref]:
            assert judge(values | {ref: step + 1}, ages).verdict.state is VerdictState.GO
    for ref in values.keys() - named.keys():
        assert judge(values | {ref: 0}, ages).verdict.state is VerdictState.GO, "what is not named alone turns nothing"


@settings(max_examples=60, deadline=None)
@given(values, ages)
def test_a_factor_holds_until_the_day_named_and_not_a_day_longer(values: dict[str, int], ages: dict[str, int]) -> None:
    now = judge(values, ages)
    days = [each.on for each in turning_back(now) if each.why is Why.AGE]
    if now.verdict.state is VerdictState.GO and days:
        last = days[0]
        assert last is not None
        assert judge(values, ages, last).verdict.state is VerdictState.GO
        assert judge(values, ages, last + timedelta(1)).verdict.state is not VerdictState.GO
    elif now.verdict.state is VerdictState.GO:
        assert judge(values, ages, TODAY + timedelta(400)).verdict.state is VerdictState.GO


def test_musts_age_margins_are_thin_and_words_alone_are_weak() -> None:
    asserted = replace(said(1), grade=said(1).grade.__class__.ASSERTED)
    asked = gate(
        check("c", must=True, valid_days=30), check("w", must=True), measure("m", op="<=", line=3, must=True),
        measure("far", fact="plan.undated", op="<=", line=30, must=True), check("s"),
    )  # fmt: skip
    facts = fact(2) | fact(1, "plan.undated")
    now = judged(asked, [], {"c": said(1, days_ago=5), "w": asserted, "s": said(1)}, facts)
    condition = Back(Why.CONDITION, "A condition", TODAY + timedelta(3))
    found = turning_back(now, [condition])
    assert [each.why for each in found] == [Why.CONDITION, Why.AGE, Why.MARGIN, Why.ANSWER]
    assert found[1].on == TODAY + timedelta(25)
    assert "rests on what somebody says" in found[3].text


TRAINED = Criterion(ref="t", text="Nine in ten are trained", kind=CriterionKind.MEASURE, fact="training.trained_share",
                    unit=Unit.PERCENT, op=Comparison(">="), threshold=Decimal(90), must=True)  # fmt: skip


@pytest.fixture
def trained(cast: Cast) -> Cast:
    """Twelve people, all trained for sixty days since today, but two who passed ten days before."""
    made = make_world(cast.rollout, people=4, licensed_from=None)
    with transaction():
        draft = CourseDraft("Basics", shelf_life_days=60, roles=("everyone",))
        course = course_service.add_course(cast.rollout.id, draft)
        for number, staff_id in enumerate(made.staff.values()):
            day = NOW.date() - timedelta(10 if number < 2 else 0)
            add_result(cast.rollout, ResultDraft(staff_id, course.id, day, passed=True), None, NOW)
    return cast


def test_certificates_run_out_on_a_day_that_is_found(trained: Cast) -> None:
    found = last_day_trained(trained.rollout, NOW.date(), TRAINED, None)
    assert found is not None
    assert (found[0], round(found[1])) == (NOW.date() + timedelta(50), 83)
    easy = replace(TRAINED, threshold=Decimal(75))
    assert last_day_trained(trained.rollout, NOW.date(), easy, None) == (NOW.date() + timedelta(60), Decimal(0))
    assert last_day_trained(trained.rollout, NOW.date(), replace(TRAINED, threshold=Decimal(0)), None) is None
    assert last_day_trained(trained.rollout, NOW.date() + timedelta(55), TRAINED, None) is None, (
        "it does not hold today"
    )
