"""Schedules a plan: early and late dates, total and free slack, and what is critical, for every row.

The critical path method (Kelley & Walker 1959) with the calendars, constraints and progress rules of Microsoft Project.
"""

from dataclasses import dataclass
from datetime import datetime

import numpy as np

from planner.schedule.backward_pass import Backward
from planner.schedule.calendars import CalendarError
from planner.schedule.compiled import Compiled, Place
from planner.schedule.forward_pass import Forward
from planner.schedule.network import DatesError, Network, NetworkError
from planner.schedule.out_of_reach import first_beyond
from planner.schedule.project_file import Constraint
from planner.schedule.slack import NEVER, Dates, EarlyDates, Flags, dates_of, free_slack, rolled_up
from planner.schedule.working_time import Instants, instant, moment


@dataclass(frozen=True, slots=True, eq=False)
class Schedule:
    """The dates of all rows in the order of the plan, as instants (seconds); slack in working seconds.

    `start` and `finish` are the dates to work by; they differ from the early ones for tasks done as late as possible.
    Rows without dates hold `NEVER`.
    """

    start: Instants
    finish: Instants
    early_start: Instants
    early_finish: Instants
    late_start: Instants
    late_finish: Instants
    total_slack: Instants
    free_slack: Instants
    critical: Flags
    warnings: tuple[str, ...] = ()

    def dated(self, row: int) -> bool:
        """Whether a row has dates."""
        return bool(self.start[row] != NEVER)

    def starts(self, row: int) -> datetime | None:
        """When a row starts; None without dates."""
        return moment(int(self.start[row])) if self.dated(row) else None

    def finishes(self, row: int) -> datetime | None:
        """When a row is finished; None without dates."""
        return moment(int(self.finish[row])) if self.dated(row) else None


class Scheduler:
    """A plan that is compiled once and scheduled as often as its durations change."""

    def __init__(self, network: Network) -> None:
        self.plan = Compiled(network)
        self.forward = Forward(self.plan)
        self.backward = Backward(self.plan, self.forward)
        self._tasks = [index for index, node in enumerate(self.plan.nodes) if node.place in {Place.TASK, Place.FRAME}]
        self._leaves = np.array(self._tasks, dtype=np.int64)
        self._rows = np.array([self.plan.nodes[index].position for index in self._tasks], dtype=np.int64)
        special = ~self.plan.plain
        self._plain = [self.forward.size + index for index in self._tasks if not special[index]]
        self._special = [index for index in self._tasks if special[index]]
        done = [_is_done(self.plan, index) for index in self._tasks]
        self._open = ~np.array(done, dtype=bool)

    def set_duration(self, row: int, seconds: int) -> None:
        """Give the task at a row of the plan another duration, in working seconds."""
        node = self.plan.node_of.get(row)
        if node is None:
            raise NetworkError("Only tasks that are scheduled have a duration of their own.")
        self.forward.set_duration(node, seconds)
        self.backward.set_duration(node)

    def run(self) -> Schedule:
        """Schedule the whole plan. Raises `DatesError` with the first task that leaves the years of the calendar."""
        try:
            return self._run()
        except (CalendarError, OverflowError) as error:
            index = first_beyond(self.plan, self.forward, self.backward)
            if index is None:
                raise
            task = self.plan.network.activities[self.plan.nodes[index].position]
            what = str(error) if isinstance(error, CalendarError) else self.plan.project.too_far()
            raise DatesError(task.uid, task.name, what) from error

    def _run(self) -> Schedule:
        self.forward.late.clear()
        start, end = self._span()
        self.backward.run(end)
        placed = self._place_late()
        if placed.starts:
            self.forward.run(start)
        return self._rows_of(dates_of(self.plan, self.forward, self.backward, placed))

    def _span(self) -> tuple[int, int]:
        """When the plan begins and ends; a plan that is dated from its end begins as late as its work allows."""
        network, forward, start = self.plan.network, self.forward, self.plan.start
        forward.run(start)
        if not self._tasks:
            return start, start
        if network.from_finish and network.finish is not None:
            end = instant(network.finish)
            self.backward.run(end)
            start = min(self.backward.late_start_of(index) for index in self._tasks)
            forward.run(start)
            return start, end
        return start, self._last_finish()

    def _last_finish(self) -> int:
        forward = self.forward
        ends = [forward.finishes[index] for index in self._special]
        if self._plain:
            ends.append(self.plan.project.finish_at(max(map(forward.work.__getitem__, self._plain))))
        return max(ends)

    def _place_late(self) -> EarlyDates:
        """Put tasks that are done as late as possible on their late dates; their early dates are kept aside."""
        forward, backward = self.forward, self.backward
        early = EarlyDates({}, {})
        for index in self._special:
            activity = self.plan.nodes[index].activity
            if activity is None or activity.actual_start or activity.manual or not self._as_late(activity.constraint):
                continue
            if self.plan.status is not None and backward.late_start_of(index) < self.plan.status:
                continue
            early.starts[index], early.finishes[index] = forward.start_of(index), forward.finish_of(index)
            forward.late[index] = backward.late_start_of(index), backward.late_finish_of(index)
        return early

    def _as_late(self, constraint: Constraint) -> bool:
        return constraint is Constraint.AS_LATE_AS_POSSIBLE

    def _rows_of(self, dates: Dates) -> Schedule:
        """The dates of nodes spread over the rows, summaries spanning what stands under them."""
        early = self._span_of(dates.early_start, least=True)
        free = free_slack(self.plan, self.forward, dates, early)
        total = self._least(dates.total_slack)
        critical = np.zeros(len(total), dtype=np.int64)
        tasks = dates.total_slack[self._leaves]
        critical[self._rows] = (tasks <= self.plan.network.critical_limit) & self._open
        return Schedule(
            start=self._span_of(dates.start, least=True),
            finish=self._span_of(dates.finish, least=False),
            early_start=early,
            early_finish=self._span_of(dates.early_finish, least=False),
            late_start=self._span_of(dates.late_start, least=True),
            late_finish=self._span_of(dates.late_finish, least=False),
            total_slack=total,
            free_slack=self._least(free),
            critical=rolled_up(critical, self.plan, least=False) > 0,
            warnings=tuple(self.plan.clocks.warnings),
        )

    def _span_of(self, values: Instants, *, least: bool) -> Instants:
        """Dates of rows: those of a summary from what stands under it, unless it was dated by hand."""
        rows = self._by_row(values)
        found = rolled_up(rows, self.plan, least=least)
        found[self.plan.frames] = rows[self.plan.frames]
        return found

    def _least(self, values: Instants) -> Instants:
        """Slack of rows: that of a summary is the least of its own, if it has any, and of what stands under it."""
        return rolled_up(self._by_row(values), self.plan, least=True)

    def _by_row(self, values: Instants) -> Instants:
        rows = np.full(len(self.plan.network.activities), NEVER, dtype=np.int64)
        rows[self._rows] = values[self._leaves]
        return rows


def _is_done(plan: Compiled, index: int) -> bool:
    activity = plan.nodes[index].activity
    return activity is not None and activity.done


def scheduled(network: Network) -> Schedule:
    """The dates of a plan. Raises `CycleError` for tasks in a circle, `CalendarError` where no work is possible."""
    return Scheduler(network).run()
