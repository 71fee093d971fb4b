"""Puts the impact map of a rollout together: each area adds its part here, and nowhere else.

A supplier takes what is asked and gives its things and lines; add yours to `SUPPLIERS`. Lines may lead to things of
other parts, by the names of `impact_keys`; a line to something that no part has is left out.
"""

from collections.abc import Callable
from datetime import date

from planner.readiness import (
    impact_figures_service,
    impact_goals_service,
    impact_plan_service,
    impact_playbook_service,
    impact_training_service,
)
from planner.readiness.impact import ImpactMap, Part, joined
from planner.readiness.impact_queries import Asked, asked_of
from planner.rollouts.models import Rollout

Supplier = Callable[[Asked], Part]
SUPPLIERS: tuple[Supplier, ...] = (
    impact_goals_service.goals_part,
    impact_figures_service.figures_part,
    impact_plan_service.gates_part,
    impact_plan_service.plan_part,
    impact_playbook_service.factors_part,
    impact_training_service.training_part,
)
"""Whoever adds something to the map. The order is that of lists and pictures."""


def impact_map(rollout: Rollout, today: date, *, people: bool, groups: bool = False) -> ImpactMap:
    """Everything that hangs together in a rollout today.

    `people` says whether persons may be named, `groups` whether it is told what groups of stakeholders expect.
    """
    asked = asked_of(rollout, today, people=people, groups=groups)
    day = 60 * asked.plan.minutes_per_day if asked.plan else 8 * 3600
    return joined([supply(asked) for supply in SUPPLIERS], day)
