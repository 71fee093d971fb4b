"""The impact map: what is hurt is exactly what can be reached, along the way that swallows least."""

from datetime import date
from itertools import combinations, pairwise, product

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.readiness.impact import Hurt, ImpactMap, Line, Node, NodeKind, Part, joined
from planner.readiness.impact_picture import MOST_BOXES, Box, edges_of, picture
from planner.schedule.network_chart import HEIGHT, WIDTH

TODAY = date(2026, 3, 2)
DAY = 8 * 3600
KINDS = (NodeKind.TASK, NodeKind.TASK, NodeKind.GOAL, NodeKind.GATE, NodeKind.KPI)


def thing(key: str, kind: NodeKind = NodeKind.TASK, *, settled: bool = False) -> Node:
    return Node(key, kind, f"The {key}", settled=settled, work=kind is NodeKind.TASK)


def map_of(nodes: list[Node], lines: list[Line]) -> ImpactMap:
    return joined([Part(tuple(nodes), tuple(lines))])


@st.composite
def maps(draw: st.DrawFn) -> ImpactMap:
    """Small maps, with circles too."""
    count = draw(st.integers(1, 7))
    nodes = [
        thing(str(number), draw(st.sampled_from(KINDS)), settled=draw(st.integers(0, 5)) == 0)
        for number in range(count)
    ]
    pairs = draw(
        st.lists(st.tuples(st.integers(0, count - 1), st.integers(0, count - 1), st.integers(0, 3)), max_size=14)
    )
    return map_of(nodes, [Line(str(one), str(other), "", buffer) for one, other, buffer in pairs])


def reached(whole: ImpactMap, start: str) -> set[str]:
    """Everything that can be reached, by walking."""
    found, waiting = set(), [start]
    while waiting:
        at = waiting.pop()
        for line in whole.lines:
            if line.cause == at and line.effect not in found:
                found.add(line.effect)
                waiting.append(line.effect)
    return found


def least(whole: ImpactMap, start: str, end: str) -> int:
    """The least buffer of all ways, by trying each."""
    cheapest: dict[tuple[str, str], int] = {}
    for line in whole.lines:
        pair = line.cause, line.effect
        cheapest[pair] = min(cheapest.get(pair, line.buffer), line.buffer)
    ways = nx.all_simple_paths(nx.DiGraph(list(cheapest)), start, end)
    return min(sum(cheapest[pair] for pair in pairwise(way)) for way in ways)


@given(maps())
def test_hurt_is_exactly_what_can_be_reached_along_the_way_that_swallows_least(whole: ImpactMap) -> None:
    for key in whole.nodes:
        hurts = whole.hurts(key)
        targets = {hurt.target.key for hurt in hurts}
        kinds = {NodeKind.GOAL, NodeKind.GATE}
        assert targets == {each for each in reached(whole, key) - {key} if whole.nodes[each].kind in kinds}
        for hurt in hurts:
            check_way(whole, hurt, key, hurt.target.key)
            assert hurt.buffer == least(whole, key, hurt.target.key)
        assert whole.reach[key] == len(targets)


def check_way(whole: ImpactMap, hurt: Hurt, start: str, end: str) -> None:
    keys = [node.key for node in hurt.way]
    assert (keys[0], keys[-1]) == (start, end)
    assert all(pair in {(line.cause, line.effect) for line in whole.lines} for pair in pairwise(keys))
    assert len(set(keys)) == len(keys)


@given(maps())
def test_causes_are_hurts_seen_from_the_other_end(whole: ImpactMap) -> None:
    causes = {(cause.target.key, key): cause for key in whole.nodes for cause in whole.causes(key)}
    for key in whole.nodes:
        for hurt in whole.hurts(key):
            seen = causes[key, hurt.target.key]
            assert seen.buffer == hurt.buffer
            check_way(whole, seen, key, hurt.target.key)
    for start, end in product(whole.nodes, repeat=2):
        assert ((start, end) in causes) == (end in reached(whole, start) and start != end)


@given(maps())
def test_the_nearest_is_the_least_of_all_that_is_hurt(whole: ImpactMap) -> None:
    for key, node in whole.nodes.items():
        if node.kind in {NodeKind.GOAL, NodeKind.GATE}:
            assert whole.nearest[key] == 0
        elif hurts := whole.hurts(key):
            assert whole.nearest[key] == min(hurt.buffer for hurt in hurts)
        else:
            assert key not in whole.nearest


@given(maps())
def test_every_map_can_be_drawn_around_everything(whole: ImpactMap) -> None:
    for key in whole.nodes:
        drawing = picture(whole, key, TODAY)
        drawn = {box.node.key for box in drawing.boxes}
        assert key in drawn
        assert [box.node.key for box in drawing.boxes if box.middle] == [key]
        assert {hurt.target.key for hurt in whole.hurts(key) if hurt.target.kind is NodeKind.GOAL} <= drawn
        assert all(way.path and way.between >= 0 for way in drawing.ways)
        left = {hurt.target.key for hurt in whole.hurts(key)} - drawn
        assert drawing.gates_left_out <= len(left) <= drawing.gates_left_out + drawing.far_left_out


@given(maps())
def test_boxes_keep_apart_and_an_effect_stands_right_of_its_cause(whole: ImpactMap) -> None:
    for key in whole.nodes:
        drawing = picture(whole, key, TODAY)
        assert not any(overlap(one, other) for one, other in combinations(drawing.boxes, 2))
        assert all(0 <= box.x <= drawing.width - WIDTH for box in drawing.boxes)
        assert all(0 <= box.y <= drawing.height - HEIGHT for box in drawing.boxes)
        at = {box.node.name: box for box in drawing.boxes}
        for way in drawing.ways:
            cause, effect = way.words.split(" → ")
            assert at[cause].x + WIDTH < at[effect].x


def overlap(one: Box, other: Box) -> bool:
    return abs(one.x - other.x) < WIDTH and abs(one.y - other.y) < HEIGHT


def chain(length: int) -> ImpactMap:
    tasks = [thing(f"t{number}") for number in range(length)]
    gates = [thing("g1", NodeKind.GATE), thing("g2", NodeKind.GATE)]
    lines = [Line(one.key, other.key, "", DAY) for one, other in pairwise([*tasks, *gates])]
    return map_of([*tasks, *gates], lines)


def test_a_long_way_is_drawn_short_and_told_in_full() -> None:
    whole = chain(20)
    first, second = whole.hurts("t0")
    assert (first.target.key, first.steps, whole.days(first.buffer)) == ("g1", 20, 20.0)
    assert second.target.key == "g2"
    drawing = picture(whole, "t0", TODAY)
    assert [box.node.key for box in drawing.boxes] == ["t0", "t1", "t19", "g1"]
    assert [way.between for way in drawing.ways] == [0, 17, 0]
    assert drawing.gates_left_out == 1


def test_a_gate_on_the_way_to_a_goal_is_drawn_and_not_counted_as_left_out() -> None:
    nodes = [thing("t"), thing("g1", NodeKind.GATE), thing("g2", NodeKind.GATE), thing("goal", NodeKind.GOAL)]
    drawing = picture(map_of(nodes, [Line(one.key, other.key) for one, other in pairwise(nodes)]), "t", TODAY)
    assert [box.node.key for box in drawing.boxes] == ["t", "g1", "g2", "goal"]
    assert (drawing.gates_left_out, drawing.causes_left_out, drawing.far_left_out) == (0, 0, 0)


def test_no_more_is_drawn_than_can_be_read() -> None:
    goals = [thing(f"goal{number}", NodeKind.GOAL) for number in range(200)]
    whole = map_of([thing("t"), *goals], [Line("t", goal.key) for goal in goals])
    drawing = picture(whole, "t", TODAY)
    assert (len(drawing.boxes), drawing.far_left_out) == (MOST_BOXES, 201 - MOST_BOXES)
    assert len(whole.hurts("t")) == 200


def test_what_is_settled_passes_nothing_on() -> None:
    nodes = [thing("a"), thing("b", settled=True), thing("g", NodeKind.GATE)]
    whole = map_of(nodes, [Line("a", "b"), Line("b", "g"), Line("a", "nowhere")])
    assert whole.hurts("a") == whole.hurts("b") == whole.hurts("elsewhere") == ()
    assert whole.lines == ()


def test_the_hottest_tasks_have_the_least_to_spare() -> None:
    nodes = [thing("calm"), thing("tight"), thing("loose"), thing("g", NodeKind.GATE)]
    whole = map_of(nodes, [Line("calm", "g", "", 5 * DAY), Line("tight", "g")])
    assert [node.key for node in whole.hot()] == ["tight", "calm"]


@pytest.mark.parametrize(("ways", "between"), [([[("a", "b", 4)], [("a", "b", 0)]], 0), ([[("a", "b", 4)]], 4)])
def test_a_direct_line_is_drawn_as_one(ways: list[list[tuple[str, str, int]]], between: int) -> None:
    assert edges_of(ways) == {("a", "b"): between}
