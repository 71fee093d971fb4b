"""Who is told of what is late, and when: politely, once each, in working days."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.access.roles import Role
from planner.basics.working_days import is_working, working_days_after
from planner.rollouts.reminding import Step, Told, due_now, reminders
from planner.rollouts.waiting import Pile, Place, Waiting

FRIDAY, MONDAY = date(2026, 2, 27), date(2026, 3, 2)
OWNER, MANAGER, SPONSOR, SECOND = 1, 2, 3, 4
ROLES = {OWNER: Role.MEMBER, MANAGER: Role.MANAGER, SPONSOR: Role.SPONSOR, SECOND: Role.SPONSOR}


def late(user_id: int = OWNER, due: date | None = FRIDAY, key: str = "schedule.task.1", chased: bool = True) -> Waiting:
    return Waiting(user_id, key, Pile.LATE, "Clean the list", "", Place("x"), due, chased=chased)


def next_of(
    work: Waiting, *told: Told, today: date = MONDAY, grace: int = 3
) -> tuple[Step, date, tuple[int, ...]] | None:
    found = reminders([work], told, ROLES, grace, today)
    return (found[0].step, found[0].on, found[0].people) if found else None


def test_first_whoever_has_it_then_the_manager_then_the_sponsors() -> None:
    first = Told("schedule.task.1", FRIDAY, Step.OWNER, MONDAY)
    second = Told("schedule.task.1", FRIDAY, Step.MANAGER, date(2026, 3, 5))
    third = Told("schedule.task.1", FRIDAY, Step.SPONSOR, date(2026, 3, 10))
    assert next_of(late()) == (Step.OWNER, MONDAY, (OWNER,))
    assert next_of(late(), first) == (Step.MANAGER, date(2026, 3, 5), (MANAGER,))
    assert next_of(late(), first, second) == (Step.SPONSOR, date(2026, 3, 10), (SPONSOR, SECOND))
    assert next_of(late(), first, second, third) is None


def test_grace_counts_from_the_day_somebody_was_told_and_not_from_the_day_it_was_due() -> None:
    long_ago = date(2026, 1, 5)
    assert next_of(late(due=long_ago)) == (Step.OWNER, date(2026, 1, 6), (OWNER,))
    told = Told("schedule.task.1", long_ago, Step.OWNER, MONDAY)
    assert next_of(late(due=long_ago), told, grace=5) == (Step.MANAGER, date(2026, 3, 9), (MANAGER,))


def test_nobody_is_told_of_their_own_thing_twice() -> None:
    told = Told("schedule.task.1", FRIDAY, Step.OWNER, MONDAY)
    assert next_of(late(MANAGER), told) == (Step.SPONSOR, date(2026, 3, 5), (SPONSOR, SECOND))
    assert next_of(late(SPONSOR), told) == (Step.MANAGER, date(2026, 3, 5), (MANAGER,))
    manager_told = Told("schedule.task.1", FRIDAY, Step.MANAGER, date(2026, 3, 5))
    assert next_of(late(SPONSOR), told, manager_told) == (Step.SPONSOR, date(2026, 3, 10), (SECOND,))


def test_a_new_day_begins_anew() -> None:
    told = Told("schedule.task.1", date(2026, 2, 20), Step.SPONSOR, date(2026, 2, 26))
    assert next_of(late(), told) == (Step.OWNER, MONDAY, (OWNER,))


@pytest.mark.parametrize("work", [late(due=MONDAY), late(due=None), late(chased=False), late(due=date(2026, 3, 9))])
def test_what_is_not_late_or_not_to_be_chased_is_left_alone(work: Waiting) -> None:
    assert next_of(work) is None


def test_a_weekend_and_a_holiday_are_no_working_days() -> None:
    saturday = date(2026, 2, 28)
    found = reminders([late()], [], ROLES, 3, saturday, holidays={MONDAY: "Holiday"})
    assert [each.on for each in found] == [date(2026, 3, 3)]
    assert due_now(found, MONDAY) == []
    assert len(due_now(found, date(2026, 3, 3))) == 1


@given(st.dates(date(1990, 1, 1), date(2100, 1, 1)), st.integers(0, 60), st.sets(st.integers(0, 90), max_size=9))
def test_so_many_working_days_lie_between(day: date, count: int, off: set[int]) -> None:
    holidays = {day + timedelta(days=number) for number in off}
    end = working_days_after(day, count, holidays)
    assert is_working(end, holidays)
    passed = sum(is_working(day + timedelta(days=n), holidays) for n in range(1, (end - day).days + 1))
    assert passed == (count if count or is_working(day, holidays) else 1)
