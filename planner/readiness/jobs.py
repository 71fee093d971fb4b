"""Daily work of the judgement: keeps the score of each rollout that is under way."""

import structlog

from planner.basics.errors import PlannerError
from planner.db import transaction
from planner.queue import daily
from planner.readiness import mistake_service
from planner.readiness.history_service import keep_point
from planner.rollouts import queries as rollouts
from planner.rollouts.stages import Stage
from planner.web import clock

log = structlog.get_logger()


@daily("readiness.points")
def keep_points() -> None:
    """Keep today's point of every rollout that is not closed; one that cannot be judged stops no other."""
    for rollout in rollouts.all_rollouts():
        if rollout.stage is Stage.CLOSED or not rollouts.has_playbook(rollout.id):
            continue
        try:
            with transaction():
                keep_point(rollout, clock.today_in(rollout.timezone))
        except PlannerError as error:
            log.warning("no score point", rollout=rollout.id, reason=error.message)


@daily("readiness.tighten")
def tighten_waivers() -> None:
    """Lower what is accepted of known mistakes to what there is today, so that a new worsening shows."""
    for rollout in rollouts.all_rollouts():
        if rollouts.has_playbook(rollout.id):
            with transaction():
                mistake_service.tighten(rollout, clock.today_in(rollout.timezone))
