"""Draws durations by chance from three-point estimates, fast and repeatably: the same seed gives the same durations.

A duration is looked up in a table of 4,096 equally likely values, each the mean of its slice of the distribution. So
the mean is exact, and a quantile is off by no more than the width of its slice and 0.06 % of the spread.
"""

from collections.abc import Sequence
from enum import StrEnum
from functools import cache

import numpy as np
from numpy.typing import NDArray

from planner.schedule.three_point import Estimate

SLICES = 4096
"""Values in a quantile table: a multiple of 2, so that 16 random bits make a fair choice."""
MODES = 64
"""Tables are made for modes at 0/64 to 64/64 of the spread; between two of them values are interpolated."""

Integers = NDArray[np.signedinteger]
Floats = NDArray[np.float64]


class Distribution(StrEnum):
    """The shape that a duration is drawn from."""

    BETA_PERT = "beta_pert"
    TRIANGULAR = "triangular"


DISTRIBUTION_WORDS = {Distribution.BETA_PERT: "PERT-beta", Distribution.TRIANGULAR: "triangular"}


def table_of(estimate: Estimate, distribution: Distribution, kind: type[np.signedinteger] = np.int32) -> Integers:
    """The 4,096 equally likely durations of an estimate, shortest first, rounded to whole units.

    Its mean is (a + 4m + b) / 6 for PERT-beta and (a + m + b) / 3 for triangular, up to the rounding.
    """
    if not estimate.spread:
        return np.full(SLICES, round(estimate.likely), dtype=kind)
    place = estimate.mode_share * MODES
    low = min(int(place), MODES - 1)
    share = place - low
    row = _row(distribution, low)
    if share:
        row = row + share * (_row(distribution, low + 1) - row)
    return np.rint(estimate.optimistic + estimate.spread * row).astype(kind)


@cache
def _row(distribution: Distribution, mode: int) -> Floats:
    """Means of the slices of a distribution between 0 and 1 whose mode is at `mode` / 64."""
    return _pert(mode / MODES) if distribution is Distribution.BETA_PERT else _triangular(mode / MODES)


def _pert(mode: float) -> Floats:
    """PERT-beta: alpha = 1 + 4 · mode and beta = 1 + 4 · (1 - mode).

    The share of the mean below a quantile q is the distribution function of beta(alpha + 1, beta) at q.
    """
    from scipy.special import betainc, betaincinv

    alpha, beta = 1 + 4 * mode, 5 - 4 * mode
    edges = betaincinv(alpha, beta, np.linspace(0, 1, SLICES + 1))
    below = betainc(alpha + 1, beta, edges) * alpha / (alpha + beta)
    return np.asarray(np.diff(below) * SLICES, dtype=np.float64)


def _triangular(mode: float) -> Floats:
    """Triangular: the integral of the quantile function, sqrt(u · mode) up to the mode and mirrored behind it."""
    chance = np.linspace(0, 1, SLICES + 1)
    rising = 2 / 3 * np.sqrt(mode) * np.minimum(chance, mode) ** 1.5
    behind = (1 - mode) ** 1.5 - np.minimum(1 - chance, 1 - mode) ** 1.5
    falling = np.maximum(chance - mode, 0) - 2 / 3 * np.sqrt(1 - mode) * behind
    return np.asarray(np.diff(rising + falling) * SLICES, dtype=np.float64)


class Draws:
    """A stream of random durations for each task, so that neither blocks nor other tasks change what one task gets.

    With a correlation, tasks of one team share a part of their luck (a Gaussian copula with one factor per team):
    z = sqrt(r) · factor of the team + sqrt(1 - r) · own, and the duration is the quantile at Phi(z). Blocks have to be
    drawn in order, each a multiple of four long but for the last.
    """

    def __init__(self, seed: int, keys: Sequence[int], teams: Sequence[int | None], correlation: float) -> None:
        """`keys` name the streams of the tasks; `teams` say who shares luck, None for nobody."""
        self._correlation = correlation
        self._teams = teams if correlation else [None] * len(keys)
        self._bits = [np.random.SFC64(np.random.SeedSequence([seed, 0, key])) for key in keys]
        self._shared = {
            team: np.random.Generator(np.random.SFC64(np.random.SeedSequence([seed, 1, team])))
            for team in sorted({team for team in self._teams if team is not None})
        }
        self._factors: dict[int, NDArray[np.float32]] = {}

    def begin(self, count: int) -> None:
        """Begin a block: draw the luck of each team."""
        self._factors = {team: luck.standard_normal(count, np.float32) for team, luck in self._shared.items()}

    def slices(self, task: int, count: int) -> NDArray[np.integer]:
        """Which slice of its table each sample of a task takes, 0 to 4,095."""
        team = self._teams[task]
        if team is None:
            return self._bits[task].random_raw(-(-count // 4)).view(np.uint16)[:count] >> np.uint16(4)
        from scipy.special import ndtr

        own = np.random.Generator(self._bits[task]).standard_normal(count, np.float32)
        shared = np.float32(self._correlation**0.5) * self._factors[team]
        chance: NDArray[np.float32] = ndtr(shared + np.float32((1 - self._correlation) ** 0.5) * own)
        return np.minimum((chance * SLICES).astype(np.intp), SLICES - 1)
