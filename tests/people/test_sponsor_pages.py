"""Sponsorship on its pages: the charter is offered and kept, what others may not do, and two people at once."""

from datetime import date, timedelta
from typing import Any

import pytest

from planner.db import db, transaction
from planner.people import sponsor_queries as queries
from planner.people import sponsor_service as service
from planner.people.sponsor_coalition import SponsorDraft
from planner.people.sponsor_models import Sponsor, SponsorPromise
from planner.people.sponsor_promises import PromiseKind, SponsorPromiseDraft
from planner.people.sponsorship_service import sponsorship_of
from planner.rollouts.models import Unit
from tests.conftest import NOW
from tests.page import Page, text_of
from tests.personas import Cast

TODAY = date(2026, 3, 2)


@pytest.fixture
def seat(cast: Cast) -> Sponsor:
    """The sponsor's seat, with a unit that has nobody on site."""
    with transaction():
        db.session.add(Unit(rollout_id=cast.rollout.id, name="Service desk", people=31))
        draft = SponsorDraft(
            cast.sponsor.id, "", "Head of sales", lead=True, unit_ids=frozenset(), since=date(2026, 1, 5)
        )
        return service.add_sponsor(cast.rollout.id, draft)


def promised(seat: Sponsor, due: date, text: str = "Speak at the kick-off") -> SponsorPromise:
    with transaction():
        return service.add_promises(seat, SponsorPromiseDraft(PromiseKind.KICK_OFF, text, due))[0]


def test_a_charter_from_the_first_name_to_the_first_kept_promise(cast: Cast, page: Page) -> None:
    rollout_id = cast.rollout.id
    with transaction():
        unit = Unit(rollout_id=rollout_id, name="Service desk", people=31)
        db.session.add(unit)
    assert "No sponsor is named yet" in text_of(page.get("people.sponsorship", rollout_id=rollout_id, as_=cast.manager))
    form = page.get("people.add_sponsor", rollout_id=rollout_id, as_=cast.manager)
    assert form.cssselect("#person option[selected]")[0].text == "Sven Holm"
    named = {"person": str(cast.sponsor.id), "lead": "y", "since": "2026-01-05", "once": "a"}
    answer = page.post("people.add_sponsor", named, rollout_id=rollout_id, as_=cast.manager)
    assert answer.location.endswith("/promises/offered")
    seat = queries.sponsors(rollout_id)[0]
    where: dict[str, Any] = {"rollout_id": rollout_id, "sponsor_id": seat.id}
    offered = page.get("people.offered_promises", as_=cast.sponsor, **where)
    assert "Talk to the head of Service desk" in text_of(offered)
    page.post("people.offered_promises", {"chosen": ["introduce", "gates"], "once": "b"}, as_=cast.sponsor, **where)
    own = {"kind": "own", "text": "Thank the pilot", "unit": "", "due": "2026-03-05", "every": "once", "once": "c"}
    page.post("people.add_sponsor_promise", own, as_=cast.sponsor, **where)
    rows = queries.promises(rollout_id)
    assert {row.text for row in rows} >= {"Thank the pilot", "Introduce the project manager to all staff, in person"}
    mine = page.get("people.my_promises", rollout_id=rollout_id, as_=cast.sponsor)
    assert "Thank the pilot" in text_of(mine.cssselect(".ask")[0])
    row = next(row for row in rows if row.text == "Thank the pilot")
    kept = {"evidence": "In the canteen, all of them", "kept_on": "2026-03-02", "version": "1"}
    page.post("people.keep_promise", kept, rollout_id=rollout_id, sponsor_promise_id=row.id, as_=cast.sponsor)
    seen = text_of(page.get("people.sponsorship", rollout_id=rollout_id, as_=cast.manager))
    assert "In the canteen, all of them" in seen
    assert "Last seen today: Thank the pilot" in seen
    assert "1 of 1" in seen
    assert "Nobody yet Name one" in seen
    told = text_of(
        page.get("people.edit_sponsor_promise", rollout_id=rollout_id, sponsor_promise_id=row.id, as_=cast.manager)
    )
    assert "Noted by Sven Holm" in told


def test_a_day_that_passed_is_a_missed_promise_and_silence_is_said(cast: Cast, seat: Sponsor, page: Page) -> None:
    row = promised(seat, TODAY - timedelta(days=1))
    seen = text_of(page.get("people.sponsorship", rollout_id=cast.rollout.id, as_=cast.sponsor))
    assert "Silent" in seen
    assert "Nothing was seen since 5 Jan 2026, 56 days ago" in seen
    assert "Missed" in seen
    where: dict[str, Any] = {"rollout_id": cast.rollout.id, "sponsor_promise_id": row.id, "as_": cast.sponsor}
    moved = {"kind": "kick-off", "text": "Speak", "unit": "", "due": "2026-04-01", "version": "1"}
    page.post("people.edit_sponsor_promise", moved, status=422, **where)
    page.post("people.withdraw_promise", {"reason": "No time", "version": "1"}, status=422, **where)
    page.post("people.keep_promise", {"evidence": "Spoke", "kept_on": "2026-03-02", "version": "1"}, **where)
    record = sponsorship_of(cast.rollout, TODAY).record
    assert (record.kept, record.late, record.missed) == (0, 1, 0)
    page.post("people.reopen_promise", {"version": "2"}, **where)
    assert sponsorship_of(cast.rollout, TODAY).record.missed == 1


def test_what_is_refused_stands_at_its_field_and_a_stale_edit_is_said(cast: Cast, seat: Sponsor, page: Page) -> None:
    row = promised(seat, TODAY)
    where: dict[str, Any] = {"rollout_id": cast.rollout.id, "sponsor_promise_id": row.id, "as_": cast.manager}
    for typed in (
        {"evidence": "", "kept_on": "2026-03-02"},
        {"evidence": "Done", "kept_on": "2026-03-03"},
        {"evidence": "Done", "kept_on": "2026-03-02", "link": "javascript:alert(1)"},
    ):
        page.post("people.keep_promise", {**typed, "version": "1"}, status=422, **where)
    page.post("people.keep_promise", {"evidence": "Done", "kept_on": "2026-03-02", "version": "7"}, status=409, **where)
    page.post("people.keep_promise", {"evidence": "Done", "kept_on": "2026-03-02"}, status=409, **where)


def test_a_repetition_is_withdrawn_from_a_day_on(cast: Cast, seat: Sponsor, page: Page) -> None:
    where: dict[str, Any] = {"rollout_id": cast.rollout.id, "sponsor_id": seat.id, "as_": cast.manager}
    typed = {
        "kind": "gates",
        "text": "Attend",
        "unit": "",
        "due": "2026-03-31",
        "every": "month",
        "until": "2026-07-31",
    }
    page.post("people.add_sponsor_promise", {**typed, "once": "a"}, **where)
    page.post("people.add_sponsor_promise", {**typed, "once": "a"}, **where)
    rows = queries.promises(cast.rollout.id)
    assert [row.due.day for row in rows] == [31, 30, 31, 30, 31]
    at: dict[str, Any] = {"rollout_id": cast.rollout.id, "sponsor_promise_id": rows[2].id, "as_": cast.sponsor}
    page.post("people.withdraw_promise", {"reason": "The board meets instead", "later_too": "y", "version": "1"}, **at)
    db.session.expire_all()
    assert [bool(row.withdrawn) for row in queries.promises(cast.rollout.id)] == [False, False, True, True, True]


def test_others_keep_only_their_own_promises(cast: Cast, seat: Sponsor, page: Page) -> None:
    row = promised(seat, TODAY)
    at: dict[str, Any] = {"rollout_id": cast.rollout.id, "sponsor_promise_id": row.id}
    for person in (cast.trainer, cast.member, cast.viewer):
        page.get("people.keep_promise", as_=person, status=403, **at)
        page.get("people.add_sponsor", rollout_id=cast.rollout.id, as_=person, status=403)
        mine = text_of(page.get("people.my_promises", rollout_id=cast.rollout.id, as_=person))
        assert "You are no sponsor of this rollout" in mine
        assert "Speak at the kick-off" not in mine
    page.get("people.add_sponsor", rollout_id=cast.rollout.id, as_=cast.sponsor, status=403)
    page.client(cast.viewer).get(f"/rollouts/{cast.rollout.id}/sponsorship").location.endswith("/mine")


def test_a_viewer_who_sponsors_a_unit_keeps_promises(cast: Cast, seat: Sponsor, page: Page) -> None:
    unit = queries.unit_facts(cast.rollout.id)[0]
    form = {"person": str(cast.viewer.id), "units": [str(unit.id)], "since": "2026-02-01", "once": "a"}
    page.post("people.add_sponsor", form, rollout_id=cast.rollout.id, as_=cast.manager)
    page.post("people.add_sponsor", {**form, "once": "b"}, rollout_id=cast.rollout.id, as_=cast.manager, status=422)
    own = next(each for each in queries.sponsors(cast.rollout.id) if each.user_id == cast.viewer.id)
    row = promised(own, TODAY, "Talk to my team")
    at: dict[str, Any] = {"rollout_id": cast.rollout.id, "sponsor_promise_id": row.id, "as_": cast.viewer}
    page.post("people.keep_promise", {"evidence": "Monday round", "kept_on": "2026-03-02", "version": "1"}, **at)
    state = sponsorship_of(cast.rollout, TODAY)
    assert state.gaps == ()
    assert state.covered[unit.id] == (own.id,)
    left = {**form, "until": "2026-03-01", "version": "1"}
    page.post("people.edit_sponsor", left, rollout_id=cast.rollout.id, sponsor_id=own.id, as_=cast.manager)
    assert sponsorship_of(cast.rollout, TODAY).gaps == (unit.id,)


def test_what_was_seen_is_written_down_and_taken_away(cast: Cast, seat: Sponsor, page: Page) -> None:
    where: dict[str, Any] = {"rollout_id": cast.rollout.id, "sponsor_id": seat.id, "as_": cast.manager}
    typed = {"kind": "mail", "what": "Letter to all staff", "day": "2026-02-27", "link": "https://intranet.example/1"}
    page.post("people.log_act", {**typed, "once": "a"}, **where)
    page.post("people.log_act", {**typed, "day": "2026-03-03", "once": "b"}, status=422, **where)
    assert sponsorship_of(cast.rollout, TODAY).silent_days == 3
    row = queries.acts(cast.rollout.id)[0]
    at: dict[str, Any] = {"rollout_id": cast.rollout.id, "sponsor_act_id": row.id, "as_": cast.manager}
    page.get("people.remove_act", **at)
    page.post("people.remove_act", {"version": "1"}, **at)
    assert sponsorship_of(cast.rollout, TODAY).silent_days == 56


def test_the_page_asks_no_more_of_the_database_for_more_promises(cast: Cast, seat: Sponsor, page: Page) -> None:
    from sqlalchemy import event

    asked: list[str] = []
    event.listen(db.engine, "before_cursor_execute", lambda *said: asked.append(said[2]))
    counts = []
    for number in (2, 60):
        for step in range(number):
            promised(seat, TODAY + timedelta(days=step), f"P{number}-{step}")
        asked.clear()
        page.get("people.sponsorship", rollout_id=cast.rollout.id, as_=cast.manager)
        counts.append(len([said for said in asked if said.startswith("SELECT")]))
    assert counts[1] <= counts[0]
    assert NOW.date() == TODAY
