"""Questions about the committee: members, meetings, agendas, decisions and actions."""

from collections.abc import Iterable, Sequence
from datetime import date

from sqlalchemy import select

from planner.basics.errors import NotFound
from planner.db import db
from planner.people.committee_models import (
    CommitteeAction,
    CommitteeAttendance,
    CommitteeDecision,
    CommitteeDissent,
    CommitteeItem,
    CommitteeMeeting,
    CommitteeMember,
)
from planner.people.committee_rules import Presence
from planner.people.sponsor_queries import LEFT, names_of


def members(rollout_id: int) -> list[CommitteeMember]:
    """Everybody who is or was on the committee, in the order in which they came."""
    query = select(CommitteeMember).where(CommitteeMember.rollout_id == rollout_id)
    return list(db.session.scalars(query.order_by(CommitteeMember.id)))


def member(rollout_id: int, member_id: int) -> CommitteeMember:
    """One member of this rollout's committee."""
    query = select(CommitteeMember).where(CommitteeMember.rollout_id == rollout_id, CommitteeMember.id == member_id)
    found = db.session.scalar(query)
    if found is None:
        raise NotFound("There is no such member of the committee.")
    return found


def member_names(rows: Iterable[CommitteeMember]) -> dict[int, str]:
    """What each member is called, by number."""
    each = list(rows)
    accounts = names_of({row.user_id for row in each if row.user_id is not None})
    return {row.id: accounts.get(row.user_id or 0) or row.name or LEFT for row in each}


def meetings(rollout_id: int) -> list[CommitteeMeeting]:
    """The meetings, the latest first."""
    query = select(CommitteeMeeting).where(CommitteeMeeting.rollout_id == rollout_id)
    return list(db.session.scalars(query.order_by(CommitteeMeeting.day.desc(), CommitteeMeeting.id.desc())))


def meeting(rollout_id: int, meeting_id: int) -> CommitteeMeeting:
    """One meeting of this rollout's committee."""
    query = select(CommitteeMeeting).where(CommitteeMeeting.rollout_id == rollout_id, CommitteeMeeting.id == meeting_id)
    found = db.session.scalar(query)
    if found is None:
        raise NotFound("There is no such meeting of the committee.")
    return found


def attendance(meeting_id: int) -> dict[int, Presence]:
    """Who was there, by member."""
    query = select(CommitteeAttendance).where(CommitteeAttendance.meeting_id == meeting_id)
    return {row.member_id: row.presence for row in db.session.scalars(query)}


def attended(rollout_id: int) -> list[tuple[date, str, int]]:
    """Day and topic of each meeting that was held, with the account of each member who was there."""
    query = select(CommitteeMeeting.day, CommitteeMeeting.topic, CommitteeMember.user_id)
    query = query.join(CommitteeAttendance, CommitteeAttendance.meeting_id == CommitteeMeeting.id)
    query = query.join(CommitteeMember, CommitteeMember.id == CommitteeAttendance.member_id)
    query = query.where(CommitteeMeeting.rollout_id == rollout_id, CommitteeAttendance.presence == Presence.PRESENT)
    rows = db.session.execute(query)
    return [(day, topic, user_id) for day, topic, user_id in rows if user_id is not None]


def items(meeting_id: int) -> list[CommitteeItem]:
    """The agenda of a meeting in its order."""
    query = select(CommitteeItem).where(CommitteeItem.meeting_id == meeting_id)
    return list(db.session.scalars(query.order_by(CommitteeItem.position, CommitteeItem.id)))


def item(meeting_id: int, item_id: int) -> CommitteeItem:
    """One point of a meeting's agenda."""
    query = select(CommitteeItem).where(CommitteeItem.meeting_id == meeting_id, CommitteeItem.id == item_id)
    found = db.session.scalar(query)
    if found is None:
        raise NotFound("There is no such point on this agenda.")
    return found


def decisions(rollout_id: int, meeting_id: int | None = None) -> list[CommitteeDecision]:
    """Questions and decisions, those of one meeting where it is given; the latest first, open ones before all."""
    query = select(CommitteeDecision).where(CommitteeDecision.rollout_id == rollout_id)
    if meeting_id is not None:
        query = query.where(CommitteeDecision.meeting_id == meeting_id)
    query = query.order_by(CommitteeDecision.decided_on.desc(), CommitteeDecision.needed_by, CommitteeDecision.id)
    rows = list(db.session.scalars(query))
    return [row for row in rows if row.decided_on is None] + [row for row in rows if row.decided_on is not None]


def decision(rollout_id: int, decision_id: int) -> CommitteeDecision:
    """One decision of this rollout's committee."""
    query = select(CommitteeDecision).where(
        CommitteeDecision.rollout_id == rollout_id, CommitteeDecision.id == decision_id
    )
    found = db.session.scalar(query)
    if found is None:
        raise NotFound("There is no such decision of the committee.")
    return found


def dissent(decision_ids: Sequence[int]) -> dict[int, list[CommitteeDissent]]:
    """Who was against, by decision; one question however many."""
    query = select(CommitteeDissent).where(CommitteeDissent.decision_id.in_(decision_ids))
    found: dict[int, list[CommitteeDissent]] = {}
    for row in db.session.scalars(query.order_by(CommitteeDissent.id)):
        found.setdefault(row.decision_id, []).append(row)
    return found


def actions(rollout_id: int, owner_id: int | None = None) -> list[CommitteeAction]:
    """The actions, or those of one account, by day."""
    query = select(CommitteeAction).where(CommitteeAction.rollout_id == rollout_id)
    if owner_id is not None:
        query = query.where(CommitteeAction.owner_id == owner_id)
    return list(db.session.scalars(query.order_by(CommitteeAction.due, CommitteeAction.id)))


def action(rollout_id: int, action_id: int) -> CommitteeAction:
    """One action of this rollout's committee."""
    query = select(CommitteeAction).where(CommitteeAction.rollout_id == rollout_id, CommitteeAction.id == action_id)
    found = db.session.scalar(query)
    if found is None:
        raise NotFound("There is no such action of the committee.")
    return found


def owner_names(rows: Iterable[CommitteeAction]) -> dict[int, str]:
    """Who owns each action, by the action's number."""
    each = list(rows)
    accounts = names_of({row.owner_id for row in each if row.owner_id is not None})
    return {row.id: accounts.get(row.owner_id or 0) or row.owner_name or LEFT for row in each}
