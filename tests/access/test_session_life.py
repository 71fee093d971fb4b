"""How long somebody stays signed in."""

from datetime import UTC, datetime, timedelta

from planner.access.session_life import ABSOLUTE, IDLE, TOUCH, alive, due, expires

START = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)


def test_a_session_ends_after_a_working_day_without_a_click() -> None:
    assert alive(START, START, START + IDLE - SECOND)
    assert not alive(START, START, START + IDLE)


def test_clicks_prolong_it_up_to_the_absolute_limit() -> None:
    last = START + ABSOLUTE - SECOND
    assert alive(START, last, last)
    assert not alive(START, START + ABSOLUTE, START + ABSOLUTE)
    assert expires(START, last) == START + ABSOLUTE


def test_a_clock_that_jumps_about_never_prolongs_it() -> None:
    assert not alive(START, START + timedelta(days=30), START + ABSOLUTE)
    assert not alive(START, START, START - timedelta(hours=1)), "made in the future: the clock is wrong, sign in again"


def test_a_click_is_written_down_now_and_then() -> None:
    assert not due(START, START + TOUCH - SECOND)
    assert due(START, START + TOUCH)
