"""The purposes of the system as they stand in one rollout: those of its playbook, with what is said of each."""

from planner.basics.errors import NotFound
from planner.goals.capabilities import Purposed
from planner.goals.capability_queries import rows_of
from planner.goals.known_service import playbook_or_none
from planner.goals.models import CapabilityState
from planner.playbook.library import Capability
from planner.rollouts.models import Rollout


def purposes_of(rollout: Rollout) -> tuple[Purposed, ...]:
    """Every purpose of the playbook that is proposed to this organisation or that somebody said something of."""
    playbook = playbook_or_none(rollout)
    if playbook is None:
        return ()
    rows = rows_of(rollout.id)
    meant = [each for each in playbook.capabilities if each.proposed_for(rollout.profile) or each.ref in rows]
    return tuple(_purposed(each, rows.get(each.ref)) for each in meant)


def _purposed(capability: Capability, row: CapabilityState | None) -> Purposed:
    if row is None:
        return Purposed(capability, phase=capability.phase)
    return Purposed(
        capability=capability,
        need=row.need,
        scope=row.scope,
        phase=row.phase_ref or capability.phase,
        delivered_on=row.delivered_on,
        evidence=row.evidence,
        note=row.note,
        proposed=False,
    )


def capability_of(rollout: Rollout, ref: str) -> Capability:
    """One purpose of the rollout's playbook; NotFound otherwise."""
    playbook = playbook_or_none(rollout)
    found = next((each for each in playbook.capabilities if each.ref == ref), None) if playbook else None
    if found is None:
        raise NotFound("The playbook of this rollout knows no such purpose.")
    return found
