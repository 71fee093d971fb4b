"""Working time is exact to the minute, whatever the calendar; the table agrees with walking minute by minute."""

from datetime import date, datetime, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.schedule.calendars import (
    FREE,
    OFFICE_WEEK,
    WHOLE_DAY,
    WORKDAY,
    Calendar,
    CalendarError,
    DaysApart,
    SpecialWeeks,
    WorkingHours,
    common_hours,
    resolve,
    tidy,
)
from planner.schedule.working_time import WorkingTime, instant, moment

HOUR = 3600
OFFICE = WorkingTime(WorkingHours(OFFICE_WEEK))
ROUND_THE_CLOCK = WorkingTime(WorkingHours((WHOLE_DAY,) * 7))
NIGHT = tuple(tidy([(0, 3 * HOUR), (4 * HOUR, 8 * HOUR), (23 * HOUR, 24 * HOUR)]) for _ in range(7))


def at(text: str) -> int:
    return instant(datetime.fromisoformat(text))


def told(seconds: int) -> str:
    return moment(seconds).isoformat(timespec="minutes")


@pytest.mark.parametrize(
    ("start", "hours", "finish"),
    [
        ("2026-01-05T08:00", 8, "2026-01-05T17:00"),
        ("2026-01-05T08:00", 4, "2026-01-05T12:00"),
        ("2026-01-05T12:30", 1, "2026-01-05T14:00"),
        ("2026-01-09T16:00", 2, "2026-01-12T09:00"),
        ("2026-01-10T10:00", 1, "2026-01-12T09:00"),
        ("2026-01-12T09:00", -2, "2026-01-09T16:00"),
        ("2026-01-12T08:00", -8, "2026-01-09T08:00"),
        ("2026-01-10T10:00", 0, "2026-01-10T10:00"),
        ("2026-01-05T08:00", 2000, "2026-12-18T17:00"),
    ],
)
def test_office_hours(start: str, hours: int, finish: str) -> None:
    assert told(OFFICE.add(at(start), hours * HOUR)) == finish


def test_a_calendar_that_never_rests_counts_clock_time() -> None:
    assert told(ROUND_THE_CLOCK.add(at("2026-01-09T16:00"), 48 * HOUR)) == "2026-01-11T16:00"


def test_a_night_shift_goes_over_midnight() -> None:
    night = WorkingTime(WorkingHours(NIGHT))
    assert told(night.add(at("2026-01-05T23:00"), 5 * HOUR)) == "2026-01-06T05:00"
    assert told(night.add(at("2026-01-05T23:00"), 4 * HOUR)) == "2026-01-06T03:00"
    assert told(night.next_start(at("2026-01-06T03:00"))) == "2026-01-06T04:00"


def test_evening_and_next_morning_are_the_same_work() -> None:
    evening, morning = at("2026-01-09T17:00"), at("2026-01-12T08:00")
    assert OFFICE.work_at(evening) == OFFICE.work_at(morning)
    assert OFFICE.next_start(evening) == morning
    assert OFFICE.last_finish(morning) == evening
    assert OFFICE.works_to(evening)
    assert not OFFICE.works_to(at("2026-01-10T12:00"))


def test_days_off_and_extra_days_are_respected() -> None:
    monday, saturday = date(2026, 1, 5), date(2026, 1, 10)
    hours = resolve(
        Calendar(1, "c", exceptions=(DaysApart("off", (monday,)), DaysApart("extra", (saturday,), WORKDAY))), {}
    )
    time = WorkingTime(hours)
    assert told(time.add(at("2026-01-05T08:00"), 8 * HOUR)) == "2026-01-06T17:00"
    assert told(time.add(at("2026-01-09T13:00"), 8 * HOUR)) == "2026-01-10T12:00"


def test_a_derived_calendar_keeps_the_holidays_of_its_base_and_its_own_hours() -> None:
    holiday = date(2026, 1, 6)
    base = Calendar(1, "Standard", exceptions=(DaysApart("Epiphany", (holiday,)),))
    late = ((12 * HOUR, 20 * HOUR),)
    own = Calendar(2, "Late shift", week=(late, *[None] * 6), base_uid=1)
    hours = resolve(own, {1: base, 2: own})
    assert hours.on(date(2026, 1, 5)) == late
    assert hours.on(holiday) == FREE
    assert hours.on(date(2026, 1, 7)) == WORKDAY
    assert hours.on(date(2026, 1, 10)) == FREE


def test_own_exceptions_outvote_the_base_and_special_weeks_yield_to_both() -> None:
    day = date(2026, 1, 6)
    base = Calendar(1, "Standard", exceptions=(DaysApart("off", (day,)),))
    short = ((8 * HOUR, 12 * HOUR),)
    weeks = SpecialWeeks(date(2026, 1, 5), date(2026, 1, 11), (short, *[None] * 6))
    own = Calendar(2, "Own", (None,) * 7, 1, (DaysApart("on", (day,), WORKDAY),), (weeks,))
    hours = resolve(own, {1: base})
    assert hours.on(day) == WORKDAY
    assert hours.on(date(2026, 1, 5)) == short
    assert hours.on(date(2026, 1, 12)) == WORKDAY


def test_a_calendar_based_on_itself_ends_somewhere() -> None:
    one, two = Calendar(1, "one", (None,) * 7, 2), Calendar(2, "two", (None,) * 7, 1)
    with pytest.raises(CalendarError, match="no working time"):
        WorkingTime(resolve(one, {1: one, 2: two}), "one")


def test_hours_in_common() -> None:
    late = WorkingHours((((12 * HOUR, 20 * HOUR),),) * 7)
    shared = common_hours(WorkingHours(OFFICE_WEEK), late)
    assert shared.week[0] == ((13 * HOUR, 17 * HOUR),)
    assert shared.week[6] == FREE


def test_dates_beyond_the_table_are_refused_in_words() -> None:
    with pytest.raises(CalendarError, match="leave the years 1985 to 2115"):
        OFFICE.add(at("2100-01-01T08:00"), 100_000 * HOUR)


SPANS = st.lists(st.tuples(st.integers(0, 1440), st.integers(0, 1440)), max_size=4)
WEEKS = st.lists(SPANS, min_size=7, max_size=7).map(
    lambda week: tuple(tidy([(start * 60, end * 60) for start, end in day]) for day in week)
)


@settings(max_examples=25)
@given(week=WEEKS, start=st.integers(0, 14 * 1440), work=st.integers(-3000, 3000))
def test_the_table_agrees_with_walking_minute_by_minute(week: tuple, start: int, work: int) -> None:  # type: ignore[type-arg] # hours of a week
    hours = WorkingHours(week)
    if not any(week):
        with pytest.raises(CalendarError):
            WorkingTime(hours)
        return
    first = at("2026-01-05T00:00") + start * 60
    assert WorkingTime(hours).add(first, work * 60) == _walked(hours, first, work)


def _walked(hours: WorkingHours, now: int, minutes: int) -> int:
    step = 1 if minutes > 0 else -1
    while minutes:
        begin = now if step > 0 else now - 60
        day, second = moment(begin).date(), begin - instant(datetime.combine(moment(begin).date(), datetime.min.time()))
        if any(start <= second < end for start, end in hours.on(day)):
            minutes -= step
        now += 60 * step
    return now


@given(st.integers(at("2026-01-01T00:00"), at("2027-01-01T00:00")), st.integers(-500_000, 500_000))
def test_what_is_added_lies_between(start: int, work: int) -> None:
    assert OFFICE.between(start, OFFICE.add(start, work)) == work


@given(st.lists(st.integers(0, 10**8), min_size=1, max_size=50))
def test_many_at_once_are_the_same_as_one_by_one(work: list[int]) -> None:
    many = np.array(work, dtype=np.int64)
    assert OFFICE.starts_at(many).tolist() == [OFFICE.start_at(each) for each in work]
    assert OFFICE.finishes_at(many).tolist() == [OFFICE.finish_at(each) for each in work]


def test_an_instant_is_the_local_clock_without_any_zone() -> None:
    assert moment(instant(datetime(2026, 3, 29, 2, 30))) == datetime(2026, 3, 29, 2, 30)
    assert moment(0) + timedelta(days=1) == moment(86_400)
