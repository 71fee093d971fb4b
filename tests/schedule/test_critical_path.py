"""The rules of the schedule, one by one, and the laws that hold for every network."""

from dataclasses import replace
from datetime import datetime

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.schedule.calendars import Calendar, CalendarError, DaysApart, resolve
from planner.schedule.critical_path import Scheduler, scheduled
from planner.schedule.network import Activity, CycleError, DatesError, Network, NetworkError, Stretch
from planner.schedule.project_file import Constraint, LagKind
from planner.schedule.task_clock import OFFICE as OFFICE_CALENDAR
from planner.schedule.working_time import WorkingTime
from tests.schedule.nets import DAY, HOUR, MONDAY, after, net, other_table, run, task


def test_a_chain_runs_over_the_weekend() -> None:
    assert run(task(1, 3), task(2, 3, after(1))) == [("01-05T08:00", "01-07T17:00"), ("01-08T08:00", "01-12T17:00")]


@pytest.mark.parametrize(
    ("kind", "start", "finish"),
    [
        ("FS", "01-07T08:00", "01-07T17:00"),
        ("SS", "01-05T08:00", "01-05T17:00"),
        ("FF", "01-06T08:00", "01-06T17:00"),
        ("SF", "01-05T08:00", "01-05T17:00"),
    ],
)
def test_the_four_kinds_of_links(kind: str, start: str, finish: str) -> None:
    assert run(task(1, 2), task(2, 1, after(1, kind)))[1] == (start, finish)


def test_working_elapsed_and_percentage_lags() -> None:
    rows = run(
        task(1, 5),
        task(2, 1, after(1, "FS", DAY)),
        task(3, 1, after(1, "FS", 24 * HOUR, LagKind.ELAPSED)),
        task(4, 1, after(1, "FS", 40, LagKind.PERCENT)),
        task(5, 1, after(1, "FS", -2 * DAY)),
    )
    assert [start for start, _ in rows] == ["01-05T08:00", "01-13T08:00", "01-12T08:00", "01-14T08:00", "01-08T08:00"]


def test_nothing_is_led_before_the_project_begins() -> None:
    assert run(task(1, 1), task(2, 1, after(1, "SS", -3 * DAY)))[1][0] == "01-05T08:00"


def test_elapsed_work_goes_on_over_the_weekend() -> None:
    rows = run(
        task(1, 5), Activity(2, "dry", duration=48 * HOUR, elapsed=True, links=(after(1),)), task(3, 1, after(2))
    )
    assert rows[1:] == [("01-09T17:00", "01-11T17:00"), ("01-12T08:00", "01-12T17:00")]


def test_a_milestone_falls_on_the_evening_of_what_it_waits_for() -> None:
    assert run(task(1, 1), task(2, 0, after(1), milestone=True))[1] == ("01-05T17:00", "01-05T17:00")


OFFICE = WorkingTime(resolve(OFFICE_CALENDAR, {}))
WEDNESDAY = datetime(2026, 1, 7, 8)
WEDNESDAY_EVENING = datetime(2026, 1, 7, 17)


@pytest.mark.parametrize(
    ("constraint", "date", "start", "slack"),
    [
        (Constraint.START_NO_EARLIER_THAN, WEDNESDAY, "01-07T08:00", 2),
        (Constraint.FINISH_NO_EARLIER_THAN, WEDNESDAY_EVENING, "01-07T08:00", 2),
        (Constraint.START_NO_LATER_THAN, WEDNESDAY, "01-05T08:00", 2),
        (Constraint.FINISH_NO_LATER_THAN, WEDNESDAY_EVENING, "01-05T08:00", 2),
        (Constraint.MUST_START_ON, WEDNESDAY, "01-07T08:00", 0),
        (Constraint.MUST_FINISH_ON, WEDNESDAY_EVENING, "01-07T08:00", 0),
        (Constraint.AS_LATE_AS_POSSIBLE, None, "01-09T08:00", 0),
        (Constraint.AS_SOON_AS_POSSIBLE, None, "01-05T08:00", 4),
    ],
)
def test_the_eight_constraints(constraint: Constraint, date: datetime | None, start: str, slack: int) -> None:
    activities = task(1, 5), task(2, 1, constraint=constraint, constraint_date=date)
    assert run(*activities)[1][0] == start
    assert int(scheduled(net(*activities)).total_slack[1]) == slack * DAY


def test_a_missed_must_date_makes_slack_negative_and_everything_before_it_critical() -> None:
    found = scheduled(
        net(task(1, 5), task(2, 1, after(1), constraint=Constraint.MUST_START_ON, constraint_date=WEDNESDAY))
    )
    assert found.total_slack.tolist() == [-3 * DAY, 0]
    assert found.critical.tolist() == [True, True]


def test_where_dates_need_not_be_kept_links_outvote_them() -> None:
    activities = task(1, 5), task(2, 1, after(1), constraint=Constraint.MUST_START_ON, constraint_date=WEDNESDAY)
    assert run(*activities, honor_constraints=False)[1][0] == "01-12T08:00"
    assert run(*activities)[1][0] == "01-07T08:00"


def test_a_deadline_moves_nothing_and_takes_slack() -> None:
    found = scheduled(net(task(1, 5), task(2, 1, deadline=WEDNESDAY_EVENING)))
    assert found.total_slack.tolist() == [0, 2 * DAY]
    missed = scheduled(net(task(1, 5, deadline=WEDNESDAY_EVENING)))
    assert missed.total_slack.tolist() == [-2 * DAY]


def test_a_task_dated_by_hand_keeps_its_dates_and_moves_others() -> None:
    hand = Activity(1, "hand", manual=True, start=datetime(2026, 1, 8, 8), finish=datetime(2026, 1, 9, 17))
    assert run(hand, task(2, 1, after(1))) == [("01-08T08:00", "01-09T17:00"), ("01-12T08:00", "01-12T17:00")]
    late = Activity(3, "hand", manual=True, start=MONDAY, finish=datetime(2026, 1, 5, 17), links=(after(4),))
    assert run(late, task(4, 5))[0] == ("01-05T08:00", "01-05T17:00")


def test_summaries_span_what_stands_under_them() -> None:
    rows = run(Activity(1, "all", level=1), task(2, 2, level=2), task(3, 1, after(2), level=2), task(4, 1, after(1)))
    assert rows[0] == ("01-05T08:00", "01-07T17:00")
    assert rows[3] == ("01-08T08:00", "01-08T17:00")


def test_what_a_summary_waits_for_holds_all_under_it() -> None:
    rows = run(task(1, 2), Activity(2, "all", links=(after(1),)), task(3, 1, level=2), task(4, 1, after(3), level=2))
    assert [start for start, _ in rows[2:]] == ["01-07T08:00", "01-08T08:00"]


def test_the_start_of_a_summary_is_the_start_of_its_first_task() -> None:
    found = net(
        Activity(1, "all"),
        task(2, 3, level=2),
        task(3, 1, after(2), level=2),
        task(4, 1, after(1, "SS", DAY)),
        task(5, 9),
    )
    schedule = scheduled(found)
    assert run(*found.activities)[3][0] == "01-06T08:00"
    assert schedule.total_slack.tolist()[1:4] == [5 * DAY, 5 * DAY, 7 * DAY]


def test_a_summary_may_begin_no_earlier_than_a_date() -> None:
    summary = Activity(1, "all", constraint=Constraint.START_NO_EARLIER_THAN, constraint_date=WEDNESDAY)
    assert run(summary, task(2, 1, level=2))[1][0] == "01-07T08:00"


def test_work_that_has_begun_keeps_its_start_and_is_done_when_the_rest_is() -> None:
    begun = task(1, 5, actual_start=datetime(2026, 1, 6, 8), percent=40, remaining=3 * DAY)
    assert run(begun, task(2, 1, after(1))) == [("01-06T08:00", "01-12T17:00"), ("01-13T08:00", "01-13T17:00")]
    taken_up = replace(begun, resume=datetime(2026, 1, 12, 8))
    assert run(taken_up)[0] == ("01-06T08:00", "01-14T17:00")


def test_finished_work_is_no_longer_critical_and_holds_nothing_back() -> None:
    done = task(1, 1, actual_start=MONDAY, actual_finish=datetime(2026, 1, 5, 17), percent=100)
    found = scheduled(net(done, task(2, 3, after(1))))
    assert found.critical.tolist() == [False, True]
    assert found.total_slack.tolist() == [0, 0]


def test_an_inactive_task_is_not_there() -> None:
    rows = run(task(1, 5, active=False), task(2, 1, after(1)))
    assert rows == [(None, None), ("01-05T08:00", "01-05T17:00")]


def test_a_task_follows_its_own_calendar() -> None:
    weekend = Calendar(2, "weekend", (*[()] * 5, ((8 * HOUR, 16 * HOUR),), ((8 * HOUR, 16 * HOUR),)))
    rows = run(
        task(1, 2, calendar=2), task(2, 1, after(1)), calendars={1: Calendar(1, "Office"), 2: weekend}, calendar=1
    )
    assert rows == [("01-10T08:00", "01-11T16:00"), ("01-12T08:00", "01-12T17:00")]


def test_people_work_by_their_own_calendar_unless_the_duration_is_fixed() -> None:
    part_time = Calendar(2, "mornings", tuple(((8 * HOUR, 12 * HOUR),) if day < 5 else () for day in range(7)))
    calendars = {1: Calendar(1, "Office"), 2: part_time}
    work = task(1, 1, crew=(Stretch(2, DAY, DAY),))
    assert run(work, calendars=calendars, calendar=1)[0] == ("01-05T08:00", "01-06T12:00")
    assert run(replace(work, fixed_duration=True), calendars=calendars, calendar=1)[0] == ("01-05T08:00", "01-05T17:00")


def test_a_delay_moves_the_start() -> None:
    assert run(task(1, 1, delay=2 * 86_400))[0][0] == "01-07T08:00"


def test_a_plan_dated_from_its_end_starts_as_late_as_it_can() -> None:
    rows = run(
        *(replace(each, constraint=Constraint.AS_LATE_AS_POSSIBLE) for each in (task(1, 2), task(2, 1, after(1)))),
        finish=datetime(2026, 1, 30, 17), from_finish=True,
    )  # fmt: skip
    assert rows == [("01-28T08:00", "01-29T17:00"), ("01-30T08:00", "01-30T17:00")]


def test_a_critical_limit_makes_near_critical_tasks_critical() -> None:
    activities = task(1, 5), task(2, 4), task(3, 1)
    assert scheduled(net(*activities, critical_limit=DAY)).critical.tolist() == [True, True, False]


def test_free_slack_pushes_nobody() -> None:
    found = scheduled(net(task(1, 1), task(2, 3), task(3, 1, after(1), after(2)), task(4, 9)))
    assert found.free_slack.tolist() == [2 * DAY, 0, 5 * DAY, 0]
    assert found.total_slack.tolist() == [7 * DAY, 5 * DAY, 5 * DAY, 0]


def test_a_circle_is_named_task_by_task() -> None:
    with pytest.raises(CycleError) as caught:
        scheduled(net(task(1, 1, after(3)), task(2, 1, after(1)), task(3, 1, after(2)), task(4)))
    assert set(caught.value.uids) == {1, 2, 3}
    assert "Task 1" in str(caught.value)


def test_a_circle_through_a_summary_is_found() -> None:
    activities = Activity(1, "Summary", links=(after(3),)), task(2, 1, level=2), task(3, 1, after(2))
    with pytest.raises(CycleError, match="Summary"):
        scheduled(net(*activities))


def test_a_link_to_nowhere_and_a_calendar_without_hours_are_refused_in_words() -> None:
    with pytest.raises(NetworkError, match="waits for task 9"):
        scheduled(net(task(1, 1, after(9))))
    never = Calendar(1, "Never", ((),) * 7)
    with pytest.raises(CalendarError, match="Never has no working time"):
        scheduled(net(task(1), calendars={1: never}, calendar=1))


CENTURIES = 100_000


@pytest.mark.parametrize(
    ("activities", "uid"),
    [
        ((task(1, 5), task(2, CENTURIES, after(1)), task(3, CENTURIES, after(2))), 2),
        ((task(1, 5), task(2, 5, after(1), calendar=2), task(3, 1, after(2, "FS", CENTURIES * DAY), calendar=2)), 3),
        ((task(1, CENTURIES), task(2, 5, after(1), calendar=2)), 1),
        ((task(1, 15_000), Activity(2, "Phase"), task(3, 15_000, after(1), level=2)), 3),
        ((task(1, 5, deadline=datetime(1995, 1, 1)), task(2, 20, after(1, "FF", 25_000 * DAY))), 2),
    ],
)
def test_the_first_task_that_leaves_the_calendar_is_named(activities: tuple[Activity, ...], uid: int) -> None:
    calendars = {1: Calendar(1, "Office"), 2: Calendar(2, "Mornings", (((8 * HOUR, 12 * HOUR),),) * 7)}
    with pytest.raises(DatesError, match=f"“Task {uid}”") as caught:
        scheduled(net(*activities, calendars=calendars, calendar=1))
    assert caught.value.uid == uid
    assert "leave the years 1985 to 2115" in str(caught.value)


def test_a_plan_dated_from_its_end_names_the_task_that_would_begin_too_early() -> None:
    late = Constraint.AS_LATE_AS_POSSIBLE
    with pytest.raises(DatesError) as caught:
        scheduled(net(
            task(1, 8_000, constraint=late), task(2, 8_000, after(1), constraint=late),
            finish=datetime(2026, 1, 30, 17), from_finish=True,
        ))  # fmt: skip
    assert caught.value.uid == 1


def test_an_own_calendar_without_hours_is_passed_over_with_a_warning() -> None:
    calendars = {1: Calendar(1, "Office"), 2: Calendar(2, "Never", ((),) * 7)}
    found = scheduled(net(task(1, calendar=2), calendars=calendars, calendar=1))
    assert "Never" in found.warnings[0]


def test_a_plan_without_tasks_and_an_unworked_start() -> None:
    assert not len(scheduled(net()).start)
    assert run(task(1), start=datetime(2026, 1, 3, 12))[0][0] == "01-05T08:00"


def test_holidays_push_everything() -> None:
    office = Calendar(1, "Office", exceptions=(DaysApart("Epiphany", (datetime(2026, 1, 6).date(),)),))
    assert run(task(1, 2), calendars={1: office}, calendar=1)[0] == ("01-05T08:00", "01-07T17:00")


def test_a_changed_duration_needs_no_new_compilation() -> None:
    plan = net(task(1, 2), task(2, 1, after(1)), task(3, 2, after(2, "FF")), task(4, 1, after(3, "SS")))
    scheduler = Scheduler(plan)
    scheduler.run()
    scheduler.set_duration(0, 5 * DAY)
    scheduler.set_duration(2, 4 * DAY)
    changed = net(task(1, 5), *plan.activities[1:2], replace(plan.activities[2], duration=4 * DAY), plan.activities[3])
    again, fresh = scheduler.run(), scheduled(changed)
    for name in ("start", "finish", "total_slack", "free_slack", "critical"):
        assert np.array_equal(getattr(again, name), getattr(fresh, name)), name


LINKS = st.tuples(st.integers(0, 8), st.sampled_from(["FS", "FS", "SS", "FF", "SF"]), st.integers(-2 * DAY, 2 * DAY))


@st.composite
def networks(draw: st.DrawFn) -> Network:
    """Networks of up to ten tasks, with links of every kind, constraints and deadlines."""
    size = draw(st.integers(1, 10))
    activities = []
    for uid in range(1, size + 1):
        drawn = [draw(LINKS) for _ in range(draw(st.integers(0, 3)))] if uid > 1 else []
        links = {1 + other % (uid - 1): after(1 + other % (uid - 1), kind, lag) for other, kind, lag in drawn}
        constraint = draw(st.sampled_from([*Constraint][:1] * 4 + [*Constraint]))
        date = datetime(2026, 1, draw(st.integers(5, 9)), draw(st.sampled_from([8, 10, 17])))
        activities.append(
            task(
                uid, draw(st.integers(1, 40)) / 8, *links.values(), constraint=constraint,
                constraint_date=date if constraint.needs_date else None,
            )
        )  # fmt: skip
    return net(*activities)


@settings(max_examples=150, deadline=None)
@given(networks())
def test_both_ways_of_dating_a_task_agree(plan: Network) -> None:
    quick, slow = scheduled(plan), scheduled(other_table(plan))
    for name in ("start", "finish", "late_start", "late_finish"):
        pairs = zip(getattr(quick, name).tolist(), getattr(slow, name).tolist(), strict=True)
        assert all(OFFICE.between(one, other) == 0 for one, other in pairs), name
    for name in ("total_slack", "free_slack", "critical"):
        assert np.array_equal(getattr(quick, name), getattr(slow, name)), name


@settings(max_examples=100, deadline=None)
@given(networks())
def test_laws_of_every_schedule(plan: Network) -> None:
    loose = net(
        *(replace(each, constraint=Constraint.AS_SOON_AS_POSSIBLE, constraint_date=None) for each in plan.activities)
    )
    found = scheduled(loose)
    assert (found.total_slack >= 0).all()
    assert (found.free_slack <= found.total_slack).all()
    assert (found.early_start <= found.early_finish).all()
    assert found.critical.any()
    longer = scheduled(
        net(replace(loose.activities[0], duration=loose.activities[0].duration + DAY), *loose.activities[1:])
    )
    ends_only = all(link.type.value in {"FS", "SS"} for each in loose.activities for link in each.links)
    if ends_only:
        assert (longer.early_finish >= found.early_finish).all()


def test_a_constraint_on_a_day_off_is_one_of_the_next_working_day() -> None:
    sunday = datetime(2026, 1, 11, 8)
    late = task(2, 1, after(1), constraint=Constraint.START_NO_EARLIER_THAN, constraint_date=sunday)
    assert run(task(1, 1), late)[1] == ("01-12T08:00", "01-12T17:00")
