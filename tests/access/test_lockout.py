"""Waiting after failed tries: soon enough against guessing, and never against somebody else."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.access.lockout import ACCOUNT, ADDRESS, HERE, Failures, Limit, address_group, in_words, wait

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


def ago(count: int, apart: timedelta = timedelta(seconds=1)) -> list[datetime]:
    return [NOW - apart * n for n in range(count)]


def test_ten_failures_pass_and_the_eleventh_try_waits() -> None:
    assert wait(Failures(here=ago(9)), NOW) == timedelta(0)
    assert wait(Failures(here=ago(10)), NOW) == timedelta(minutes=1)
    assert wait(Failures(here=ago(12)), NOW) == timedelta(minutes=4)


def test_the_wait_runs_out_and_never_grows_beyond_half_an_hour() -> None:
    ten = ago(10)
    assert wait(Failures(here=ten), NOW + timedelta(seconds=59)) == timedelta(seconds=1)
    assert wait(Failures(here=ten), NOW + timedelta(seconds=60)) == timedelta(0)
    assert wait(Failures(here=ago(500)), NOW) == timedelta(minutes=30)


def test_failures_are_forgotten_after_their_window() -> None:
    assert wait(Failures(here=ago(50)), NOW + HERE.window + timedelta(minutes=1)) == timedelta(0)


def test_guessing_one_account_from_many_addresses_waits() -> None:
    assert wait(Failures(account=ago(29)), NOW) == timedelta(0)
    assert wait(Failures(account=ago(30)), NOW) > timedelta(0)
    assert wait(Failures(account=ago(99)), NOW) == timedelta(hours=24)


def test_trying_many_accounts_from_one_address_waits() -> None:
    assert wait(Failures(address=ago(99)), NOW) == timedelta(0)
    assert wait(Failures(address=ago(100)), NOW) > timedelta(0)


def test_nobody_is_locked_out_of_a_place_they_have_signed_in_from_by_what_others_do() -> None:
    attacked = Failures(account=ago(1000), address=ago(1000), known=True)
    assert wait(attacked, NOW) == timedelta(0)
    assert wait(Failures(here=ago(10), known=True), NOW) > timedelta(0)


def test_a_clock_that_jumped_back_asks_for_one_wait_not_for_the_difference() -> None:
    assert wait(Failures(here=[NOW + timedelta(days=1)] * 10), NOW) == timedelta(minutes=1)


@given(st.integers(0, 10_000), st.sampled_from([HERE, ACCOUNT, ADDRESS]))
def test_more_failures_never_shorten_the_wait(failures: int, limit: Limit) -> None:
    assert limit.wait(failures) <= limit.wait(failures + 1) <= limit.longest


def test_a_persistent_guesser_gets_fewer_than_a_hundred_tries_at_one_account_in_a_week() -> None:
    """NIST SP 800-63B-4, 3.2.2: no more than a hundred failures in a row on one account."""
    tries: list[datetime] = []
    now = NOW
    while now < NOW + timedelta(days=7):
        delay = wait(Failures(account=tries), now)
        if not delay:
            tries.append(now)
        now += delay or timedelta(seconds=1)
    assert len(tries) < 100


@pytest.mark.parametrize(
    ("address", "group"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2:ffff::", "2001:db8:1:2::/64"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("::1", "::/64"),
        ("<script>", "unknown"),
        ("", "unknown"),
        (None, "unknown"),
    ],
)
def test_addresses_are_counted_by_the_line_they_come_from(address: str | None, group: str) -> None:
    assert address_group(address) == group


def test_waits_are_told_in_words() -> None:
    assert [in_words(timedelta(seconds=s)) for s in (0, 59, 61, 7199, 7201)] == [
        "1 minute",
        "1 minute",
        "2 minutes",
        "2 hours",
        "3 hours",
    ]
