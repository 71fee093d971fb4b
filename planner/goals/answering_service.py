"""Says which goal answers what stakeholders expect."""

from planner.access.models import User
from planner.basics.errors import RuleBroken
from planner.goals import link_service
from planner.goals.links import LinkKind
from planner.goals.models import Goal, GoalLink
from planner.people import stakeholder_queries
from planner.rollouts.models import Rollout


def answer(rollout: Rollout, goal: Goal, key: str, by: User) -> GoalLink:
    """A goal answers an expectation, by its lasting name; RuleBroken where either is no more, or it is said already."""
    if key not in {each.key for each in stakeholder_queries.expected(rollout.id)}:
        raise RuleBroken("There is no such expectation in this rollout.", "expectation")
    if goal.dropped:
        raise RuleBroken("This goal was dropped.", "goal")
    return link_service.add(rollout, goal, LinkKind.EXPECTATION, key, by)
