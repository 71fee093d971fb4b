"""A verdict set by hand: by the sponsor, with a reason and an end date, and taken back at any time."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from planner.access.models import User
from planner.basics.errors import NotFound, RuleBroken
from planner.db import check_version, db
from planner.readiness import queries
from planner.readiness.models import VerdictOverride
from planner.readiness.verdict import VerdictState

LONGEST = timedelta(days=180)


@dataclass(frozen=True, slots=True)
class OverrideDraft:
    """A verdict as the sponsor wants to set it."""

    state: VerdictState
    reason: str
    until: date


def set_by_hand(
    rollout_id: int, gate_key: str, draft: OverrideDraft, *, by: User, today: date, now: datetime, version: int | None
) -> VerdictOverride:
    """Set or change the verdict of a gate by hand. Who may do that is decided at the page."""
    check_override(draft, today)
    row = queries.override_row(rollout_id, gate_key)
    if row is None:
        row = VerdictOverride(rollout_id=rollout_id, gate_key=gate_key)
    else:
        check_version(row, version, {"state": row.state.value, "reason": row.reason, "until": row.until})
    row.state, row.reason, row.until = draft.state, draft.reason, draft.until
    row.by_id, row.made_at = by.id, now
    db.session.add(row)
    db.session.flush()
    return row


def check_override(draft: OverrideDraft, today: date) -> None:
    """A reason, and an end that is neither past nor far away."""
    if not draft.reason.strip():
        raise RuleBroken("Say why the verdict is set by hand.", "reason")
    if draft.until < today:
        raise RuleBroken("The last day has passed already.", "until")
    if draft.until > today + LONGEST:
        raise RuleBroken("A verdict set by hand holds for 180 days at most.", "until")


def take_back(rollout_id: int, gate_key: str) -> None:
    """Go back to the computed verdict; the history keeps what was set."""
    row = queries.override_row(rollout_id, gate_key)
    if row is None:
        raise NotFound("No verdict was set by hand for this gate.")
    db.session.delete(row)
    db.session.flush()
