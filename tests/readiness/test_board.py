"""The board of gates: lanes by wave, the next gate in full, and figures from live data."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import event

from planner.access.roles import Role
from planner.basics.lights import Light
from planner.db import db, transaction
from planner.readiness.board import GateFigures, Turn, days_off, lanes_of
from planner.schedule import gate_service, service, waiver_service
from planner.schedule.gate_queries import gate_by_key
from planner.schedule.gates import Condition, Decision, DecisionDraft
from planner.schedule.holding import WaiverDraft
from tests.builders import make_member, make_rollout
from tests.conftest import NOW
from tests.page import Page, text_of
from tests.personas import Cast
from tests.readiness.samples import TODAY
from tests.readiness.stored import PLAYBOOK, give, with_playbook

GATE = GateFigures(
    id=1, key="decided", name="Decided", phase_ref="decide", phase="Decide", wave=None, word="Not called yet",
    light=Light.UNKNOWN, open=False, stopped=False, reasons=(), way_out="", owner="", due=None, blockers=None,
    conditions=(), open_tasks=0, late_tasks=0, held_tasks=0, begun_tasks=0, waived_until=None,
    waiver_id=None, lessons_waiting=0,
)  # fmt: skip


def test_lanes_stand_in_order_and_name_the_next_gate() -> None:
    gates = [
        replace(GATE, open=True),
        replace(GATE, id=2, wave=2, held_by=("Decided",)),
        replace(GATE, id=3, wave=1),
        replace(GATE, id=4, wave=1, due=TODAY - timedelta(days=1)),
        replace(GATE, id=5, wave=7),
    ]
    lanes = lanes_of(gates, [(1, "Pilot"), (2, "Sales"), (3, "Nobody")], TODAY)
    assert [(lane.wave, lane.name) for lane in lanes] == [
        (None, "Whole rollout"),
        (1, "Pilot"),
        (2, "Sales"),
        (7, "Wave 7"),
    ]
    assert [[card.turn for card in lane.cards] for lane in lanes] == [
        [Turn.PASSED], [Turn.NEXT, Turn.LATER], [Turn.LATER], [Turn.NEXT],
    ]  # fmt: skip
    assert [card.late for card in lanes[1].cards] == [False, True]
    assert (lanes[0].ahead, len(lanes[0].passed)) == ((), 1)
    assert lanes_of([], [(1, "Pilot")], TODAY) == ()


@pytest.mark.parametrize(
    ("days", "words"), [(0, "today"), (1, "in 1 day"), (14, "in 14 days"), (-1, "1 day ago"), (-3, "3 days ago")]
)
def test_how_far_off_a_day_is(days: int, words: str) -> None:
    assert days_off(TODAY + timedelta(days=days), TODAY) == words
    assert days_off(None, TODAY) == ""


@pytest.fixture
def planned(cast: Cast) -> Cast:
    """The cast with the small playbook and its plan."""
    with_playbook(cast.rollout)
    with transaction():
        service.prepare(cast.rollout, PLAYBOOK, TODAY)
    return cast


def test_the_board_says_what_each_gate_waits_for(page: Page, planned: Cast) -> None:
    told = text_of(page.get("readiness.board", rollout_id=planned.rollout.id, as_=planned.viewer))
    assert "Whole rollout" in told
    assert "Wave 1" in told
    assert "musts are open" in told
    assert "Its phase cannot begin before: Decision taken" in told
    assert "1 open task" in told
    give(planned.rollout, "case-approved", 1, planned.manager, gate="decided")
    assert "verif" in text_of(page.get("readiness.board", rollout_id=planned.rollout.id, as_=planned.viewer))


def test_the_board_shows_waivers_conditions_and_gates_that_are_open(page: Page, planned: Cast) -> None:
    rollout = planned.rollout
    with transaction():
        draft = WaiverDraft("Rooms are booked.", date(2026, 12, 1), planned.sponsor.id)
        waiver_service.waive(gate_by_key(rollout, "live@1", date(2026, 11, 1)), draft, NOW, date(2026, 11, 1))
        gate_service.call_review(gate_by_key(rollout, "decided", TODAY), planned.manager, NOW, [{"text": "Case"}])
        condition = Condition("Clean the list", planned.member.id, date(2099, 1, 1))
        go = DecisionDraft(Decision.CONDITIONAL_GO, planned.sponsor.id, "Nearly.", (condition,))
        gate_service.decide(gate_by_key(rollout, "decided", TODAY), go, NOW, TODAY)
    told = text_of(page.get("readiness.board", rollout_id=rollout.id, as_=planned.sponsor))
    assert "waived until 1 Dec 2026" in told
    assert "Clean the list" in told
    assert "Go with conditions" in told


def test_a_board_without_gates_says_what_to_do(page: Page, cast: Cast) -> None:
    assert "Go to the plan" in text_of(page.get("readiness.board", rollout_id=cast.rollout.id, as_=cast.manager))
    told = text_of(page.get("readiness.board", rollout_id=cast.rollout.id, as_=cast.viewer))
    assert "The project manager plans the gates" in told


def test_questions_to_the_database_do_not_grow_with_the_gates(page: Page, cast: Cast, app: Flask) -> None:
    asked: list[int] = []
    for waves in (2, 9):
        rollout = with_playbook(make_rollout(f"{waves} waves"), waves)
        viewer = make_member(rollout, Role.VIEWER)
        with transaction():
            service.prepare(rollout, PLAYBOOK, TODAY)
        page.get("readiness.board", rollout_id=rollout.id, as_=viewer)  # the playbook is read once
        count: list[str] = []
        heard = lambda *args, count=count: count.append(args[2])  # noqa: E731 - removed again by name
        event.listen(db.engine, "before_cursor_execute", heard)
        page.get("readiness.board", rollout_id=rollout.id, as_=viewer)
        event.remove(db.engine, "before_cursor_execute", heard)
        asked.append(len(count))
    assert asked[0] == asked[1]
