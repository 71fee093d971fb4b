"""What hurts what: tasks, trainings, people, figures and success factors on one side, gates and goals on the other.

A line leads from a cause to what it can hurt, and carries how long a delay is swallowed on the way. The way along which
it hurts first is the one that swallows least. What is settled (a task done, a gate passed) passes nothing on.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import cached_property

import networkx as nx


class NodeKind(StrEnum):
    """What stands on the map."""

    TASK = "task"
    PHASE = "phase"
    TRAINING = "training"
    PERSON = "person"
    KPI = "kpi"
    CRITERION = "criterion"
    FACTOR = "factor"
    GATE = "gate"
    GOAL = "goal"
    EXPECTATION = "expectation"


KIND_WORDS = {
    NodeKind.GOAL: "Goals",
    NodeKind.GATE: "Gates",
    NodeKind.TASK: "Tasks",
    NodeKind.PHASE: "Phases",
    NodeKind.TRAINING: "Training",
    NodeKind.PERSON: "People",
    NodeKind.KPI: "Key figures",
    NodeKind.FACTOR: "Success factors",
    NodeKind.CRITERION: "Criteria",
    NodeKind.EXPECTATION: "Expectations",
}
ONE_WORDS = {
    NodeKind.GOAL: "goal",
    NodeKind.GATE: "gate",
    NodeKind.TASK: "task",
    NodeKind.PHASE: "phase",
    NodeKind.TRAINING: "training",
    NodeKind.PERSON: "person",
    NodeKind.KPI: "key figure",
    NodeKind.FACTOR: "success factor",
    NodeKind.CRITERION: "criterion",
    NodeKind.EXPECTATION: "expectation",
}
TARGETS = frozenset({NodeKind.GOAL, NodeKind.GATE})
"""What can be hurt in the end."""
ENDS = TARGETS | {NodeKind.EXPECTATION}
"""The same with those who are disappointed when a goal is missed."""
HOP = 1
STEP = 10**6
"""A second of buffer outweighs any number of steps: of two ways that swallow as much, the shorter one is told."""


@dataclass(frozen=True, slots=True)
class Node:
    """Something on the map. `key` is its lasting name here, such as `task:12`; `page` where it stands in the product.

    `day` is when it is due, `slack` how many working days it may slip before the end of the plan moves, `work` tells
    a task from a milestone, `extra` is something to know of it.
    """

    key: str
    kind: NodeKind
    name: str
    note: str = ""
    page: tuple[str, tuple[tuple[str, str | int], ...]] | None = None
    day: date | None = None
    slack: float | None = None
    settled: bool = False
    late: bool = False
    work: bool = False
    extra: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """A cause and what it can hurt; `buffer` is the delay, in seconds of working time, that the line swallows."""

    cause: str
    effect: str
    words: str = ""
    buffer: int = 0


@dataclass(frozen=True, slots=True)
class Part:
    """What one area adds to the map."""

    nodes: tuple[Node, ...] = ()
    lines: tuple[Line, ...] = ()


@dataclass(frozen=True, slots=True)
class Hurt:
    """A goal or gate that something can hurt: along which way, and how long a delay is swallowed, in seconds."""

    target: Node
    way: tuple[Node, ...]
    buffer: int

    @property
    def steps(self) -> int:
        """How many lines the way has."""
        return len(self.way) - 1


def _rank(hurt: Hurt) -> tuple[bool, int, date, str]:
    return hurt.target.kind is not NodeKind.GOAL, hurt.buffer, hurt.target.day or date.max, hurt.target.name


@dataclass(frozen=True)
class ImpactMap:
    """Everything that hangs together in one rollout. `day` is the working seconds of one day of its plan."""

    nodes: Mapping[str, Node]
    lines: tuple[Line, ...]
    day: int = 8 * 3600
    order: Mapping[str, int] = field(default_factory=dict)

    @cached_property
    def graph(self) -> "nx.DiGraph[str]":
        """Causes and effects between what is not settled."""
        made: nx.DiGraph[str] = nx.DiGraph()
        made.add_nodes_from(self.nodes)
        for line in self.lines:
            weight = max(line.buffer, 0) * STEP + HOP
            known = made.get_edge_data(line.cause, line.effect)
            if known is None or weight < known["weight"]:
                made.add_edge(line.cause, line.effect, weight=weight)
        return made

    def hurts(self, key: str) -> tuple[Hurt, ...]:
        """Every goal, gate and expectation that something can hurt: goals first, then what is hurt first."""
        if key not in self.graph:
            return ()
        before, costs = nx.dijkstra_predecessor_and_distance(self.graph, key)
        targets = [each for each in costs if each != key and self.nodes[each].kind in ENDS]
        found = [self._hurt(each, self._back(each, before), costs[each]) for each in targets]
        return tuple(sorted(found, key=_rank))

    def causes(self, key: str) -> tuple[Hurt, ...]:
        """Everything that can hurt something, with the way from it; what hurts first before the others."""
        if key not in self.graph:
            return ()
        before, costs = nx.dijkstra_predecessor_and_distance(self.graph.reverse(copy=False), key)
        found = [self._hurt(each, self._back(each, before)[::-1], costs[each]) for each in costs if each != key]
        kinds = list(NodeKind)
        return tuple(
            sorted(found, key=lambda hurt: (hurt.buffer, hurt.steps, kinds.index(hurt.target.kind), hurt.target.name))
        )

    def _back(self, end: str, before: Mapping[str, list[str]]) -> list[str]:
        """The cheapest way to an end; of equal ones always the same."""
        way = [end]
        while before[way[-1]]:
            way.append(min(before[way[-1]], key=lambda each: self.order[each]))
        return way[::-1]

    def _hurt(self, target: str, way: list[str], cost: float) -> Hurt:
        return Hurt(self.nodes[target], tuple(self.nodes[each] for each in way), int(cost) // STEP)

    @cached_property
    def reach(self) -> Mapping[str, int]:
        """How many goals and gates each thing can hurt, itself not counted."""
        bits = {key: 1 << index for index, key in enumerate(k for k in self.nodes if self.nodes[k].kind in TARGETS)}
        whole = nx.condensation(self.graph)
        found: dict[int, int] = {}
        for group in reversed(list(nx.topological_sort(whole))):
            members = whole.nodes[group]["members"]
            reached = 0
            for member in members:
                reached |= bits.get(member, 0)
            for after in whole.successors(group):
                reached |= found[after]
            found[group] = reached
        group_of = whole.graph["mapping"]
        return {key: (found[group_of[key]] & ~bits.get(key, 0)).bit_count() for key in self.nodes}

    @cached_property
    def nearest(self) -> Mapping[str, int]:
        """The least buffer, in seconds, between each thing and any gate or goal it can hurt."""
        targets = {key for key, node in self.nodes.items() if node.kind in TARGETS}
        reverse = self.graph.reverse(copy=False)
        costs = nx.multi_source_dijkstra_path_length(reverse, targets) if targets else {}
        return {key: int(cost) // STEP for key, cost in costs.items()}

    def hot(self, most: int = 12) -> tuple[Node, ...]:
        """The open tasks that would hurt most: least buffer first, then those that reach most goals and gates."""
        tasks = [node for node in self.nodes.values() if node.work and not node.settled and self.reach[node.key]]
        ranked = sorted(
            tasks, key=lambda node: (not node.late, self.nearest[node.key], -self.reach[node.key], self.order[node.key])
        )
        return tuple(ranked[:most])

    def days(self, seconds: int) -> float:
        """A buffer in working days, to one decimal."""
        return round(seconds / self.day, 1)


def joined(parts: Iterable[Part], day: int = 8 * 3600) -> ImpactMap:
    """The map of all parts. A line to something that is not there, from something settled, or to it, is left out.

    Of two parts that have the same thing, the one that knows its page tells of it.
    """
    kept = list(parts)
    nodes: dict[str, Node] = {}
    for part in kept:
        for node in part.nodes:
            known = nodes.get(node.key)
            if known is None or (known.page is None and node.page is not None):
                nodes[node.key] = node
    lines = tuple(
        line
        for part in kept
        for line in part.lines
        if line.cause in nodes
        and line.effect in nodes
        and line.cause != line.effect
        and not nodes[line.cause].settled
        and not nodes[line.effect].settled
    )
    return ImpactMap(nodes, lines, day, {key: index for index, key in enumerate(nodes)})
