"""Nothing slips past a gate: what may start on a day, what holds it, and how far the sponsor's waiver reaches."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.basics.errors import RuleBroken
from planner.schedule.gates import Condition, Decision, GateFacts, GateState, Standing, standing_of
from planner.schedule.holding import Place, Waiver, WaiverDraft, check_waiver, may_start
from planner.schedule.turns import GateOrder, WaveName, gate_order, gates_awaited, gates_before, turns_of
from tests.schedule.samples import SMALL

TODAY = date(2026, 3, 2)
WAVES = (WaveName(1, "Pilot"), WaveName(2, "Sales"), WaveName(3, "Service"))
TURNS = turns_of(SMALL, WAVES)
ORDER = gate_order(TURNS)
KEYS = tuple(turn.gate_key for turn in TURNS)
PLACES = tuple(Place(turn.phase.ref, turn.number) for turn in TURNS)
GO = GateFacts(GateState.DECIDED, 1, 2, Decision.GO)
NEW = GateFacts(GateState.NOT_CALLED)
CALLED = GateFacts(GateState.CALLED, owner_id=1, called_by_id=2)
OVERDUE = GateFacts(
    GateState.DECIDED, 1, 2, Decision.CONDITIONAL_GO, (Condition("Clean", 1, TODAY - timedelta(days=1)),)
)

days = st.dates(TODAY - timedelta(days=400), TODAY + timedelta(days=400))
conditions = st.lists(
    st.builds(Condition, text=st.just("Do it"), owner_id=st.just(1), due=days, met=st.booleans()), max_size=4
).map(tuple)
facts = st.builds(
    GateFacts,
    state=st.sampled_from(GateState),
    owner_id=st.just(1),
    called_by_id=st.just(2),
    decision=st.none() | st.sampled_from(Decision),
    conditions=conditions,
)
gates = st.fixed_dictionaries(dict.fromkeys(KEYS, facts))
waivers = st.lists(
    st.builds(Waiver, gate_key=st.sampled_from(KEYS), until=days, taken_back=st.booleans()), max_size=3
).map(tuple)


def all_go() -> dict[str, GateFacts]:
    return dict.fromkeys(KEYS, GO)


def test_the_gates_before_each_phase() -> None:
    found = {turn.gate_key: gates_before(TURNS, position) for position, turn in enumerate(TURNS)}
    assert found == {
        "decide-exit": (),
        "train-exit@1": ("decide-exit",),
        "pilot-exit@1": ("train-exit@1",),
        "care-exit@1": ("pilot-exit@1",),
        "train-exit@2": ("decide-exit",),
        "care-exit@2": ("train-exit@2",),
        "train-exit@3": ("decide-exit",),
        "care-exit@3": ("train-exit@3",),
        "operate-exit": ("care-exit@1", "care-exit@2", "care-exit@3"),
    }
    assert gates_awaited(TURNS, 4) == ("decide-exit", "train-exit@1")
    assert gates_awaited(TURNS, 5) == ("train-exit@2",)


def test_no_gate_stands_before_itself() -> None:
    for key in KEYS:
        assert key not in ORDER.earlier([key])


@given(gate=facts, today=days)
def test_a_gate_with_an_overdue_condition_is_never_open(gate: GateFacts, today: date) -> None:
    verdict = standing_of(gate, today)
    assert verdict.reasons
    if any(each.overdue(today) for each in gate.conditions) and gate.decision is Decision.CONDITIONAL_GO:
        assert not verdict.open
    if verdict.open:
        assert gate.state is GateState.DECIDED
        assert gate.decision in {Decision.GO, Decision.CONDITIONAL_GO}


@given(known=gates, given_waivers=waivers, today=days)
def test_nothing_starts_while_the_gate_before_it_is_neither_open_nor_waived(
    known: dict[str, GateFacts], given_waivers: tuple[Waiver, ...], today: date
) -> None:
    waived = {each.gate_key for each in given_waivers if each.until >= today and not each.taken_back}
    for position, place in enumerate(PLACES):
        permit = may_start(place, ORDER, known, given_waivers, today)
        closed = [key for key in gates_before(TURNS, position) if not standing_of(known[key], today).open]
        if set(closed) - waived:
            assert not permit.allowed
        assert all(held.verdict.reasons and not held.verdict.open for held in permit.held_by)
        assert permit.allowed == (not permit.held_by)


@given(known=gates, today=days)
def test_another_wave_holds_no_wave(known: dict[str, GateFacts], today: date) -> None:
    for place in PLACES:
        if place.wave is not None:
            apart = {
                key: value if key.endswith(f"@{place.wave}") or "@" not in key else NEW for key, value in known.items()
            }
            assert may_start(place, ORDER, known, (), today) == may_start(place, ORDER, apart, (), today)


@given(known=gates, given_waivers=waivers, today=days)
def test_a_waiver_only_ever_lets_more_start_and_ends_by_itself(
    known: dict[str, GateFacts], given_waivers: tuple[Waiver, ...], today: date
) -> None:
    for place in PLACES:
        without = may_start(place, ORDER, known, (), today)
        with_them = may_start(place, ORDER, known, given_waivers, today)
        assert with_them.allowed or not without.allowed
        after = max((each.until for each in given_waivers), default=today) + timedelta(days=1)
        assert may_start(place, ORDER, known, given_waivers, after) == may_start(place, ORDER, known, (), after)


@given(known=gates, today=days)
def test_work_without_a_phase_is_not_held(known: dict[str, GateFacts], today: date) -> None:
    for place in (Place(""), Place("unheard-of", 1), Place("train", 9), Place("decide", 3)):
        assert may_start(place, ORDER, known, (), today).allowed
    assert may_start(Place("train", 1), GateOrder({}, {}), known, (), today).allowed


def test_a_condition_that_went_overdue_holds_all_that_follows() -> None:
    known = all_go() | {"decide-exit": OVERDUE}
    permit = may_start(Place("care", 2), ORDER, known, (), TODAY)
    assert [held.gate_key for held in permit.held_by] == ["decide-exit"]
    assert permit.held_by[0].verdict.standing is Standing.HOLD
    assert may_start(Place("care", 2), ORDER, known, (), TODAY - timedelta(days=1)).allowed


def test_a_gate_never_called_is_covered_by_a_later_one_that_was_passed() -> None:
    known = all_go() | {"decide-exit": NEW}
    assert may_start(Place("care", 2), ORDER, known, (), TODAY).allowed
    assert not may_start(Place("train", 2), ORDER, known, (), TODAY).allowed


def test_a_phase_of_waves_without_a_wave_waits_until_any_of_them_may_begin() -> None:
    known = dict.fromkeys(KEYS, NEW)
    held = may_start(Place("care"), ORDER, known, (), TODAY)
    assert [each.gate_key for each in held.held_by] == ["pilot-exit@1"]
    assert may_start(Place("care"), ORDER, known | {"train-exit@3": GO}, (), TODAY).allowed


def test_the_milestone_of_a_gate_is_reached_by_its_decision_and_no_waiver() -> None:
    known = all_go() | {"train-exit@1": CALLED}
    place = Place("train", 1, "train-exit@1")
    waiver = Waiver("train-exit@1", TODAY)
    assert not may_start(place, ORDER, known, (waiver,), TODAY).allowed
    assert may_start(Place("train", 1), ORDER, known, (), TODAY).allowed
    assert may_start(Place("pilot", 1), ORDER, known, (waiver,), TODAY).waived == ("train-exit@1",)
    assert may_start(place, ORDER, all_go(), (), TODAY).allowed


def test_stop_is_stop_whatever_is_waived() -> None:
    known = all_go() | {"train-exit@1": replace(GO, decision=Decision.STOP)}
    assert not may_start(Place("pilot", 1), ORDER, known, (Waiver("train-exit@1", TODAY),), TODAY).allowed


SOUND = WaiverDraft("The trainers are booked already.", TODAY + timedelta(days=14), 3)


def test_a_closed_gate_can_be_waived() -> None:
    for gate in (NEW, CALLED, OVERDUE, replace(GO, decision=Decision.RECYCLE)):
        check_waiver(gate, SOUND, TODAY)


@pytest.mark.parametrize(
    ("gate", "draft", "field", "part"),
    [
        (GO, SOUND, None, "nothing to waive"),
        (replace(GO, decision=Decision.STOP), SOUND, None, "stop"),
        (CALLED, replace(SOUND, by_id=1), None, "owns the work"),
        (CALLED, replace(SOUND, by_id=2), None, "called the review"),
        (CALLED, replace(SOUND, reason=" \n"), "reason", "Say why"),
        (CALLED, replace(SOUND, until=TODAY - timedelta(days=1)), "until", "passed"),
        (CALLED, replace(SOUND, until=TODAY + timedelta(days=181)), "until", "180 days"),
    ],
)
def test_loose_waivers_are_refused(gate: GateFacts, draft: WaiverDraft, field: str | None, part: str) -> None:
    with pytest.raises(RuleBroken, match=part) as refused:
        check_waiver(gate, draft, TODAY)
    assert refused.value.field == field
