"""Durations are read exactly, written back the same, and said in words."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.schedule.durations import in_words, iso_duration, parse_duration, tenths

LENGTHS = st.timedeltas(min_value=timedelta(days=-40000), max_value=timedelta(days=40000))


@given(LENGTHS)
def test_what_is_written_is_read_back_exactly(length: timedelta) -> None:
    assert parse_duration(iso_duration(length)) == length


@given(LENGTHS)
def test_the_sign_changes_nothing_else(length: timedelta) -> None:
    assert parse_duration(iso_duration(-length)) == -parse_duration(iso_duration(length))


@given(st.integers(0, 10**6), st.integers(0, 10**6), st.integers(0, 10**6))
def test_parts_add_up(hours: int, minutes: int, seconds: int) -> None:
    wanted = timedelta(hours=hours, minutes=minutes, seconds=seconds)
    assert parse_duration(f"PT{hours}H{minutes}M{seconds}S") == wanted


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("PT8H0M0S", 480),
        ("P1D", 1440),
        ("P2W", 20160),
        ("PT90M", 90),
        ("-PT1H", -60),
        ("PT57H8M24S", 3428.4),
        ("P1DT1H", 1500),
    ],
)
def test_examples(text: str, minutes: float) -> None:
    assert parse_duration(text) == timedelta(minutes=minutes)


@pytest.mark.parametrize(
    "text",
    ["", "P", "PT", "-P", "8h", "PT8", "P1Y", "P2M", "PT8H0M0S ", "PT-8H", "PT٣H", "PT1e3H", "PT99999999999999999999H"],
)
def test_what_is_no_duration_is_refused(text: str) -> None:
    if text.strip() != text:
        assert parse_duration(text) == timedelta(hours=8)
        return
    with pytest.raises(ValueError, match="“"):
        parse_duration(text)


@pytest.mark.parametrize(
    ("length", "words"),
    [
        (timedelta(hours=8), "1 day"),
        (timedelta(hours=20), "2.5 days"),
        (timedelta(hours=4), "0.5 days"),
        (timedelta(minutes=90), "1 h 30 min"),
        (timedelta(), "0 days"),
        (timedelta(hours=-16), "−2 days"),
        (timedelta(hours=80), "10 days"),
        (timedelta(hours=81), "10.1 days"),
        (timedelta(minutes=3428, seconds=24), "57 h 8 min 24 s"),
    ],
)
def test_words(length: timedelta, words: str) -> None:
    assert in_words(length) == words


def test_elapsed_words_count_whole_days_of_the_clock() -> None:
    assert in_words(timedelta(days=2), elapsed=True) == "2 days elapsed"


def test_tenths_of_a_minute() -> None:
    assert tenths(4800) == timedelta(hours=8)
    assert tenths(-3) == timedelta(seconds=-18)
