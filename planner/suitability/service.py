"""Answers questions, records the strategic decision and stop criteria, and says how it all stands on a day."""

from dataclasses import dataclass
from datetime import date, datetime

from planner.access.models import User
from planner.basics.days import check_day
from planner.basics.errors import NotFound, RuleBroken, Stale
from planner.db import asked_once, check_version, db
from planner.playbook.outline import Question
from planner.playbook.words import Choice, Decision
from planner.rollouts import queries as rollouts
from planner.rollouts.models import Rollout
from planner.rollouts.playbook_service import playbook_of
from planner.rollouts.stages import Stage
from planner.suitability import queries
from planner.suitability.models import StopCriterion, StrategicDecision, SuitabilityAnswer
from planner.suitability.state import SuitabilityState
from planner.suitability.stopping import StopAt, look_again
from planner.suitability.turning import turns
from planner.suitability.verdict import assess


def questions_of(rollout: Rollout) -> tuple[Question, ...]:
    """The questions that this rollout's playbook asks before the start; none where there is no playbook."""
    return playbook_of(rollout).suitability if rollouts.has_playbook(rollout.id) else ()


@asked_once
def suitability_state(rollout: Rollout, today: date) -> SuitabilityState:
    """Verdict, what would change it, decision and stop criteria, as they stand on this day."""
    questions = questions_of(rollout)
    given = queries.given(rollout, queries.said(rollout.id))
    stops = look_again([row.stop for row in queries.stop_rows(rollout.id)], given)
    return SuitabilityState(
        assessment=assess(questions, given, today),
        turns=turns(questions, given, today),
        decision=queries.decided(rollout.id),
        stops=stops,
    )


@dataclass(frozen=True, slots=True)
class AnswerDraft:
    """An answer as it was typed."""

    value: Choice
    reason: str
    evidence: str
    owner_id: int | None
    due: date | None


def question_of(rollout: Rollout, ref: str) -> Question:
    """One question of this rollout's playbook."""
    for question in questions_of(rollout):
        if question.ref == ref:
            return question
    raise NotFound("The playbook of this rollout asks no such question.")


def give_answer(
    rollout: Rollout, question: Question, draft: AnswerDraft, by: User, now: datetime, version: int | None
) -> SuitabilityAnswer:
    """Answer a question, or change the answer; the author is whoever did so last.

    Without `version` the question must be unanswered still: somebody else's answer is never overwritten unseen.
    """
    row = queries.answers(rollout.id).get(question.ref)
    if row is not None:
        check_version(row, version, answer_fields(row))
    elif version is not None:
        raise Stale({}, 0)
    _check_answer(rollout, draft)
    row = row or SuitabilityAnswer(rollout_id=rollout.id, question=question.ref)
    row.value, row.reason, row.evidence = draft.value, draft.reason, draft.evidence
    row.owner_id, row.due = (None, None) if draft.value is Choice.YES else (draft.owner_id, draft.due)
    row.author_id, row.answered_at = by.id, now
    db.session.add(row)
    db.session.flush()
    return row


def answer_fields(row: SuitabilityAnswer) -> dict[str, object]:
    """An answer by the names of its form."""
    return {
        "value": row.value.value,
        "reason": row.reason,
        "evidence": row.evidence,
        "owner": str(row.owner_id or ""),
        "due": row.due,
    }


def _check_answer(rollout: Rollout, draft: AnswerDraft) -> None:
    """An answer has a reason; its owner takes part in the rollout. Owner and date may follow later."""
    if not draft.reason:
        raise RuleBroken("Say why: an answer without a reason cannot be checked.", "reason")
    check_day(draft.due, "due")
    members = {user.id for _, user in rollouts.members(rollout.id)}
    if draft.owner_id is not None and draft.owner_id not in members:
        raise RuleBroken("The owner takes part in the rollout.", "owner")


def decide(
    rollout: Rollout, choice: Decision, reason: str, by: User, today: date, version: int | None
) -> StrategicDecision:
    """Record what the system is for; a later decision replaces the earlier, which stays in the history."""
    row = queries.decision_row(rollout.id)
    if row is not None:
        check_version(row, version, {"choice": row.choice.value, "reason": row.reason})
    if not reason:
        raise RuleBroken("Say why; others will build on it.", "reason")
    row = row or StrategicDecision(rollout_id=rollout.id)
    row.choice, row.reason, row.decided_by_id, row.decided_on = choice, reason, by.id, today
    db.session.add(row)
    db.session.flush()
    return row


def write_stop(rollout: Rollout, question: Question, at: StopAt, text: str, by: User, now: datetime) -> StopCriterion:
    """Write down a reason to stop; one written after the start is marked as such."""
    row = StopCriterion(
        rollout_id=rollout.id,
        question=question.ref,
        at=at,
        text=text,
        author_id=by.id,
        written_at=now,
        after_start=rollout.stage is not Stage.DRAFT,
    )
    db.session.add(row)
    db.session.flush()
    return row


def withdraw_stop(row: StopCriterion, reason: str, version: int | None) -> StopCriterion:
    """Withdraw a reason to stop; it stays on record with the reason."""
    check_version(row, version, {"reason": row.withdrawn})
    if row.withdrawn:
        raise RuleBroken("This stop criterion is withdrawn already.")
    if not reason:
        raise RuleBroken("Say why; the reason stays on record.", "reason")
    row.withdrawn = reason
    db.session.flush()
    return row
