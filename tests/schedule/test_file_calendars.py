"""Calendars of a file: night shifts over midnight, in one piece or in two, and calendars that never rest."""

from planner.schedule.calendars import Hours
from planner.schedule.critical_path import scheduled
from planner.schedule.file_calendars import calendars_of
from planner.schedule.file_network import network_of
from planner.schedule.importing import read_plan_bytes
from planner.schedule.project_file import ImportedPlan
from planner.schedule.slack import words
from tests.schedule.files import project, task

HOUR = 3600
Shift = tuple[str, str]
NIGHT: Shift = ("22:00:00", "06:00:00")
OFFICE: tuple[Shift, ...] = (("08:00:00", "12:00:00"), ("13:00:00", "17:00:00"))
SUNDAY, MONDAY, TUESDAY, FRIDAY, SATURDAY = 1, 2, 3, 6, 7
"""Weekdays as files number them."""


def day(number: int, *shifts: Shift) -> str:
    """A weekday with its working hours; a day off without any."""
    times = "".join(f"<WorkingTime><FromTime>{a}</FromTime><ToTime>{b}</ToTime></WorkingTime>" for a, b in shifts)
    worked = f"<DayWorking>{int(bool(shifts))}</DayWorking>"
    return f"<WeekDay><DayType>{number}</DayType>{worked}<WorkingTimes>{times}</WorkingTimes></WeekDay>"


def calendar(uid: int, *days: str, base: int = -1, more: str = "") -> str:
    return (
        f"<Calendar><UID>{uid}</UID><Name>Calendar {uid}</Name><BaseCalendarUID>{base}</BaseCalendarUID>"
        f"<WeekDays>{''.join(days)}</WeekDays>{more}</Calendar>"
    )


USUAL = calendar(1, day(SUNDAY), *(day(each, *OFFICE) for each in range(MONDAY, SATURDAY)), day(SATURDAY))
"""Office hours from Monday to Friday."""


def read(*calendars: str) -> ImportedPlan:
    """A plan of one task of sixteen hours on the second calendar."""
    more = f"<StartDate>2026-01-05T08:00:00</StartDate><CalendarUID>1</CalendarUID><Calendars>{''.join(calendars)}"
    content = project(task(1, Duration="PT16H0M0S", CalendarUID=2), more=f"{more}</Calendars>")
    plan = read_plan_bytes(content).plan
    assert plan
    return plan


def span(*calendars: str) -> tuple[str | None, str | None]:
    """When the task begins and ends."""
    found = scheduled(network_of(read(*calendars)))
    assert not found.warnings
    return words(int(found.start[0])), words(int(found.finish[0]))


def week(*calendars: str) -> tuple[Hours | None, ...]:
    return calendars_of(read(*calendars).calendars)[2].week


IN_ONE = (day(SUNDAY), *(day(each, NIGHT) for each in range(MONDAY, SATURDAY)), day(SATURDAY))
BEFORE, BEHIND = ("22:00:00", "00:00:00"), ("00:00:00", "06:00:00")
IN_TWO = (
    day(SUNDAY), day(MONDAY, BEFORE), *(day(each, BEHIND, BEFORE) for each in range(TUESDAY, SATURDAY)),
    day(SATURDAY, BEHIND),
)  # fmt: skip


def test_a_night_shift_is_worked_over_midnight_in_one_piece_or_in_two() -> None:
    assert span(USUAL, calendar(2, *IN_TWO)) == ("2026-01-05T22:00", "2026-01-07T06:00")
    assert span(USUAL, calendar(2, *IN_ONE)) == ("2026-01-05T22:00", "2026-01-07T06:00")
    assert week(USUAL, calendar(2, *IN_ONE)) == week(USUAL, calendar(2, *IN_TWO))


def test_the_last_night_of_a_week_ends_on_the_next_day_whatever_its_order() -> None:
    found = week(USUAL, calendar(2, *reversed(IN_ONE)))
    assert found[5] == ((0, 6 * HOUR),), "Saturday"
    assert found[6] == (), "Sunday"
    sunday = week(USUAL, calendar(2, day(SUNDAY, NIGHT), *(day(each, *OFFICE) for each in range(MONDAY, SATURDAY))))
    assert sunday[0] == ((0, 6 * HOUR), (8 * HOUR, 12 * HOUR), (13 * HOUR, 17 * HOUR)), "Monday"


def test_a_night_that_runs_into_the_morning_shift_makes_one_span() -> None:
    late = day(MONDAY, ("20:00:00", "09:00:00"))
    found = week(USUAL, calendar(2, late, day(TUESDAY, *OFFICE)))
    assert found[:2] == (((20 * HOUR, 24 * HOUR),), ((0, 12 * HOUR), (13 * HOUR, 17 * HOUR)))


def test_a_night_goes_on_on_a_day_that_only_the_base_calendar_speaks_of() -> None:
    found = week(USUAL, calendar(2, day(FRIDAY, NIGHT), day(MONDAY, NIGHT), base=1))
    assert found[5] == ((0, 6 * HOUR),)
    assert found[1] == ((0, 6 * HOUR), (8 * HOUR, 12 * HOUR), (13 * HOUR, 17 * HOUR))
    assert found[2] is None, "still that of the base"


def test_of_a_day_apart_the_hours_before_midnight_are_worked() -> None:
    times = f"<WorkingTimes><WorkingTime><FromTime>{NIGHT[0]}</FromTime><ToTime>{NIGHT[1]}</ToTime></WorkingTime>"
    period = "<TimePeriod><FromDate>2026-01-05T00:00:00</FromDate><ToDate>2026-01-05T23:59:00</ToDate></TimePeriod>"
    apart = f"<Exception>{period}<DayWorking>1</DayWorking>{times}</WorkingTimes></Exception>"
    second = calendar(2, base=1, more=f"<Exceptions>{apart}</Exceptions>")
    assert span(USUAL, second) == ("2026-01-05T22:00", "2026-01-07T15:00")


def test_a_calendar_that_never_rests_works_at_night_and_at_weekends() -> None:
    always = calendar(2, *(day(each, ("00:00:00", "00:00:00")) for each in range(SUNDAY, SATURDAY + 1)))
    assert week(USUAL, always) == (((0, 24 * HOUR),),) * 7
    assert span(USUAL, always) == ("2026-01-05T08:00", "2026-01-06T00:00")
