"""Quantile tables against the exact distributions, and streams that blocks do not change."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some
from scipy import stats

from planner.schedule.sampling import SLICES, Distribution, Draws, table_of
from planner.schedule.three_point import Estimate

MILLION = 1_000_000
BOTH = pytest.mark.parametrize("distribution", list(Distribution))


def exact(mode: float, distribution: Distribution, at: np.typing.NDArray[np.float64]) -> np.typing.NDArray[np.float64]:
    if distribution is Distribution.BETA_PERT:
        found = stats.beta.ppf(at, 1 + 4 * mode, 5 - 4 * mode)
    else:
        found = stats.triang.ppf(at, mode)
    return np.asarray(found, dtype=np.float64)


@BOTH
@pytest.mark.parametrize("mode", [0.0, 0.01, 0.125, 0.3, 0.5, 0.77, 1.0])
def test_each_value_is_a_quantile_of_its_slice(mode: float, distribution: Distribution) -> None:
    """Between two tables off by at most 0.06 % of the spread, and by the rounding."""
    table = table_of(Estimate(0, mode * MILLION, MILLION), distribution) / MILLION
    edges = exact(mode, distribution, np.linspace(0, 1, SLICES + 1))
    allowed = 6e-4 if mode in {0.01, 0.3, 0.77} else 2e-6
    assert (table >= edges[:-1] - allowed).all()
    assert (table <= edges[1:] + allowed).all()


@BOTH
@pytest.mark.parametrize("mode", [0.0, 0.01, 0.3, 0.5, 1.0])
def test_mean_and_spread_are_those_of_the_distribution(mode: float, distribution: Distribution) -> None:
    table = table_of(Estimate(0, mode * MILLION, MILLION), distribution) / MILLION
    law = stats.beta(1 + 4 * mode, 5 - 4 * mode) if distribution is Distribution.BETA_PERT else stats.triang(mode)
    assert table.mean() == pytest.approx(law.mean(), abs=1e-6)
    assert table.std() == pytest.approx(law.std(), rel=2e-3)


@settings(max_examples=60)
@given(some.lists(some.integers(0, 10_000_000), min_size=3, max_size=3), some.sampled_from(Distribution))
def test_values_rise_and_stay_inside(values: list[int], distribution: Distribution) -> None:
    low, likely, high = sorted(values)
    table = table_of(Estimate(low, likely, high), distribution)
    assert (np.diff(table) >= 0).all()
    assert low <= table[0] <= table[-1] <= high


def test_a_fixed_duration_is_drawn_as_itself() -> None:
    assert set(table_of(Estimate.fixed(480), Distribution.BETA_PERT).tolist()) == {480}


@pytest.mark.parametrize("correlation", [0.0, 0.4])
def test_blocks_and_neighbours_do_not_change_a_stream(correlation: float) -> None:
    def drawn(keys: list[int], blocks: list[int]) -> list[int]:
        draws, found = Draws(7, keys, [1] * len(keys), correlation), []
        for size in blocks:
            draws.begin(size)
            found += draws.slices(keys.index(3), size).tolist()
        return found

    assert drawn([3], [103]) == drawn([1, 3, 9], [64, 36, 3])
    assert drawn([3], [64]) != drawn([3, 4], [64])[::-1]


def test_every_slice_is_equally_likely() -> None:
    draws = Draws(1, [5], [None], 0.0)
    draws.begin(400_000)
    seen = np.bincount(draws.slices(0, 400_000) // 64, minlength=64)
    assert stats.chisquare(seen).pvalue > 1e-4


def test_a_team_shares_its_luck() -> None:
    draws = Draws(1, [1, 2, 3], [8, 8, 9], 0.5)
    draws.begin(20_000)
    first, second, third = (draws.slices(task, 20_000) for task in range(3))
    assert np.corrcoef(first, second)[0, 1] == pytest.approx(6 / np.pi * np.arcsin(0.25), abs=0.03)
    assert abs(np.corrcoef(first, third)[0, 1]) < 0.03
    assert stats.kstest(first / SLICES, "uniform").statistic < 0.02
