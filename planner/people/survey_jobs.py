"""Background work on surveys: mail is written when its day has come, and those whose last day has passed are closed."""

from planner.db import transaction
from planner.people import survey_close_service, survey_mail_service, survey_queries
from planner.queue import daily, each_minute, work
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


@each_minute
def mail_surveys_by_the_minute() -> None:
    """Write invitations and reminders whose day and hour have come."""
    survey_mail_service.mail_due(clock.now())


@work("people.mail_surveys")
def mail_surveys() -> None:
    """The same at once, when somebody has asked for it."""
    survey_mail_service.mail_due(clock.now())
