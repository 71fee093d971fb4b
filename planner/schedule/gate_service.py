"""Changes at gates: their owner and date, calling a review, deciding, and conditions that are met."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import select

from planner.access.models import User
from planner.basics.days import check_day
from planner.basics.errors import RuleBroken
from planner.db import check_version, db
from planner.rollouts.models import Rollout
from planner.schedule import gates as rules
from planner.schedule.drafts import GateDraft
from planner.schedule.gate_queries import GateView, early_reviews
from planner.schedule.gates import DecisionDraft, GateState
from planner.schedule.models import Gate, GateCondition, GateDecision
from planner.schedule.proposal import GatePlace
from planner.schedule.queries import people


def ensure_gates(rollout: Rollout, places: Sequence[GatePlace], due: Mapping[str, date]) -> list[Gate]:
    """Make the gates that are missing, and date those that have no date yet; nothing else is changed.

    `due` gives days by gate key. Gates that a changed playbook or fewer waves no longer need stay with their history.
    """
    known = {gate.key: gate for gate in db.session.scalars(select(Gate).where(Gate.rollout_id == rollout.id))}
    found = []
    for position, place in enumerate(places):
        gate = known.get(place.key)
        if gate is None:
            gate = Gate(
                rollout_id=rollout.id,
                position=position,
                key=place.key,
                ref=place.ref,
                name=place.name,
                phase_ref=place.phase_ref,
                phase_name=place.phase_name,
                wave=place.wave,
                state=GateState.NOT_CALLED,
                criteria=[],
            )
            db.session.add(gate)
        if gate.due is None and place.key in due:
            gate.due = due[place.key]
        found.append(gate)
    db.session.flush()
    return found


def edit_gate(gate: Gate, draft: GateDraft, version: int | None) -> Gate:
    """Change who owns the work behind a gate and when its review is due; not while a review is open."""
    check_version(gate, version, {"owner": gate.owner_id, "due": gate.due})
    if draft.owner_id is not None and draft.owner_id not in people(gate.rollout_id):
        raise RuleBroken("Choose somebody who takes part in this rollout.", "owner")
    if gate.state is GateState.CALLED and draft.owner_id != gate.owner_id:
        raise RuleBroken("The owner cannot change while the review waits for its decision.", "owner")
    check_day(draft.due, "due")
    gate.owner_id, gate.due = draft.owner_id, draft.due
    db.session.flush()
    return gate


def follow_plan(rollout: Rollout) -> list[Gate]:
    """Date the reviews that are due before the work they judge ends, or have no day, on the day it ends.

    Reviews that were called or decided stay; gives those that moved.
    """
    moved = early_reviews(rollout)
    for gate, day in moved:
        gate.due = day
    db.session.flush()
    return [gate for gate, _ in moved]


def call_review(view: GateView, by: User, at: datetime, criteria: Sequence[Mapping[str, Any]]) -> Gate:
    """Call the review of a gate: the criteria are frozen as they are given here, as plain JSON values.

    After an earlier decision this opens the gate again, and a new decision will follow; the old ones stay.
    """
    rules.check_call(view.facts, criteria)
    gate = view.gate
    gate.state, gate.called_at, gate.called_by_id = GateState.CALLED, at, by.id
    gate.criteria = [dict(criterion) for criterion in criteria]
    db.session.flush()
    return gate


def decide(
    view: GateView, draft: DecisionDraft, at: datetime, today: date, snapshot: int | None = None
) -> GateDecision:
    """Decide on a called gate; refuses what `gates.check_decision` refuses. `snapshot` is the number of the report."""
    rules.check_decision(view.facts, draft, today)
    gate = view.gate
    members = people(gate.rollout_id)
    if any(condition.owner_id not in members for condition in draft.conditions):
        raise RuleBroken("The owner of a condition has to take part in this rollout.", "conditions")
    decision = GateDecision(
        gate_id=gate.id,
        decision=draft.decision,
        decider_id=draft.decider_id,
        called_by_id=gate.called_by_id,
        reason=draft.reason.strip(),
        at=at,
        snapshot=snapshot,
        criteria=gate.criteria,
    )
    db.session.add(decision)
    db.session.flush()
    for condition in draft.conditions:
        db.session.add(
            GateCondition(decision_id=decision.id, text=condition.text, owner_id=condition.owner_id, due=condition.due)
        )
    gate.state = GateState.DECIDED
    db.session.flush()
    return decision


def meet_condition(condition: GateCondition, by: User, at: datetime, how: str, version: int | None) -> GateCondition:
    """Note that a condition is met and how one can tell; once met it stays met."""
    check_version(condition, version, {"how": condition.how})
    if condition.met_at is not None:
        raise RuleBroken("This condition is met already.", "how")
    if not how.strip():
        raise RuleBroken("Say how one can tell that the condition is met.", "how")
    condition.met_at, condition.met_by_id, condition.how = at, by.id, how.strip()
    db.session.flush()
    return condition
