"""What the plan and its gates ask of each role."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta

import pytest

from planner.access.roles import Role
from planner.rollouts.waiting import Pile, sorted_piles
from planner.schedule.states import Kind, TaskFacts
from planner.schedule.waiting_work import ConditionFact, Situation, work_of

TODAY = date(2026, 3, 2)
ME, OTHER = 1, 2


def task(owner: int | None, start: int, finish: int, percent: int = 0) -> TaskFacts:
    monday = datetime.combine(TODAY, time(8))  # a plan's dates are local, without a zone
    begin, end = (monday + timedelta(days=d) for d in (start, finish))
    return TaskFacts(
        1, 1, 1, 1, "Clean the list", 1, Kind.TASK, start=begin, finish=end, owner_id=owner, percent=percent
    )


def situation(**more: object) -> Situation:
    return Situation(7, "One view", **more)  # type: ignore[arg-type] # parts by name


def told(role: Role, **more: object) -> list[tuple[Pile, str]]:
    return [(work.pile, work.what) for work in work_of(ME, role, situation(**more), TODAY)]


def test_my_late_and_coming_tasks_are_shown_and_nobody_elses() -> None:
    tasks = [task(ME, -9, -2), task(ME, 3, 5), task(ME, 30, 35), task(OTHER, -9, -2), task(ME, -9, -2, percent=100)]
    assert told(Role.MEMBER, tasks=tasks) == [(Pile.LATE, "Clean the list"), (Pile.NEXT, "Clean the list")]


def test_a_manager_hears_of_gaps() -> None:
    assert told(Role.MANAGER, tasks=[task(OTHER, -9, -2), task(None, 30, 33)]) == [
        (Pile.LATE, "1 task is late"),
        (Pile.WAITING, "1 task is without an owner"),
    ]


@pytest.mark.parametrize(("days", "pile"), [(-1, Pile.LATE), (0, Pile.WAITING), (5, Pile.WAITING)])
def test_my_conditions_become_late_the_day_after(days: int, pile: Pile) -> None:
    conditions = [ConditionFact(5, 3, "Show the interface", ME, TODAY + timedelta(days=days))]
    assert told(Role.MEMBER, conditions=conditions) == [(pile, "Show the interface")]


def test_a_sponsor_sees_conditions_of_others_only_when_overdue() -> None:
    conditions = [ConditionFact(5, 3, "A", OTHER, TODAY - timedelta(days=1)), ConditionFact(6, 3, "B", OTHER, TODAY)]
    assert told(Role.SPONSOR, conditions=conditions) == [(Pile.LATE, "A")]


def test_the_earliest_comes_first_and_undated_work_last() -> None:
    now = situation(tasks=[task(ME, -9, -2), task(ME, -9, -5), task(OTHER, -9, -3)])
    late = sorted_piles(work_of(ME, Role.MANAGER, now, TODAY))[Pile.LATE]
    assert [work.due for work in late] == [date(2026, 2, 25), date(2026, 2, 28), None]


def test_a_coming_task_that_a_gate_holds_says_so_and_nobody_is_chased_for_it() -> None:
    coming, late = task(ME, 2, 4), task(ME, -9, -2)
    free = situation(tasks=[coming, late])
    held = replace(free, held=frozenset({coming.id, late.id}))
    assert next(each.about for each in work_of(ME, Role.MEMBER, free, TODAY)) == "Your task in One view"
    assert next(each.about for each in work_of(ME, Role.MEMBER, held, TODAY)) == "Your task in One view, held by a gate"
    assert [each.chased for each in work_of(ME, Role.MEMBER, free, TODAY)] == [False, True]
    assert [each.chased for each in work_of(ME, Role.MEMBER, held, TODAY)] == [False, False]
