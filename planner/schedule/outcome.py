"""What many runs of a plan say in a few figures: dates that hold with a chance, a histogram, what drives the end.

Everything here is counted from the runs; nothing is fitted.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from planner.schedule.sampling import Distribution, Integers, table_of
from planner.schedule.simulation import Activity, Runs

SHARES = (10, 50, 80, 90)
"""The percentiles that the product names: P10, P50, P80 and P90."""


def percentile(values: Integers, share: float) -> int:
    """The smallest value that at least `share` percent of the runs do not exceed: P80 of 1 to 10 is 8."""
    return int(np.percentile(values, share, method="inverted_cdf"))


def percentiles(values: Integers) -> dict[int, int]:
    """P10, P50, P80 and P90."""
    found = np.percentile(values, SHARES, method="inverted_cdf")
    return {share: int(value) for share, value in zip(SHARES, found, strict=True)}


def chance(values: Integers, by: float) -> float:
    """The share of runs that are over by a moment, 0 to 1."""
    return float(np.count_nonzero(values <= by) / len(values))


def counts(values: Integers, edges: Sequence[int]) -> tuple[int, ...]:
    """How many runs end after one edge and up to the next; one number fewer than edges."""
    below = np.searchsorted(np.sort(values), np.asarray(edges), side="right")
    return tuple(int(number) for number in np.diff(below))


@dataclass(frozen=True, slots=True)
class Driver:
    """A task that moves the end.

    `early` and `late` say by how much, in the unit of the plan, when the task itself takes as long as its own P10 or
    P90; `share` is its criticality index.
    """

    activity: int
    share: float
    correlation: float
    early: int
    late: int

    @property
    def swing(self) -> int:
        """The whole width of its bar."""
        return self.late - self.early


def drivers(
    activities: Sequence[Activity], runs: Runs, distribution: Distribution, most: int = 10
) -> tuple[Driver, ...]:
    """The tasks that move the end most, the strongest first.

    The width of a bar is the slope of the end over the task's duration (least squares over all runs) times the way from
    the task's own P10 to its P90. Tasks that were never critical move nothing and are left out.
    """
    found = []
    for task in np.flatnonzero((runs.criticality > 0) & (runs.slope > 0)).tolist():
        table = table_of(activities[task].estimate, distribution, np.int64)
        mean = float(table.mean())
        low, high = percentile(table, 10), percentile(table, 90)
        slope = float(runs.slope[task])
        found.append(
            Driver(
                task,
                float(runs.criticality[task]),
                round(float(runs.correlation[task]), 4),
                round(slope * (low - mean)),
                round(slope * (high - mean)),
            )
        )
    return tuple(sorted(found, key=lambda driver: (-driver.swing, driver.activity))[:most])
