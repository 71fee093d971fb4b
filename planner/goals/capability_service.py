"""Says of a purpose of the system whether it is needed, in scope and delivered, and by which phase."""

from dataclasses import dataclass
from datetime import date

from planner.basics.days import check_day
from planner.basics.errors import RuleBroken, Stale
from planner.db import check_version, db
from planner.goals import capability_queries
from planner.goals.capabilities import InScope, Need
from planner.goals.models import CapabilityState
from planner.playbook.library import Capability
from planner.rollouts.models import Rollout
from planner.rollouts.playbook_service import playbook_of


@dataclass(frozen=True, slots=True)
class PurposeDraft:
    """What was typed."""

    need: Need
    scope: InScope
    phase_ref: str
    delivered_on: date | None
    evidence: str
    note: str


def say(
    rollout: Rollout, capability: Capability, draft: PurposeDraft, today: date, version: int | None
) -> CapabilityState:
    """Keep what is said of a purpose. Delivered needs a day that has come, something that shows it, and a need."""
    row = capability_queries.rows_of(rollout.id).get(capability.ref)
    if row is not None:
        check_version(row, version, fields(row))
    elif version is not None:
        raise Stale({}, 0)
    _check(rollout, draft, today)
    row = row or CapabilityState(rollout_id=rollout.id, ref=capability.ref)
    row.need, row.phase_ref, row.note = draft.need, draft.phase_ref, draft.note
    row.scope = InScope.NO if draft.need is Need.NO else draft.scope
    row.delivered_on, row.evidence = draft.delivered_on, draft.evidence
    db.session.add(row)
    db.session.flush()
    return row


def _check(rollout: Rollout, draft: PurposeDraft, today: date) -> None:
    check_day(draft.delivered_on, "delivered_on")
    if draft.phase_ref not in {phase.ref for phase in playbook_of(rollout).phases}:
        raise RuleBroken("Choose a phase of this rollout.", "phase_ref")
    if draft.delivered_on is None:
        return
    if draft.delivered_on > today:
        raise RuleBroken("It is delivered once that day has come.", "delivered_on")
    if draft.need is not Need.YES or draft.scope is not InScope.YES:
        raise RuleBroken("What is delivered is needed and in scope; say so first.", "delivered_on")
    if not draft.evidence:
        raise RuleBroken("Say what shows that it works, such as who uses it since when.", "evidence")


def fields(row: CapabilityState) -> dict[str, object]:
    """What is said, by the names of the form."""
    return {
        "need": row.need.value,
        "scope": row.scope.value,
        "phase_ref": row.phase_ref,
        "delivered_on": row.delivered_on,
        "evidence": row.evidence,
        "note": row.note,
    }
