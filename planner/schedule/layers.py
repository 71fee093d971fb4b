"""Lays a network of tasks out in layers, from left to right in the order of work, with few crossing lines.

The method is that of Sugiyama, Tagawa and Toda (1981): longest-path layers, dummy nodes where a line passes a layer,
barycentre sweeps for the order within a layer. Heights are then fitted by isotonic regression. Always the same picture
for the same network.
"""

from bisect import bisect_right, insort
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import networkx as nx

BOX, LINE = 64.0, 20.0
"""How much height a task and a passing line take up, with the free space around them."""
SWEEPS = 12
FITS = 8
Node = int | tuple[int, int, int]
"""A task by its number, or the place where a line passes a layer: from, to, layer."""


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a task stands: its layer from the left, and the height of its middle from above."""

    layer: int
    y: float


@dataclass(frozen=True, slots=True)
class Route:
    """The way of a link: for each layer from its first to its last task, the height at which it passes."""

    before: int
    after: int
    heights: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Layout:
    """A network laid out: tasks by number, links, how many layers and how high, and how many links cross."""

    spots: Mapping[int, Spot]
    routes: tuple[Route, ...]
    layers: int
    height: float
    crossings: int


def laid_out(tasks: Sequence[int], links: Iterable[tuple[int, int]]) -> Layout:
    """Place tasks and links; links to tasks that are not there are left out. Raises `ValueError` for a circle.

    Of three tasks in a row, each stands one layer further to the right, all at the same height.
    """
    known = set(tasks)
    pairs = sorted({(before, after) for before, after in links if {before, after} <= known and before != after})
    layer = layers_of(tasks, pairs)
    chains = {pair: _chain(pair, layer) for pair in pairs}
    rows = _first_order(tasks, layer, chains)
    near = _neighbours(chains)
    rows, crossings = _untangled(rows, near)
    heights = _fitted(rows, near)
    return Layout(
        spots={task: Spot(layer[task], heights[task]) for task in tasks},
        routes=tuple(Route(*pair, tuple(heights[node] for node in chain)) for pair, chain in chains.items()),
        layers=len(rows),
        height=max((heights[row[-1]] + _size(row[-1]) / 2 for row in rows if row), default=0.0),
        crossings=crossings,
    )


def layers_of(tasks: Sequence[int], pairs: Iterable[tuple[int, int]]) -> dict[int, int]:
    """The layer of each task: one further than the furthest task before it.

    A task that waits for nothing stands directly before the first one that waits for it.
    """
    graph: nx.DiGraph[int] = nx.DiGraph()
    graph.add_nodes_from(tasks)
    graph.add_edges_from(pairs)
    try:
        order = list(nx.lexicographical_topological_sort(graph))
    except nx.NetworkXUnfeasible as error:
        raise ValueError("tasks wait for each other in a circle") from error
    layer: dict[int, int] = {}
    for task in order:
        layer[task] = max((layer[before] + 1 for before in graph.predecessors(task)), default=0)
    for task in order:
        if not graph.in_degree(task) and graph.out_degree(task):
            layer[task] = min(layer[after] for after in graph.successors(task)) - 1
    return layer


def implied(pairs: Iterable[tuple[int, int]]) -> frozenset[tuple[int, int]]:
    """The links that chains of others already say (transitive reduction): A to C, where A to B and B to C are there."""
    graph: nx.DiGraph[int] = nx.DiGraph(list(pairs))
    return frozenset(set(graph.edges) - set(nx.transitive_reduction(graph).edges))


def around(task: int, pairs: Iterable[tuple[int, int]], steps: int) -> frozenset[int]:
    """A task with all that stands up to so many links before or after it."""
    graph: nx.DiGraph[int] = nx.DiGraph()
    graph.add_node(task)
    graph.add_edges_from(pairs)
    found: set[int] = set()
    for each in (graph, graph.reverse(copy=False)):
        found.update(nx.single_source_shortest_path_length(each, task, cutoff=steps))
    return frozenset(found)


def _chain(pair: tuple[int, int], layer: Mapping[int, int]) -> tuple[Node, ...]:
    before, after = pair
    return (before, *((before, after, each) for each in range(layer[before] + 1, layer[after])), after)


def _first_order(
    tasks: Sequence[int], layer: Mapping[int, int], chains: Mapping[tuple[int, int], tuple[Node, ...]]
) -> list[list[Node]]:
    """Tasks in the order of the plan, passing lines below them."""
    rows: list[list[Node]] = [[] for _ in range(max(layer.values(), default=-1) + 1)]
    for task in tasks:
        rows[layer[task]].append(task)
    for chain in chains.values():
        for node in chain[1:-1]:
            if isinstance(node, tuple):
                rows[node[2]].append(node)
    return rows


def _neighbours(chains: Mapping[tuple[int, int], tuple[Node, ...]]) -> tuple[dict[Node, list[Node]], ...]:
    """For each node those it is joined to, in the layer before and in the layer after."""
    left: dict[Node, list[Node]] = defaultdict(list)
    right: dict[Node, list[Node]] = defaultdict(list)
    for chain in chains.values():
        for one, other in pairwise(chain):
            right[one].append(other)
            left[other].append(one)
    return left, right


def _untangled(rows: list[list[Node]], near: tuple[dict[Node, list[Node]], ...]) -> tuple[list[list[Node]], int]:
    """The order with the fewest crossings that the sweeps find, and their number."""
    left, right = near
    best, fewest = rows, _crossings(rows, right)
    current = rows
    for sweep in range(SWEEPS):
        if not fewest:
            break
        current = _swept(current, left if sweep % 2 == 0 else right, backwards=sweep % 2 == 1)
        found = _crossings(current, right)
        if found < fewest:
            best, fewest = current, found
    return best, fewest


def _swept(rows: list[list[Node]], near: Mapping[Node, list[Node]], *, backwards: bool) -> list[list[Node]]:
    """Order each layer by the mean place of the neighbours in the layer just passed."""
    done: dict[int, list[Node]] = {}
    place: dict[Node, float] = {}
    for index in range(len(rows) - 1, -1, -1) if backwards else range(len(rows)):
        row = rows[index]
        own = {node: float(position) for position, node in enumerate(row)}
        wish = {node: _mean([place[other] for other in near.get(node, ())], own[node]) for node in row}
        done[index] = sorted(row, key=lambda node: (wish[node], own[node]))
        place = {node: float(position) for position, node in enumerate(done[index])}
    return [done[index] for index in range(len(rows))]


def _mean(values: Sequence[float], otherwise: float) -> float:
    return sum(values) / len(values) if values else otherwise


def _crossings(rows: Sequence[Sequence[Node]], right: Mapping[Node, list[Node]]) -> int:
    """How many pairs of lines cross between neighbouring layers."""
    count = 0
    for row, following in pairwise(rows):
        place = {node: position for position, node in enumerate(following)}
        seen: list[int] = []
        for node in row:
            ends = sorted(place[other] for other in right.get(node, ()))
            count += sum(len(seen) - bisect_right(seen, end) for end in ends)
            for end in ends:
                insort(seen, end)
    return count


def _size(node: Node) -> float:
    return LINE if isinstance(node, tuple) else BOX


def _fitted(rows: Sequence[Sequence[Node]], near: tuple[dict[Node, list[Node]], ...]) -> dict[Node, float]:
    """Heights: each node as near as it can be to the mean of its neighbours, none over another."""
    left, right = near
    heights: dict[Node, float] = {}
    for row in rows:
        heights.update(zip(row, _apart([0.0] * len(row), row), strict=True))
    for turn in range(FITS):
        for index in range(len(rows)) if turn % 2 == 0 else range(len(rows) - 1, -1, -1):
            row = rows[index]
            sides = (left, right) if turn >= FITS - 2 else ((left,) if turn % 2 == 0 else (right,))
            wish = [
                _mean([heights[other] for side in sides for other in side.get(node, ())], heights[node]) for node in row
            ]
            heights.update(zip(row, _apart(wish, row), strict=True))
    top = min((heights[row[0]] - _size(row[0]) / 2 for row in rows if row), default=0.0)
    return {node: round(height - top, 1) for node, height in heights.items()}


def _apart(wish: Sequence[float], row: Sequence[Node]) -> list[float]:
    """The heights nearest to what is wished (least squares) at which no node overlaps the next one above it.

    Pool-adjacent-violators: neighbours that want the same place share it as one block around its mean.
    """
    offsets = [0.0]
    for one, other in pairwise(row):
        offsets.append(offsets[-1] + (_size(one) + _size(other)) / 2)
    blocks: list[tuple[float, int]] = []
    for want, offset in zip(wish, offsets, strict=False):
        total, count = want - offset, 1
        while blocks and blocks[-1][0] / blocks[-1][1] > total / count:
            more, others = blocks.pop()
            total, count = total + more, count + others
        blocks.append((total, count))
    base = [total / count for total, count in blocks for _ in range(count)]
    return [value + offset for value, offset in zip(base, offsets, strict=False)]
