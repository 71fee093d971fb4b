"""Moments are read in every form, and fall on the right local day, also when the clocks change."""

import math
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.adoption.instants import LocalDays, Moments, UnclearOrderError, order_of, week_name, week_of
from planner.adoption.zone_words import zone_of

SAME = 1767600942
ZONES = [
    "Europe/Paris",
    "America/New_York",
    "Asia/Kathmandu",
    "Australia/Lord_Howe",
    "Pacific/Apia",
    "America/St_Johns",
]
moments = st.datetimes(datetime(1991, 1, 1), datetime(2099, 12, 31)).map(lambda m: m.replace(tzinfo=UTC))


@pytest.mark.parametrize(
    "text",
    [
        "2026-01-05T08:15:42Z", "2026-01-05T08:15:42.000+0000", "2026-01-05 10:15:42 +02:00", "20260105081542.127",
        "1767600942", "1767600942.5", "1767600942000", "/Date(1767600942000)/", "05.01.2026 08:15:42",
        "5/1/2026 8:15:42 AM", "05-01-2026 13:45:42 INDIA", "5 Jan 2026 08:15:42", "Mon, 5 Jan 2026 08:15:42 GMT",
        "Jan 5, 2026, 08:15:42 AM", "2026/01/05 08:15:42", "2026-01-05T08:15:42.1234567Z", "05-JAN-2026 08:15:42 UTC",
    ],
)  # fmt: skip
def test_one_moment_in_many_forms(text: str) -> None:
    assert math.floor(Moments(UTC, "dmy").read([text])[0]) == SAME


@pytest.mark.parametrize(
    "text", ["", "yesterday", "2026-02-30", "2926-01-01", "0001-01-01T00:00:00Z", "-5", "٣", "5/1/2026 13:00 PM",
             "1e400", "05-01-2026 13:45:42 MARS", "14111213105123", "12"],
)  # fmt: skip
def test_what_is_no_moment_is_none(text: str) -> None:
    assert math.isnan(Moments(UTC, "dmy").read([text])[0])


@given(st.lists(moments, min_size=1, max_size=20), st.sampled_from(ZONES))
def test_a_moment_falls_on_the_day_that_the_clock_on_the_wall_shows(days: list[datetime], name: str) -> None:
    zone = ZoneInfo(name)
    read = Moments(UTC).read([moment.isoformat() for moment in days])
    assert LocalDays(zone).of(read).tolist() == [moment.astimezone(zone).date().toordinal() for moment in days]


def test_days_of_23_and_25_hours_are_one_day() -> None:
    zone = ZoneInfo("Europe/Berlin")
    for day, hours in ((datetime(2026, 3, 29, tzinfo=zone), 23), (datetime(2026, 10, 25, tzinfo=zone), 25)):
        start = day.timestamp()
        inside = np.array([start, start + hours * 3600 - 1, start + hours * 3600])
        assert (LocalDays(zone).of(inside) - day.toordinal()).tolist() == [0, 0, 1]


def test_the_order_of_dates_comes_from_the_dates() -> None:
    assert order_of(["1/2/2026", "13/2/2026"]) == "dmy"
    assert order_of(["1/2/2026", "1/13/2026"]) == "mdy"
    assert order_of(["1/2/2026"], usual="mdy") == "mdy"
    assert order_of(["2026-01-05"]) == "dmy", "nothing to decide"
    with pytest.raises(UnclearOrderError, match="do not show"):
        order_of(["1/2/2026"])
    with pytest.raises(UnclearOrderError, match="others with the month"):
        order_of(["13/2/2026", "2/13/2026"], usual="mdy")


@given(st.dates())
def test_weeks_are_iso_weeks(day: datetime) -> None:
    number = day.toordinal()
    assert number - week_of(number) == day.weekday()
    assert week_name(number) == "{}-W{:02d}".format(*day.isocalendar()[:2])


def test_zone_words() -> None:
    assert zone_of("GMT+5:30") is not None
    assert zone_of("GMT+5:30").utcoffset(None) == timedelta(hours=5.5)  # type: ignore[union-attr] # asserted above
    assert zone_of("CET", sap=True) == ZoneInfo("Europe/Berlin")
    assert zone_of("+99:00") is None
