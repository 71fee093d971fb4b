"""Surveys for programs: the list, what is published, a draft of the playbook, closing. Answers are for nobody."""

from dataclasses import replace
from datetime import date
from typing import Annotated

from pydantic import Field

from planner.access.roles import Permission
from planner.basics.errors import NotFound
from planner.people import survey_close_service, survey_queries, survey_service
from planner.people.api import blueprint
from planner.people.survey_models import Survey
from planner.people.survey_playbook import draft_of
from planner.people.survey_publishing import Cell
from planner.people.survey_results import Results, division_name, group_name, lines
from planner.people.survey_shape import SurveyStage
from planner.people.survey_states import state_of
from planner.rollouts.playbook_service import playbook_of
from planner.web import clock, current
from planner.web.api import ROLLOUT, answers, expected_version
from planner.web.api_models import Day, Exact, Input, Output
from planner.web.guards import needs


class SurveyLine(Output):
    """One survey; of a closed one how many were asked and answered, where at least five did."""

    id: int
    version: int
    name: str
    topic: str
    state: str
    anonymous: bool
    opens: date
    closes: date
    closed_on: date | None
    asked: int | None
    answered: int | None


class SurveyList(Output):
    """The surveys of a rollout, the newest first; only closed ones for those who may see results alone."""

    surveys: list[SurveyLine]


class SurveyFigure(Output):
    """One question of one group: how many answered, mean, standard deviation, how often each value was chosen."""

    division: str
    group: str
    question: str
    heading: str
    answers: int
    mean: Exact | None
    deviation: Exact | None
    chosen: str


class SurveyGroup(Output):
    """A group that may be shown."""

    division: str
    group: str
    asked: int
    answered: int


class SurveyAlpha(Output):
    """Whether the statements under a heading ask one thing; without a number the words say why."""

    heading: str
    statements: int
    alpha: Exact | None
    words: str


class SurveyFound(Output):
    """What is published of a closed survey. Groups under five, and those that subtraction would show, are in none."""

    id: int
    name: str
    closed_on: date
    groups: list[SurveyGroup]
    figures: list[SurveyFigure]
    reliability: list[SurveyAlpha]


class SurveyIn(Input):
    """A draft from the playbook; `anonymous` is settled here for good."""

    ref: Annotated[str, Field(min_length=1, max_length=80)]
    anonymous: bool = True
    by_link: bool = True
    opens: Day
    closes: Day


@blueprint.get(f"{ROLLOUT}/surveys")
@needs(Permission.SURVEY_RESULTS_VIEW)
@answers(SurveyList)
def list_surveys(rollout_id: int) -> SurveyList:
    """List the surveys, the newest first."""
    rows = survey_queries.surveys(rollout_id)
    if not current.may(Permission.SURVEYS_VIEW):
        rows = [row for row in rows if row.stage is SurveyStage.CLOSED]
    wholes = survey_queries.wholes([row.id for row in rows])
    return SurveyList(surveys=[_line(row, wholes) for row in rows])


def _line(row: Survey, wholes: dict[int, Cell]) -> SurveyLine:
    found = wholes.get(row.id)
    return SurveyLine(
        id=row.id,
        version=row.version,
        name=row.name,
        topic=row.topic.value,
        state=state_of(row.stage, row.opens, row.closes, clock.today()).value,
        anonymous=row.anonymous,
        opens=row.opens,
        closes=row.closes,
        closed_on=row.closed_on,
        asked=found.invited if found else None,
        answered=found.answered if found else None,
    )


@blueprint.get(f"{ROLLOUT}/surveys/<int:survey_id>/results")
@needs(Permission.SURVEY_RESULTS_VIEW)
@answers(SurveyFound)
def show_results(rollout_id: int, survey_id: int) -> SurveyFound:
    """Show what is published of a closed survey, group by group."""
    row = survey_queries.survey(rollout_id, survey_id)
    if row.stage is not SurveyStage.CLOSED or row.closed_on is None:
        raise NotFound("There are no results before the survey is closed.")
    cells = survey_queries.results_of([row.id])[row.id]
    found = Results(row.topic, tuple(survey_queries.items(row.id)), tuple(cells))
    return SurveyFound(
        id=row.id,
        name=row.name,
        closed_on=row.closed_on,
        groups=[
            SurveyGroup(division=division_name(c), group=group_name(c), asked=c.invited, answered=c.answered)
            for c in cells
        ],
        figures=[
            SurveyFigure(
                division=line.division, group=line.group, question=line.question, heading=line.construct,
                answers=line.answers, mean=line.mean, deviation=line.deviation, chosen=line.chosen,
            )
            for line in lines(found)
        ],
        reliability=[
            SurveyAlpha(heading=each.heading, statements=each.statements, alpha=each.alpha, words=each.words)
            for each in survey_queries.reliability(row.id)
        ],
    )  # fmt: skip


@blueprint.post(f"{ROLLOUT}/surveys")
@needs(Permission.SURVEYS_EDIT)
@answers(SurveyLine, 201)
def add_survey(rollout_id: int, json: SurveyIn) -> SurveyLine:  # noqa: ARG001 - part of the address
    """Make a draft from a survey of the playbook; people open it on its page, where they see whom it asks."""
    offered = {each.ref: each for each in playbook_of(current.rollout()).surveys}
    if json.ref not in offered:
        raise NotFound("The playbook of this rollout has no such survey.")
    draft = draft_of(offered[json.ref], json.opens, json.closes, by_link=json.by_link)
    wanted = replace(draft, anonymous=json.anonymous)
    row = survey_service.create_survey(current.rollout(), wanted, current.user())
    return _line(row, {})


@blueprint.post(f"{ROLLOUT}/surveys/<int:survey_id>/close")
@needs(Permission.SURVEYS_EDIT)
@answers(SurveyLine)
def end_survey(rollout_id: int, survey_id: int) -> SurveyLine:
    """Close a survey for good; its results appear."""
    row = survey_queries.survey(rollout_id, survey_id)
    survey_close_service.close_survey(row, clock.today(), expected_version())
    return _line(row, survey_queries.wholes([row.id]))
