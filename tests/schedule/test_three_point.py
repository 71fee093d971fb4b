"""Three-point estimates: expected value, variance, what is refused, the chance along one path."""

from math import inf, nan

import pytest
from hypothesis import given
from hypothesis import strategies as some

from planner.schedule.three_point import Estimate, chance_by, problem_of


def test_expected_and_variance_are_those_of_the_first_report() -> None:
    estimate = Estimate(1, 2, 9)
    assert estimate.expected == 3
    assert estimate.variance == pytest.approx(16 / 9, rel=1e-15)
    assert (Estimate.fixed(7).expected, Estimate.fixed(7).variance) == (7, 0)


@pytest.mark.parametrize(
    ("estimate", "field"),
    [
        (Estimate(5, 3, 8), "optimistic"),
        (Estimate(1, 9, 8), "pessimistic"),
        (Estimate(-1, 3, 8), "optimistic"),
        (Estimate(1, nan, 8), "likely"),
        (Estimate(1, 2, inf), "pessimistic"),
    ],
)
def test_a_bad_estimate_is_named_at_its_value(estimate: Estimate, field: str) -> None:
    problem = problem_of(estimate)
    assert problem
    assert problem[1] == field
    assert problem[0].endswith(".")


@pytest.mark.parametrize("estimate", [Estimate(3, 3, 3), Estimate(3, 3, 9), Estimate(0, 9, 9), Estimate(0, 0, 0)])
def test_an_estimate_at_the_edge_is_fine(estimate: Estimate) -> None:
    assert problem_of(estimate) is None


@given(some.floats(0, 100), some.floats(0, 100), some.floats(0, 100))
def test_the_expected_value_lies_inside(first: float, second: float, third: float) -> None:
    low, likely, high = sorted([first, second, third])
    expected = Estimate(low, likely, high).expected
    assert low - 1e-9 <= expected <= high + 1e-9


def test_the_chance_along_one_path() -> None:
    assert chance_by(16, 15, 28 / 9) == pytest.approx(0.7146, abs=1e-4)
    assert chance_by(15, 15, 0) == 1
    assert chance_by(14.9, 15, 0) == 0
