"""How sure the dates of a plan are: simulates it and says what the runs mean, in dates and working days.

The critical path alone is optimistic: where paths meet, the latest of them counts, and each may be the late one. This
merge bias is told for the plan at hand, by comparing the simulation with the critical path taken by itself.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import sqrt
from statistics import NormalDist

import numpy as np

from planner.schedule.outcome import Driver, chance, counts, drivers, percentiles
from planner.schedule.risk_model import Model
from planner.schedule.sampling import Distribution, Integers, table_of
from planner.schedule.simulation import Activity, Progress, Settings, simulate
from planner.schedule.working_time import EPOCH

COLUMNS = 24
"""At most so many bars in a histogram."""
NOTICED = 0.005
"""A criticality index below half a percent is not listed."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A date to be judged: a key to know it by, where it stands in the model, and the date that is planned."""

    key: int
    place: int
    planned: datetime | None = None


@dataclass(frozen=True, slots=True)
class Judged:
    """A date with its chances: by P10, P50, P80 and P90, and how likely the planned one is (None: nothing planned)."""

    key: int
    dates: Mapping[int, datetime]
    planned: datetime | None
    chance: float | None


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar of the histogram: from the first to the last day, and the share of runs that end there and until then."""

    first: datetime
    last: datetime
    share: float
    until: float


@dataclass(frozen=True, slots=True)
class Alone:
    """The critical path by itself: its expected end and its P80, and how many seconds of work the runs lie behind."""

    expected: datetime
    p80: datetime
    behind_p50: int
    behind_p80: int
    chance: float


@dataclass(frozen=True, slots=True)
class Risk:
    """The answer. `critical` maps rows to criticality indexes; a driver's `activity` is a row, its times seconds."""

    samples: int
    end: Judged
    judged: tuple[Judged, ...]
    critical: Mapping[int, float]
    drivers: tuple[Driver, ...]
    bars: tuple[Bar, ...]
    alone: Alone


def risk_of(
    model: Model, settings: Settings, end: Asked, asked: Sequence[Asked], progress: Progress | None = None
) -> Risk:
    """Simulate a plan. Criticality and drivers are counted towards `end`."""
    runs = simulate(model.activities, settings, [each.place for each in asked], end.place, progress)
    row_of = {place: row for row, place in model.place.items()}
    found = drivers(model.activities, runs, settings.distribution)
    critical = {row: round(float(runs.criticality[place]), 4) for row, place in sorted(model.place.items())}
    return Risk(
        settings.samples,
        _judged(model, end, runs.ends),
        tuple(_judged(model, each, runs.watched[number]) for number, each in enumerate(asked)),
        critical,
        tuple(
            Driver(row_of[each.activity], each.share, each.correlation, each.early, each.late)
            for each in found
            if each.activity in row_of
        ),
        _bars(model, runs.ends),
        _alone(model, settings.distribution, end.place, runs.ends),
    )


def date_of(model: Model, position: int) -> datetime:
    """The moment at which so much is worked: an evening, not the next morning."""
    return EPOCH + timedelta(seconds=model.time.finish_at(position + model.origin))


def _judged(model: Model, asked: Asked, ends: Integers) -> Judged:
    dates = {share: date_of(model, position) for share, position in percentiles(ends).items()}
    sure = None if asked.planned is None else round(chance(ends, model.at(asked.planned)), 4)
    return Judged(asked.key, dates, asked.planned, sure)


def _bars(model: Model, ends: Integers) -> tuple[Bar, ...]:
    """Bars of one, two or more whole days each, from the day of the first run's end to that of the last."""
    first, last = (date_of(model, int(each)) for each in (ends.min(), ends.max()))
    days = (last.date() - first.date()).days + 1
    width = next((each for each in (1, 2, 7, 14, 28) if days <= each * COLUMNS), -(-days // COLUMNS))
    midnight = datetime.combine(first.date(), datetime.min.time())
    if width % 7 == 0:
        midnight -= timedelta(days=midnight.weekday())
    borders = [midnight]
    while borders[-1] <= last:
        borders.append(borders[-1] + timedelta(days=width))
    edges = [model.at(border) for border in borders]
    edges[0] = min(edges[0], int(ends.min())) - 1
    shares = [number / len(ends) for number in counts(ends, edges)]
    until = np.cumsum(shares).tolist()
    return tuple(
        Bar(begin, after - timedelta(days=1), round(share, 4), round(total, 4))
        for begin, after, share, total in zip(borders, borders[1:], shares, until, strict=False)
    )


def _alone(model: Model, distribution: Distribution, end: int, ends: Integers) -> Alone:
    expected, variance = path_alone(model.activities[: end + 1], distribution, end)
    p80 = NormalDist(expected, sqrt(variance)).inv_cdf(0.8) if variance else expected
    found = percentiles(ends)
    return Alone(
        date_of(model, expected),
        date_of(model, round(p80)),
        found[50] - expected,
        found[80] - round(p80),
        round(chance(ends, expected), 4),
    )


def path_alone(activities: Sequence[Activity], distribution: Distribution, end: int) -> tuple[int, float]:
    """Expected finish of an activity and its variance along the path that is critical with expected durations.

    The classical calculation: means and variances along one path add up. Of several such paths the one that varies
    most counts.
    """
    means, variances = _moments(activities, distribution)
    starts: list[int] = []
    along: list[float] = []
    for number, activity in enumerate(activities):
        slots = [
            (starts[tie.before] + (0 if tie.from_start else means[tie.before]) + tie.lag)
            - (means[number] if tie.to_finish else 0)
            for tie in activity.ties
        ]
        start = max([activity.floor, *slots])
        binding = [
            along[tie.before] - (variances[tie.before] if tie.from_start else 0.0)
            for tie, slot in zip(activity.ties, slots, strict=True)
            if slot == start
        ]
        starts.append(start)
        along.append(max(binding, default=0.0) + variances[number])
    return starts[end] + means[end], along[end]


def _moments(activities: Sequence[Activity], distribution: Distribution) -> tuple[list[int], list[float]]:
    """Mean and variance of each duration in the distribution that is simulated."""
    means, variances = [], []
    for activity in activities:
        if not activity.estimate.spread:
            means.append(round(activity.estimate.likely))
            variances.append(0.0)
            continue
        table = table_of(activity.estimate, distribution, np.int64)
        means.append(round(float(table.mean())))
        variances.append(float(table.var()))
    return means, variances
