"""Stakeholders: gaps on five levels, the map, what is expected, and what is done about it."""

from itertools import combinations, pairwise
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from planner.basics.lights import Light
from planner.people import stakeholder_queries as queries
from planner.people.stakeholder_map import ROW, map_of
from planner.people.stakeholder_rules import LEVELS, Engagement, gap, gap_light
from planner.people.stakeholder_service import open_gaps
from tests.page import Page, text_of
from tests.personas import Cast

LEVEL = st.sampled_from(list(Engagement))


@given(LEVEL, LEVEL, st.integers(1, 5))
def test_a_gap_is_only_where_more_is_wanted(current: Engagement, wanted: Engagement, influence: int) -> None:
    missing = gap(current, wanted)
    assert (missing > 0) is (LEVELS.index(wanted) > LEVELS.index(current))
    assert (gap_light(current, wanted, influence) is Light.GREEN) is (missing == 0)
    assert (gap_light(current, wanted, influence) is Light.RED) is (missing > 1 and influence >= 4)


@given(st.lists(st.tuples(st.just("G"), LEVEL, LEVEL, st.integers(1, 5)), max_size=20))
def test_every_group_has_a_row_of_its_own_on_the_map(groups: list[tuple[str, Engagement, Engagement, int]]) -> None:
    found = map_of(groups)
    assert [spot.number for spot in found.spots] == list(range(1, len(groups) + 1))
    assert all(0 < spot.x < 100 and 0 < spot.wanted_x < 100 for spot in found.spots)
    assert all(abs(one.y - other.y) >= ROW for one, other in combinations(found.spots, 2))
    bands = list(pairwise((0, *found.lines, found.height)))
    assert len(bands) == 5
    for spot, (_, _, _, influence) in zip(found.spots, groups, strict=True):
        top, end = bands[5 - influence]
        assert top + ROW / 2 <= spot.y <= end - ROW / 2


def test_the_map_has_a_numbered_circle_for_each_group_and_a_ring_where_more_is_wanted(cast: Cast, page: Page) -> None:
    at: dict[str, Any] = {"rollout_id": cast.rollout.id, "as_": cast.manager}
    for name, current, wanted in (
        ("Board", "neutral", "leading"), ("Clients", "supportive", "supportive"), ("Staff", "leading", "neutral"),
    ):  # fmt: skip
        group = {"name": name, "kind": "staff", "influence": "4", "current": current, "wanted": wanted, "once": name}
        page.post("people.add_stakeholder", group, **at)
    tree = page.get("people.stakeholders", **at)
    (drawn,) = tree.cssselect("svg.stakeholder-map")
    assert "3 groups" in text_of(drawn.cssselect("title")[0])
    listed = [text_of(each).split(". ")[0] for each in tree.cssselect("ol.work p.what")]
    assert [text_of(each) for each in drawn.cssselect("text.c-on-mark")] == listed == ["1", "2", "3"]
    circles = [(each.get("cx"), each.get("cy")) for each in drawn.cssselect("circle.c-ink")]
    rings = [(each.get("cx"), each.get("cy")) for each in drawn.cssselect("circle.c-point")]
    assert [x for x, _ in circles] == ["50.0%", "70.0%", "90.0%"]
    assert rings == [("90.0%", circles[0][1]), ("50.0%", circles[2][1])]
    assert len({y for _, y in circles}) == 3


def test_a_group_with_its_expectation_and_what_is_done(cast: Cast, page: Page) -> None:
    at: dict[str, Any] = {"rollout_id": cast.rollout.id, "as_": cast.manager}
    assert "No group yet" in text_of(page.get("people.stakeholders", **at))
    group = {"name": "Field sales", "kind": "staff", "influence": "4", "current": "resistant", "wanted": "supportive"}
    page.post("people.add_stakeholder", {**group, "once": "a"}, **at)
    page.post("people.add_stakeholder", {**group, "name": "FIELD SALES", "once": "b"}, status=422, **at)
    row = queries.stakeholders(cast.rollout.id)[0]
    page.post("people.add_expectation", {"text": "Fewer reports", "once": "c"}, stakeholder_id=row.id, **at)
    action = {"text": "Show what is measured", "owner": str(cast.trainer.id), "due": "2026-03-01", "once": "d"}
    page.post("people.add_gap_action", action, stakeholder_id=row.id, **at)
    page.post("people.add_gap_action", {**action, "owner": "", "once": "e"}, status=422, stakeholder_id=row.id, **at)
    seen = text_of(page.get("people.stakeholders", rollout_id=cast.rollout.id, as_=cast.sponsor))
    for words in ("2 levels short", "Expects: Fewer reports", "Tara Okafor", "overdue"):
        assert words in seen
    assert open_gaps(cast.rollout.id) == (["Field sales"], 1)
    done = queries.actions(cast.rollout.id)[row.id][0]
    page.post("people.finish_gap_action", {"version": "1"}, stakeholder_action_id=done.id, **at)
    page.post(
        "people.edit_stakeholder", {**group, "current": "supportive", "version": "1"}, stakeholder_id=row.id, **at
    )
    page.post("people.edit_stakeholder", {**group, "version": "1"}, stakeholder_id=row.id, status=409, **at)
    assert open_gaps(cast.rollout.id) == ([], 1)
    expected = queries.expectations(cast.rollout.id)[row.id][0]
    page.post("people.remove_expectation", {"version": "1"}, expectation_id=expected.id, **at)
    page.post("people.remove_stakeholder", {"version": "2"}, stakeholder_id=row.id, **at)
    assert queries.stakeholders(cast.rollout.id) == []


def test_the_map_is_for_those_who_lead(cast: Cast, page: Page) -> None:
    for person in (cast.trainer, cast.member, cast.viewer):
        page.get("people.stakeholders", rollout_id=cast.rollout.id, as_=person, status=403)
    page.get("people.add_stakeholder", rollout_id=cast.rollout.id, as_=cast.sponsor, status=403)
