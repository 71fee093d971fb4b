"""What people ask for under data protection: written down, answered, and never forgotten meanwhile."""

from datetime import date, timedelta

from sqlalchemy import select

from planner.basics.errors import RuleBroken
from planner.db import check_version, db
from planner.people.privacy_models import PrivacyRequest, RequestState

ANSWER_WITHIN = timedelta(days=30)
"""A request is answered within a month (Art. 12 (3) GDPR)."""


def ask(rollout_id: int, user_id: int, reason: str, today: date) -> PrivacyRequest:
    """Ask to be erased; RuleBroken while an earlier request waits."""
    query = select(PrivacyRequest.id).where(
        PrivacyRequest.user_id == user_id, PrivacyRequest.state == RequestState.OPEN
    )
    if db.session.scalar(query) is not None:
        raise RuleBroken("You have asked already; the answer is due within 30 days of that day.", "reason")
    row = PrivacyRequest(
        rollout_id=rollout_id, user_id=user_id, asked_on=today, reason=reason, state=RequestState.OPEN, answer=""
    )
    db.session.add(row)
    db.session.flush()
    return row


def refuse(row: PrivacyRequest, answer: str, by: int, today: date, version: int | None) -> PrivacyRequest:
    """Say no, with the reason that the person reads."""
    check_version(row, version, {"answer": row.answer})
    if row.state is not RequestState.OPEN:
        raise RuleBroken("This request was answered already.", "answer")
    row.state, row.answer, row.answered_on, row.answered_by_id = RequestState.REFUSED, answer, today, by
    db.session.flush()
    return row


def close_for(user_id: int, by: int, today: date) -> int:
    """Mark the open requests of somebody as done; how many there were."""
    query = select(PrivacyRequest).where(PrivacyRequest.user_id == user_id, PrivacyRequest.state == RequestState.OPEN)
    rows = list(db.session.scalars(query))
    for row in rows:
        row.state, row.answered_on, row.answered_by_id = RequestState.DONE, today, by
    db.session.flush()
    return len(rows)
