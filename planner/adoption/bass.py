"""Fits the Bass model of how something new spreads: p by itself, q by imitation, m people in the end.

Bass, A New Product Growth for Model Consumer Durables, Management Science 15 (1969). Three published ways of fitting:
Bass's own regression, differences of the cumulative curve (Srinivasan and Mason, Marketing Science 5, 1986), and the
curve's density as statistics packages fit it.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
FEWEST_POINTS = 6
"""With fewer periods three parameters are fitted to noise."""
_STARTS = tuple((p, q) for p in (0.0005, 0.003, 0.02, 0.1) for q in (0.05, 0.2, 0.5, 1.0))
_LOWEST, _HIGHEST = np.log([1e-8, 1e-6]), np.log([2.0, 10.0])


class Method(StrEnum):
    """How the three figures are found."""

    NLS = "nls"
    NLS_DENSITY = "nls_density"
    OLS = "ols"


@dataclass(frozen=True, slots=True)
class Bass:
    """A fitted curve. `sse` is the sum of squared errors of its periods; `points` how many periods it rests on."""

    p: float
    q: float
    m: float
    sse: float
    points: int

    @property
    def peak(self) -> float | None:
        """Periods from the start until most people join at once; None where the curve only falls.

        >>> round(Bass(0.03, 0.38, 100, 0, 10).peak, 2)
        6.19
        """
        if self.p <= 0 or self.q <= self.p:
            return None
        return math.log(self.q / self.p) / (self.p + self.q)

    def reached(self, time: Floats) -> Floats:
        """How many have joined by a time, in periods from the start."""
        return self.m * cumulative(time, self.p, self.q)


def cumulative(time: Floats, p: float, q: float) -> Floats:
    """The share that has joined by a time: (1 - e^-(p+q)t) / (1 + q/p e^-(p+q)t).

    >>> cumulative(np.array([0.0]), 0.03, 0.38).tolist()
    [0.0]
    """
    falling = np.exp(-(p + q) * time)
    return np.asarray((1 - falling) / (1 + q / p * falling), np.float64)


def density(time: Floats, p: float, q: float) -> Floats:
    """The share that joins at a time, a period."""
    falling = np.exp(-(p + q) * time)
    return np.asarray((p + q) ** 2 / p * falling / (1 + q / p * falling) ** 2, np.float64)


def fit_bass(adoptions: Sequence[float], method: Method) -> Bass | None:
    """The curve of those who joined in each period, first period first; None where the data allow no real curve."""
    joined = np.asarray(adoptions, np.float64)
    if method is Method.OLS:
        return _regression(joined)
    times = np.arange(1, len(joined) + 1, dtype=np.float64)
    if method is Method.NLS:
        return _least_squares(joined, lambda p, q: cumulative(times, p, q) - cumulative(times - 1, p, q))
    return _least_squares(joined, lambda p, q: density(times, p, q))


def fit_level(level: Sequence[float], most: float) -> Bass | None:
    """The curve of a level at the end of each period, such as a share; `most` is the highest it can ever be."""
    reached = np.asarray(level, np.float64)
    times = np.arange(1, len(reached) + 1, dtype=np.float64)
    return _least_squares(reached, lambda p, q: cumulative(times, p, q), most)


def _regression(joined: Floats) -> Bass | None:
    """Bass's own way: joined = a + b N + c N², with N those before; m is its root, p = a/m, q = -m c."""
    before = np.concatenate([[0.0], np.cumsum(joined)[:-1]])
    design = np.column_stack([np.ones(len(joined)), before, before**2])
    (a, b, c), *_ = np.linalg.lstsq(design, joined, rcond=None)
    inside = b * b - 4 * a * c
    if inside < 0 or c >= 0:
        return None
    m = (-b - math.sqrt(inside)) / (2 * c)
    if m <= 0:
        return None
    sse = float(((joined - design @ np.array([a, b, c])) ** 2).sum())
    return Bass(float(a / m), float(-m * c), float(m), sse, len(joined))


def _least_squares(seen: Floats, shape: Callable[[float, float], Floats], most: float = math.inf) -> Bass | None:
    """The smallest sum of squares over p and q from many starts; the best m for p and q is known in closed form."""
    from scipy.optimize import least_squares

    def scale(form: Floats) -> float:
        return min(float(form @ seen) / max(float(form @ form), 1e-300), most)

    def errors(logs: Floats) -> Floats:
        form = shape(*np.exp(logs))
        return np.asarray(seen - scale(form) * form, np.float64)

    if not np.any(seen > 0):
        return None
    best, lowest = None, math.inf
    for start in _STARTS:
        found = least_squares(errors, np.log(start), bounds=(_LOWEST, _HIGHEST), xtol=1e-12, ftol=1e-12, gtol=1e-12)
        if found.cost < lowest:
            best, lowest = found.x, found.cost
    if best is None:
        return None
    p, q = (float(value) for value in np.exp(best))
    return Bass(p, q, scale(shape(p, q)), 2 * float(lowest), len(seen))


def caution(adoptions: Sequence[float], found: Bass | None) -> str | None:
    """What a reader must know before believing a curve; None when nothing stands against it."""
    if len(adoptions) < FEWEST_POINTS:
        return f"Too few points: {len(adoptions)}; a curve needs {FEWEST_POINTS} periods or more."
    if found is None:
        return "The figures follow no such curve."
    if found.p <= 0 or found.q < 0:
        return "The curve has a negative part, so it means nothing by itself; take another method."
    if found.peak is not None and found.peak > len(adoptions):
        return "The figures end before the peak, so the final number is uncertain."
    return None
