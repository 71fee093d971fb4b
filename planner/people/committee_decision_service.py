"""Brings questions before the committee, records what was decided with its dissent, and follows its actions."""

from datetime import date

from planner.access.models import User
from planner.basics.errors import RuleBroken
from planner.db import check_version, db
from planner.people import committee_queries as queries
from planner.people.committee_models import CommitteeAction, CommitteeDecision, CommitteeDissent
from planner.people.committee_rules import (
    ActionDraft,
    DecisionDraft,
    OutcomeDraft,
    check_action,
    check_outcome,
    check_question,
)
from planner.rollouts import queries as rollouts


def ask(rollout_id: int, draft: DecisionDraft, by: User) -> CommitteeDecision:
    """Bring a question before the committee; it stands on agendas until it is decided."""
    check_question(draft)
    row = CommitteeDecision(rollout_id=rollout_id, asked_by_id=by.id)
    row.question, row.needed_by, row.consequence = draft.question, draft.needed_by, draft.consequence
    db.session.add(row)
    db.session.flush()
    return row


def edit_question(row: CommitteeDecision, draft: DecisionDraft, version: int | None) -> CommitteeDecision:
    """Change a question that is not decided yet."""
    check_version(row, version, question_fields(row))
    check_question(draft)
    if row.decided_on is not None:
        raise RuleBroken("This is decided. A new decision is a new question.")
    row.question, row.needed_by, row.consequence = draft.question, draft.needed_by, draft.consequence
    db.session.flush()
    return row


def question_fields(row: CommitteeDecision) -> dict[str, object]:
    """A question by the names of its form."""
    return {"question": row.question, "needed_by": row.needed_by, "consequence": row.consequence}


def decide(row: CommitteeDecision, draft: OutcomeDraft, today: date, version: int | None) -> CommitteeDecision:
    """Record what was decided, why, and who was against it in which words. It then never changes."""
    check_version(row, version, {"outcome": row.outcome, "reason": row.reason})
    if row.decided_on is not None:
        raise RuleBroken("This is decided already. A new decision is a new question.")
    check_outcome(draft, {member.id for member in queries.members(row.rollout_id)}, today)
    if draft.meeting_id is not None:
        queries.meeting(row.rollout_id, draft.meeting_id)
    row.decided_on, row.outcome, row.reason = draft.day, draft.outcome, draft.reason
    row.meeting_id = draft.meeting_id
    for member_id, words in draft.dissent.items():
        db.session.add(CommitteeDissent(decision_id=row.id, member_id=member_id, words=words))
    db.session.flush()
    return row


def add_action(rollout_id: int, draft: ActionDraft, meeting_id: int | None = None) -> CommitteeAction:
    """Agree on something to do, with an owner and a day."""
    _check_action(rollout_id, draft, None)
    row = CommitteeAction(rollout_id=rollout_id, meeting_id=meeting_id)
    _write_action(row, draft)
    db.session.add(row)
    db.session.flush()
    return row


def edit_action(row: CommitteeAction, draft: ActionDraft, version: int | None) -> CommitteeAction:
    """Change an action that is still open."""
    check_version(row, version, action_fields(row))
    _check_action(row.rollout_id, draft, row)
    if row.done_on is not None or row.dropped:
        raise RuleBroken("This action is settled; it stays as it is.")
    _write_action(row, draft)
    db.session.flush()
    return row


def _check_action(rollout_id: int, draft: ActionDraft, own: CommitteeAction | None) -> None:
    known = {user.id for _, user in rollouts.members(rollout_id)} | ({own.owner_id} if own and own.owner_id else set())
    check_action(draft, known)
    if draft.decision_id is not None:
        queries.decision(rollout_id, draft.decision_id)


def _write_action(row: CommitteeAction, draft: ActionDraft) -> None:
    row.text, row.owner_id, row.due = draft.text, draft.owner_id, draft.due or date.max
    row.owner_name = "" if draft.owner_id else draft.owner_name
    row.decision_id = draft.decision_id


def action_fields(row: CommitteeAction) -> dict[str, object]:
    """An action by the names of its form."""
    return {
        "text": row.text,
        "owner": str(row.owner_id or ""),
        "owner_name": row.owner_name,
        "due": row.due,
        "decision": str(row.decision_id or ""),
    }


def finish_action(
    row: CommitteeAction, done_on: date | None, how: str, by: User, today: date, version: int | None
) -> CommitteeAction:
    """Say that an action is done, on which day and how."""
    check_version(row, version, {"done_on": row.done_on, "how": row.how})
    if row.done_on is not None or row.dropped:
        raise RuleBroken("This action is settled already.")
    if done_on is None or done_on > today:
        raise RuleBroken("Give the day on which it was done, today at the latest.", "done_on")
    if not how:
        raise RuleBroken("Say in a line how it was done.", "how")
    row.told_by_id = by.id
    row.done_on, row.how = done_on, how
    db.session.flush()
    return row


def drop_action(row: CommitteeAction, reason: str, by: User, version: int | None) -> CommitteeAction:
    """Say that an action is no longer needed, and why."""
    check_version(row, version, {"reason": row.dropped})
    if row.done_on is not None or row.dropped:
        raise RuleBroken("This action is settled already.")
    if not reason:
        raise RuleBroken("Say why; the reason stays on record.", "reason")
    row.told_by_id = by.id
    row.dropped = reason
    db.session.flush()
    return row
