"""Summaries in the schedule: dates given by hand are kept, limits and links reach what stands under them."""

from datetime import datetime
from typing import Any

import pytest

from planner.schedule.critical_path import scheduled
from planner.schedule.network import Activity
from planner.schedule.project_file import Constraint, LagKind
from tests.schedule.nets import DAY, HOUR, after, dates, net, run, task

LATE: dict[str, Any] = {"manual": True, "start": datetime(2026, 1, 12, 8), "finish": datetime(2026, 1, 16, 17)}
TUESDAY_EVENING, WEDNESDAY_EVENING = datetime(2026, 1, 6, 17), datetime(2026, 1, 7, 17)
FNLT = Constraint.FINISH_NO_LATER_THAN


def test_a_summary_dated_by_hand_keeps_its_dates_and_what_follows_it_follows_these() -> None:
    rows = run(
        Activity(1, "by hand", duration=5 * DAY, **LATE), task(2, 1, level=2), task(3, 1, after(1)),
        task(4, 1, after(1, "SS")),
    )  # fmt: skip
    assert rows == [
        ("01-12T08:00", "01-16T17:00"), ("01-05T08:00", "01-05T17:00"),
        ("01-19T08:00", "01-19T17:00"), ("01-12T08:00", "01-12T17:00"),
    ]  # fmt: skip


def test_a_summary_dated_by_hand_may_end_before_what_stands_under_it() -> None:
    short = Activity(1, "by hand", manual=True, start=datetime(2026, 1, 5, 8), finish=datetime(2026, 1, 5, 17))
    rows = run(short, task(2, 3, level=2), task(3, 1, after(1)))
    assert [finish for _, finish in rows] == ["01-05T17:00", "01-07T17:00", "01-06T17:00"]


def test_slack_of_and_under_a_summary_dated_by_hand() -> None:
    found = scheduled(net(Activity(1, "by hand", **LATE), task(2, 1, level=2), task(3, 1, after(1))))
    assert found.total_slack.tolist() == [0, 10 * DAY, 0]
    assert found.free_slack.tolist() == [0, 10 * DAY, 0]
    assert found.critical.tolist() == [True, False, True]
    assert [found.late_finish[row] - found.finish[row] for row in (0, 2)] == [0, 0]


def test_what_a_summary_dated_by_hand_waits_for_moves_neither_it_nor_what_stands_under_it() -> None:
    found = scheduled(net(task(1, 20), Activity(2, "by hand", links=(after(1),), **LATE), task(3, 1, level=2)))
    assert dates(found, 1) == ("2026-01-12T08:00", "2026-01-16T17:00")
    assert dates(found, 2) == ("2026-01-05T08:00", "2026-01-05T17:00")


def test_a_summary_above_one_dated_by_hand_spans_it_and_all_that_stands_under_both() -> None:
    rows = run(
        Activity(1, "all"), Activity(2, "by hand", level=2, **LATE), task(3, 1, level=3), task(4, 1, after(1)),
        task(5, 1, after(1, "SS")),
    )  # fmt: skip
    assert rows[0] == ("01-05T08:00", "01-16T17:00")
    assert rows[1] == ("01-12T08:00", "01-16T17:00")
    assert [start for start, _ in rows[3:]] == ["01-19T08:00", "01-05T08:00"]


def test_what_holds_the_summary_above_holds_what_stands_under_one_dated_by_hand() -> None:
    rows = run(
        task(1, 2), Activity(2, "all", links=(after(1),)), Activity(3, "by hand", level=2, **LATE), task(4, 1, level=3)
    )
    assert rows[2:] == [("01-12T08:00", "01-16T17:00"), ("01-07T08:00", "01-07T17:00")]


def test_a_summary_by_hand_without_dates_follows_what_stands_under_it() -> None:
    rows = run(Activity(1, "by hand", manual=True), task(2, 2, level=2), task(3, 1, after(1)))
    assert rows[0] == ("01-05T08:00", "01-06T17:00")
    assert rows[2][0] == "01-07T08:00"


def limited(*more: Activity, **limit: Any) -> list[float]:
    """Total slack in days of a summary that is limited, a task of five days under it, and what else there is."""
    activities = Activity(1, "all", **limit), task(2, 5, level=2), *more
    return [each / DAY for each in scheduled(net(*activities)).total_slack.tolist()]


def test_finish_no_later_than_on_a_summary_takes_the_slack_of_all_under_it() -> None:
    rest = task(3, 3, level=2), task(4, 10)
    assert limited(*rest, constraint=FNLT, constraint_date=TUESDAY_EVENING) == [-3, -3, -1, 0]
    assert limited(*rest) == [5, 5, 7, 0]


def test_the_nearest_date_of_all_summaries_above_holds() -> None:
    inner = Activity(3, "inner", level=2, constraint=FNLT, constraint_date=TUESDAY_EVENING)
    found = limited(inner, task(4, 1, level=3), task(5, 10), constraint=FNLT, constraint_date=WEDNESDAY_EVENING)
    assert found == [-2, -2, 1, 1, 0]


def test_a_limit_of_a_summary_holds_what_comes_before_and_tasks_on_calendars_of_their_own() -> None:
    before, late = task(9, 1), task(2, 1, after(9), level=2, delay=86_400)
    summary = Activity(1, "all", constraint=FNLT, constraint_date=TUESDAY_EVENING)
    found = scheduled(net(before, summary, late, task(3, 10)))
    assert [each / DAY for each in found.total_slack.tolist()] == [0, -1, -1, 0]


def test_a_deadline_of_a_summary_moves_nothing() -> None:
    assert limited(task(3, 10), deadline=TUESDAY_EVENING) == limited(task(3, 10))


@pytest.mark.parametrize(
    ("kind", "lag", "starts"),
    [
        ("FS", 0, ["01-07T08:00", "01-08T08:00"]),
        ("SS", 4 * HOUR, ["01-05T13:00", "01-06T13:00"]),
        ("FF", 0, ["01-06T08:00", "01-07T08:00"]),
        ("FF", DAY, ["01-07T08:00", "01-08T08:00"]),
        ("SF", 3 * DAY, ["01-07T08:00", "01-08T08:00"]),
    ],
)
def test_links_into_a_summary_hold_every_task_under_it(kind: str, lag: int, starts: list[str]) -> None:
    rows = run(
        task(1, 2), Activity(2, "all", links=(after(1, kind, lag),)), task(3, 1, level=2), task(4, 1, after(3), level=2)
    )
    assert [start for start, _ in rows[2:]] == starts


@pytest.mark.parametrize(
    ("kind", "lag", "row"),
    [
        ("FS", 0, ("01-08T08:00", "01-09T17:00")),
        ("SS", DAY, ("01-06T08:00", "01-07T17:00")),
        ("FF", 0, ("01-06T08:00", "01-07T17:00")),
        ("FF", -DAY, ("01-05T08:00", "01-06T17:00")),
        ("SF", 3 * DAY, ("01-06T08:00", "01-07T17:00")),
    ],
)
def test_links_out_of_a_summary_follow_its_own_ends(kind: str, lag: int, row: tuple[str, str]) -> None:
    rows = run(Activity(1, "all"), task(2, 2, level=2), task(3, 1, after(2), level=2), task(4, 2, after(1, kind, lag)))
    assert rows[3] == row


@pytest.mark.parametrize(
    ("days", "percent", "start"),
    [
        (2, 125, "01-07T13:00"),  # twenty hours after Tuesday 17:00
        (5, 100, "01-12T08:00"),  # forty hours after Friday 17:00 end on Sunday
        (5, -50, "01-09T08:00"),  # twenty hours before Friday 17:00 are Thursday night
    ],
)
def test_a_lag_in_elapsed_percent_is_a_share_of_the_duration_by_the_clock(days: int, percent: int, start: str) -> None:
    first, lag = task(1, days), after(1, "FS", percent, LagKind.ELAPSED_PERCENT)
    found = run(first, task(2, 1, lag))[1][0]
    assert found == start
