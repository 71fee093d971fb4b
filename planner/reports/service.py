"""Calls a review, which freezes a report, and takes the sponsor's decision on it."""

from datetime import datetime

from sqlalchemy.exc import IntegrityError

from planner.access.models import User
from planner.access.roles import Permission, scope_of
from planner.access.service import verify_password
from planner.basics.errors import NotAllowed, RuleBroken
from planner.db import db
from planner.queue import enqueue
from planner.reports import queries
from planner.reports.decision import Decision, SignOffDraft, check_decider, check_sign_off
from planner.reports.document import canonical
from planner.reports.gathering_service import day_of, report_now
from planner.reports.models import SignOff, Snapshot
from planner.reports.plain import to_plain
from planner.reports.report import Report
from planner.reports.seals import plain_conditions, seal
from planner.reports.storing_service import store
from planner.rollouts.models import Rollout
from planner.rollouts.playbook_service import playbook_of
from planner.rollouts.queries import rollout_for
from planner.schedule import gate_queries, gate_service, gates
from planner.schedule.queries import people as names
from planner.suitability import case_service, look_service

GATE_DECISIONS = {
    Decision.APPROVE: gates.Decision.GO,
    Decision.WITH_CONDITIONS: gates.Decision.CONDITIONAL_GO,
    Decision.SEND_BACK: gates.Decision.RECYCLE,
    Decision.HOLD: gates.Decision.HOLD,
    Decision.STOP: gates.Decision.STOP,
}


def create_snapshot(rollout: Rollout, gate_key: str, author: User, now: datetime) -> Snapshot:
    """Call the review of a gate: its report gets a number and is frozen; its PDF is made in the background."""
    report = report_now(rollout, gate_key, author.name, now, queries.next_number(rollout.id))
    row = keep(rollout.id, report, author.id, now)
    look_service.keep_look(rollout, report.identity.gate, row.number, day_of(rollout, now))
    view = gate_queries.gate_by_key(rollout, gate_key, day_of(rollout, now))
    gate_service.call_review(view, author, now, [to_plain(each) for each in report.criteria])
    enqueue("reports.pdf", now, author.id, snapshot_id=row.id)
    return row


def keep(rollout_id: int, report: Report, author_id: int, now: datetime) -> Snapshot:
    """Store a numbered report with its fingerprint."""
    if report.snapshot.number is None:
        raise RuleBroken("A draft cannot be frozen.")
    return store(
        rollout_id,
        number=report.snapshot.number,
        kind="readiness",
        gate_key=report.identity.gate_key,
        verdict=report.verdict.state,
        author_id=author_id,
        data_time=report.identity.data_time,
        scoring_version=report.identity.scoring_version,
        document=canonical(report),
        now=now,
    )


def sign_off(
    rollout: Rollout, row: Snapshot, draft: SignOffDraft, decider: User, password: str, now: datetime
) -> SignOff:
    """Take the decision on a report. Raises NotAllowed without the sponsor's right, RuleBroken where a rule says no."""
    _, role = rollout_for(decider.id, rollout.id)
    if scope_of(role, Permission.SIGN_OFF_APPROVE) is None:
        raise NotAllowed
    check_decider(decider.id, row.author_id)
    _check_open(row)
    check_sign_off(draft, row.verdict, day_of(rollout, now))
    if not verify_password(decider, password):
        raise RuleBroken("This is not your password.", "password")
    decided = _store(row, draft, decider, now)
    _decide_gate(rollout, row, draft, decider, now)
    if draft.decision.lets_pass and starts_the_rollout(rollout, row.gate_key):
        case_service.freeze_with_first_gate(rollout, decider, now)
    return decided


def starts_the_rollout(rollout: Rollout, gate_key: str) -> bool:
    """Whether a gate is the first of the playbook: its approval approves the rollout and the business case."""
    return playbook_of(rollout).phases[0].exit.ref == gate_key


def _decide_gate(rollout: Rollout, row: Snapshot, draft: SignOffDraft, decider: User, now: datetime) -> None:
    """The same decision on the gate itself: approved is go, sent back is do it again, the others are as they say."""
    today = day_of(rollout, now)
    asked = draft.kept if draft.decision.has_conditions else ()
    conditions = tuple(gates.Condition(each.text, each.owner_id, each.due) for each in asked)
    decision = gates.DecisionDraft(GATE_DECISIONS[draft.decision], decider.id, draft.reason, conditions)
    view = gate_queries.gate_by_key(rollout, row.gate_key, today)
    gate_service.decide(view, decision, now, today, row.number)


def _check_open(row: Snapshot) -> None:
    if queries.decision_on(row):
        raise RuleBroken("This report has been decided already.")
    newest = queries.newest_of_gate(row.rollout_id, row.gate_key)
    if newest is not None and newest.number > row.number:
        raise RuleBroken(f"Report {newest.number} was called for this gate since; decide on that one.")


def _store(row: Snapshot, draft: SignOffDraft, decider: User, now: datetime) -> SignOff:
    people = names(row.rollout_id)
    conditions = plain_conditions(draft.kept, people) if draft.decision.has_conditions else []
    decided = SignOff(
        snapshot_id=row.id,
        decider_id=decider.id,
        decision=draft.decision,
        reason=draft.reason,
        conditions=conditions,
        decided_at=now,
        password_entered=True,
        seal=seal(row.sha256, draft.decision, draft.reason, conditions, decider.email, now),
    )
    db.session.add(decided)
    try:
        db.session.flush()
    except IntegrityError as error:
        raise RuleBroken("Somebody else has just decided on this report.") from error
    return decided
