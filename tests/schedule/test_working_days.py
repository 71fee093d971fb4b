"""Working days are counted from Monday to Friday, both ends included."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from planner.schedule.working_days import working_days_between

DAYS = st.dates(date(2000, 1, 1), date(2060, 1, 1))


@given(DAYS, st.integers(0, 400))
def test_counting_equals_looking_at_each_day(start: date, length: int) -> None:
    days = [start + timedelta(days=offset) for offset in range(length + 1)]
    assert working_days_between(start, days[-1]) == sum(day.weekday() < 5 for day in days)


def test_a_span_that_ends_before_it_begins_has_no_day() -> None:
    assert working_days_between(date(2026, 1, 6), date(2026, 1, 5)) == 0
    assert working_days_between(date(2026, 1, 2), date(2026, 1, 5)) == 2
