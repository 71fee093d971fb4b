"""Finds the earliest dates of all tasks: each begins when everything it waits for allows, on its own calendar.

The rules for constraints and progress are those of Microsoft Project, as far as its stored answers show them.
"""

from collections.abc import Callable

from planner.schedule.compiled import FROM_START, HARD, TO_FINISH, Compiled, Node, Place, Tie
from planner.schedule.network import Activity
from planner.schedule.project_file import Constraint, LinkType
from planner.schedule.task_clock import TaskClock
from planner.schedule.working_time import instant

Rule = Callable[[int, bool], int]
"""Moves an early start, in working seconds, where a constraint asks; told whether the task waits for anything."""


Step = tuple[int, bool, tuple[tuple[int, int], ...], Rule | None, int]
"""A node, whether it is special, where its links look and what they add, its rule, and its duration."""
NOWHERE = -1
"""Stands for the node that is being dated between two passes."""


class Forward:
    """One forward pass over a compiled plan. Node `i` starts at `work[i]` and finishes at `work[n + i]`."""

    def __init__(self, plan: Compiled) -> None:
        self.plan = plan
        self.size = size = len(plan.nodes)
        self.work = [0] * (2 * size)
        self.starts: dict[int, int] = {}
        self.finishes: dict[int, int] = {}
        self.late: dict[int, tuple[int, int]] = {}
        self.at = NOWHERE
        self._steps = [self._step(index) for index in plan.order]

    def set_duration(self, index: int, seconds: int) -> None:
        """Give a task another duration; the next run uses it, and nothing is compiled again."""
        node = self.plan.nodes[index]
        node.clock = TaskClock(node.clock.time, seconds, seconds, node.clock.elapsed, (), node.clock.settled)
        self._steps[self.plan.turn[index]] = self._step(index)

    def _step(self, index: int) -> Step:
        """All that one node needs, side by side in memory in the order in which it is asked for."""
        node = self.plan.nodes[index]
        return index, node.special, self._sums(node), self._rule(node), node.clock.duration

    def _sums(self, node: Node) -> tuple[tuple[int, int], ...]:
        """For a plain task: where to look, and what to add to get the earliest start that a link allows."""
        if node.special:
            return ()
        less = node.clock.duration
        return tuple(
            (tie.before if tie.type in FROM_START else tie.before + self.size, tie.lag - less * (tie.type in TO_FINISH))
            for tie in node.ins
        )

    def run(self, start: int) -> None:
        """Date every node; `start` is the instant at which the project begins."""
        plan, work, size = self.plan, self.work, self.size
        begin = plan.project.work_at(start)
        for index, special, ins, rule, length in self._steps:
            if special:
                self._date(index, plan.nodes[index], start)
                continue
            early = begin
            for slot, more in ins:
                allowed = work[slot] + more
                if allowed > early:  # noqa: PLR1730 - the innermost loop, twice as fast as max()
                    early = allowed
            if rule is not None:
                early = rule(early, bool(ins))
            work[index] = early
            work[size + index] = early + length
        self.at = NOWHERE

    def _rule(self, node: Node) -> Rule | None:
        """What a constraint does to the early start of a plain task, counted in working seconds."""
        activity = node.activity
        if node.special:
            return None
        if activity is None:
            return _floor(self.plan.project.work_at(node.not_before)) if node.not_before is not None else None
        rule = None
        if activity.constraint_date is not None:
            date = self.plan.project.work_at(instant(activity.constraint_date))
            if activity.constraint in BY_FINISH:
                date -= node.clock.duration
            rule = _rule_of(activity.constraint, date, honor=self.plan.network.honor_constraints)
        if self.plan.status is None or self._keeps_its_day(activity):
            return rule
        return _not_before(self.plan.project.work_at(self.plan.status), rule)

    def _keeps_its_day(self, activity: Activity) -> bool:
        """Whether a must-date outvotes everything else."""
        fixed = activity.constraint in HARD and activity.constraint_date is not None
        return fixed and self.plan.network.honor_constraints

    def start_of(self, index: int) -> int:
        """The instant at which a node starts."""
        if index in self.starts:
            return self.starts[index]
        node, project = self.plan.nodes[index], self.plan.project
        if node.clock.duration or not node.ins:
            return project.start_at(self.work[index])
        return project.finish_at(self.work[index])

    def finish_of(self, index: int) -> int:
        """The instant at which a node is finished."""
        if index in self.finishes:
            return self.finishes[index]
        node = self.plan.nodes[index]
        return (
            self.plan.project.finish_at(self.work[self.size + index]) if node.clock.duration else self.start_of(index)
        )

    def _date(self, index: int, node: Node, start: int) -> None:
        self.at = index
        if index in self.late:
            early, finish = self.late[index]
        elif node.activity is None:
            early = finish = self._settled(node, start)
        else:
            early, finish = self._dates(node, node.activity, start)
        self.starts[index], self.finishes[index] = early, finish
        self.work[index] = self.plan.project.work_at(early)
        self.work[self.size + index] = self.plan.project.work_at(finish)

    def _settled(self, node: Node, start: int) -> int:
        found = [self.allowed(tie, node.clock) for tie in node.ins]
        if node.place is Place.FIRST:
            return min(found, default=start)
        floor = start if node.not_before is None else node.not_before
        return max([*found, floor])

    def _dates(self, node: Node, activity: Activity, start: int) -> tuple[int, int]:
        clock = node.clock
        if activity.by_hand and activity.start is not None:
            early = instant(activity.start)
            return early, instant(activity.finish) if activity.finish else clock.finish(early)
        if activity.actual_start is not None:
            return self._begun(clock, activity)
        early = self._allowed_start(node, activity, start)
        finish = None
        if activity.constraint_date is not None:
            early, finish = _constrained(activity, clock, early, honor=self.plan.network.honor_constraints)
        if self.plan.status is not None and not activity.done and not self._keeps_its_day(activity):
            early, finish = self._gone_on(activity, clock, early, self.plan.status)
        return early, clock.finish(early) if finish is None else finish

    def _gone_on(self, activity: Activity, clock: TaskClock, early: int, status: int) -> tuple[int, int | None]:
        """Work that is to do goes on after the status date; what was begun keeps its start, only its rest moves.

        A milestone that is not reached by the evening of the status date is one of the next morning.
        """
        if activity.begun:
            return early, max(clock.finish(early), clock.end_of_rest(status))
        if not activity.duration and early <= status:
            return clock.time.next_start(status), None
        return clock.snapped(max(early, status)), None

    def _allowed_start(self, node: Node, activity: Activity, start: int) -> int:
        clock = node.clock
        if node.ins:
            early = max(start, *(self.allowed(tie, clock) for tie in node.ins))
        elif activity.constraint_date and activity.constraint is Constraint.START_NO_EARLIER_THAN:
            early = instant(activity.constraint_date)
        elif activity.constraint_date and activity.constraint is Constraint.FINISH_NO_EARLIER_THAN:
            early = clock.start(instant(activity.constraint_date))
        else:
            early = start
        early = clock.snapped(early)
        if activity.delay > 0:
            later = early + activity.delay if activity.delay_elapsed else clock.time.add(early, activity.delay)
            early = clock.snapped(later)
        return early

    def _begun(self, clock: TaskClock, activity: Activity) -> tuple[int, int]:
        """A task that has begun started when it did; what is still to do goes on from where it was taken up again."""
        early = instant(activity.actual_start) if activity.actual_start else 0
        if activity.actual_finish is not None:
            return early, instant(activity.actual_finish)
        finish = clock.finish(early)
        if activity.resume is not None and activity.percent and clock.rest:
            finish = max(finish, clock.end_of_rest(instant(activity.resume)))
        if self.plan.status is not None and not activity.done and clock.rest:
            finish = max(finish, clock.end_of_rest(self.plan.status))
        if activity.constraint_date is not None and activity.constraint is Constraint.FINISH_NO_EARLIER_THAN:
            finish = max(finish, instant(activity.constraint_date))
        return early, finish

    def allowed(self, tie: Tie, clock: TaskClock) -> int:
        """The earliest start that a link allows, as an instant."""
        from_start = tie.type in FROM_START
        base = self.start_of(tie.before) if from_start else self.finish_of(tie.before)
        if tie.type is LinkType.FINISH_FINISH:
            base = clock.start_of_rest(base)
        elif tie.type is LinkType.START_FINISH:
            base = clock.start(base)
        return base + tie.lag if tie.elapsed else clock.time.add(base, tie.lag)


BY_FINISH = frozenset({Constraint.MUST_FINISH_ON, Constraint.FINISH_NO_EARLIER_THAN, Constraint.FINISH_NO_LATER_THAN})
_FLOORS = frozenset({Constraint.START_NO_EARLIER_THAN, Constraint.FINISH_NO_EARLIER_THAN})
_CAPS = frozenset({Constraint.START_NO_LATER_THAN, Constraint.FINISH_NO_LATER_THAN})


def _floor(date: int) -> Rule:
    return lambda early, _: max(early, date)


def _not_before(date: int, rule: Rule | None) -> Rule:
    """What another rule gives, but nothing before a date."""
    if rule is None:
        return _floor(date)
    return lambda early, linked: max(rule(early, linked), date)


def _rule_of(constraint: Constraint, date: int, *, honor: bool) -> Rule | None:
    """The rule of a constraint on the early start. Where dates need not be kept, links outvote them."""
    if constraint in _FLOORS:
        return lambda early, linked: max(early, date) if linked else date
    if constraint in HARD:
        return (lambda _early, _linked: date) if honor else (lambda early, linked: max(early, date) if linked else date)
    if constraint in _CAPS and honor:
        return lambda early, _: min(early, date)
    return None


def _constrained(activity: Activity, clock: TaskClock, early: int, *, honor: bool) -> tuple[int, int | None]:
    """The start, and where the constraint fixes it the finish, of a special task."""
    date = instant(activity.constraint_date) if activity.constraint_date else early
    by_finish = activity.constraint in BY_FINISH
    rule = _rule_of(activity.constraint, clock.start(date) if by_finish else date, honor=honor)
    moved = rule(early, True) if rule else early
    fixed = activity.constraint is Constraint.MUST_FINISH_ON and honor
    return (moved if activity.constraint in HARD else clock.snapped(moved)), date if fixed else None
