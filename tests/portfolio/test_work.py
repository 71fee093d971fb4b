"""Each role finds its own work on the start page."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta

import pytest

from planner.access.roles import Role
from planner.portfolio.work import ConditionFact, GateFact, Pile, ReportFact, Situation, sorted_piles, work_in
from planner.schedule.states import Kind, TaskFacts

TODAY = date(2026, 3, 2)
ME, OTHER = 1, 2


def task(owner: int | None, start: int, finish: int, percent: int = 0) -> TaskFacts:
    monday = datetime.combine(TODAY, time(8))  # a plan's dates are local, without a zone
    begin, end = (monday + timedelta(days=d) for d in (start, finish))
    return TaskFacts(
        1, 1, 1, 1, "Clean the list", 1, Kind.TASK, start=begin, finish=end, owner_id=owner, percent=percent
    )


def situation(role: Role, **more: object) -> Situation:
    return Situation(7, "One view", role, ME, **more)  # type: ignore[arg-type] # parts by name


def told(role: Role, **more: object) -> list[tuple[Pile, str]]:
    return [(work.pile, work.what) for work in work_in(situation(role, **more), TODAY)]


def test_my_late_and_coming_tasks_are_shown_and_nobody_elses() -> None:
    tasks = [task(ME, -9, -2), task(ME, 3, 5), task(ME, 30, 35), task(OTHER, -9, -2), task(ME, -9, -2, percent=100)]
    assert told(Role.MEMBER, tasks=tasks) == [(Pile.LATE, "Clean the list"), (Pile.NEXT, "Clean the list")]


def test_a_sponsor_is_asked_to_decide_once_and_not_on_an_own_or_outdated_report() -> None:
    reports = [
        ReportFact(1, "Start gate", OTHER, newest_of_gate=False),
        ReportFact(2, "Start gate", OTHER, newest_of_gate=True),
        ReportFact(3, "Pilot gate", ME, newest_of_gate=True),
        ReportFact(4, "Design gate", OTHER, newest_of_gate=True, decision="approve"),
    ]
    assert told(Role.SPONSOR, reports=reports) == [(Pile.WAITING, "Decide on the start gate")]
    assert told(Role.VIEWER, reports=reports) == []


def test_a_manager_hears_of_what_was_sent_back_of_gates_and_gaps() -> None:
    found = told(
        Role.MANAGER,
        reports=[ReportFact(2, "Build gate", ME, newest_of_gate=True, decision="send-back")],
        gates=[
            GateFact(1, "a", "Build gate", TODAY + timedelta(days=3), open=True, called=False, owner_id=ME),
            GateFact(2, "b", "Pilot gate", TODAY + timedelta(days=60), open=True, called=False, owner_id=ME),
            GateFact(3, "c", "Old gate", TODAY - timedelta(days=3), open=True, called=False, owner_id=ME),
        ],
        tasks=[task(OTHER, -9, -2), task(None, 30, 33)],
        to_verify=1,
        to_assess=12,
    )
    assert found == [
        (Pile.WAITING, "The sponsor sent the build gate back"),
        (Pile.NEXT, "Call the review of the build gate"),
        (Pile.LATE, "Call the review of the old gate"),
        (Pile.LATE, "1 task is late"),
        (Pile.WAITING, "1 task is without an owner"),
        (Pile.WAITING, "1 answer of others to verify"),
        (Pile.WAITING, "12 answers not yet known"),
    ]


@pytest.mark.parametrize(("days", "pile"), [(-1, Pile.LATE), (0, Pile.WAITING), (5, Pile.WAITING)])
def test_my_conditions_become_late_the_day_after(days: int, pile: Pile) -> None:
    conditions = [ConditionFact(3, "Show the interface", ME, TODAY + timedelta(days=days))]
    assert told(Role.MEMBER, conditions=conditions) == [(pile, "Show the interface")]


def test_a_sponsor_sees_conditions_of_others_only_when_overdue() -> None:
    conditions = [ConditionFact(3, "A", OTHER, TODAY - timedelta(days=1)), ConditionFact(3, "B", OTHER, TODAY)]
    assert told(Role.SPONSOR, conditions=conditions) == [(Pile.LATE, "A")]


def test_the_earliest_comes_first_and_undated_work_last() -> None:
    tasks = [task(ME, -9, -2), task(ME, -9, -5)]
    late = sorted_piles(work_in(situation(Role.MANAGER, tasks=[*tasks, task(OTHER, -9, -3)]), TODAY))[Pile.LATE]
    assert [work.due for work in late] == [date(2026, 2, 25), date(2026, 2, 28), None]


@pytest.mark.parametrize(("decision", "part"), [("hold", "on hold"), ("stop", "stopped the rollout at")])
def test_a_manager_hears_of_a_gate_that_was_shut(decision: str, part: str) -> None:
    reports = [ReportFact(2, "Build gate", ME, newest_of_gate=True, decision=decision)]
    ((pile, what),) = told(Role.MANAGER, reports=reports)
    assert pile is Pile.WAITING
    assert part in what


def test_a_coming_task_that_a_gate_holds_says_so() -> None:
    coming = task(ME, 2, 4)
    now = situation(Role.MEMBER, tasks=[coming])
    free, held = work_in(now, TODAY), work_in(replace(now, held=frozenset({coming.id})), TODAY)
    assert [each.about for each in free] == ["Your task in One view"]
    assert [each.about for each in held] == ["Your task in One view, held by a gate"]
