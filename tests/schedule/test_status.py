"""How tasks and plans stand on a day."""

from datetime import date, datetime, timedelta
from fractions import Fraction
from typing import Any

import pytest

from planner.schedule.outline import ancestors, parents, part_level, sections
from planner.schedule.roll_up import rolled_up, summed
from planner.schedule.states import Kind, PlanSource, TaskFacts, TaskState, last_day, state_of
from planner.schedule.status import status_of

TODAY = date(2026, 3, 2)


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text)


def row(
    name: str = "Task", level: int = 2, start: str = "2026-03-02", finish: str = "2026-03-03", **more: Any
) -> TaskFacts:
    row.number += 1  # type: ignore[attr-defined] # a counter of this file
    number: int = row.number  # type: ignore[attr-defined] # a counter of this file
    dates: dict[str, Any] = {
        "start": moment(f"{start}T08:00") if start else None,
        "finish": moment(f"{finish}T17:00") if finish else None,
    }
    values: dict[str, Any] = {"kind": Kind.TASK, "duration": timedelta(hours=16), **dates, **more}
    return TaskFacts(id=number, position=number, row=number, uid=number, name=name, outline_level=level, **values)


row.number = 0  # type: ignore[attr-defined] # a counter of this file


@pytest.mark.parametrize(
    ("task", "state"),
    [
        (row(percent=100, finish="2026-02-01"), TaskState.DONE),
        (row(finish="2026-03-01", percent=99), TaskState.LATE),
        (row(finish="2026-03-02", percent=50), TaskState.RUNNING),
        (row(start="2026-03-01"), TaskState.LATE_START),
        (row(start="2026-03-02"), TaskState.PLANNED),
        (row(start=""), TaskState.UNDATED),
        (row(finish=""), TaskState.UNDATED),
        (row(kind=Kind.MILESTONE, start="2026-03-01", finish="2026-03-01"), TaskState.LATE),
    ],
)
def test_states(task: TaskFacts, state: TaskState) -> None:
    assert state_of(task, TODAY) is state


def test_a_finish_at_midnight_belongs_to_the_day_before() -> None:
    monday = moment("2026-03-02T00:00")
    assert last_day(monday, monday + timedelta(days=1)) == monday.date()
    assert last_day(monday, monday) == monday.date()
    assert last_day(None, None) is None


def test_counts_and_parts() -> None:
    rows = [
        row("All", 0, kind=Kind.SUMMARY),
        row("One", 1, kind=Kind.SUMMARY),
        row(percent=100, owner_id=4),
        row(finish="2026-02-28", owner_id=4),
        row("Two", 1, kind=Kind.SUMMARY, phase_ref="two", wave=2),
        row(start="", critical=True),
        row("Live", kind=Kind.MILESTONE, start="2026-02-27", finish="2026-02-27"),
        row("Done", kind=Kind.MILESTONE, start="2026-05-01", finish="2026-05-01", owner_id=4),
    ]
    status = status_of(rows, TODAY, number=3, source=PlanSource.FILE)
    assert (status.tasks, status.done, status.late, status.undated, status.without_owner) == (5, 1, 2, 1, 2)
    assert (status.milestones, status.milestones_late, status.critical_open) == (2, 1, 1)
    assert [each.name for each in status.next_milestones] == ["Live", "Done"]
    assert status.done_share == Fraction(20)
    assert [(part.name, part.tasks, part.done, part.late) for part in status.phases] == [
        ("One", 2, 1, 1),
        ("Two", 3, 0, 1),
    ]
    assert (status.phases[1].phase_ref, status.phases[1].wave) == ("two", 2)
    assert (status.start, status.finish) == (date(2026, 2, 27), date(2026, 5, 1))


def test_an_empty_plan_has_no_share() -> None:
    assert status_of([], TODAY, number=1, source=PlanSource.FILE).done_share is None


def test_outline() -> None:
    assert parents([0, 1, 2, 2, 1, 3]) == (None, 0, 1, 1, 0, 4)
    assert ancestors(3, parents([0, 1, 2, 3])) == (2, 1, 0)
    assert sections([0, 1, 2, 2, 1, 3]) == (0, 1, 1, 1, 4, 4)
    assert sections([2, 1, 2]) == (0, 1, 1)
    assert sections([0, 1, 2, 3, 2, 3]) == (0, 1, 2, 2, 4, 4)
    assert part_level([0, 1, 2, 3, 2, 3]) == 2
    assert part_level([0, 1, 2, 2]) == 1
    assert part_level([0, 1, 2]) == part_level([]) == 1


def test_summaries_follow_their_tasks() -> None:
    rows = [
        row("All", 0, kind=Kind.SUMMARY),
        row("One", 1, kind=Kind.SUMMARY),
        row(start="2026-03-04", finish="2026-03-09", percent=50),
        row(start="2026-03-05", finish="2026-03-06"),
        row("Two", 1, finish="2026-04-01", percent=100, duration=timedelta(hours=32)),
    ]
    found = rolled_up(rows, 2)
    assert set(found) == {0, 1}
    assert (found[1].start, found[1].finish, found[1].percent) == (rows[2].start, rows[2].finish, 25)
    assert (found[0].finish, found[0].percent) == (rows[4].finish, 62)


def test_a_summary_is_done_only_when_everything_is() -> None:
    long = row(percent=100, duration=timedelta(days=1000))
    assert summed([long, row(percent=0, duration=timedelta(seconds=1))]).percent == 99
    assert summed([long, row(percent=100)]).percent == 100
    assert summed([row(percent=100, duration=None), row(percent=0, duration=None)]).percent == 50
    assert summed([]).percent == 0
