"""The sponsor's waivers of a gate: given with a reason and a last day, taken back, never made longer."""

from datetime import date, datetime

from planner.access.models import User
from planner.access.roles import Permission, scope_of
from planner.basics.errors import NotAllowed, RuleBroken
from planner.db import check_version, db
from planner.rollouts.queries import rollout_for
from planner.schedule.gate_models import GateWaiver
from planner.schedule.gate_queries import GateView
from planner.schedule.holding import WaiverDraft, check_waiver


def waive(view: GateView, draft: WaiverDraft, at: datetime, today: date) -> GateWaiver:
    """Let work beyond a closed gate start for a time. Each waiver is a row of its own: a longer one is a new one.

    Raises NotAllowed for anybody but a sponsor of the rollout, RuleBroken where `holding.check_waiver` says no.
    """
    _sponsor_only(view, draft.by_id)
    check_waiver(view.facts, draft, today)
    row = GateWaiver(
        gate_id=view.gate.id, reason=draft.reason.strip(), until=draft.until, by_id=draft.by_id, made_at=at
    )
    db.session.add(row)
    db.session.flush()
    return row


def take_back(view: GateView, row: GateWaiver, by: User, at: datetime, version: int | None) -> GateWaiver:
    """End a waiver before its last day; it stays in the history of the gate."""
    _sponsor_only(view, by.id)
    check_version(row, version, {"until": row.until})
    if row.taken_back_at is not None:
        raise RuleBroken("This waiver was taken back already.")
    row.taken_back_at, row.taken_back_by_id = at, by.id
    db.session.flush()
    return row


def _sponsor_only(view: GateView, user_id: int) -> None:
    _, role = rollout_for(user_id, view.gate.rollout_id)
    if scope_of(role, Permission.GATES_APPROVE) is None:
        raise NotAllowed("Only the sponsor can waive a gate.")
