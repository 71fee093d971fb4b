"""Finds whom a survey asks and opens it: the staff of a day, with the part that each has in the rollout."""

from datetime import date

from planner.people import staff_queries
from planner.people.survey_models import Survey
from planner.people.survey_population import Asked, asked
from planner.people.survey_service import open_survey
from planner.people.survey_shape import Population
from planner.rollouts import queries as rollouts


def people_of(rollout_id: int, population: Population, day: date) -> list[Asked]:
    """The people of a population who count on a day, with the groups by which their answers are counted."""
    roles = {user.id: membership.role for membership, user in rollouts.members(rollout_id)}
    return asked(staff_queries.counted(rollout_id, day), population, roles)


def open_for(row: Survey, population: Population, secret: str, today: date, version: int | None) -> Survey:
    """Open a survey for the people of a population, as they are today."""
    return open_survey(row, people_of(row.rollout_id, population, today), secret, today, version)
