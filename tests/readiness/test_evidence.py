from datetime import timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.basics.errors import RuleBroken
from planner.readiness.criteria import judge
from planner.readiness.evidence import Grade, Standing, State, Statement, expires_on, standing
from tests.readiness.samples import TODAY, answer, check, fact, measure, not_applicable, said, verified


def test_the_three_grades_are_ordered() -> None:
    assert sorted(Grade, key=lambda each: each.rank) == ["asserted", "observed", "measured"]


def test_an_answer_counts_through_its_last_day_and_not_after() -> None:
    assert expires_on(TODAY - timedelta(days=30), 30) == TODAY
    on_the_last_day = standing(said(3, days_ago=30), valid_days=30, needs_second=False, today=TODAY)
    the_day_after = standing(said(3, days_ago=31), valid_days=30, needs_second=False, today=TODAY)
    assert (on_the_last_day, the_day_after) == (Standing.KNOWN, Standing.EXPIRED)


@given(st.integers(0, 400), st.integers(1, 365), st.integers(0, 400))
def test_what_is_too_old_stays_too_old(days_ago: int, valid_days: int, later: int) -> None:
    statement = said(4, days_ago=days_ago)

    def counts(day: int) -> bool:
        today = TODAY + timedelta(days=day)
        return not standing(statement, valid_days=valid_days, needs_second=False, today=today).open

    assert counts(later) <= counts(0)
    assert counts(0) == (days_ago <= valid_days)


def test_an_unverified_answer_is_shown_but_does_not_count_where_a_second_person_is_asked_for() -> None:
    result = judge(check(verify=True), {"c": said(1)}, {}, TODAY)
    assert (result.standing, result.share, result.passed) == (Standing.UNVERIFIED, None, None)
    assert result.shown == "Yes"
    assert "second person" in result.standing_text


def test_a_verified_answer_counts_and_names_who_verified_it() -> None:
    result = judge(check(verify=True), {"c": verified(said(1))}, {}, TODAY)
    assert (result.passed, result.standing_text) == (True, "Verified by Sven Holm")


def test_where_no_second_person_is_asked_for_an_answer_counts_and_says_that_it_is_unverified() -> None:
    result = judge(check(), {"c": said(1)}, {}, TODAY)
    assert (result.passed, result.standing_text) == (True, "Not verified by a second person")


def test_not_applicable_needs_a_reason() -> None:
    with pytest.raises(RuleBroken, match="why") as refused:
        Statement(state=State.NOT_APPLICABLE, answered_on=TODAY, author="Mara", na_reason="  ")
    assert refused.value.field == "na_reason"


def test_one_person_alone_cannot_take_a_must_criterion_off_the_table() -> None:
    alone = judge(check(must=True), {"c": not_applicable()}, {}, TODAY)
    confirmed = judge(check(must=True), {"c": verified(not_applicable())}, {}, TODAY)
    elsewhere = judge(check(must=False), {"c": not_applicable()}, {}, TODAY)
    assert [each.standing for each in (alone, confirmed, elsewhere)] == [
        Standing.UNVERIFIED,
        Standing.NOT_APPLICABLE,
        Standing.NOT_APPLICABLE,
    ]


def test_a_live_figure_needs_no_second_person_and_outweighs_what_was_typed() -> None:
    result = judge(measure(verify=True), {"m": said(0)}, fact(3), TODAY)
    assert (result.value, result.passed, result.grade) == (Decimal(3), False, Grade.MEASURED)


def test_without_a_live_figure_the_recorded_one_counts_as_what_its_author_says() -> None:
    result = judge(measure(), {"m": said(0)}, fact(None), TODAY)
    assert (result.passed, result.grade) == (True, Grade.OBSERVED)


def test_a_figure_nobody_knows_is_unknown_and_never_zero() -> None:
    result = judge(measure(), {}, fact(None), TODAY)
    assert (result.standing, result.share, result.shown) == (Standing.MISSING, None, "Not yet known")


def test_a_step_shows_the_behaviour_behind_it() -> None:
    result = judge(answer(), {"a": said(3)}, {}, TODAY)
    assert (result.shown, result.step_text, result.share) == ("Step 3 of 4", "done for most", Fraction(3, 4))


def test_saying_that_it_is_unknown_is_unknown() -> None:
    assert judge(answer(), {"a": said(None)}, {}, TODAY).standing is Standing.MISSING
