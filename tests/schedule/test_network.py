"""The network: links run to the right, no two boxes overlap, the picture is always the same, big plans are narrowed."""

from datetime import date, datetime
from itertools import pairwise

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.db import db, transaction
from planner.rollouts.playbook_service import take_copy
from planner.schedule import queries, service
from planner.schedule.import_service import import_plan
from planner.schedule.importing import read_plan_bytes
from planner.schedule.layers import BOX, around, implied, laid_out, layers_of
from planner.schedule.models import PlanTask
from planner.schedule.network_chart import MOST, Choice, Tie, diagram, lines_of, scope_of
from planner.schedule.states import Kind, TaskFacts
from tests.builders import make_wave
from tests.conftest import NOW
from tests.page import Page, text_of
from tests.personas import Cast
from tests.schedule.files import project, task
from tests.schedule.samples import SMALL

TODAY = date(2026, 3, 2)


@st.composite
def networks(draw: st.DrawFn) -> tuple[list[int], list[tuple[int, int]]]:
    """Tasks and links between them that form no circle, in any order."""
    size = draw(st.integers(0, 24))
    names = draw(st.permutations(range(1, size + 1)))
    ends = st.tuples(st.integers(0, max(size - 1, 0)), st.integers(0, max(size - 1, 0)))
    pairs = draw(st.lists(ends, max_size=60)) if size else []
    return list(names), [(names[min(pair)], names[max(pair)]) for pair in pairs if pair[0] != pair[1]]


@given(networks())
def test_links_run_to_the_right_and_no_two_boxes_overlap(net: tuple[list[int], list[tuple[int, int]]]) -> None:
    tasks, links = net
    found = laid_out(tasks, links)
    assert set(found.spots) == set(tasks)
    assert all(found.spots[before].layer < found.spots[after].layer for before, after in links)
    for layer in range(found.layers):
        heights = sorted(spot.y for spot in found.spots.values() if spot.layer == layer)
        assert all(other - one >= BOX - 0.2 for one, other in pairwise(heights))
    assert all(BOX / 2 - 0.2 <= spot.y <= found.height - BOX / 2 + 0.2 for spot in found.spots.values())
    assert laid_out(tasks, links) == found


@given(networks())
def test_a_line_keeps_clear_of_the_boxes_it_passes(net: tuple[list[int], list[tuple[int, int]]]) -> None:
    found = laid_out(*net)
    for route in found.routes:
        first = found.spots[route.before].layer
        for step, height in enumerate(route.heights[1:-1], 1):
            others = [spot.y for spot in found.spots.values() if spot.layer == first + step]
            assert all(abs(height - other) > BOX / 2 for other in others)


@given(networks())
def test_what_is_implied_can_be_left_out(net: tuple[list[int], list[tuple[int, int]]]) -> None:
    pairs = set(net[1])
    left = pairs - implied(pairs)
    assert nx.transitive_closure(nx.DiGraph(list(left))).edges == nx.transitive_closure(nx.DiGraph(list(pairs))).edges


def test_a_chain_is_straight_and_a_source_stands_before_what_waits_for_it() -> None:
    found = laid_out([1, 2, 3], [(1, 2), (2, 3)])
    assert [(spot.layer, spot.y) for spot in found.spots.values()] == [(0, BOX / 2), (1, BOX / 2), (2, BOX / 2)]
    assert layers_of([1, 2, 3, 4], [(1, 2), (2, 3), (4, 3)]) == {1: 0, 2: 1, 3: 2, 4: 1}
    assert laid_out([], []).height == 0
    with pytest.raises(ValueError, match="circle"):
        laid_out([1, 2], [(1, 2), (2, 1)])


def test_crossings_are_taken_out() -> None:
    found = laid_out([1, 2, 3, 4], [(1, 4), (2, 3)])
    assert found.crossings == 0
    square = laid_out([1, 2, 3, 4], [(1, 3), (1, 4), (2, 3), (2, 4)])
    assert square.crossings == 1


def test_around_a_task() -> None:
    pairs = [(1, 2), (2, 3), (3, 4), (4, 5), (9, 3)]
    assert around(3, pairs, 1) == {2, 3, 4, 9}
    assert around(3, pairs, 2) == {1, 2, 3, 4, 5, 9}
    assert around(7, pairs, 2) == {7}


def test_names_on_two_lines() -> None:
    assert lines_of("Sign") == ("Sign",)
    lines = lines_of("Acceptance test by the users, with migrated data and real rights")
    assert len(lines) == 2
    assert lines[1].endswith("…")


def row(position: int, name: str, level: int = 2, kind: Kind = Kind.TASK, percent: int = 0) -> TaskFacts:
    when = datetime(2026, 3, 2, 17)
    return TaskFacts(
        position + 1, position, position, position, name, level, kind, start=when, finish=when, percent=percent
    )


def many(count: int) -> tuple[list[TaskFacts], list[Tie]]:
    rows = [row(0, "First", 1, Kind.SUMMARY, 100), row(1, "A", percent=100), row(2, "Second", 1, Kind.SUMMARY)]
    rows += [row(3 + each, f"Task {each}") for each in range(count)]
    return rows, [Tie(before.id, after.id, "FS") for before, after in pairwise(rows[3:])] + [Tie(2, 4, "SS")]


def test_a_plan_that_is_too_big_opens_at_the_part_under_way() -> None:
    rows, ties = many(10)
    assert scope_of(rows, ties, Choice()).part is None
    rows, ties = many(MOST + 10)
    scope = scope_of(rows, ties, Choice())
    assert scope.part is not None
    assert scope.part.name == "Second"
    assert scope.too_many
    near = scope_of(rows, ties, Choice(task=50, steps=2))
    assert near.rows == {48, 49, 50, 51, 52}
    first = scope_of(rows, ties, Choice(part="0"))
    assert (set(first.own), set(first.rows)) == ({2}, {2, 4})


def test_the_picture_says_what_is_outside_and_what_is_left_out() -> None:
    rows, ties = many(4)
    ties.append(Tie(4, 6, "FS"))
    choice = Choice(part="2", short=True)
    drawn = diagram(rows, ties, scope_of(rows, ties, choice), choice, TODAY)
    assert [box.task.name for box in drawn.boxes if box.outside] == ["A"]
    assert drawn.left_out == 1
    assert [way.other for way in drawn.ways].count(True) == 1
    assert all(0 < box.x + 188 <= drawn.width and box.y + 50 <= drawn.height for box in drawn.boxes)


def test_the_page(cast: Cast, page: Page) -> None:
    make_wave(cast.rollout, 1)
    with transaction():
        take_copy(cast.rollout.id, SMALL, NOW)
        service.prepare(cast.rollout, SMALL, TODAY)
        plan = queries.current_plan(cast.rollout.id)
        assert plan
        db.session.query(PlanTask).filter_by(plan_id=plan.id, name="Sign").one().critical = True
    rollout_id = cast.rollout.id
    tree = page.get("schedule.network", rollout_id=rollout_id, as_=cast.viewer)
    boxes = tree.cssselect("svg a")
    sign = next(each for each in boxes if "Sign" in text_of(each))
    assert "critical" in text_of(sign)
    assert "n-critical" in str(sign.get("class"))
    assert len(tree.cssselect("table tbody tr")) > 5
    part = str(tree.cssselect("select[name=part] option")[1].get("value"))
    assert len(
        page.get("schedule.network", rollout_id=rollout_id, part=part, as_=cast.viewer).cssselect("svg a")
    ) < len(boxes)
    near = page.get(
        "schedule.network", rollout_id=rollout_id, around=str(sign.get("href")).split("/")[-1], steps=1, as_=cast.viewer
    )
    assert "Around “Sign”" in text_of(near)
    page.get("schedule.network", rollout_id=rollout_id, around=999, status=404, as_=cast.viewer)


def test_a_plan_without_links_and_no_plan(cast: Cast, page: Page) -> None:
    rollout_id = cast.rollout.id
    assert "No plan yet" in text_of(page.get("schedule.network", rollout_id=rollout_id, as_=cast.viewer))
    with transaction():
        import_plan(
            cast.rollout,
            read_plan_bytes(project(task(1), task(2))),
            file_name="p.xml",
            sha256="a" * 64,
            by=None,
            at=NOW,
        )
    tree = page.get("schedule.network", rollout_id=rollout_id, as_=cast.viewer)
    assert "Nothing is linked here" in text_of(tree)
    assert "Linked to nothing here" in text_of(tree)
