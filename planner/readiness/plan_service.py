"""The gates of a rollout with their dates and deciders, as the plan knows them."""

from planner.readiness.gate_heads import heads
from planner.readiness.gate_readiness import GateHead
from planner.rollouts import queries as rollouts
from planner.rollouts.models import Rollout
from planner.rollouts.playbook_service import playbook_of


def gate_heads(rollout: Rollout) -> tuple[GateHead, ...]:
    """Every gate in order; a rollout without waves goes live in one."""
    waves = [(each.number, each.name) for each in rollouts.waves(rollout.id)] or [(1, "Wave 1")]
    return heads(playbook_of(rollout), waves)
