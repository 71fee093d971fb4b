"""Prepares a plan for scheduling: checks it for circles, orders its tasks, and turns links into numbers.

Most tasks follow the calendar of the plan; for them dates are counted in working seconds and a link is one addition.
The others (own calendar, elapsed time, progress, fixed dates) are *special* and are dated one by one.
"""

from dataclasses import dataclass, field
from enum import StrEnum

import networkx as nx
import numpy as np
import numpy.typing as npt

from planner.schedule.light_graph import circle_in, light_graph
from planner.schedule.network import Activity, CycleError, Link, Network, NetworkError
from planner.schedule.outline import parents, with_children
from planner.schedule.project_file import Constraint, LagKind, LinkType
from planner.schedule.summary_limits import limits_from_above
from planner.schedule.task_clock import Clocks, TaskClock
from planner.schedule.working_time import instant

FROM_START = frozenset({LinkType.START_START, LinkType.START_FINISH})
TO_FINISH = frozenset({LinkType.FINISH_FINISH, LinkType.START_FINISH})
MOST_LINKS = 2_000_000
Numbers = npt.NDArray[np.int64]
HARD = frozenset({Constraint.MUST_START_ON, Constraint.MUST_FINISH_ON})


class Place(StrEnum):
    """What a node stands for: a task, a summary dated by hand, or a point of a summary that others are linked to."""

    TASK = "task"
    FRAME = "frame"
    BEGIN = "begin"
    END = "end"
    FIRST = "first"


@dataclass(slots=True)
class Tie:
    """A link between two nodes. `lag` is seconds, working unless `elapsed`."""

    before: int
    after: int
    type: LinkType
    lag: int
    elapsed: bool = False


@dataclass(slots=True)
class Node:
    """A task that is scheduled, or (without an activity) the begin, end or first start of a summary.

    `not_before` holds a begin; `not_after` is the earliest “finish no later than” of the summaries above a task.
    """

    clock: TaskClock
    activity: Activity | None = None
    position: int = -1
    place: Place = Place.TASK
    not_before: int | None = None
    not_after: int | None = None
    special: bool = False
    ins: list[Tie] = field(default_factory=list)
    outs: list[Tie] = field(default_factory=list)


class Compiled:
    """A plan ready to be scheduled again and again: nodes, ties, the order, and the look-up tables of its calendars."""

    def __init__(self, network: Network) -> None:
        self.network = network
        self.clocks = Clocks(network)
        self.project = self.clocks.project
        self.start = instant(network.start)
        status = network.unfinished_from
        self.status = None if status is None else instant(status)
        self.nodes: list[Node] = []
        self.parent_of = parents(activity.level for activity in network.activities)
        self.summaries = with_children(self.parent_of)
        self.node_of: dict[int, int] = {}
        self._make_leaves()
        self.frames = [node.position for node in self.nodes if node.place is Place.FRAME]
        _Ties(self).make()
        self.order = self._ordered()
        self._mark_special()
        self.turn = [0] * len(self.nodes)
        for turn, index in enumerate(self.order):
            self.turn[index] = turn
        self.plain = np.array([not node.special for node in self.nodes], dtype=bool)
        self.waits = np.array([bool(node.ins) for node in self.nodes], dtype=bool)
        self.done = [index for index, node in enumerate(self.nodes) if is_done(node)]
        self.plain_gaps, self.special_ends = self._gaps()

    def _make_leaves(self) -> None:
        """A node for each task, and for each summary that keeps dates of its own."""
        limits = limits_from_above(self.network.activities, self.parent_of)
        for position, activity in enumerate(self.network.activities):
            summary = position in self.summaries
            if activity.active and (activity.by_hand or not summary):
                self.node_of[position] = len(self.nodes)
                clock, limit = self.clocks.of(activity), limits.get(position)
                node = Node(clock, activity, position, Place.FRAME if summary else Place.TASK)
                node.not_after = None if limit is None else instant(limit)
                node.special = _is_special(activity, clock, self)
                self.nodes.append(node)

    def _ordered(self) -> list[int]:
        edges = ((tie.before, node) for node, each in enumerate(self.nodes) for tie in each.ins)
        with light_graph(range(len(self.nodes)), edges) as graph:
            try:
                return list(nx.topological_sort(graph))
            except nx.NetworkXUnfeasible as error:
                rows = dict.fromkeys(self.nodes[node].position for node in circle_in(graph))
                named = [self.network.activities[row] for row in rows]
                raise CycleError(tuple(row.uid for row in named), tuple(row.name for row in named)) from error

    def _mark_special(self) -> None:
        """Where a link is more than an addition, both its ends are dated one by one."""
        some = any(node.special for node in self.nodes)
        for node in self.nodes:
            node.special = node.special or (some and node.activity is None) or node.place is Place.FIRST
        for node in self.nodes:
            for tie in node.ins:
                if not self._is_plain(tie):
                    self.nodes[tie.before].special = self.nodes[tie.after].special = True

    def _gaps(self) -> tuple[tuple[Numbers, Numbers, Numbers, Numbers], list[int]]:
        """Links between plain tasks as arrays (both ends, lag, task), and the nodes with any other link."""
        size, rows, others = len(self.nodes), [], []
        for index, node in enumerate(self.nodes):
            for tie in node.outs:
                after = self.nodes[tie.after]
                if not self.is_plain_gap(node, after):
                    others.append(index)
                elif not is_done(after):
                    own = index if tie.type in FROM_START else index + size
                    target = tie.after + size if tie.type in TO_FINISH else tie.after
                    rows.append((own, target, tie.lag, index))
        table = np.array(rows, dtype=np.int64).reshape(-1, 4)
        return (table[:, 0], table[:, 1], table[:, 2], table[:, 3]), sorted(set(others))

    @staticmethod
    def is_plain_gap(node: Node, after: Node) -> bool:
        """Whether the gap of a link is a difference of two numbers."""
        return not node.special and not after.special and after.place is Place.TASK

    def _is_plain(self, tie: Tie) -> bool:
        after = self.nodes[tie.after]
        begun = after.activity is not None and after.activity.actual_start is not None
        if tie.elapsed or after.place is Place.FIRST or (begun and tie.type is LinkType.START_START):
            return False
        return not tie.lag or after.clock.time is self.project


def is_done(node: Node) -> bool:
    """Whether the task of a node is finished."""
    return node.activity is not None and node.activity.actual_finish is not None


def _is_special(activity: Activity, clock: TaskClock, plan: Compiled) -> bool:
    """Whether a task needs more than adding working seconds of the plan's calendar."""
    if activity.elapsed or clock.parts or clock.time is not plan.project or activity.delay or activity.manual:
        return True
    if activity.actual_start or activity.actual_finish or activity.constraint is Constraint.AS_LATE_AS_POSSIBLE:
        return True
    if plan.status is not None and (activity.percent or not activity.duration):
        return True
    when = activity.constraint_date
    return when is not None and (not activity.duration or not plan.project.works_to(instant(when)))


class _Ties:
    """Ties the nodes, and gives summaries that take part in links their begin, end and first start."""

    def __init__(self, plan: Compiled) -> None:
        self._plan = plan
        self._activities = plan.network.activities
        self._position = {activity.uid: place for place, activity in enumerate(self._activities)}
        self._children: dict[int, list[int]] = {}
        for place, above in enumerate(plan.parent_of):
            if above is not None:
                self._children.setdefault(above, []).append(place)
        self._begins: dict[int, int | None] = {}
        self._ends: dict[int, int] = {}
        self._firsts: dict[int, int] = {}
        self._count = 0

    def make(self) -> None:
        for place, activity in enumerate(self._activities):
            above = self._plan.parent_of[place]
            if above is not None:
                self._tie_to_begin(place, self._begin(above))
            if activity.active:
                for link in activity.links:
                    self._link(place, link)

    def _tie_to_begin(self, place: int, begin: int | None) -> None:
        node = self._plan.node_of.get(place)
        if node is not None and begin is not None:
            self._tie(Tie(begin, node, LinkType.FINISH_START, 0))

    def _link(self, place: int, link: Link) -> None:
        other = self._position.get(link.predecessor)
        if other is None:
            raise NetworkError(
                f"“{self._activities[place].name}” waits for task {link.predecessor}, which is not there."
            )
        if not self._activities[other].active:
            return
        before = self._source(other, link.type)
        if before is None:
            return
        lag, elapsed = self._lag(self._activities[other], link)
        for after in self._targets(place, link.type):
            if after != before or place not in self._plan.summaries:
                self._tie(Tie(before, after, link.type, lag, elapsed))

    def _lag(self, before: Activity, link: Link) -> tuple[int, bool]:
        """The lag in seconds; a percentage is of the predecessor's duration, elapsed where that is."""
        if link.lag_kind in {LagKind.WORKING, LagKind.ELAPSED}:
            return link.lag, link.lag_kind is LagKind.ELAPSED and bool(link.lag)
        lag = round(before.duration * link.lag / 100)
        return lag, bool(lag) and (before.elapsed or link.lag_kind is LagKind.ELAPSED_PERCENT)

    def _source(self, place: int, kind: LinkType) -> int | None:
        node = self._plan.node_of.get(place)
        if node is not None or place not in self._plan.summaries:
            return node
        return self._first(place) if kind in FROM_START else self._end(place)

    def _targets(self, place: int, kind: LinkType) -> list[int]:
        node = self._plan.node_of.get(place)
        if node is not None or place not in self._plan.summaries:
            return [] if node is None else [node]
        if kind in TO_FINISH:
            return self._leaves(place)
        begin = self._begin(place)
        return [] if begin is None else [begin]

    def _begin(self, place: int) -> int | None:
        """The node before a summary, where the summary or one above it waits for something."""
        if place not in self._begins:
            above = self._plan.parent_of[place]
            outer = self._begin(above) if above is not None else None
            activity = self._activities[place]
            floor = activity.constraint_date if activity.constraint is Constraint.START_NO_EARLIER_THAN else None
            waits = any(link.type not in TO_FINISH for link in activity.links) or floor is not None
            waits = waits and activity.active and not activity.by_hand
            self._begins[place] = begin = self._settled(place, Place.BEGIN) if waits else outer
            if begin is not None and begin != outer:
                self._plan.nodes[begin].not_before = None if floor is None else instant(floor)
                self._tie_pair(outer, begin)
        return self._begins[place]

    def _tie_pair(self, before: int | None, after: int) -> None:
        if before is not None:
            self._tie(Tie(before, after, LinkType.FINISH_START, 0))

    def _end(self, place: int) -> int:
        if place not in self._ends:
            self._ends[place] = end = self._settled(place, Place.END)
            for child in self._children[place]:
                self._tie_pair(self._plan.node_of.get(child), end)
                self._tie_pair(self._end(child) if child in self._plan.summaries else None, end)
        return self._ends[place]

    def _first(self, place: int) -> int:
        if place not in self._firsts:
            self._firsts[place] = first = self._settled(place, Place.FIRST)
            for leaf in self._leaves(place):
                self._tie(Tie(leaf, first, LinkType.START_START, 0))
        return self._firsts[place]

    def _settled(self, position: int, place: Place) -> int:
        clock = TaskClock(self._plan.project, 0, 0, settled=True)
        self._plan.nodes.append(Node(clock, None, position, place))
        return len(self._plan.nodes) - 1

    def _leaves(self, place: int) -> list[int]:
        found: list[int] = []
        waiting = [place]
        while waiting:
            for child in self._children.get(waiting.pop(), []):
                if child in self._plan.summaries:
                    waiting.append(child)
                if child in self._plan.node_of:
                    found.append(self._plan.node_of[child])
        return found

    def _tie(self, tie: Tie) -> None:
        self._count += 1
        if self._count > MOST_LINKS:
            raise NetworkError("The links of summary tasks multiply to more than two million.")
        self._plan.nodes[tie.before].outs.append(tie)
        self._plan.nodes[tie.after].ins.append(tie)
