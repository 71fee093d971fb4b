"""Promised hours: what a week gives, and what cannot be promised."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.basics.errors import NotFound, RuleBroken, Stale
from planner.db import transaction
from planner.people import queries, service
from planner.people.promises import Promise, PromiseDraft, check_promise, promised_in
from tests.builders import make_rollout
from tests.personas import Cast

MONDAY = date(2026, 3, 2)
DAYS = st.dates(date(2026, 1, 1), date(2026, 12, 31))


def promise(hours: int = 20, first: date = MONDAY, last: date | None = None, user: int = 1) -> Promise:
    return Promise(user, Decimal(hours), first, last)


def test_a_week_that_is_promised_in_part() -> None:
    assert promised_in(MONDAY, [promise()]) == 20
    assert promised_in(MONDAY, [promise(first=MONDAY + timedelta(days=3))]) == 8
    assert promised_in(MONDAY, [promise(last=MONDAY), promise(10, MONDAY + timedelta(days=1))]) == 12
    assert promised_in(MONDAY - timedelta(weeks=1), [promise()]) is None
    assert promised_in(MONDAY, [promise(0)]) == 0


@given(DAYS, DAYS, DAYS, DAYS)
def test_meeting_is_mutual_and_means_a_common_day(a: date, b: date, c: date, d: date) -> None:
    one, other = promise(1, min(a, b), max(a, b)), promise(1, min(c, d), max(c, d))
    assert one.meets(other) == other.meets(one)
    common = max(one.first_day, other.first_day) <= min(one.last_day or date.max, other.last_day or date.max)
    assert one.meets(other) == common
    assert not one.meets(promise(1, min(c, d), max(c, d), user=2))


@pytest.mark.parametrize(
    ("wanted", "field"),
    [
        (promise(user=7), "person"),
        (promise(61), "hours"),
        (promise(first=date(226, 3, 2)), "first_day"),
        (promise(last=MONDAY - timedelta(days=1)), "last_day"),
        (promise(first=MONDAY + timedelta(weeks=9)), "first_day"),
    ],
)
def test_what_cannot_be_promised(wanted: Promise, field: str) -> None:
    with pytest.raises(RuleBroken) as refused:
        check_promise(PromiseDraft(wanted, "João"), [1], [promise(first=MONDAY + timedelta(weeks=4))])
    assert refused.value.field == field


def test_promises_are_kept_changed_and_taken_away(cast: Cast) -> None:
    draft = PromiseDraft(promise(user=cast.member.id), "João Reis", "Half of the week.")
    with transaction():
        row = service.add_promise(cast.rollout.id, draft)
    with pytest.raises(RuleBroken), transaction():
        service.add_promise(cast.rollout.id, draft)
    with transaction():
        row = service.edit_promise(row, PromiseDraft(promise(12, user=cast.member.id), "João Reis"), row.version)
    assert [each.hours for each in queries.promises(cast.rollout.id, cast.member.id)] == [12]
    with pytest.raises(Stale), transaction():
        service.remove_promise(row, 1)
    with pytest.raises(NotFound):
        queries.promise(make_rollout("Another").id, row.id)
    with transaction():
        service.remove_promise(row, row.version)
    assert queries.promises(cast.rollout.id) == []
