"""Time and authority: two sides of a promise, who may confirm, what lapses, and what others get to see."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.access.models import User
from planner.basics.errors import RuleBroken
from planner.db import db, transaction
from planner.people import queries, service
from planner.people.commitment import AuthorityDraft, Standing, check_authority, confirmed_count, led_by, times
from planner.people.models import PromisedHours
from planner.people.promises import (
    Promise,
    PromiseDraft,
    check_confirmation,
    confirmed_in,
    promised_in,
    still_confirmed,
)
from planner.people.staff_models import Staff
from tests.page import Page, text_of
from tests.personas import Cast

MONDAY = date(2026, 3, 2)
HOURS = st.integers(0, 60).map(Decimal)


def promise(
    hours: int, confirmed: int | None = None, first: date = MONDAY, last: date | None = None, user: int = 1
) -> Promise:
    return Promise(user, Decimal(hours), first, last, None if confirmed is None else Decimal(confirmed))


def test_what_a_week_has_confirmed() -> None:
    assert confirmed_in(MONDAY, [promise(20, 16)]) == 16
    assert confirmed_in(MONDAY, [promise(20)]) is None
    assert confirmed_in(MONDAY, [promise(20, 0)]) == 0
    assert confirmed_in(MONDAY, [promise(20, 20, MONDAY + timedelta(days=3)), promise(9, last=MONDAY)]) == 8


@given(HOURS, st.none() | HOURS, st.dates(date(2026, 1, 1), date(2026, 6, 1)))
def test_never_more_is_confirmed_than_promised(hours: Decimal, confirmed: Decimal | None, week: date) -> None:
    each = [Promise(1, hours, MONDAY, None, confirmed)]
    given_hours, freed = promised_in(week, each), confirmed_in(week, each)
    assert freed is None or (given_hours is not None and freed <= given_hours)


@pytest.mark.parametrize(
    ("hours", "by", "own", "field"),
    [(21, "Ana", False, "hours"), (-1, "Ana", False, "hours"), (9, "", False, "by"), (9, "Ana", True, None)],
)
def test_what_cannot_be_confirmed(hours: int, by: str, own: bool, field: str | None) -> None:
    with pytest.raises(RuleBroken) as refused:
        check_confirmation(promise(20), Decimal(hours), by, own=own)
    assert refused.value.field == field


def test_a_confirmation_lapses_where_it_speaks_of_something_else() -> None:
    before = promise(20, 20, last=MONDAY + timedelta(weeks=8))
    assert still_confirmed(before, replace(before, last_day=MONDAY + timedelta(weeks=4)))
    assert not still_confirmed(before, replace(before, last_day=None))
    assert not still_confirmed(before, replace(before, hours=Decimal(21)))
    assert not still_confirmed(before, replace(before, first_day=MONDAY - timedelta(days=1)))


def test_the_team_of_today() -> None:
    each = [promise(20, 20, user=1), promise(20, 16, user=2), promise(8, user=3)]
    team = times([1, 2, 3, 4], each, MONDAY + timedelta(days=2))
    assert [time.standing for time in team] == [Standing.CONFIRMED, Standing.LESS, Standing.OPEN, Standing.NONE]
    assert [time.gap for time in team] == [0, 4, None, None]
    assert confirmed_count(team) == 1
    assert led_by(1, {1: 1, 2: 1, 3: None, 4: 2}) == {2}


def test_an_authority_says_what_and_by_whom() -> None:
    for draft, field in (
        (AuthorityDraft("", None, "Sven", None), "decides"),
        (AuthorityDraft("Forms", Decimal(-1), "Sven", None), "limit"),
        (AuthorityDraft("Forms", None, "", None), "given_by"),
    ):
        with pytest.raises(RuleBroken) as refused:
            check_authority(draft)
        assert refused.value.field == field


@pytest.fixture
def row(cast: Cast) -> PromisedHours:
    """Twenty hours that the team member promised."""
    with transaction():
        return service.add_promise(cast.rollout.id, PromiseDraft(promise(20, user=cast.member.id), "Miro Petrov"))


def at(cast: Cast, row: PromisedHours, person: User) -> dict[str, Any]:
    return {"rollout_id": cast.rollout.id, "promised_hours_id": row.id, "as_": person}


def test_the_person_promises_and_the_line_manager_confirms_less(cast: Cast, page: Page) -> None:
    rollout_id = cast.rollout.id
    typed = {"hours": "20", "first_day": "2026-03-02", "last_day": "", "comment": "", "once": "a"}
    page.post("people.promise_hours", typed, rollout_id=rollout_id, as_=cast.member)
    page.post("people.promise_hours", {**typed, "once": "b"}, status=422, rollout_id=rollout_id, as_=cast.member)
    row = queries.promises(rollout_id)[0]
    assert (row.source, row.confirmed_hours) == ("Miro Petrov", None)
    with transaction():
        boss = Staff(rollout_id=rollout_id, name="Vera Costa", user_id=cast.viewer.id)
        db.session.add(boss)
        db.session.flush()
        db.session.add(Staff(rollout_id=rollout_id, name="Miro", user_id=cast.member.id, manager_id=boss.id))
    said = {"hours": "16", "by": "Vera Costa", "version": "1"}
    page.post("people.confirm_hours", said, status=403, **at(cast, row, cast.trainer))
    page.post("people.confirm_hours", said, status=403, **at(cast, row, cast.member))
    page.get("people.confirm_hours", **at(cast, row, cast.viewer))
    page.post("people.confirm_hours", {**said, "hours": "21"}, status=422, **at(cast, row, cast.viewer))
    page.post("people.confirm_hours", said, **at(cast, row, cast.viewer))
    page.post("people.confirm_hours", said, status=409, **at(cast, row, cast.manager))
    seen = {
        person.name: text_of(page.get("people.hours", rollout_id=rollout_id, as_=person))
        for person in (cast.manager, cast.viewer, cast.member, cast.trainer, cast.sponsor)
    }
    for name in ("Mara Lind", "Vera Costa", "Miro Petrov"):
        assert "16 hours, Vera Costa" in " ".join(seen[name].replace("16.0", "16").split()), name
        assert "4.0 hours a week apart" in seen[name]
    for name in ("Tara Okafor", "Sven Holm"):
        assert "Miro Petrov" not in seen[name]
        assert "16" not in seen[name].split("Only")[0].split("Confirmed this week")[0]


def test_hours_that_change_have_to_be_confirmed_again(cast: Cast, row: PromisedHours) -> None:
    with transaction():
        service.confirm_hours(row, Decimal(20), "Ana", cast.manager, MONDAY, row.version)
    with transaction():
        service.edit_promise(row, PromiseDraft(promise(20, user=cast.member.id, last=MONDAY), "Miro"), row.version)
    assert row.confirmed_hours == 20
    with transaction():
        service.edit_promise(row, PromiseDraft(promise(24, user=cast.member.id, last=MONDAY), "Miro"), row.version)
    assert [row.confirmed_hours, row.confirmed_by, row.confirmed_on] == [None, "", None]


def test_authority_is_written_down_by_managers(cast: Cast, row: PromisedHours, page: Page) -> None:
    where: dict[str, Any] = {"rollout_id": cast.rollout.id, "user_id": cast.member.id}
    typed = {"decides": "Forms of the first release", "limit": "2500", "given_by": "Sven Holm", "given_on": ""}
    page.get("people.edit_authority", as_=cast.trainer, status=403, **where)
    page.post("people.edit_authority", typed, as_=cast.manager, **where)
    page.post("people.edit_authority", typed, as_=cast.manager, status=409, **where)
    page.post("people.edit_authority", {**typed, "decides": "", "version": "1"}, as_=cast.manager, status=422, **where)
    seen = text_of(page.get("people.hours", rollout_id=cast.rollout.id, as_=cast.member))
    assert "Forms of the first release, up to €2,500" in seen
    strange = {"rollout_id": cast.rollout.id, "user_id": cast.stranger.id}
    page.get("people.edit_authority", as_=cast.manager, status=404, **strange)


def test_the_sponsor_sees_the_sum_from_five_people_on(cast: Cast, row: PromisedHours, page: Page) -> None:
    few = text_of(page.get("people.hours", rollout_id=cast.rollout.id, as_=cast.sponsor))
    assert "Promised this week" not in few
    from tests.builders import make_member

    for number in range(2):
        make_member(cast.rollout, name=f"Helper {number}")
    many = text_of(page.get("people.hours", rollout_id=cast.rollout.id, as_=cast.sponsor))
    assert "Promised this week 20" in many
    assert "Miro Petrov" not in many
