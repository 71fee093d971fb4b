"""Tells the history of goals: every version with who wrote it, why, and what moved."""

from dataclasses import dataclass
from datetime import datetime

from planner.goals import known_service, queries
from planner.goals.words import differences
from planner.rollouts.models import Rollout


@dataclass(frozen=True, slots=True)
class Version:
    """One version of a goal; `moved` says what, from what, to what."""

    goal_id: int
    goal: str
    number: int
    at: datetime
    by: str
    reason: str
    moved: tuple[tuple[str, str, str], ...]


def versions(rollout: Rollout, goal_id: int | None = None) -> list[Version]:
    """The versions of one goal, or of all, the latest first."""
    known = known_service.names_of(rollout)
    above = {row.id: row.name for row in queries.rows_of(rollout.id)}
    found = queries.revisions(rollout.id, goal_id)
    facts = {(each.row.goal_id, each.row.number): queries.facts_of(each.row, each.row.goal_id, known) for each in found}
    told = []
    for each in found:
        row = each.row
        before = facts.get((row.goal_id, row.number - 1))
        moved = differences(before, facts[row.goal_id, row.number], above) if before else ()
        told.append(Version(row.goal_id, above[row.goal_id], row.number, row.at, each.by, row.reason, moved))
    return told
