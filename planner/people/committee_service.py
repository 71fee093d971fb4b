"""Keeps the committee: its members, meetings with their agenda and attendance, and their minutes as values."""

from collections.abc import Mapping, Sequence
from datetime import date

from planner.basics.errors import RuleBroken
from planner.db import check_version, db
from planner.people import committee_queries as queries
from planner.people.committee_models import (
    CommitteeAttendance,
    CommitteeItem,
    CommitteeMeeting,
    CommitteeMember,
)
from planner.people.committee_rules import MeetingDraft, MeetingState, Point, Presence, check_meeting
from planner.people.committee_seats import MemberDraft
from planner.rollouts import queries as rollouts


def add_member(rollout_id: int, draft: MemberDraft) -> CommitteeMember:
    """Take somebody into the committee."""
    row = CommitteeMember(rollout_id=rollout_id)
    _check_member(rollout_id, draft, None)
    _write_member(row, draft)
    db.session.add(row)
    db.session.flush()
    return row


def edit_member(row: CommitteeMember, draft: MemberDraft, version: int | None) -> CommitteeMember:
    """Change a member; who leaves gets a last day."""
    check_version(row, version, member_fields(row))
    _check_member(row.rollout_id, draft, row)
    _write_member(row, draft)
    db.session.flush()
    return row


def _check_member(rollout_id: int, draft: MemberDraft, own: CommitteeMember | None) -> None:
    if draft.user_id is None and not draft.name:
        raise RuleBroken("Choose a person, or give a name.", "person")
    known = {user.id for _, user in rollouts.members(rollout_id)} | ({own.user_id} if own and own.user_id else set())
    if draft.user_id is not None and draft.user_id not in known:
        raise RuleBroken("Choose somebody who takes part in this rollout, or give a name.", "person")
    others = [row for row in queries.members(rollout_id) if own is None or row.id != own.id]
    if draft.user_id is not None and any(row.user_id == draft.user_id for row in others):
        raise RuleBroken("This person is on the committee already: change that entry.", "person")


def _write_member(row: CommitteeMember, draft: MemberDraft) -> None:
    row.user_id, row.name = draft.user_id, "" if draft.user_id else draft.name
    row.title, row.seat, row.until = draft.title, draft.seat, draft.until
    row.speaks_for, row.may_decide = sorted(voice.value for voice in draft.speaks_for), draft.may_decide


def member_fields(row: CommitteeMember) -> dict[str, object]:
    """A member by the names of its form."""
    return {
        "person": str(row.user_id or ""),
        "name": row.name,
        "title": row.title,
        "seat": row.seat.value,
        "speaks_for": list(row.speaks_for),
        "may_decide": row.may_decide,
        "until": row.until,
    }


def call_meeting(rollout_id: int, draft: MeetingDraft, points: Sequence[Point]) -> CommitteeMeeting:
    """Call a meeting with an agenda of what is open that day."""
    check_meeting(draft)
    row = CommitteeMeeting(rollout_id=rollout_id, notes="", state=MeetingState.PLANNED)
    _write_meeting(row, draft)
    db.session.add(row)
    db.session.flush()
    take_points(row, points)
    return row


def edit_meeting(row: CommitteeMeeting, draft: MeetingDraft, version: int | None) -> CommitteeMeeting:
    """Move a meeting, or say where it is."""
    check_version(row, version, meeting_fields(row))
    check_meeting(draft)
    _write_meeting(row, draft)
    db.session.flush()
    return row


def _write_meeting(row: CommitteeMeeting, draft: MeetingDraft) -> None:
    row.day, row.place, row.link, row.topic = draft.day or date.max, draft.place, draft.link, draft.topic
    row.begins = draft.begins.strftime("%H:%M") if draft.begins else ""


def meeting_fields(row: CommitteeMeeting) -> dict[str, object]:
    """A meeting by the names of its form."""
    return {"day": row.day, "begins": row.begins, "place": row.place, "link": row.link, "topic": row.topic}


def call_off(row: CommitteeMeeting, version: int | None) -> CommitteeMeeting:
    """Call a meeting off; what was on its agenda comes back for the next one by itself."""
    check_version(row, version, {})
    if row.state is not MeetingState.PLANNED:
        raise RuleBroken("Only a meeting that is planned can be called off.")
    row.state = MeetingState.CALLED_OFF
    db.session.flush()
    return row


def take_points(row: CommitteeMeeting, points: Sequence[Point]) -> list[CommitteeItem]:
    """Put points on the agenda, behind what is there; a point that is on it already is not put there twice."""
    there = queries.items(row.id)
    taken = {item.key for item in there if item.key}
    new = [point for point in points if point.key not in taken]
    made = [
        CommitteeItem(
            meeting_id=row.id, key=point.key, title=point.title[:300], about=point.about[:500], position=number
        )
        for number, point in enumerate(new, start=len(there))
    ]
    db.session.add_all(made)
    db.session.flush()
    return made


def add_item(row: CommitteeMeeting, title: str, about: str) -> CommitteeItem:
    """Put a point of one's own on the agenda."""
    if not title:
        raise RuleBroken("Say what it is about.", "title")
    item = CommitteeItem(meeting_id=row.id, title=title, about=about, position=len(queries.items(row.id)))
    db.session.add(item)
    db.session.flush()
    return item


def remove_item(item: CommitteeItem, version: int | None) -> CommitteeItem:
    """Take a point off the agenda."""
    check_version(item, version, {"title": item.title})
    db.session.delete(item)
    db.session.flush()
    return item


def keep_minutes(
    row: CommitteeMeeting,
    presence: Mapping[int, Presence],
    results: Mapping[int, str],
    notes: str,
    today: date,
    version: int | None,
) -> CommitteeMeeting:
    """Note who was there and what came out of each point; the meeting then counts as held."""
    check_version(row, version, {"notes": row.notes})
    if row.day > today:
        raise RuleBroken("The meeting is still to come; minutes are kept on its day or after.")
    if row.state is MeetingState.CALLED_OFF:
        raise RuleBroken("The meeting was called off.")
    row.state, row.notes = MeetingState.HELD, notes
    stored = {each.member_id: each for each in db.session.query(CommitteeAttendance).filter_by(meeting_id=row.id)}
    for member_id, was in presence.items():
        if member_id in stored:
            stored[member_id].presence = was
        else:
            db.session.add(CommitteeAttendance(meeting_id=row.id, member_id=member_id, presence=was))
    for item in queries.items(row.id):
        item.result = results.get(item.id, item.result)
    db.session.flush()
    return row
