"""What stakeholders expect of a rollout, for programs: which goals answer each, and saying that one does.

For whoever looks after the goals, as on the page on which this is said.
"""

from typing import Annotated

from pydantic import Field

from planner.access.roles import Permission
from planner.goals import answering_service, expectation_service, queries
from planner.goals.answering import Answered
from planner.goals.api import blueprint
from planner.web import clock, current
from planner.web.api import ROLLOUT, answers
from planner.web.api_models import Input, Output
from planner.web.guards import needs


class ExpectationOut(Output):
    """What a group expects, with the numbers of the goals that answer it; `influence` of the group is 1 to 5."""

    key: str
    text: str
    group: str
    influence: int
    goals: list[int]


class ExpectationList(Output):
    """What is expected; what no goal answers stands first, that of the most influence before the rest."""

    expectations: list[ExpectationOut]


class AnswerIn(Input):
    """The expectation that a goal answers, by its key."""

    expectation: Annotated[str, Field(min_length=1, max_length=80)]


@blueprint.get(f"{ROLLOUT}/goals/expectations")
@needs(Permission.GOALS_EDIT)
@answers(ExpectationList)
def list_expectations(rollout_id: int) -> ExpectationList:  # noqa: ARG001 - part of the address
    """List what stakeholders expect, with the goals that answer it."""
    return ExpectationList(expectations=_all())


@blueprint.post(f"{ROLLOUT}/goals/<int:goal_id>/expectations")
@needs(Permission.GOALS_EDIT)
@answers(ExpectationOut, 201)
def answer_expectation(rollout_id: int, goal_id: int, json: AnswerIn) -> ExpectationOut:
    """Say that a goal answers an expectation."""
    goal = queries.row_of(rollout_id, goal_id)
    answering_service.answer(current.rollout(), goal, json.expectation, current.user())
    return next(each for each in _all() if each.key == json.expectation)


def _all() -> list[ExpectationOut]:
    return [_told(each) for each in expectation_service.answered(current.rollout(), clock.today())]


def _told(each: Answered) -> ExpectationOut:
    return ExpectationOut(
        key=each.key, text=each.text, group=each.group, influence=each.influence, goals=list(each.goals)
    )
