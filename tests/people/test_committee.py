"""The committee: an agenda of what is open, minutes, decisions with dissent, actions; and who gets to see it."""

import subprocess
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from planner.basics.errors import RuleBroken
from planner.db import db
from planner.people import committee_queries as queries
from planner.people.committee_rules import (
    ActionDraft,
    ActionState,
    MeetingDraft,
    MeetingState,
    OutcomeDraft,
    Point,
    action_state,
    agenda_of,
    check_action,
    check_meeting,
    check_outcome,
    next_meeting,
    quorate,
)
from planner.people.sponsorship_service import sponsorship_of
from tests.page import Page, text_of
from tests.personas import Cast

TODAY = date(2026, 3, 2)


def day(number: int) -> date:
    return TODAY + timedelta(days=number)


def test_how_an_action_stands() -> None:
    assert action_state(day(-1), None, "", TODAY) is ActionState.OVERDUE
    assert action_state(day(0), None, "", TODAY) is ActionState.SOON
    assert action_state(day(8), None, "", TODAY) is ActionState.OPEN
    assert action_state(day(-1), day(5), "", TODAY) is ActionState.DONE
    assert action_state(day(-1), None, "No need", TODAY) is ActionState.DROPPED


def test_an_agenda_has_what_matters_soonest_first_and_nothing_twice() -> None:
    points = [Point("a", "A"), Point("b", "B", due=day(3)), Point("c", "C", due=day(1)), Point("b", "B", due=day(3))]
    assert [point.key for point in agenda_of(points, {"c"})] == ["b", "a"]
    assert [point.key for point in agenda_of(points, set())] == ["c", "b", "a"]


def test_more_than_half_of_those_who_decide_and_the_next_meeting() -> None:
    assert quorate([1, 2], {1, 2, 3})
    assert not quorate([1], {1, 2})
    assert not quorate([1], set())
    each = [(1, day(9), MeetingState.PLANNED), (2, day(0), MeetingState.PLANNED), (3, day(-2), MeetingState.PLANNED)]
    assert next_meeting(each, TODAY) == 2
    assert next_meeting([(4, day(3), MeetingState.CALLED_OFF)], TODAY) is None


def test_what_is_refused() -> None:
    tries: list[tuple[Callable[[], None], str]] = [
        (lambda: check_meeting(MeetingDraft(None, None, "Here", "")), "day"),
        (lambda: check_meeting(MeetingDraft(TODAY, None, "", "")), "place"),
        (lambda: check_outcome(OutcomeDraft("", "Why", TODAY), [], TODAY), "outcome"),
        (lambda: check_outcome(OutcomeDraft("Yes", "", TODAY), [], TODAY), "reason"),
        (lambda: check_outcome(OutcomeDraft("Yes", "Why", day(1)), [], TODAY), "day"),
        (lambda: check_outcome(OutcomeDraft("Yes", "Why", TODAY, dissent={7: ""}), [1], TODAY), "outcome"),
        (lambda: check_action(ActionDraft("", 1, "", TODAY), [1]), "text"),
        (lambda: check_action(ActionDraft("Do", None, "", TODAY), [1]), "owner"),
        (lambda: check_action(ActionDraft("Do", 7, "", TODAY), [1]), "owner"),
        (lambda: check_action(ActionDraft("Do", 1, "", None), [1]), "due"),
    ]
    for attempt, field in tries:
        with pytest.raises(RuleBroken) as refused:
            attempt()
        assert refused.value.field == field


def test_a_meeting_from_the_question_to_the_minutes(cast: Cast, page: Page) -> None:
    rollout_id = cast.rollout.id
    at: dict[str, Any] = {"rollout_id": rollout_id, "as_": cast.manager}
    assert "No meeting yet" in text_of(page.get("people.committee", **at))
    seat = {"seat": "chair", "speaks_for": ["sales"], "may_decide": "y", "title": "Head of sales"}
    page.post("people.add_committee_member", {**seat, "person": str(cast.sponsor.id), "once": "a"}, **at)
    page.post("people.add_committee_member", {**seat, "person": "", "name": "Rosa Keller", "once": "b"}, **at)
    page.post("people.add_committee_member", {**seat, "person": "", "name": "", "once": "c"}, status=422, **at)
    page.post("people.ask_committee", {"question": "Which number leads?", "needed_by": "2026-03-01", "once": "d"}, **at)
    called = {"day": "2026-03-02", "place": "Board room", "points": [f"decision-{queries.decisions(rollout_id)[0].id}"]}
    page.post("people.call_meeting", {**called, "once": "e"}, **at)
    meeting = queries.meetings(rollout_id)[0]
    where: dict[str, Any] = {**at, "committee_meeting_id": meeting.id}
    assert "Which number leads?" in text_of(page.get("people.committee_meeting", **where))
    asked = queries.decisions(rollout_id)[0]
    rosa = next(row for row in queries.members(rollout_id) if row.name)
    outcome = {
        "outcome": "That of finance", "reason": "Invoices", "day": "2026-03-02", "meeting": str(meeting.id),
        "version": "1",
        f"dissents_{rosa.id}": "y", f"against_{rosa.id}": "Too slow",
    }  # fmt: skip
    page.post("people.decide", outcome, committee_decision_id=asked.id, **at)
    page.post("people.decide", outcome, committee_decision_id=asked.id, status=409, **at)
    action = {"text": "Write it down", "owner": str(cast.member.id), "due": "2026-03-01", "decision": "", "once": "f"}
    page.post("people.add_action", action, meeting=meeting.id, **at)
    item = queries.items(meeting.id)[0]
    members = {f"member_{row.id}": "present" for row in queries.members(rollout_id)}
    page.post("people.keep_minutes", {**members, f"item_{item.id}": "Settled", "notes": "", "version": "1"}, **where)
    seen = text_of(page.get("people.committee_meeting", **where))
    for words in ("Present: Sven Holm, Rosa Keller", "Against it: Rosa Keller, “Too slow”", "Write it down", "Settled"):
        assert words in seen
    pdf = page.client(cast.sponsor).get(f"/rollouts/{rollout_id}/committee/meetings/{meeting.id}/minutes.pdf")
    said = printed_words(pdf.data)
    for words in (
        "CRM committee: meeting of 2 Mar 2026 Northwind CRM · Board room",
        "Present Sven Holm, Head of sales Rosa Keller, Head of sales Agenda",
        "Agenda Which number leads? A decision that is open Settled",
        "Decisions That of finance Which number leads? Invoices Against it: Rosa Keller, “Too slow”",
        "Actions Write it down: Miro Petrov, by 1 Mar 2026 Overdue",
    ):
        assert words in said
    assert "Overdue, Miro Petrov" in text_of(page.get("people.committee", **at))
    assert sponsorship_of(cast.rollout, TODAY).acts == ()


def printed_words(pdf: bytes) -> str:
    """What is printed, line after line, with single blanks."""
    said = subprocess.run(["pdftotext", "-raw", "-", "-"], input=pdf, check=True, capture_output=True).stdout.decode()
    return " ".join(said.split())


def test_others_see_and_finish_their_own_actions(cast: Cast, page: Page) -> None:
    rollout_id = cast.rollout.id
    at: dict[str, Any] = {"rollout_id": rollout_id}
    for person, text in ((cast.member, "Write it down"), (cast.trainer, "Book the room")):
        typed = {"text": text, "owner": str(person.id), "due": "2026-03-05", "decision": "", "once": text}
        page.post("people.add_action", typed, as_=cast.sponsor, **at)
    mine = text_of(page.get("people.committee", as_=cast.member, **at))
    assert "Write it down" in mine
    assert "Book the room" not in mine
    first, second = queries.actions(rollout_id)
    done = {"how": "On one page", "done_on": "2026-03-02", "version": "1"}
    page.post("people.finish_action", done, committee_action_id=second.id, as_=cast.member, status=403, **at)
    page.post(
        "people.finish_action", {**done, "how": ""}, committee_action_id=first.id, as_=cast.member, status=422, **at
    )
    page.post("people.finish_action", done, committee_action_id=first.id, as_=cast.member, **at)
    page.get("people.ask_committee", as_=cast.member, status=403, **at)
    assert not page.get("people.committee", as_=cast.member, **at).cssselect(".page-actions a"), "what is refused"
    assert page.get("people.committee", as_=cast.manager, **at).cssselect(".page-actions a")
    db.session.expire_all()
    assert queries.action(rollout_id, first.id).done_on == TODAY


def test_a_member_of_the_committee_without_a_leading_role_reads_everything(cast: Cast, page: Page) -> None:
    at: dict[str, Any] = {"rollout_id": cast.rollout.id}
    called = {"day": "2026-03-09", "place": "Board room", "once": "a"}
    page.post("people.call_meeting", called, as_=cast.manager, **at)
    meeting = queries.meetings(cast.rollout.id)[0]
    page.get("people.committee_meeting", committee_meeting_id=meeting.id, as_=cast.viewer, status=403, **at)
    seat = {"seat": "member", "person": str(cast.viewer.id), "once": "b"}
    page.post("people.add_committee_member", seat, as_=cast.manager, **at)
    page.get("people.committee_meeting", committee_meeting_id=meeting.id, as_=cast.viewer, **at)
    page.post(
        "people.call_off_meeting", {"version": "1"}, committee_meeting_id=meeting.id, as_=cast.viewer, status=403, **at
    )
    page.post("people.call_off_meeting", {"version": "1"}, committee_meeting_id=meeting.id, as_=cast.manager, **at)
    assert queries.meetings(cast.rollout.id)[0].state is MeetingState.CALLED_OFF
