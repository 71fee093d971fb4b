"""A playbook becomes a plan: waves repeat, left-out tasks are bridged, phases follow each other through their gates."""

from planner.playbook.outline import Market, Profile
from planner.schedule.proposal import ProposedRow, gate_places, propose_rows
from planner.schedule.states import Kind
from planner.schedule.turns import WaveName
from tests.schedule.samples import SMALL

WAVES = [WaveName(1, "Pilot"), WaveName(2, "Branches"), WaveName(3, "Head office")]


def rows(market: Market = Market.B2C) -> dict[str, ProposedRow]:
    wanted = frozenset((phase.ref, task.ref) for phase, task in SMALL.tasks_for(Profile(market=market)))
    return {row.key: row for row in propose_rows(SMALL, wanted, WAVES)}


def after(key: str, market: Market = Market.B2C) -> set[tuple[str, int]]:
    return set(rows(market)[key].after)


def test_wave_phases_stand_once_for_each_wave_that_passes_them() -> None:
    names = [row.name for row in rows().values() if row.outline_level == 1]
    assert names == [
        "Decide",
        "Train – Pilot",
        "Pilot – Pilot",
        "Care – Pilot",
        "Train – Branches",
        "Care – Branches",
        "Train – Head office",
        "Care – Head office",
        "Operate",
    ]


def test_gates_have_a_key_for_each_wave() -> None:
    keys = [place.key for place in gate_places(SMALL, WAVES)]
    assert keys[:5] == ["decide-exit", "train-exit@1", "pilot-exit@1", "care-exit@1", "train-exit@2"]
    assert len(keys) == len(set(keys)) == 9


def test_links_stay_in_their_wave_and_keep_their_lag() -> None:
    assert after("decide.compare") == {("decide.ask", 1)}
    assert after("train.teach@2") == {("train.prepare@2", 0)}
    waited = {(f"care.hand-over@{n}", 0) for n in (1, 2, 3)} | {(f"care-exit@{n}", 0) for n in (1, 2, 3)}
    assert after("operate.improve") == waited


def test_a_task_that_is_left_out_is_bridged() -> None:
    assert "decide.compare" not in rows(Market.B2B)
    assert after("decide.sign", Market.B2B) == {("decide.ask", 1)}


def test_a_phase_waits_for_the_gate_before_it_and_a_wave_for_the_one_before() -> None:
    assert after("pilot.try@1") == {("train.teach@1", 0), ("train-exit@1", 0)}
    assert after("care.help@1") == {("pilot-exit@1", 0)}
    assert after("care.help@2") == {("train-exit@2", 0)}
    assert ("train-exit@1", 0) in after("train.prepare@2")
    assert ("train-exit@2", 0) in after("train.prepare@3")


def test_a_gate_waits_for_all_that_is_left_open_in_its_phase() -> None:
    assert after("care-exit@1") == {("care.hand-over@1", 0)}
    assert rows()["care-exit@1"].kind is Kind.MILESTONE


def test_without_waves_the_wave_phases_are_left_out() -> None:
    keys = [row.key for row in propose_rows(SMALL, frozenset(), [])]
    assert not any("train" in key for key in keys)
