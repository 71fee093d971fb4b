"""A plan and a scenario side by side: what moves, what becomes critical, who is trained in time."""

from dataclasses import replace
from datetime import datetime

import pytest

from planner.basics.lights import Light
from planner.schedule.file_network import network_of
from planner.schedule.network import Link
from planner.schedule.scenario import AddPeople, Change, CutTraining, Drop, Shift, Stretch, Target
from planner.schedule.scenario_chances import END, ByRow, Chance, chances, samples_for
from planner.schedule.scenario_compare import Comparison, Trained, compare, slip_words, span
from planner.schedule.scenario_network import Setting, applied
from planner.schedule.scenario_picture import Meta, Picture
from planner.schedule.three_point import Estimate
from tests.schedule.nets import DAY, MONDAY
from tests.schedule.rollout_plans import PILOT, SALES, SERVICE, rollout

NETWORK = network_of(rollout())
META = {
    row.uid: Meta(row.uid, gate_key=f"g{row.uid}" if "gate" in row.name.lower().replace(":", "").split() else "")
    for row in NETWORK.activities
}
PLAN = Picture(NETWORK, META, DAY)
NAMES = {row.uid: row.name for row in NETWORK.activities}


def side(*changes: Change) -> tuple[Picture, Comparison]:
    made = applied(NETWORK, changes, Setting(training=PLAN.training))
    assert not made.problems
    scenario = Picture(made.network, META, DAY)
    return scenario, compare(PLAN, scenario, {}, {})


def on(uid: int) -> Target:
    return Target(uid, NAMES[uid])


def test_without_a_change_both_sides_are_the_same() -> None:
    _, found = side()
    assert found.same
    assert [mark.slip for mark in found.marks] == [0] * len(found.marks)
    assert [mark.uid for mark in found.go_lives] == [PILOT, SALES, SERVICE]


def test_a_late_critical_task_moves_what_follows_and_nothing_before() -> None:
    _, found = side(Shift(on(19), 4))
    assert {mark.uid: mark.slip for mark in found.go_lives} == {PILOT: 0, SALES: 4, SERVICE: 4}
    assert found.end.slip == 4
    assert 14 not in {each.uid for each in found.moved}
    assert all(each.slip == 4 for each in found.moved if each.uid > 21)


def test_what_becomes_critical_and_what_no_longer_is() -> None:
    _, found = side(Stretch(on(21), 300))
    assert {step.uid for step in found.entering} == {21}
    assert {step.uid for step in found.leaving} == {19, 20}


def test_cut_training_is_told_with_its_price() -> None:
    scenario, found = side(CutTraining(50))
    before, after = found.training_days
    assert before == 21
    assert after == 10.5
    assert [pair.scenario.days * 2 for pair in found.trained] == [pair.plan.days for pair in found.trained]
    assert scenario.end
    assert scenario.end < (PLAN.end or MONDAY)


def test_training_after_its_go_live_is_red() -> None:
    loose = tuple(replace(row, links=(Link(21),)) if row.uid == 20 else row for row in NETWORK.activities)
    network = replace(NETWORK, activities=loose)
    plan = Picture(network, META, DAY)
    made = applied(network, [Shift(on(19), 10)])
    found = compare(plan, Picture(made.network, META, DAY), {}, {})
    sales = found.trained[1]
    assert sales.scenario.light is Light.RED
    assert (sales.plan.margin, sales.scenario.margin) == (-1, -11)


@pytest.mark.parametrize(
    ("margin", "stale", "light"),
    [(None, False, Light.UNKNOWN), (-0.5, False, Light.RED), (0, False, Light.AMBER), (3, True, Light.AMBER)],
)
def test_in_time_has_a_light(margin: float | None, stale: bool, light: Light) -> None:
    assert Trained(5, None, margin, stale).light is light


def test_a_dropped_go_live_is_gone_and_an_added_task_is_new() -> None:
    _, found = side(Drop(on(PILOT)))
    assert [(mark.uid, mark.gone, mark.slip) for mark in found.go_lives if mark.gone] == [(PILOT, True, None)]
    assert [each.scenario for each in found.moved if each.uid == PILOT] == [None]


def test_gates_are_compared_by_their_milestones() -> None:
    _, found = side(Stretch(on(6), 150))
    assert all(mark.slip == 10 for mark in found.gates[1:])
    assert len(found.gates) == 5


def test_both_sides_have_the_same_luck_and_estimates_follow_the_duration() -> None:
    rows = ByRow({6: Estimate(15 * DAY, 20 * DAY, 40 * DAY)}, {}, MONDAY)
    usual = chances(NETWORK, PLAN, rows, [SALES], NETWORK)
    assert usual == chances(NETWORK, PLAN, rows, [SALES], NETWORK)
    made = applied(NETWORK, [AddPeople(on(6), 1, 1)], Setting()).network
    faster = chances(made, Picture(made, META, DAY), rows, [SALES], NETWORK)
    assert faster[SALES].p80 < usual[SALES].p80
    assert faster[END].p50 < usual[END].p50
    assert usual[END].p50 <= usual[END].p80


def test_long_plans_get_fewer_runs() -> None:
    assert (samples_for(0), samples_for(100), samples_for(16_000), samples_for(10**7)) == (2_000, 2_000, 1_000, 100)


def test_chances_of_both_sides_stand_in_the_marks() -> None:
    late = Chance(datetime(2026, 3, 2, 17), datetime(2026, 3, 4, 17))
    later = Chance(datetime(2026, 3, 3, 17), datetime(2026, 3, 9, 17))
    found = compare(PLAN, PLAN, {END: late}, {END: later})
    assert (found.end.p50_slip, found.end.p80_slip) == (1, 3)
    assert found.go_lives[0].p50_slip is None


def test_a_slip_in_words() -> None:
    assert [slip_words(each) for each in (None, 0, 1, -2.5)] == [
        "–",
        "the same day",
        "1 working day later",
        "2.5 working days earlier",
    ]
    assert span([]) is None
