from datetime import date, timedelta
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from planner.playbook.outline import Factor
from planner.readiness.evidence import Statement
from planner.readiness.history import Point, moves, point_of, read, thinned, written
from planner.readiness.history_chart import picture
from planner.readiness.history_service import before
from tests.readiness.samples import TODAY, answer, assessed, factor, factors_with_statements, said

Drawn = tuple[list[Factor], dict[str, Statement]]


def point(values: dict[str, int | None], day: date = TODAY) -> Point:
    """A rollout whose factors have one question each, answered by a step."""
    factors = [factor(ref, answer(ref), weight=3 if ref == "heavy" else 1) for ref in values]
    statements = {ref: said(step) for ref, step in values.items() if step is not None}
    found = point_of(assessed(factors, statements), {"g": "hold"})
    return Point(day, found.value, found.low, found.high, found.coverage, found.factors, found.verdicts)


def test_what_moved_the_score_most_stands_first_and_says_from_what_to_what() -> None:
    first, second = moves(point({"heavy": 4, "light": 1}), point({"heavy": 3, "light": 2}))
    assert (first.name, first.points, first.better) == ("Factor heavy", Fraction(-75, 4), False)
    assert (second.name, second.points) == ("Factor light", Fraction(25, 4))
    assert [(step.before, step.after) for step in first.steps] == [("Step 4 of 4", "Step 3 of 4")]


def test_what_became_known_or_unknown_is_named_without_a_sum() -> None:
    (came,) = moves(point({"a": None, "b": 2}), point({"a": 4, "b": 2}))
    assert (came.name, came.before, came.points, came.better) == ("Factor a", None, None, None)
    (went,) = moves(point({"a": 4, "b": 2}), point({"b": 2}))
    assert (went.name, went.after, went.points) == ("Factor a", None, None)
    assert moves(point({"a": 4}), point({"a": 4})) == ()


@given(factors_with_statements("fgh"), factors_with_statements("fgh"))
def test_the_parts_add_up_to_the_change_of_what_was_known_at_both_points(one: Drawn, other: Drawn) -> None:
    earlier, later = point_of(assessed(one[0], one[1]), {}), point_of(assessed(one[0], other[1]), {})
    known = {each.ref for each in earlier.factors if each.value is not None}
    known &= {each.ref for each in later.factors if each.value is not None}

    def mean(found: Point) -> Fraction:
        own = [each for each in found.factors if each.ref in known]
        whole = sum((each.weight * (each.value or Fraction(0)) for each in own), Fraction(0))
        return whole / sum(each.weight for each in own)

    if known:
        parts = sum((each.points or Fraction(0) for each in moves(earlier, later)), Fraction(0))
        assert parts == mean(later) - mean(earlier)


@given(factors_with_statements("fg"))
def test_a_point_is_read_as_it_was_written(drawn: Drawn) -> None:
    found = point_of(assessed(*drawn), {"g": "go"})
    assert read(found.day, written(found)) == found


def test_the_point_to_compare_with_is_the_last_that_is_old_enough() -> None:
    found = [point({"a": 1}, TODAY - timedelta(days=days)) for days in (60, 31, 30, 5, 0)]
    assert before(found, 30).day == TODAY - timedelta(days=30)
    assert before(found[3:], 30).day == TODAY - timedelta(days=5)
    assert before(found[-1:], 30) is found[-1]


def test_a_picture_needs_two_days_and_parts_where_nothing_is_known() -> None:
    days = [TODAY + timedelta(days=number) for number in range(5)]
    assert picture([point({"a": 1})]) is None
    drawn = picture([point({"a": step}, day) for step, day in zip((1, 2, None, 2, 3), days, strict=True)])
    assert drawn is not None
    assert drawn.lines == ("M0.00 75.00 25.00 50.00", "M75.00 50.00 100.00 25.00")
    assert [at for at, _ in drawn.marks] == [0, 50, 100]


@given(st.integers(2, 20), st.integers(2, 8))
def test_thinned_points_keep_the_first_and_the_last(number: int, most: int) -> None:
    found = [point({"a": 1}, TODAY + timedelta(days=day)) for day in range(number)]
    kept = thinned(found, most)
    assert len(kept) == min(number, most)
    assert (kept[0], kept[-1]) == (found[0], found[-1])
