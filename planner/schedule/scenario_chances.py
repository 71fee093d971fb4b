"""Simulates a plan for a comparison: P50 and P80 of a few dates, with the same luck for a task on both sides.

Each task draws from a stream of its own, so that only what a scenario changes makes a difference.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from planner.schedule.network import Network
from planner.schedule.outcome import percentiles
from planner.schedule.risk import date_of
from planner.schedule.risk_model import Known, model_of
from planner.schedule.scenario_picture import Picture
from planner.schedule.simulation import Settings, simulate
from planner.schedule.three_point import Estimate

SAMPLES = 2_000
SEED = 1
MOST_DRAWS = 16_000_000
"""Durations that are drawn for one side while somebody waits; a longer plan gets fewer runs."""
END = 0
"""The key of the end of the plan; UIDs of rows are above it."""


@dataclass(frozen=True, slots=True)
class Chance:
    """A date that half of the runs keep, and one that eight of ten keep."""

    p50: datetime
    p80: datetime


@dataclass(frozen=True, slots=True)
class ByRow:
    """What is known of the rows of the plan by their number (UID): estimates in seconds, and teams."""

    estimates: Mapping[int, Estimate]
    teams: Mapping[int, int]
    now: datetime


def samples_for(rows: int) -> int:
    """How many runs a plan of so many rows gets: 2,000, or fewer from 8,000 rows on."""
    return max(100, min(SAMPLES, MOST_DRAWS // max(rows, 1)))


def chances(network: Network, picture: Picture, rows: ByRow, asked: Sequence[int], old: Network) -> dict[int, Chance]:
    """P50 and P80 of some rows and of the end (`END`). `network` is the one to simulate, with progress made plain.

    `old` is the same network before any change: where a task takes another share of its time, so does its estimate.
    """
    model = model_of(network, _known(network, picture, rows, {row.uid: row.duration for row in old.activities}))
    places = {
        uid: model.place[place]
        for place, row in enumerate(network.activities)
        if (uid := row.uid) in asked and place in model.place
    }
    places[END] = model.collect(place for place in range(len(network.activities)))
    runs = simulate(model.activities, Settings(samples_for(len(network.activities)), SEED), list(places.values()))
    found = {}
    for number, key in enumerate(places):
        dates = percentiles(runs.watched[number])
        found[key] = Chance(date_of(model, dates[50]), date_of(model, dates[80]))
    return found


def _known(network: Network, picture: Picture, rows: ByRow, durations: Mapping[int, int]) -> Known:
    estimates, planned, teams = {}, {}, {}
    for place, row in enumerate(network.activities):
        given, before = rows.estimates.get(row.uid), durations.get(row.uid, 0)
        if given is not None and before:
            estimates[place] = _scaled(given, row.duration / before)
        start = picture.start(row.uid)
        if start is not None and not row.percent and place not in picture.summaries:
            planned[place] = start
        if row.uid in rows.teams:
            teams[place] = rows.teams[row.uid]
    return Known(estimates, planned, teams, rows.now)


def _scaled(estimate: Estimate, factor: float) -> Estimate:
    if factor == 1:
        return estimate
    return Estimate(*(round(value * factor) for value in (estimate.optimistic, estimate.likely, estimate.pessimistic)))
