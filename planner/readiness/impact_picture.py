"""The picture of an impact map around one thing: only its causes and the ways to what it hurts, in layers.

Long runs of tasks on a way are drawn as one dashed line that says how many there are; the list tells them all.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

import networkx as nx

from planner.readiness.impact import ONE_WORDS, Hurt, ImpactMap, Node, NodeKind
from planner.schedule.layers import laid_out
from planner.schedule.network_chart import GAP, HEIGHT, MARGIN, WIDTH, left_of, lines_of, path_of, tip_of

MOST_CAUSES, MOST_BOXES, SHORT = 8, 60, 8
LONGEST_RUN = 3
"""A run of more tasks than this between two ends is drawn as one line."""


@dataclass(frozen=True, slots=True)
class Box:
    """A thing on the picture: its place, its name on two lines, and what stands under it."""

    node: Node
    x: int
    y: float
    lines: tuple[str, ...]
    foot: str
    middle: bool


@dataclass(frozen=True, slots=True)
class Way:
    """A line on the picture; `between` counts the tasks that it stands for, where there are some."""

    path: str
    tip: str
    between: int
    x: float
    y: float
    words: str


@dataclass(frozen=True, slots=True)
class Picture:
    """Boxes and lines, and how many gates, causes and things too far off are told in the list only."""

    boxes: tuple[Box, ...]
    ways: tuple[Way, ...]
    width: int
    height: int
    gates_left_out: int
    causes_left_out: int
    far_left_out: int


def picture(whole: ImpactMap, key: str, today: date) -> Picture:
    """What is drawn around a thing: the goals and first gates it hurts with the ways there, and its nearest causes."""
    hurts = whole.hurts(key)
    behind = [hurt for hurt in hurts if _behind_a_gate(hurt)]
    shown = [hurt for hurt in hurts if not _behind_a_gate(hurt)]
    causes = [cause for cause in whole.causes(key) if cause.steps == 1]
    edges = edges_of([*(_short(hurt.way) for hurt in shown), *(_short(cause.way) for cause in causes[:MOST_CAUSES])])
    wanted = _ends(edges)
    edges = _fewer(edges, key)
    drawn = [key, *sorted(_ends(edges) - {key}, key=lambda each: whole.order[each])]
    left = _Left(_others(behind, wanted), _others(causes[MOST_CAUSES:], wanted), len(wanted - set(drawn)))
    return _drawn(whole, drawn, edges, key, today, left)


@dataclass(frozen=True, slots=True)
class _Left:
    gates: int
    causes: int
    far: int


def _ends(edges: Iterable[tuple[str, str]]) -> set[str]:
    return {end for pair in edges for end in pair}


def _others(hurts: Iterable[Hurt], wanted: set[str]) -> int:
    """How many ends are not on the picture anyhow."""
    return sum(hurt.target.key not in wanted for hurt in hurts)


def _behind_a_gate(hurt: Hurt) -> bool:
    """Whether a gate is hurt only after another gate was: those are told in the list."""
    return hurt.target.kind is NodeKind.GATE and any(node.kind is NodeKind.GATE for node in hurt.way[1:-1])


def _short(way: Sequence[Node]) -> list[tuple[str, str, int]]:
    """The lines of a way from end to end, with the number of tasks that each stands for."""
    kept = [0]
    run: list[int] = []
    for index in range(1, len(way)):
        last = index == len(way) - 1
        if way[index].kind is NodeKind.TASK and not last:
            run.append(index)
            continue
        kept += run if len(run) <= LONGEST_RUN else [run[0], run[-1]]
        kept.append(index)
        run = []
    return [(way[one].key, way[other].key, other - one - 1) for one, other in pairwise(kept)]


def edges_of(ways: Iterable[list[tuple[str, str, int]]]) -> dict[tuple[str, str], int]:
    """All lines once; where one stands for tasks in one way and for none in another, it stands for none."""
    found: dict[tuple[str, str], int] = {}
    for way in ways:
        for cause, effect, between in way:
            known = found.get((cause, effect))
            found[cause, effect] = between if known is None else min(known, between)
    return found


def _fewer(edges: dict[tuple[str, str], int], key: str) -> dict[tuple[str, str], int]:
    """No circle, and no more boxes than can be read: what lies furthest from the middle goes first."""
    graph: nx.DiGraph[str] = nx.DiGraph(list(edges))
    graph.add_node(key)
    while True:
        try:
            circle = nx.find_cycle(graph)
        except nx.NetworkXNoCycle:
            break
        graph.remove_edge(*circle[-1][:2])
    near = nx.single_source_shortest_path_length(graph.to_undirected(as_view=True), key)
    kept = set(sorted(near, key=lambda each: (near[each], each))[:MOST_BOXES])
    return {pair: edges[pair] for pair in graph.edges if kept.issuperset(pair)}


def _drawn(
    whole: ImpactMap, drawn: list[str], edges: dict[tuple[str, str], int], key: str, today: date, left: _Left
) -> Picture:
    number = {each: index for index, each in enumerate(drawn)}
    layout = laid_out(list(number.values()), [(number[cause], number[effect]) for cause, effect in edges])
    heights = {(route.before, route.after): route.heights for route in layout.routes}
    boxes = []
    for each in drawn:
        spot, node = layout.spots[number[each]], whole.nodes[each]
        place = left_of(spot.layer), spot.y - HEIGHT / 2 + MARGIN
        boxes.append(Box(node, *place, lines_of(node.name), foot_of(node, today), each == key))
    ways = []
    for (cause, effect), between in edges.items():
        y = heights[number[cause], number[effect]]
        first, last = layout.spots[number[cause]].layer, layout.spots[number[effect]].layer
        points = [(layer, height + MARGIN) for layer, height in zip(range(first, last + 1), y, strict=True)]
        middle = left_of(first) + WIDTH + GAP / 2, (points[0][1] + points[1][1]) / 2
        words = f"{whole.nodes[cause].name} → {whole.nodes[effect].name}"
        ways.append(Way(path_of(points), tip_of(left_of(last), points[-1][1]), between, *middle, words))
    width = max(layout.layers * (WIDTH + GAP) - GAP, WIDTH) + 2 * MARGIN
    height = round(layout.height) + 2 * MARGIN
    return Picture(tuple(boxes), tuple(ways), width, height, left.gates, left.causes, left.far)


def foot_of(node: Node, today: date) -> str:
    """What stands under a name: what it is, its day, and that it is late."""
    parts = [ONE_WORDS[node.kind], *([node.note] if len(node.note) <= SHORT else [])]
    parts = [part for part in parts if part]
    if node.settled:
        parts.append("done" if node.kind is NodeKind.TASK else "settled")
    elif node.day is not None:
        parts.append(f"{node.day.day} {node.day:%b}" + ("" if node.day.year == today.year else f" {node.day.year}"))
    if node.late:
        parts.append("late")
    return ", ".join(parts)
