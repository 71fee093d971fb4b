"""What the goals of a rollout point to, in words, and what the check says of each; asks the playbook of the rollout."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from planner.access.models import User
from planner.db import db
from planner.goals.gates import GateName, gate_names
from planner.goals.goal import Goal as GoalFacts
from planner.goals.goal import Measure
from planner.goals.links import LinkKind
from planner.goals.models import Goal, GoalLink
from planner.goals.queries import Names, facts_of, links_of, plain, rows_of
from planner.goals.smart import Smart, check
from planner.playbook.outline import Playbook
from planner.rollouts import queries as rollouts
from planner.rollouts.models import Rollout
from planner.rollouts.playbook_service import playbook_of


@dataclass(frozen=True, slots=True)
class Seen:
    """A goal as a page shows it: the stored row, what the rules see, and what the check says."""

    row: Goal
    facts: GoalFacts
    smart: Smart


def playbook_measures(rollout: Rollout) -> dict[str, Measure]:
    """The key figures of the rollout's playbook as measures; none where it has no playbook."""
    if not rollouts.has_playbook(rollout.id):
        return {}
    return {kpi.ref: Measure.of(kpi) for kpi in playbook_of(rollout).kpis}


def playbook_or_none(rollout: Rollout) -> Playbook | None:
    """The playbook this rollout works by, where it has one."""
    return playbook_of(rollout) if rollouts.has_playbook(rollout.id) else None


def gates_of(rollout: Rollout) -> tuple[GateName, ...]:
    """The gates of a rollout in the order of its playbook; a rollout without waves goes live in one."""
    playbook = playbook_or_none(rollout)
    waves = [(wave.number, wave.name) for wave in rollouts.waves(rollout.id)] or [(1, "Wave 1")]
    return gate_names(playbook, waves) if playbook else ()


def names_of(rollout: Rollout) -> Names:
    """The words behind the numbers in the goals of a rollout."""
    owners = select(Goal.owner_id).where(Goal.rollout_id == rollout.id, Goal.owner_id.is_not(None))
    people = {user.id: user.name for _, user in rollouts.members(rollout.id)}
    people |= dict(db.session.execute(select(User.id, User.name).where(User.id.in_(owners))).all())
    units = {unit.id: unit.name for unit in rollouts.units(rollout.id)}
    return Names(people, units, playbook_measures(rollout))


def seen(rollout: Rollout, today: date) -> list[Seen]:
    """Every goal of a rollout with what the check says of it today."""
    names, rows = names_of(rollout), rows_of(rollout.id)
    factors = _factors(links_of(rollout.id))
    found = [(row, facts_of(row, row.id, names)) for row in rows]
    return [Seen(row, facts, check(facts, today, factors.get(row.id, 0))) for row, facts in found]


def _factors(links: list[GoalLink]) -> dict[int, int]:
    """How many confirmed success factors each goal rests on."""
    found: dict[int, int] = {}
    for link in links:
        if link.kind is LinkKind.FACTOR and plain(link).counts:
            found[link.goal_id] = found.get(link.goal_id, 0) + 1
    return found
