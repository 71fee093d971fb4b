"""What drives the end of a plan: how the duration of each task and the end go together over all runs."""

import numpy as np

from planner.schedule.sampling import Floats, Integers

TILE = 64
"""Activities that are added up at once; so many rows fit into the processor's memory."""


class Together:
    """Sums over runs, block by block, from which slope and correlation of each activity with the end follow."""

    def __init__(self, activities: int) -> None:
        """Begin with no runs."""
        self.runs = 0
        self.origin = 0
        self.took, self.squares, self.products = np.zeros(activities), np.zeros(activities), np.zeros(activities)
        self.late = self.late_squares = 0.0

    def add(self, start: Integers, finish: Integers, ends: Integers) -> None:
        """Add the runs of a block: starts and finishes of all activities (the first columns count), and the ends."""
        count = len(ends)
        self.origin = self.origin if self.runs else int(ends[0])
        late = (ends - self.origin).astype(np.float64)
        for first in range(0, len(self.took), TILE):
            tile = slice(first, first + TILE)
            took = (finish[tile, :count] - start[tile, :count]).astype(np.float64)
            self.took[tile] += took.sum(axis=1)
            self.squares[tile] += np.einsum("ij,ij->i", took, took)
            self.products[tile] += took @ late
        self.runs += count
        self.late += float(late.sum())
        self.late_squares += float(late @ late)

    def result(self, uncertain: np.typing.NDArray[np.bool_]) -> tuple[Floats, Floats]:
        """Slope (units of the end per unit of duration) and correlation; 0 where a duration is fixed or never varied.

        Least squares with one variable: slope = cov(duration, end) / var(duration).
        """
        covariance = self.products - self.took * self.late / self.runs
        variance = np.maximum(self.squares - self.took**2 / self.runs, 0.0)
        end_variance = max(self.late_squares - self.late**2 / self.runs, 0.0)
        usable = uncertain & (variance > 0)
        zero = np.zeros(len(self.took))
        slope = np.divide(covariance, variance, out=zero.copy(), where=usable)
        scale = np.sqrt(variance * end_variance)
        return slope, np.divide(covariance, scale, out=zero, where=usable & (scale > 0))
