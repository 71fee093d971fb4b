"""Where an adoption curve leads: the better of two published shapes, the period in which the line is reached, a band.

The Bass curve and the logistic curve (Verhulst 1838) are fitted to the level; the one with the lower AICc (Hurvich and
Tsai, Biometrika 76, 1989) is taken. The band is a prediction interval by the delta method.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import numpy.typing as npt

from planner.adoption.bass import FEWEST_POINTS, cumulative, fit_level

Floats = npt.NDArray[np.float64]
PARAMETERS = 3
FARTHEST = 156
"""Three years of weeks; a line that lies farther away is not foretold."""


class Shape(StrEnum):
    """The two shapes that are tried."""

    BASS = "bass"
    LOGISTIC = "logistic"


@dataclass(frozen=True, slots=True)
class Curve:
    """A fitted curve of a level: its shape, parameters and AICc, and the spread of what it foretells."""

    shape: Shape
    parameters: tuple[float, float, float]
    aicc: float
    deviation: float
    covariance: tuple[tuple[float, ...], ...]
    points: int
    most: float

    def level(self, times: Floats) -> Floats:
        """The level at times counted in periods; the first figure stands at 1."""
        return _level(self.shape, np.asarray(self.parameters), times)

    def band(self, times: Floats, share: float = 0.8) -> tuple[Floats, Floats]:
        """Low and high between which a new figure lies with the given chance, never outside 0 and the most."""
        from scipy.stats import t

        slopes = _slopes(self.shape, np.asarray(self.parameters), times)
        covariance = np.asarray(self.covariance)
        variance = np.einsum("ij,jk,ik->i", slopes, covariance, slopes) + self.deviation**2
        reach = float(t.ppf(0.5 + share / 2, max(self.points - PARAMETERS, 1))) * np.sqrt(np.maximum(variance, 0))
        middle = self.level(times)
        return np.clip(middle - reach, 0, self.most), np.clip(middle + reach, 0, self.most)


@dataclass(frozen=True, slots=True)
class Forecast:
    """When a line is reached, in periods from the first figure; None: not within three years. With the band's view."""

    curve: Curve
    reached: float | None
    earliest: float | None
    latest: float | None


def fit_curve(level: Sequence[float], most: float = 100.0) -> Curve | None:
    """The better curve of a level at the end of each period; None with fewer than six figures, or none that grows."""
    seen = np.asarray(level, np.float64)
    if len(seen) < FEWEST_POINTS or float(np.ptp(seen)) == 0:
        return None
    found = [each for each in (_bass(seen, most), _logistic(seen, most)) if each is not None]
    return min(found, key=lambda curve: curve.aicc, default=None)


def forecast(level: Sequence[float], line: float, most: float = 100.0, share: float = 0.8) -> Forecast | None:
    """When the level reaches the line; None when there are too few figures.

    >>> seen = [100 / (1 + math.exp(-0.5 * (week - 8))) for week in range(1, 11)]
    >>> round(forecast(seen, 90).reached, 1)
    12.4
    """
    curve = fit_curve(level, most)
    if curve is None:
        return None
    times = np.linspace(1, FARTHEST, 10 * (FARTHEST - 1) + 1)
    low, high = curve.band(times, share)
    return Forecast(curve, _first(times, curve.level(times), line), _first(times, high, line), _first(times, low, line))


def _first(times: Floats, values: Floats, line: float) -> float | None:
    above = np.flatnonzero(values >= line)
    return float(times[above[0]]) if len(above) else None


def _bass(seen: Floats, most: float) -> Curve | None:
    found = fit_level(seen.tolist(), most)
    if found is None:
        return None
    return _curve(Shape.BASS, (found.p, found.q, found.m), seen, most)


def _logistic(seen: Floats, most: float) -> Curve | None:
    from scipy.optimize import least_squares

    times = np.arange(1, len(seen) + 1, dtype=np.float64)
    best, lowest = None, math.inf
    for middle in (len(seen) / 3, len(seen) / 1.5, float(len(seen)), len(seen) * 1.5):
        for pace in (0.1, 0.4, 1.0):
            start = [pace, middle, min(max(float(seen.max()), 1e-6), most * 0.999)]
            found = least_squares(
                lambda x: seen - _level(Shape.LOGISTIC, x, times),
                start,
                bounds=([1e-4, -5 * len(seen), 1e-9], [10, 20 * len(seen), most]),
            )
            if found.cost < lowest:
                best, lowest = found.x, found.cost
    return None if best is None else _curve(Shape.LOGISTIC, tuple(map(float, best)), seen, most)


def _curve(shape: Shape, parameters: tuple[float, ...], seen: Floats, most: float) -> Curve:
    times = np.arange(1, len(seen) + 1, dtype=np.float64)
    errors = seen - _level(shape, np.asarray(parameters), times)
    sse, free = float(errors @ errors), max(len(seen) - PARAMETERS, 1)
    slopes = _slopes(shape, np.asarray(parameters), times)
    held = _held(parameters, most)
    moving = [i for i in range(PARAMETERS) if i not in held]
    covariance = np.zeros((PARAMETERS, PARAMETERS))
    inner = slopes[:, moving]
    covariance[np.ix_(moving, moving)] = np.linalg.pinv(inner.T @ inner) * sse / free
    first, second, third = parameters
    return Curve(
        shape, (first, second, third), aicc(sse, len(seen)), math.sqrt(sse / free),
        tuple(tuple(map(float, row)) for row in covariance), len(seen), most,
    )  # fmt: skip


def _held(parameters: tuple[float, ...], most: float) -> set[int]:
    """A level that stands at its bound is given, not estimated."""
    return {2} if parameters[2] >= most * 0.9999 else set()


def aicc(sse: float, points: int, parameters: int = PARAMETERS + 1) -> float:
    """Akaike's criterion for few points: n ln(SSE/n) + 2k + 2k(k+1)/(n-k-1); infinite where n is too small.

    >>> round(aicc(10.0, 10), 2), aicc(1.0, 5)
    (16.0, inf)
    """
    if points - parameters - 1 <= 0:
        return math.inf
    correction = 2 * parameters * (parameters + 1) / (points - parameters - 1)
    return points * math.log(max(sse, 1e-12) / points) + 2 * parameters + correction


def _level(shape: Shape, parameters: Floats, times: Floats) -> Floats:
    first, second, m = parameters
    if shape is Shape.BASS:
        return np.asarray(m * cumulative(times, first, second), np.float64)
    return np.asarray(m / (1 + np.exp(np.clip(-first * (times - second), -500, 500))), np.float64)


def _slopes(shape: Shape, parameters: Floats, times: Floats) -> Floats:
    """How the level moves with each parameter, by small steps."""
    columns = []
    for i in range(PARAMETERS):
        step = max(abs(float(parameters[i])), 1e-6) * 1e-5
        up, down = parameters.copy(), parameters.copy()
        up[i] += step
        down[i] -= step
        columns.append((_level(shape, up, times) - _level(shape, down, times)) / (2 * step))
    return np.column_stack(columns)
