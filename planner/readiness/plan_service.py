"""The gates of a rollout with their dates and deciders, as the plan knows them."""

from dataclasses import replace

from sqlalchemy import select

from planner.access.roles import Role
from planner.db import db
from planner.readiness.gate_heads import heads
from planner.readiness.gate_readiness import GateHead
from planner.rollouts import queries as rollouts
from planner.rollouts.models import Rollout
from planner.rollouts.playbook_service import playbook_of
from planner.schedule.models import Gate


def gate_heads(rollout: Rollout) -> tuple[GateHead, ...]:
    """Every gate in order; a rollout without waves goes live in one. One sponsor alone is named as the decider."""
    waves = [(each.number, each.name) for each in rollouts.waves(rollout.id)] or [(1, "Wave 1")]
    planned = {each.key: each for each in db.session.scalars(select(Gate).where(Gate.rollout_id == rollout.id))}
    sponsors = rollouts.people_with_role(rollout.id, Role.SPONSOR)
    decider = sponsors[0].name if len(sponsors) == 1 else ""
    return tuple(with_plan(head, planned.get(head.key), decider) for head in heads(playbook_of(rollout), waves))


def with_plan(head: GateHead, gate: Gate | None, decider: str) -> GateHead:
    """A gate with the day and the state that the plan gives it."""
    due, state = (gate.due, gate.state.value) if gate else (None, "")
    return replace(head, due=due, state=state, decider=decider)
