"""Runs a plan many times with durations drawn by chance, and counts when it ends and what it hung on each time.

All times are whole working seconds (or any other whole unit) from the start of the plan, so sums are exact and a task
is critical in a run exactly when its total slack is nothing.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from planner.schedule.drivers import Together
from planner.schedule.sampling import Distribution, Draws, Floats, Integers, table_of
from planner.schedule.three_point import Estimate

BUDGET = 220_000_000
"""Bytes that one block of runs may take; longer plans are run in smaller blocks."""
MOST_KEPT = 250_000_000
"""Watched finishes over all runs; more would not fit into memory."""

Progress = Callable[[int], None]


class SimulationRefusedError(ValueError):
    """A plan or a question that cannot be simulated; the message says why."""


@dataclass(frozen=True, slots=True)
class Tie:
    """What an activity waits for: the finish (or start) of an earlier one, before its own start (or finish)."""

    before: int
    lag: int = 0
    from_start: bool = False
    to_finish: bool = False


@dataclass(frozen=True, slots=True)
class Activity:
    """Work or a milestone. `floor` is its earliest start, `key` names its stream of luck, `team` shares luck."""

    estimate: Estimate
    ties: tuple[Tie, ...] = ()
    floor: int = 0
    key: int = 0
    team: int | None = None


@dataclass(frozen=True, slots=True)
class Settings:
    """How to simulate. `correlation` is between 0 and 1 (excluded) and holds within a team."""

    samples: int = 2_000
    seed: int = 1
    distribution: Distribution = Distribution.BETA_PERT
    correlation: float = 0.0


@dataclass(frozen=True, slots=True)
class Runs:
    """What came of all runs. One row per watched activity, one value per run; shares are per activity, 0 to 1.

    `slope` is how much later the end comes for each unit an activity takes longer, `correlation` how closely both go
    together (Pearson), both over the runs; nothing for activities of fixed duration.
    """

    ends: Integers
    watched: Integers
    criticality: Floats
    slope: Floats
    correlation: Floats


def finishes(activities: Sequence[Activity], durations: Sequence[int]) -> list[int]:
    """The earliest finishes with the durations given: one forward pass, for a date without chance."""
    starts: list[int] = []
    for activity, duration in zip(activities, durations, strict=True):
        start = activity.floor
        for tie in activity.ties:
            slot = starts[tie.before] + tie.lag + (0 if tie.from_start else durations[tie.before])
            start = max(start, slot - duration if tie.to_finish else slot)
        starts.append(start)
    return [start + duration for start, duration in zip(starts, durations, strict=True)]


def simulate(
    activities: Sequence[Activity],
    settings: Settings,
    watched: Sequence[int] = (),
    target: int | None = None,
    progress: Progress | None = None,
) -> Runs:
    """Run the plan `settings.samples` times.

    `activities` come in an order in which each one follows what it waits for. The end of a run is the finish of
    `target`, or of the last activity to finish; criticality is counted towards that end. The answer depends on the
    seed only, not on the size of the blocks.
    """
    check(activities, settings)
    if len(watched) * settings.samples > MOST_KEPT:
        raise SimulationRefusedError(f"Ask for fewer runs: {len(watched):,} dates are judged in each.")
    run = _Block(activities, settings, target)
    ends, seen = [], []
    for first in range(0, settings.samples, run.size):
        run.draw(min(run.size, settings.samples - first))
        ends.append(run.ends.copy())
        seen.append(run.finish[list(watched), : run.count].copy())
        run.count_critical()
        run.drivers.add(run.start, run.finish, run.ends)
        if progress:
            progress(first + run.count)
    share = run.critical / settings.samples
    slope, correlation = run.drivers.result(run.uncertain)
    return Runs(np.concatenate(ends), np.concatenate(seen, axis=1), share, slope, correlation)


def check(activities: Sequence[Activity], settings: Settings) -> None:
    """Refuse what cannot be simulated, as `SimulationRefusedError` in words."""
    if not activities:
        raise SimulationRefusedError("There is nothing to simulate.")
    if settings.samples < 1:
        raise SimulationRefusedError("At least one run is needed.")
    if settings.seed < 0:
        raise SimulationRefusedError("The seed is a whole number from 0 on.")
    if not 0 <= settings.correlation < 1:
        raise SimulationRefusedError("The correlation lies between 0 and 1, 1 excluded.")
    if any(tie.before >= number for number, activity in enumerate(activities) for tie in activity.ties):
        raise SimulationRefusedError("Each activity has to follow what it waits for.")


def reach(activities: Sequence[Activity]) -> int:
    """A length that no run exceeds, by which the width of the numbers is chosen."""
    starts: list[float] = []
    for activity in activities:
        slots = [
            starts[tie.before] + abs(tie.lag) + activities[tie.before].estimate.pessimistic for tie in activity.ties
        ]
        starts.append(max([abs(activity.floor), *slots]))
    return int(max(start + activity.estimate.pessimistic for start, activity in zip(starts, activities, strict=True)))


class _Block:
    """The arrays of one block of runs: a row for each activity, a column for each run."""

    def __init__(self, activities: Sequence[Activity], settings: Settings, target: int | None) -> None:
        self.kind: type[np.signedinteger] = np.int32 if reach(activities) < 2**31 - 1 else np.int64
        number, width = len(activities), np.dtype(self.kind).itemsize
        fitting = max(64, BUDGET // (number * (2 * width + 1)) // 4 * 4)
        self.size, self.count = min(settings.samples, fitting), 0
        self.activities, self.settings, self.target = activities, settings, target
        self.luck = Draws(
            settings.seed,
            [activity.key for activity in activities],
            [activity.team for activity in activities],
            settings.correlation,
        )
        self.start = np.empty((number, self.size), self.kind)
        self.finish = np.empty((number, self.size), self.kind)
        self.critical = np.zeros(number)
        self.uncertain = np.array([activity.estimate.spread > 0 for activity in activities])
        self.drivers = Together(number)

    def draw(self, count: int) -> None:
        """Draw all durations and find all earliest starts and finishes."""
        self.count = count
        self.luck.begin(count)
        for task, activity in enumerate(self.activities):
            duration = self._durations(task, activity)
            start = self.start[task, :count]
            start.fill(activity.floor)
            for tie in activity.ties:
                np.maximum(start, self._earliest(tie, duration), out=start)
            np.add(start, duration, out=self.finish[task, :count])
        done = self.finish[:, :count]
        self.ends: Integers = done.max(axis=0) if self.target is None else done[self.target]

    def _durations(self, task: int, activity: Activity) -> Integers | int:
        if not self.uncertain[task]:
            return round(activity.estimate.likely)
        table = table_of(activity.estimate, self.settings.distribution, self.kind)
        return table.take(self.luck.slices(task, self.count))

    def _earliest(self, tie: Tie, duration: Integers | int) -> Integers:
        """When a tie lets an activity start."""
        slot: Integers = (self.start if tie.from_start else self.finish)[tie.before, : self.count]
        if tie.lag:
            slot = slot + self.kind(tie.lag)
        return slot - duration if tie.to_finish else slot

    def count_critical(self) -> None:
        """Go back from the end along the ties that were binding, and count the runs in which each task was reached."""
        marks = self._ending()
        for task in range(len(self.activities) - 1, -1, -1):
            mark = marks.pop(task, None)
            if mark is None or not (number := int(np.count_nonzero(mark))):
                continue
            self.critical[task] += number
            start = self.start[task, : self.count]
            duration = self.finish[task, : self.count] - start
            for tie in self.activities[task].ties:
                binding = (self._earliest(tie, duration) == start) & mark
                known = marks.get(tie.before)
                marks[tie.before] = binding if known is None else known | binding

    def _ending(self) -> dict[int, NDArray[np.bool_]]:
        """Which activities end the plan in which run."""
        if self.target is not None:
            return {self.target: np.ones(self.count, np.bool_)}
        last = np.flatnonzero(self.finish[:, : self.count].max(axis=1) >= self.ends.min())
        return {int(task): self.finish[task, : self.count] == self.ends for task in last}
