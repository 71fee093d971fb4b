"""Holds the pace that each goal asks for against the history of its key figure, where readings tell enough."""

from planner.goals.goal import Goal
from planner.goals.plausibility import Reading, history_warning
from planner.kpis import queries
from planner.rollouts.models import Rollout


def pace_warnings(rollout: Rollout, goals: list[Goal]) -> dict[int, str]:
    """What the readings of a goal's key figure say against its pace, by goal; two questions for any number of goals."""
    known = {kpi.ref: kpi.id for kpi in queries.kpis(rollout.id)}
    readings = queries.readings(known.values())
    found = {}
    for goal in goals:
        number = known.get(goal.measure.ref) if goal.measure else None
        history = [Reading(each.day, each.value) for each in readings.get(number or 0, [])]
        if warning := history_warning(goal, history):
            found[goal.id] = warning
    return found
