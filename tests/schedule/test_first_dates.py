"""First dates fall on working days, never before what they wait for, and are inclusive."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.schedule.first_dates import Step, first_dates, working_day, working_days_between

MONDAY = date(2026, 1, 5)
DAYS = st.dates(date(2000, 1, 1), date(2060, 1, 1))


@given(DAYS, st.integers(0, 2000))
def test_working_days_are_counted_both_ways(start: date, number: int) -> None:
    day = working_day(start, number)
    assert day.weekday() < 5
    assert working_days_between(start, day) == number + 1


@given(DAYS, st.integers(0, 400))
def test_counting_equals_looking_at_each_day(start: date, length: int) -> None:
    days = [start + timedelta(days=offset) for offset in range(length + 1)]
    assert working_days_between(start, days[-1]) == sum(day.weekday() < 5 for day in days)


def test_a_one_day_task_on_monday_starts_and_ends_on_monday() -> None:
    assert first_dates([Step("a", 1)], MONDAY)["a"].start == MONDAY
    assert first_dates([Step("a", 1)], MONDAY)["a"].finish == MONDAY


def test_a_chain_over_a_weekend_with_a_lag_and_a_milestone() -> None:
    steps = [
        Step("two", 2, (("one", 0),)),
        Step("one", 4),
        Step("three", 1, (("two", 2),)),
        Step("end", 0, (("three", 0), ("one", 0))),
        Step("begin", 0),
    ]
    dates = first_dates(steps, MONDAY)
    assert (dates["one"].start, dates["one"].finish) == (MONDAY, date(2026, 1, 8))
    assert (dates["two"].start, dates["two"].finish) == (date(2026, 1, 9), date(2026, 1, 12))
    assert dates["three"].start == date(2026, 1, 15)
    assert dates["end"].finish == date(2026, 1, 15)
    assert dates["begin"].finish == MONDAY


def test_a_start_at_the_weekend_begins_on_monday() -> None:
    assert first_dates([Step("a", 1)], date(2026, 1, 3))["a"].start == MONDAY


def test_a_circle_is_named() -> None:
    with pytest.raises(ValueError, match=r"a → b → a|b → a → b"):
        first_dates([Step("a", 1, (("b", 0),)), Step("b", 1, (("a", 0),))], MONDAY)


@given(st.lists(st.tuples(st.integers(0, 20), st.lists(st.integers(0, 30), max_size=3)), min_size=1, max_size=25))
def test_nothing_starts_before_what_it_waits_for(shape: list[tuple[int, list[int]]]) -> None:
    steps = [
        Step(str(number), days, tuple((str(other % number), 1) for other in others if number))
        for number, (days, others) in enumerate(shape)
    ]
    dates = first_dates(steps, MONDAY)
    for step in steps:
        assert dates[step.key].start >= MONDAY
        assert not step.days or working_days_between(dates[step.key].start, dates[step.key].finish) == step.days
        for other, _ in step.after:
            assert dates[other].finish < dates[step.key].start or (
                step.days == 0 and dates[other].finish <= dates[step.key].start
            )
