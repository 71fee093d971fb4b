"""What a scenario does to a copy of a plan: each change has its law, and the plan itself never changes."""

from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from planner.basics.errors import RuleBroken
from planner.schedule.critical_path import Scheduler
from planner.schedule.network import Activity, Network
from planner.schedule.project_file import Constraint, LagKind
from planner.schedule.scenario import (
    KINDS,
    Add,
    AddPeople,
    Change,
    CutTraining,
    Drop,
    Shift,
    Stretch,
    Target,
    as_json,
    check,
    found,
    speed_up,
    words,
)
from planner.schedule.scenario_network import Setting, applied
from planner.schedule.scenario_reading import read_change, read_changes
from tests.schedule.nets import DAY, HOUR, after, net, task

SOME = settings(max_examples=30)
FAR = datetime(2026, 1, 12, 8)


def on(uid: int) -> Target:
    return Target(uid, f"Task {uid}")


def ends(network: Network) -> dict[int, int]:
    """The finish of each row in working seconds."""
    scheduler = Scheduler(network)
    dates, time = scheduler.run(), scheduler.plan.project
    return {row.uid: time.work_at(int(dates.finish[place])) for place, row in enumerate(network.activities)}


def end(network: Network) -> int:
    return max(ends(network).values())


def tried(network: Network, *changes: Change, **setting: Any) -> Network:
    made = applied(network, changes, Setting(**setting))
    assert not made.problems, made.problems
    return made.network


def refused(network: Network, change: Change, **setting: Any) -> str:
    made = applied(network, [change], Setting(**setting))
    assert made.network == network
    return made.problems[0]


@st.composite
def plans(draw: st.DrawFn) -> Network:
    """Tasks of up to eight days, each waiting for the end of some earlier ones, at most two days later."""
    rows: list[Activity] = []
    for uid in range(1, draw(st.integers(2, 9)) + 1):
        before = draw(st.lists(st.integers(1, uid - 1), unique=True, max_size=3)) if uid > 1 else []
        lags = [draw(st.integers(0, 2)) * DAY for _ in before]
        links = [after(other, lag=lag) for other, lag in zip(before, lags, strict=True)]
        rows.append(task(uid, draw(st.integers(0, 8)), *links))
    return net(*rows)


ANY = st.one_of(
    st.builds(Shift, st.builds(on, st.integers(1, 9)), st.integers(1, 20)),
    st.builds(Stretch, st.builds(on, st.integers(1, 9)), st.integers(10, 300)),
    st.builds(Drop, st.builds(on, st.integers(1, 9))),
    st.builds(Add, st.builds(on, st.integers(1, 9)), st.just("New"), st.integers(0, 9), st.booleans()),
    st.builds(AddPeople, st.builds(on, st.integers(1, 9)), st.integers(1, 5), st.integers(1, 5), st.integers(1, 100)),
)


@given(plans())
def test_no_change_gives_the_same_plan(plan: Network) -> None:
    assert applied(plan, []).network is plan


@given(plans(), st.lists(ANY, max_size=4))
def test_any_changes_give_a_plan_that_can_be_scheduled_and_leave_the_old_one_alone(
    plan: Network, changes: list[Change]
) -> None:
    before = repr(plan)
    made = applied(plan, changes)
    end(made.network)
    assert repr(plan) == before
    assert {tie.predecessor for row in made.network.activities for tie in row.links} <= {
        row.uid for row in made.network.activities
    }


@given(plans(), st.lists(ANY, max_size=4))
def test_changes_are_made_in_their_order_each_on_the_ones_before(plan: Network, changes: list[Change]) -> None:
    step = plan
    for change in changes:
        step = applied(step, [change], Setting(above=100)).network
    assert step == applied(plan, changes, Setting(above=100)).network


@SOME
@given(plans(), st.integers(1, 30), st.data())
def test_shifting_a_critical_task_moves_the_end_by_as_much(plan: Network, days: int, data: st.DataObject) -> None:
    critical = Scheduler(plan).run().critical
    row = data.draw(st.sampled_from([row for place, row in enumerate(plan.activities) if critical[place]]))
    assert end(tried(plan, Shift(on(row.uid), days))) == end(plan) + days * DAY


@SOME
@given(plans(), st.data())
def test_a_dropped_task_counts_as_work_that_takes_no_time(plan: Network, data: st.DataObject) -> None:
    inner = [row.uid for row in plan.activities if row.links]
    assume(inner)
    uid = data.draw(st.sampled_from(inner))
    nothing = replace(
        plan, activities=tuple(replace(row, duration=0) if row.uid == uid else row for row in plan.activities)
    )
    wanted = {other: finish for other, finish in ends(nothing).items() if other != uid}
    assert ends(tried(plan, Drop(on(uid)))) == wanted


@SOME
@given(plans(), st.integers(0, 9), st.data())
def test_an_added_task_that_holds_is_like_a_longer_one_before_it(plan: Network, days: int, data: st.DataObject) -> None:
    uid = data.draw(st.sampled_from([row.uid for row in plan.activities]))
    longer = tuple(
        replace(row, duration=row.duration + days * DAY) if row.uid == uid else row for row in plan.activities
    )
    new = ends(tried(plan, Add(on(uid), "New", days)))
    wanted = ends(replace(plan, activities=longer))
    assert {other: new[other] for other in wanted if other != uid} == {o: e for o, e in wanted.items() if o != uid}


def test_a_new_row_never_gets_the_number_of_a_dropped_one() -> None:
    made = tried(net(task(1, 2), task(2, 3, after(1))), Drop(on(2)), Add(on(1), "New", 1))
    assert [(row.uid, row.name) for row in made.activities] == [(1, "Task 1"), (3, "New")]


def test_an_added_task_that_holds_nothing_moves_nothing_else() -> None:
    plan = net(task(1, 2), task(2, 3, after(1)))
    made = tried(plan, Add(on(1), "New", 1, holds=False))
    assert [row.uid for row in made.activities] == [1, 3, 2]
    assert ends(made) == ends(plan) | {3: ends(plan)[1] + DAY}


def test_a_task_added_after_done_work_begins_now() -> None:
    plan = net(task(1, 1, percent=100), task(2, 1, after(1)))
    made = tried(plan, Add(on(1), "New", 1), now=FAR)
    assert made.activities[1].constraint_date == FAR


def test_over_a_dropped_task_lags_add_up_and_ends_stay() -> None:
    plan = net(task(1, 4), task(2, 2, after(1, "SS", DAY)), task(3, 1, after(2, "FF", 2 * DAY)))
    link = tried(plan, Drop(on(2))).activities[1].links[0]
    assert (link.predecessor, link.type.value, link.lag) == (1, "SF", 3 * DAY)


def test_a_share_of_a_dropped_task_is_nothing() -> None:
    plan = net(task(1, 4), task(2, 2, after(1)), task(3, 1, after(2, lag=50, lag_kind=LagKind.PERCENT)))
    assert tried(plan, Drop(on(2))).activities[1].links == (after(1),)


def test_a_dropped_summary_takes_all_under_it_and_keeps_the_order() -> None:
    plan = net(
        task(1, 1),
        task(2, 0, after(1), name="Task 2"),
        task(3, 3, level=2),
        task(4, 2, after(3), level=2),
        task(5, 1, after(2)),
    )
    made = tried(plan, Drop(on(2)))
    assert [row.uid for row in made.activities] == [1, 5]
    assert made.activities[1].links == (after(1),)


def test_a_summary_that_loses_its_last_task_goes_too() -> None:
    plan = net(task(1, 1), task(2, 5, after(1)), task(3, 3, level=2), task(4, 1, after(2)))
    made = tried(plan, Drop(on(3)))
    assert [(row.uid, row.links) for row in made.activities] == [(1, ()), (4, (after(1),))]


def test_what_waits_outside_a_summary_still_waits_for_what_the_summary_waits_for() -> None:
    plan = net(
        task(1, 2), task(2, 1, after(1)), task(3, 1, level=2), task(4, 1, after(3), level=2), task(5, 1, after(3))
    )
    made = tried(plan, Drop(on(3)))
    assert {row.uid: row.links for row in made.activities}[5] == (after(1),)
    assert {row.uid: row.links for row in made.activities}[4] == ()


def test_fixed_and_manual_dates_move_themselves() -> None:
    plan = net(
        task(1, 2, constraint=Constraint.MUST_START_ON, constraint_date=FAR),
        task(2, 2, manual=True, start=FAR, finish=datetime(2026, 1, 13, 17)),
    )
    made = tried(plan, Shift(on(1), 2), Shift(on(2), -1)).activities
    assert made[0].constraint_date == datetime(2026, 1, 14, 8)
    assert (made[1].start, made[1].finish) == (datetime(2026, 1, 9, 8), datetime(2026, 1, 12, 17))


def test_a_summary_dated_by_hand_moves_with_what_it_frames() -> None:
    frame = task(1, 2, manual=True, start=FAR, finish=datetime(2026, 1, 13, 17))
    plan = net(frame, task(2, 2, level=2), task(3, 1, after(1)))
    made = tried(plan, Shift(on(1), 2))
    assert (made.activities[0].start, made.activities[0].finish) == (
        datetime(2026, 1, 14, 8), datetime(2026, 1, 15, 17),
    )  # fmt: skip
    assert end(made) == end(plan) + 2 * DAY


def test_earlier_works_only_where_a_date_holds_the_task() -> None:
    plan = net(
        task(1, 2),
        task(2, 2, after(1), constraint=Constraint.START_NO_EARLIER_THAN, constraint_date=FAR),
        task(3, 1, after(2)),
    )
    assert end(tried(plan, Shift(on(2), -2))) == end(plan) - 2 * DAY
    assert "as early as what it waits for" in refused(plan, Shift(on(3), -1))


def test_a_summary_is_shifted_by_its_first_tasks() -> None:
    plan = net(task(1, 9), task(2, 2, level=2), task(3, 2, after(2), level=2))
    made = tried(plan, Shift(on(1), 5))
    assert ends(made)[3] == ends(plan)[3] + 5 * DAY
    assert [row.constraint_date is None for row in made.activities] == [True, False, True]


def test_of_work_under_way_only_the_rest_is_stretched() -> None:
    begun = task(1, 10, percent=40, actual_start=datetime(2026, 1, 5, 8), remaining=6 * DAY)
    made = tried(net(begun), Stretch(on(1), 50)).activities[0]
    assert (made.duration, made.remaining) == (7 * DAY, 3 * DAY)


def test_stretching_a_manual_task_moves_its_end() -> None:
    plan = net(task(1, 2, manual=True, start=FAR, finish=datetime(2026, 1, 13, 17)))
    assert tried(plan, Stretch(on(1), 150)).activities[0].finish == datetime(2026, 1, 14, 17)


def test_training_is_cut_where_it_is_still_to_come() -> None:
    plan = net(task(1, 4, percent=100), task(2, 4), task(3, 4))
    made = tried(plan, CutTraining(25), training={1, 2})
    assert [row.duration for row in made.activities] == [4 * DAY, 3 * DAY, 4 * DAY]
    assert "no training" in refused(plan, CutTraining(25), training={1})


def test_people_added_help_less_and_less() -> None:
    assert speed_up(1, 1) == pytest.approx(0.6156, abs=1e-4)
    assert speed_up(2, 2) == pytest.approx(speed_up(1, 1))
    assert speed_up(1, 1, 50) == pytest.approx(0.8078, abs=1e-4)
    assert tried(net(task(1, 10)), AddPeople(on(1), 1, 1)).activities[0].duration == round(0.6155722 * 4800) * 60


@given(st.integers(1, 50), st.integers(1, 49), st.integers(1, 100))
def test_more_people_are_never_slower_and_never_faster_than_their_number(people: int, more: int, share: int) -> None:
    now, then = speed_up(people, more, share), speed_up(people, more + 1, share)
    assert people / (people + more) <= now < 1
    assert then < now


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (Shift(on(1), 3), "has begun"),
        (Drop(on(1)), "has begun"),
        (Drop(on(3)), "keeps its gate"),
        (Stretch(on(3), 200), "nothing left to do"),
        (Shift(on(7), 3), "not in the plan any more"),
        (AddPeople(on(1), 1, 1), "nothing left to do"),
    ],
)
def test_what_cannot_be_done_is_left_out_and_says_why(change: Change, said: str) -> None:
    plan = net(task(1, 2, percent=100), task(2, 2), task(3, 0, after(2)))
    assert said in refused(plan, change, keep={3})


def test_a_plan_keeps_a_row() -> None:
    assert "at least one row" in refused(net(task(1, 2)), Drop(on(1)))


def test_a_row_is_found_by_number_and_name_or_says_that_it_is_gone() -> None:
    names = {1: "Write", 2: "Check", 3: "Check"}
    assert found(Target(1, "Write"), names, same_version=False) == 1
    assert found(Target(9, "Write"), names, same_version=False) == 1
    assert found(Target(1, "Old name"), names, same_version=True) == 1
    assert found(Target(1, "Old name"), names, same_version=False) is None
    assert found(Target(9, "Check"), names, same_version=False) is None


EACH = [
    Shift(on(1), -1.5), Stretch(on(1), 150), Drop(on(1)), Add(on(1), "New", 2), CutTraining(30),
    AddPeople(on(1), 1, 2, 80),
]  # fmt: skip


@pytest.mark.parametrize("change", EACH, ids=lambda each: type(each).__name__)
def test_a_change_is_stored_and_read_back_and_says_itself(change: Change) -> None:
    check(change)
    assert read_change(as_json(change)) == change
    assert words(change)
    assert len(EACH) == len(KINDS)


@pytest.mark.parametrize(
    "change",
    [
        Shift(on(1), 0), Shift(on(1), 2_000), Stretch(on(1), 100), Stretch(on(1), 0), Add(on(1), " ", 1),
        Add(on(1), "New", -1), CutTraining(0), CutTraining(95), AddPeople(on(1), 0, 1), AddPeople(on(1), 1, 0),
        AddPeople(on(1), 1, 1, 0),
    ],
)  # fmt: skip
def test_sizes_without_sense_are_refused_at_their_field(change: Change) -> None:
    with pytest.raises(RuleBroken) as refusal:
        check(change)
    assert refusal.value.field


def test_short_work_is_counted_in_minutes() -> None:
    assert tried(net(task(1, 0.125)), Stretch(on(1), 50)).activities[0].duration == HOUR // 2


UNREADABLE: tuple[Any, ...] = (
    None, 5, "shift", [], {}, {"kind": "shift"}, {"kind": "melt", "task": {"uid": 1, "name": "A"}},
    {"kind": "shift", "task": {"uid": 1, "name": "A"}, "days": "5"},
    {"kind": "shift", "task": {"uid": True, "name": "A"}, "days": 5},
    {"kind": "shift", "task": {"uid": 1, "name": ["A"]}, "days": 5},
    {"kind": "shift", "task": {"uid": 1, "name": "A", "also": 2}, "days": 5},
    {"kind": "shift", "task": "A", "days": 5},
    {"kind": "shift", "task": {"uid": 1, "name": "A"}, "days": float("nan")},
    {"kind": "shift", "task": {"uid": 1, "name": "A"}, "days": 10**9},
    {"kind": "cut-training", "percent": 400}, {"kind": "cut-training", "percent": 10, "more": 3},
    {"kind": ["shift"], "task": {"uid": 1, "name": "A"}, "days": 5}, {5: 6},
)  # fmt: skip


@pytest.mark.parametrize("stored", UNREADABLE)
def test_a_stored_change_that_nobody_can_read_does_nothing_and_says_so(stored: object) -> None:
    plan = net(task(1, 5), task(2, 1, after(1)))
    changes = read_changes([as_json(Stretch(on(1), 200)), stored])
    result = applied(plan, changes, Setting(training=frozenset()))
    assert result.problems == {1: "This change cannot be read; take it out."}
    assert result.network == applied(plan, changes[:1]).network
    assert words(changes[1]) == "A change that cannot be read"


def test_changes_that_are_no_list_are_one_change_that_cannot_be_read() -> None:
    assert [words(each) for each in read_changes({"kind": "shift"})] == ["A change that cannot be read"]
