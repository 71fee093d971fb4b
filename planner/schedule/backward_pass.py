"""Finds the latest dates of all tasks that still let the plan end when it does, on their own calendars.

A task that must be done by a date, or has a deadline, is held by it; its slack may then be less than nothing.
"""

from collections.abc import Callable

from planner.schedule.compiled import FROM_START, TO_FINISH, Compiled, Node, Place, Tie, is_done
from planner.schedule.forward_pass import NOWHERE, Forward
from planner.schedule.network import Activity
from planner.schedule.project_file import Constraint, LinkType
from planner.schedule.working_time import instant

Rule = Callable[[int], int]


Step = tuple[int, bool, tuple[tuple[int, int], ...], Rule | None, int]
"""A node, whether it is special, where its links look and what they take away, its rule, and its duration."""


class Backward:
    """One backward pass after a forward pass. Node `i` has to start by `work[i]` and to be done by `work[n + i]`."""

    def __init__(self, plan: Compiled, forward: Forward) -> None:
        self.plan = plan
        self.forward = forward
        self.size = size = len(plan.nodes)
        self.work = [0] * (2 * size)
        self.starts: dict[int, int] = {}
        self.finishes: dict[int, int] = {}
        self._end = 0
        self.at = NOWHERE
        self._open = {
            index: [tie for tie in node.outs if not is_done(plan.nodes[tie.after])]
            for index, node in enumerate(plan.nodes)
            if node.special
        }
        self._steps = [self._step(index) for index in reversed(plan.order)]

    def _sums(self, node: Node) -> tuple[tuple[int, int], ...]:
        """For a plain task: where to look, and what to take away. What is finished holds nothing back."""
        if node.special:
            return ()
        more, nodes = node.clock.duration, self.plan.nodes
        return tuple(
            (tie.after + self.size if tie.type in TO_FINISH else tie.after, more * (tie.type in FROM_START) - tie.lag)
            for tie in node.outs
            if not is_done(nodes[tie.after])
        )

    def set_duration(self, index: int) -> None:
        """Follow a duration that the forward pass was given."""
        self._steps[self.size - 1 - self.plan.turn[index]] = self._step(index)

    def _step(self, index: int) -> Step:
        """All that one node needs, in the order in which it is asked for."""
        node = self.plan.nodes[index]
        return index, node.special, self._sums(node), self._rule(node), node.clock.duration

    def run(self, end: int) -> None:
        """Give every node its latest dates; `end` is the instant at which the plan ends."""
        plan, work, size = self.plan, self.work, self.size
        self._end = end
        last, several = plan.project.work_at(end), plan.network.multiple_critical_paths
        for index, special, ways, rule, length in self._steps:
            if special:
                self._date(index, plan.nodes[index])
                continue
            late = last if ways or not several else self.forward.work[size + index]
            for slot, more in ways:
                allowed = work[slot] + more
                if allowed < late:  # noqa: PLR1730 - the innermost loop, twice as fast as min()
                    late = allowed
            if rule is not None:
                late = rule(late)
            work[size + index] = late
            work[index] = late - length
        self.at = NOWHERE

    def _rule(self, node: Node) -> Rule | None:
        """What a constraint or deadline does to the late finish of a plain task, in working seconds."""
        activity = node.activity
        latest = _latest(node)
        if activity is None or node.special or (latest is None and activity.constraint_date is None):
            return None
        time, duration = self.plan.project, node.clock.duration
        date = time.work_at(instant(activity.constraint_date)) if activity.constraint_date else 0
        deadline = None if latest is None else time.work_at(latest)
        by_start = activity.constraint in _BY_START
        limit = _Limit(activity.constraint, date + duration if by_start else date, deadline)
        return limit.applied

    def late_start_of(self, index: int) -> int:
        """The instant by which what is left of a node has to start."""
        if index in self.starts:
            return self.starts[index]
        node, project = self.plan.nodes[index], self.plan.project
        return project.start_at(self.work[index]) if node.clock.duration else project.finish_at(self.work[index])

    def late_finish_of(self, index: int) -> int:
        """The instant by which a node has to be finished."""
        if index in self.finishes:
            return self.finishes[index]
        return self.plan.project.finish_at(self.work[self.size + index])

    def _date(self, index: int, node: Node) -> None:
        self.at = index
        activity = node.activity
        if activity is not None and activity.actual_finish is not None:
            late = instant(activity.actual_finish)
        else:
            late = self._late_finish(index, node)
        start = node.clock.start_of_rest(late)
        self.starts[index], self.finishes[index] = start, late
        self.work[index] = self.plan.project.work_at(start)
        self.work[self.size + index] = self.plan.project.work_at(late)

    def _late_finish(self, index: int, node: Node) -> int:
        ties, activity = self._open[index], node.activity
        late = self._end
        if not ties and self.plan.network.multiple_critical_paths:
            late = self.forward.finish_of(index)
        elif activity and ties and not activity.duration and activity.actual_start:
            late = instant(activity.actual_start)
        else:
            late = min([self._end, *(self._allowed(tie, node) for tie in ties)])
        if activity is not None and (activity.constraint_date is not None or _latest(node) is not None):
            late = self._limited(activity, node, late)
        return node.clock.snapped_back(late)

    def _limited(self, activity: Activity, node: Node, late: int) -> int:
        date = instant(activity.constraint_date) if activity.constraint_date else 0
        if activity.constraint in _BY_START and activity.constraint_date:
            date = node.clock.finish(date)
        return _Limit(activity.constraint, date, _latest(node)).applied(late)

    def _allowed(self, tie: Tie, node: Node) -> int:
        """The latest finish of the earlier task that a link allows, as an instant."""
        after = self.plan.nodes[tie.after]
        if after.place is Place.FIRST:
            return self._allowed_by_first(tie, node)
        match tie.type:
            case LinkType.FINISH_START:
                return _less(tie, after, self.late_start_of(tie.after))
            case LinkType.FINISH_FINISH:
                return _less(tie, after, self.late_finish_of(tie.after))
            case LinkType.START_FINISH:
                return _less(tie, after, node.clock.finish(self.late_finish_of(tie.after)))
            case LinkType.START_START:
                return self._allowed_by_start(tie, node, after)

    def _allowed_by_first(self, tie: Tie, node: Node) -> int:
        """Only the task that begins a summary is held back by what follows the summary's start."""
        if self.forward.work[tie.before] > self.forward.work[tie.after]:
            return self._end
        return node.clock.finish(self.late_start_of(tie.after))

    def _allowed_by_start(self, tie: Tie, node: Node, after: Node) -> int:
        """Start to start. Work that has begun, and tasks dated by hand, are no longer moved by it."""
        mine, theirs = node.activity, after.activity
        if mine is not None and mine.actual_start is not None:
            return self._end
        if theirs is not None and theirs.actual_start is not None:
            if not after.outs:
                return self._end
            done = max(theirs.duration - theirs.rest, 0)
            return node.clock.finish(after.clock.time.add(instant(theirs.actual_start), done))
        if mine is not None and mine.manual:
            return self._end if after.outs else self.late_finish_of(tie.after)
        start = _less(tie, after, node.clock.time.next_start(self.late_start_of(tie.after)))
        return node.clock.finish(start)


class _Limit:
    """The latest finish that a constraint and a deadline allow, in working seconds or as an instant."""

    __slots__ = ("constraint", "date", "deadline")

    def __init__(self, constraint: Constraint, date: int, deadline: int | None) -> None:
        self.constraint = constraint
        self.date = date
        self.deadline = deadline

    def applied(self, late: int) -> int:
        if self.constraint in _FIXED:
            late = self.date
        elif self.constraint in _LIMITS:
            late = min(late, self.date)
        return late if self.deadline is None else min(late, self.deadline)


def _latest(node: Node) -> int | None:
    """The instant of a deadline, or of what the summaries above allow, whichever comes first."""
    deadline = node.activity.deadline if node.activity else None
    own = None if deadline is None else instant(deadline)
    if own is None or node.not_after is None:
        return node.not_after if own is None else own
    return min(own, node.not_after)


_BY_START = frozenset({Constraint.MUST_START_ON, Constraint.START_NO_LATER_THAN})
_FIXED = frozenset({Constraint.MUST_START_ON, Constraint.MUST_FINISH_ON})
_LIMITS = frozenset({Constraint.START_NO_LATER_THAN, Constraint.FINISH_NO_LATER_THAN})


def _less(tie: Tie, after: Node, late: int) -> int:
    """An instant less the lag of a link, on the calendar of the task that waits."""
    return late - tie.lag if tie.elapsed else after.clock.time.add(late, -tie.lag)
