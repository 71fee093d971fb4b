"""The first page of a rollout says whether the next gate is ready, and leads to what stands in its way."""

from dataclasses import dataclass
from datetime import date
from typing import cast as as_type

import pytest

from planner.portfolio.glance_service import SHOWN_GATES, around
from planner.portfolio.glance_views import away
from planner.schedule.gate_queries import GateView
from tests.builders import make_wave
from tests.page import Page, text_of
from tests.personas import Cast

TODAY = date(2026, 3, 2)


@dataclass
class StubGate:
    position: int
    due: date | None


@dataclass
class StubView:
    gate: StubGate


def views(*days: int | None) -> list[GateView]:
    found = [StubView(StubGate(i, date(2026, 3, day) if day else None)) for i, day in enumerate(days)]
    return as_type("list[GateView]", found)


@pytest.mark.parametrize(
    ("due", "words"),
    [
        (date(2026, 3, 2), "today"),
        (date(2026, 3, 3), "in 1 day"),
        (date(2026, 3, 16), "in 14 days"),
        (date(2026, 3, 1), "1 day late"),
    ],
)
def test_how_far_off_a_day_is(due: date, words: str) -> None:
    assert away(due, TODAY) == words


def test_the_line_shows_the_gates_around_the_next_one_in_order_of_time() -> None:
    gates = views(9, 1, 2, 3, 4, 5, 6, 7, 8, None)
    shown = around(gates, gates[5])  # due on the 5th
    assert [view.gate.due.day for view in shown if view.gate.due] == [4, 5, 6, 7, 8, 9]
    assert len(shown) == SHOWN_GATES


def test_the_last_gates_stay_in_sight_when_all_are_passed() -> None:
    gates = views(1, 2, 3)
    assert around(gates, None) == tuple(gates)
    assert around([], None) == ()


def test_every_member_sees_the_rollout_at_a_glance(page: Page, cast: Cast) -> None:
    make_wave(cast.rollout, 1, date(2026, 4, 1))
    for person in (cast.manager, cast.sponsor, cast.trainer, cast.member, cast.viewer):
        tree = page.get("portfolio.overview", rollout_id=cast.rollout.id, as_=person)
        assert text_of(tree.cssselect("h1")[0]) == cast.rollout.name
        assert "in 30 days" in text_of(tree.cssselect("dl.figures")[0])
    page.get("portfolio.overview", rollout_id=cast.rollout.id, as_=cast.stranger, status=404)


def test_a_rollout_without_a_plan_says_where_gates_come_from(page: Page, cast: Cast) -> None:
    tree = page.get("portfolio.overview", rollout_id=cast.rollout.id, as_=cast.manager)
    assert "No gates yet" in text_of(tree.cssselect(".empty")[0])
