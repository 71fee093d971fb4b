"""What stakeholders expect of a rollout, and the goals that answer it; of a rollout as it stands today."""

from datetime import date

from planner.basics.errors import NotFound
from planner.goals.answering import Answered, answers
from planner.goals.tree_service import goals_of
from planner.people import stakeholder_queries
from planner.people.stakeholder_queries import Expected
from planner.rollouts.models import Rollout

Told = tuple[str, str, str, int]


def expected(rollout_id: int) -> list[Told]:
    """Everything that is expected, as the rules take it."""
    return [(each.key, each.text, each.group, each.influence) for each in stakeholder_queries.expected(rollout_id)]


def answered(rollout: Rollout, today: date) -> list[Answered]:
    """Every expectation with the goals that answer it; those that no goal answers come first."""
    found = goals_of(rollout, today)
    return answers(expected(rollout.id), found.links, [each.row.id for each in found.kept])


def one(rollout_id: int, key: str) -> Expected:
    """One expectation by its lasting name; NotFound for any other."""
    for each in stakeholder_queries.expected(rollout_id):
        if each.key == key:
            return each
    raise NotFound("There is no such expectation in this rollout.")
