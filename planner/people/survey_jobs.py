"""Daily work on surveys: those whose last day has passed are closed, in every rollout by its own calendar."""

from planner.db import transaction
from planner.people import survey_close_service, survey_queries
from planner.queue import daily
from planner.rollouts import queries as rollouts
from planner.web import clock


@daily("people.close_surveys")
def close_surveys() -> None:
    """Close what is over, also where nobody looks: links and who answered are then gone on the day they promised."""
    for rollout in rollouts.all_rollouts():
        today = clock.today_in(rollout.timezone)
        if survey_queries.overdue(rollout.id, today):
            with transaction():
                survey_close_service.close_overdue(rollout.id, today)
