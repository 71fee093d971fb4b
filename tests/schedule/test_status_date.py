"""Unfinished work goes on after the status date: what moves, what stays, and that nothing else changes."""

from dataclasses import replace
from datetime import datetime
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings

from planner.schedule.critical_path import scheduled
from planner.schedule.file_network import network_of
from planner.schedule.importing import read_plan_file
from planner.schedule.network import Activity, Network
from planner.schedule.project_file import Constraint
from planner.schedule.working_time import instant
from tests.schedule.nets import DAY, HOUR, MONDAY, after, net, other_table, run, task
from tests.schedule.test_critical_path import OFFICE, networks
from tests.schedule.test_known_answers import PLANS

WEDNESDAY_EVENING = datetime(2026, 1, 7, 17)
SAME = ("start", "finish", "late_start", "late_finish", "total_slack", "free_slack", "critical")


def test_work_that_has_not_begun_begins_after_the_status_date_and_what_waits_for_it_follows() -> None:
    rows = run(task(1, 1), task(2, 2, after(1)), unfinished_from=WEDNESDAY_EVENING)
    assert rows == [("01-08T08:00", "01-08T17:00"), ("01-09T08:00", "01-12T17:00")]


def test_what_lies_ahead_anyway_stays() -> None:
    assert run(task(1, 5), task(2, 1, after(1)), unfinished_from=WEDNESDAY_EVENING)[1][0] == "01-15T08:00"
    later = task(1, 1, constraint=Constraint.START_NO_EARLIER_THAN, constraint_date=datetime(2026, 1, 20, 8))
    assert run(later, unfinished_from=WEDNESDAY_EVENING)[0][0] == "01-20T08:00"


def test_work_under_way_keeps_its_start_and_only_its_rest_goes_on() -> None:
    begun = task(1, 4, actual_start=MONDAY, percent=25, remaining=3 * DAY)
    assert run(begun, unfinished_from=WEDNESDAY_EVENING)[0] == ("01-05T08:00", "01-12T17:00")
    ahead = task(1, 4, actual_start=MONDAY, percent=75, remaining=DAY)
    assert run(ahead, unfinished_from=WEDNESDAY_EVENING)[0] == ("01-05T08:00", "01-08T17:00")
    unsaid = replace(begun, remaining=None)
    assert run(unsaid, unfinished_from=WEDNESDAY_EVENING)[0] == ("01-05T08:00", "01-12T17:00")


def test_a_rest_that_goes_on_later_by_itself_is_not_moved_again() -> None:
    later = task(1, 2, actual_start=MONDAY, percent=50, remaining=DAY, resume=datetime(2026, 1, 12, 8))
    assert run(later, unfinished_from=WEDNESDAY_EVENING)[0] == ("01-05T08:00", "01-12T17:00")


def test_what_is_done_stays_where_it_was() -> None:
    done = task(1, 1, actual_start=MONDAY, actual_finish=datetime(2026, 1, 5, 17), percent=100)
    all_done = task(2, 1, percent=100)
    rows = run(done, all_done, task(3, 1, after(1)), unfinished_from=WEDNESDAY_EVENING)
    assert [start for start, _ in rows] == ["01-05T08:00", "01-05T08:00", "01-08T08:00"]


def test_must_dates_and_dates_by_hand_stay_and_latest_dates_give_way() -> None:
    hand = Activity(1, "hand", manual=True, start=MONDAY, finish=datetime(2026, 1, 5, 17))
    must = task(2, 1, constraint=Constraint.MUST_START_ON, constraint_date=datetime(2026, 1, 6, 8))
    latest = task(3, 1, constraint=Constraint.FINISH_NO_LATER_THAN, constraint_date=datetime(2026, 1, 6, 17))
    plan = net(hand, must, latest, unfinished_from=WEDNESDAY_EVENING)
    assert [start for start, _ in run(*plan.activities, unfinished_from=WEDNESDAY_EVENING)] == [
        "01-05T08:00", "01-06T08:00", "01-08T08:00",
    ]  # fmt: skip
    assert scheduled(plan).total_slack.tolist()[2] == -2 * DAY


def test_a_milestone_not_reached_by_the_evening_is_one_of_the_next_morning() -> None:
    milestone = task(2, 0, after(1), milestone=True)
    done = task(1, 1, actual_start=MONDAY, actual_finish=datetime(2026, 1, 5, 17), percent=100)
    assert run(done, milestone, unfinished_from=WEDNESDAY_EVENING)[1][0] == "01-08T08:00"
    assert run(task(1, 1), milestone, unfinished_from=WEDNESDAY_EVENING)[1][0] == "01-08T17:00"


def test_work_as_late_as_possible_is_not_put_into_the_past() -> None:
    late = task(2, 1, constraint=Constraint.AS_LATE_AS_POSSIBLE, deadline=datetime(2026, 1, 6, 17))
    assert run(task(1, 5), late, unfinished_from=WEDNESDAY_EVENING)[1][0] == "01-08T08:00"


def test_a_status_in_the_middle_of_a_day_is_exact_to_the_minute() -> None:
    assert run(task(1, 1), unfinished_from=datetime(2026, 1, 7, 10, 30))[0] == ("01-07T10:30", "01-08T10:30")
    elapsed = Activity(1, "dry", duration=4 * HOUR, elapsed=True)
    assert run(elapsed, unfinished_from=WEDNESDAY_EVENING)[0] == ("01-07T17:00", "01-07T21:00")


@settings(max_examples=80, deadline=None)
@given(networks())
def test_nothing_to_do_lies_in_the_past_and_both_ways_of_dating_agree(plan: Network) -> None:
    plan = replace(plan, unfinished_from=WEDNESDAY_EVENING)
    quick, slow = scheduled(plan), scheduled(other_table(plan))
    for activity, start in zip(plan.activities, quick.start.tolist(), strict=True):
        fixed = activity.constraint in {Constraint.MUST_START_ON, Constraint.MUST_FINISH_ON}
        assert fixed or start >= instant(WEDNESDAY_EVENING)
    for name in ("start", "finish"):
        pairs = zip(getattr(quick, name).tolist(), getattr(slow, name).tolist(), strict=True)
        assert all(OFFICE.between(one, other) == 0 for one, other in pairs), name


@pytest.mark.parametrize("name", PLANS)
def test_files_of_microsoft_project_are_dated_the_same_with_a_status_date_long_past(
    shared_data: Path, name: str
) -> None:
    plan = read_plan_file(shared_data / "mspdi" / f"{name}.input.xml").plan
    assert plan is not None
    network = network_of(plan)
    one, other = scheduled(network), scheduled(replace(network, unfinished_from=datetime(1999, 12, 31, 17)))
    for field in SAME:
        assert np.array_equal(getattr(one, field), getattr(other, field)), field
