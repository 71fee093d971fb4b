"""How far a task may slip without moving the end of the plan (total slack), or any other task (free slack).

Slack is working time on the task's own calendar. A task is critical when its total slack is at most the plan's limit.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from planner.schedule.backward_pass import Backward
from planner.schedule.compiled import FROM_START, TO_FINISH, Compiled, Node, Place, Tie, is_done
from planner.schedule.forward_pass import Forward
from planner.schedule.working_time import Instants, instant, moment

NEVER = -(2**62)
"""Stands where a row has no dates: an inactive task, or a summary without active tasks."""
Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class Dates:
    """Dates and slack of every node: instants, and working seconds of slack."""

    start: Instants
    finish: Instants
    early_start: Instants
    early_finish: Instants
    late_start: Instants
    late_finish: Instants
    total_slack: Instants


@dataclass(frozen=True, slots=True)
class EarlyDates:
    """Early dates of tasks that are placed on their late ones, by node."""

    starts: dict[int, int]
    finishes: dict[int, int]


def dates_of(plan: Compiled, forward: Forward, backward: Backward, placed_late: EarlyDates) -> Dates:
    """The dates of every node after both passes: plain tasks all at once, special ones each by its own clock."""
    size, project = forward.size, plan.project
    early = np.array(forward.work, dtype=np.int64)
    late = np.array(backward.work, dtype=np.int64)
    lengths, plain, waits = early[size:] - early[:size], plan.plain, plan.waits
    found = {name: np.zeros(size, dtype=np.int64) for name in ("es", "ef", "ls", "lf", "slack")}
    work, timed, loose = plain & (lengths > 0), plain & (lengths == 0) & ~waits, plain & (lengths == 0) & waits
    found["es"][work], found["ef"][work] = (
        project.starts_at(early[:size][work]),
        project.finishes_at(early[size:][work]),
    )
    found["es"][timed] = found["ef"][timed] = project.starts_at(early[:size][timed])
    found["es"][loose] = found["ef"][loose] = project.finishes_at(early[:size][loose])
    found["lf"][plain] = project.finishes_at(late[size:][plain])
    found["ls"][work] = project.starts_at(late[:size][work])
    found["ls"][plain & ~work] = found["lf"][plain & ~work]
    found["slack"] = np.minimum(late[:size] - early[:size], late[size:] - early[size:])
    start, finish = found["es"].copy(), found["ef"].copy()
    for index in np.flatnonzero(~plain).tolist():
        node = plan.nodes[index]
        start[index], finish[index] = forward.starts[index], forward.finishes[index]
        found["es"][index] = placed_late.starts.get(index, forward.starts[index])
        found["ef"][index] = placed_late.finishes.get(index, forward.finishes[index])
        found["ls"][index], found["lf"][index] = backward.starts[index], backward.finishes[index]
        if node.activity is not None and node.activity.actual_start is not None:
            found["ls"][index] = instant(node.activity.actual_start)
        found["slack"][index] = 0 if index in placed_late.starts else _total_slack(node, found, index)
    return Dates(start, finish, found["es"], found["ef"], found["ls"], found["lf"], found["slack"])


def _total_slack(node: Node, found: dict[str, Instants], index: int) -> int:
    """The smaller of what start and finish may slip; work that has begun can only finish later."""
    time = node.clock.time
    by_finish = time.between(int(found["ef"][index]), int(found["lf"][index]))
    if node.activity is not None and node.activity.actual_start is not None:
        return by_finish
    return min(time.between(int(found["es"][index]), int(found["ls"][index])), by_finish)


def free_slack(plan: Compiled, forward: Forward, dates: Dates, summary_start: Instants) -> Instants:
    """What each node may slip before it pushes another: the least gap over its links.

    It is never less than nothing, and never more than the total slack. `summary_start` has the early start of each row.
    """
    found = dates.total_slack.copy()
    own, target, lag, index = plan.plain_gaps
    work = np.array(forward.work, dtype=np.int64)
    np.minimum.at(found, index, work[target] - work[own] - lag)
    for node_index in plan.special_ends:
        node = plan.nodes[node_index]
        for tie in node.outs:
            after = plan.nodes[tie.after]
            if plan.is_plain_gap(node, after) or after.place in {Place.END, Place.FIRST} or is_done(after):
                continue
            gap = _gap(node, tie, dates, _target(after, tie, dates, summary_start), node_index)
            found[node_index] = min(int(found[node_index]), gap)
    found[plan.done] = 0
    return np.maximum(found, 0)


def _target(after: Node, tie: Tie, dates: Dates, summary_start: Instants) -> int:
    if after.place is Place.BEGIN:
        return int(summary_start[after.position])
    return int((dates.finish if tie.type in TO_FINISH else dates.start)[tie.after])


def _gap(node: Node, tie: Tie, dates: Dates, target: int, index: int) -> int:
    own = int((dates.start if tie.type in FROM_START else dates.finish)[index])
    if tie.elapsed:
        return node.clock.time.between(own + tie.lag, target)
    return node.clock.time.between(own, target) - tie.lag


def rolled_up(values: Instants, plan: Compiled, *, least: bool) -> Instants:
    """Values of rows with each summary taking the least (or the greatest) of what stands under it.

    A summary dated by hand counts its own value too.
    """
    if not plan.summaries:
        return values
    parents = np.array([-1 if above is None else above for above in plan.parent_of], dtype=np.int64)
    levels = np.array([activity.level for activity in plan.network.activities])
    empty = 2**62 if least else -(2**62)
    found = np.where(values == NEVER, empty, values)
    found[list(plan.summaries.difference(plan.frames))] = empty
    for level in np.unique(levels)[::-1]:
        rows = np.flatnonzero((levels == level) & (parents >= 0))
        (np.minimum if least else np.maximum).at(found, parents[rows], found[rows])
    return np.where(np.abs(found) == 2**62, NEVER, found)


def words(seconds: int) -> str | None:
    """An instant as text to the minute, such as 2026-01-05T08:00; None where there is none."""
    return None if seconds == NEVER else moment(seconds).isoformat(timespec="minutes")
