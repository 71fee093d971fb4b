from dataclasses import replace
from datetime import timedelta
from fractions import Fraction

from hypothesis import assume, given
from hypothesis import strategies as st

from planner.basics.lights import Light
from planner.playbook.outline import Factor
from planner.readiness.evidence import Standing, Statement
from planner.readiness.factors import assess
from planner.readiness.score import Score
from planner.readiness.wording import percent
from tests.readiness.samples import (
    TODAY,
    answer,
    assessed,
    check,
    factor,
    factors_with_statements,
    not_applicable,
    said,
)

Drawn = tuple[list[Factor], dict[str, Statement]]


def test_the_worked_example_of_the_rules() -> None:
    one = factor("f", answer("a", weight=3), answer("b", weight=1))
    score = assessed([one], {"a": said(3)}).factors[0].score
    assert (score.value, score.coverage) == (Fraction(75), Fraction(75))
    assert (score.low, score.high) == (Fraction("56.25"), Fraction("81.25"))


def test_nothing_known_is_no_score_and_the_whole_range() -> None:
    result = assessed([factor("f", answer("a"))]).factors[0]
    assert result.score.value is None
    assert [result.score.low, result.score.high, result.score.coverage] == [0, 100, 0]
    assert result.light is Light.UNKNOWN


def test_a_pillar_weighs_its_factors() -> None:
    one = factor("f", answer("a"), weight=3)
    two = factor("g", answer("b"), weight=1)
    assessment = assessed([one, two], {"a": said(4), "b": said(0)})
    assert assessment.pillars[0].score.value == assessment.programme.value == 75


def test_the_age_of_a_score_is_the_age_of_its_oldest_answer() -> None:
    one = factor("f", answer("a", valid_days=100), answer("b", valid_days=30))
    score = assessed([one], {"a": said(4, days_ago=40), "b": said(4, days_ago=3)}).factors[0].score
    assert (score.oldest_days, score.next_expiry) == (40, TODAY + timedelta(days=27))


def test_a_factor_that_does_not_apply_leaves_the_programme() -> None:
    one, two = factor("f", answer("a")), factor("g", answer("b"))
    assessment = assessed([one, two], {"a": not_applicable(), "b": said(2)})
    assert not assessment.factors[0].score.applies
    assert [assessment.programme.value, assessment.programme.coverage] == [50, 100]


@given(factors_with_statements("fgh"))
def test_the_score_lies_in_its_range(drawn: Drawn) -> None:
    assessment = assessed(*drawn)
    for score in all_scores(*drawn):
        assert 0 <= score.low <= score.high <= 100
        assert 0 <= score.coverage <= 100
        assert score.value is None or score.low <= score.value <= score.high
    assert assessment.programme.exact <= (assessment.programme.coverage == 100)


@given(factors_with_statements("fg"), st.data())
def test_removing_data_never_raises_the_low_end_nor_lowers_the_high_end(drawn: Drawn, data: st.DataObject) -> None:
    factors, statements = drawn
    assume(statements)
    gone = data.draw(st.sampled_from(sorted(statements)))
    fewer = {ref: each for ref, each in statements.items() if ref != gone}
    for before, after in zip(all_scores(factors, statements), all_scores(factors, fewer), strict=True):
        assert after.low <= before.low
        assert after.high >= before.high


@given(factors_with_statements("fg"), st.integers(1, 400))
def test_waiting_never_raises_the_low_end_nor_lowers_the_high_end(drawn: Drawn, days: int) -> None:
    factors, statements = drawn
    later = assess(factors, statements, {}, TODAY + timedelta(days=days))
    for before, after in zip(assessed(*drawn).factors, later.factors, strict=True):
        assert after.score.low <= before.score.low
        assert after.score.high >= before.score.high


@given(factors_with_statements("fgh"), st.data())
def test_not_applicable_in_one_factor_changes_no_other(drawn: Drawn, data: st.DataObject) -> None:
    factors, statements = drawn
    chosen = data.draw(st.sampled_from([each for one in factors for each in one.criteria]))
    changed = assessed(factors, {**statements, chosen.ref: not_applicable()})
    for one, before, after in zip(factors, assessed(*drawn).factors, changed.factors, strict=True):
        if chosen not in one.criteria:
            assert after == before


@given(factors_with_statements("f"), st.data())
def test_not_applicable_leaves_numerator_and_denominator(drawn: Drawn, data: st.DataObject) -> None:
    factors, statements = drawn
    (one,) = factors
    chosen = data.draw(st.sampled_from(one.criteria))
    asked = tuple(replace(each, verify=False) for each in one.criteria)
    plain = replace(one, critical=False, criteria=asked)
    without = replace(plain, criteria=tuple(each for each in asked if each.ref != chosen.ref))
    marked = assessed([plain], {**statements, chosen.ref: not_applicable()}).factors[0].score
    assert marked == assessed([without], statements).factors[0].score


@given(
    st.lists(st.tuples(st.integers(1, 5), st.integers(0, 4)), min_size=2, max_size=6, unique_by=lambda each: each[1])
)
def test_a_weight_never_loses_effect(drawn: list[tuple[int, int]]) -> None:
    """More weight on a criterion pulls the score strictly towards it, wherever the score stands."""
    asked = [answer(f"a{number}", weight=weight) for number, (weight, _) in enumerate(drawn)]
    statements = {f"a{number}": said(step) for number, (_, step) in enumerate(drawn)}
    before = assessed([factor("f", *asked)], statements).factors[0].score.value
    assert before is not None
    for number, (weight, step) in enumerate(drawn):
        heavier = [*asked[:number], replace(asked[number], weight=weight + 1), *asked[number + 1 :]]
        after = assessed([factor("f", *heavier)], statements).factors[0].score.value
        assert after is not None
        assert (after > before, after < before) == (step * 25 > before, step * 25 < before)


@given(factors_with_statements("fg"), st.data())
def test_a_better_answer_never_lowers_anything(drawn: Drawn, data: st.DataObject) -> None:
    factors, statements = drawn
    scored = sorted(
        each.ref
        for result in assessed(*drawn).factors
        for each in result.criteria
        if each.standing is Standing.KNOWN and each.share is not None and each.share < 1
    )
    assume(scored)
    ref = data.draw(st.sampled_from(scored))
    value = statements[ref].value
    assert value is not None
    better = {**statements, ref: replace(statements[ref], value=value + 1)}
    for before, after in zip(all_scores(factors, statements), all_scores(factors, better), strict=True):
        assert after.low >= before.low
        assert after.high >= before.high


def test_a_light_is_green_only_when_the_low_end_reaches_the_line() -> None:
    sure = factor("f", check("a"), check("b"), critical=True, threshold=50)
    results = [
        assessed([sure], {"a": said(a), "b": said(b)}).factors[0].light
        for a, b in ((1, None), (None, None), (0, 0), (0, None))
    ]
    assert results == [Light.GREEN, Light.UNKNOWN, Light.RED, Light.AMBER]


def test_percent_says_all_and_none_only_when_it_is_true() -> None:
    shown = [percent(Fraction(value)) for value in ("99.6", "100", "0.3", "0", "62.5")]
    assert shown == ["99 %", "100 %", "1 %", "0 %", "63 %"]
    assert percent(None) == "not yet known"


def all_scores(factors: list[Factor], statements: dict[str, Statement]) -> list[Score]:
    """Every score of the assessment, in a fixed order."""
    assessment = assessed(factors, statements)
    pillars = [each.score for each in assessment.pillars]
    return [*(each.score for each in assessment.factors), *pillars, assessment.programme]
