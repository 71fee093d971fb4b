"""The sample has living data everywhere: every figure of people, goals, training and use is known there."""

from collections.abc import Iterator

import pytest

from planner.db import db
from planner.demo import build
from planner.demo.build import Sample
from planner.people import (
    commitment_queries,
    committee_queries,
    raci_service,
    sponsor_queries,
    stakeholder_queries,
    survey_queries,
)
from planner.people import queries as people
from planner.people.commitment_service import team_of
from planner.people.raci_matrix import findings
from planner.people.sponsor_promises import PromiseState, promise_state
from planner.people.survey_shape import SurveyStage
from planner.playbook.facts import FACTS, Per
from planner.rollouts import queries as rollouts
from planner.rollouts.figures_service import Question, ask
from planner.rollouts.models import Rollout
from planner.schedule import gate_queries

AREAS = {"people", "goals", "training", "kpis", "adoption"}
TODAY = build.FIXED_DAY.date()
UNKNOWN = {
    "training.support_trained_share": "Fewer than five people have the role support",
    "adoption.days_to_90": "The curve does not reach 90 % within three years",
}
"""What a company half-way through cannot know, and why."""


@pytest.fixture
def halden(sample: Sample) -> Rollout:
    """The rollout half-way through."""
    return db.session.get_one(Rollout, sample.rollouts[0])


def questions(rollout: Rollout) -> Iterator[Question]:
    """Of the whole rollout, of each wave, and at each gate."""
    yield Question(rollout, TODAY)
    for wave in rollouts.waves(rollout.id):
        yield Question(rollout, TODAY, wave.number)
    for view in gate_queries.gates_of(rollout, TODAY):
        yield Question(rollout, TODAY, due=view.gate.due, gate=view.gate.key)


def test_every_figure_of_people_goals_training_key_figures_and_use_is_known(halden: Rollout) -> None:
    names = [name for name, fact in FACTS.items() if fact.area in AREAS and fact.available]
    assert {FACTS[name].area for name in names} == AREAS
    told = [ask(each, names, *Per) for each in questions(halden)]
    known = {name for figures in told for name, figure in figures.items() if figure.value is not None}
    assert {name: told[0][name].source for name in names if name not in known} == UNKNOWN


def test_whoever_leads_promises_decides_and_is_asked(halden: Rollout) -> None:
    here = halden.id
    states = {promise_state(row.dated, TODAY) for row in sponsor_queries.promises(here)}
    assert states >= {PromiseState.KEPT, PromiseState.MISSED}
    assert findings(raci_service.matrix_of(halden))
    assert 0 < team_of(here, TODAY).confirmed < len(people.promises(here))
    assert commitment_queries.authorities(here)
    assert committee_queries.meetings(here)
    assert committee_queries.decisions(here)
    assert committee_queries.actions(here)
    assert stakeholder_queries.stakeholders(here)
    assert stakeholder_queries.expected(here)
    assert {row.stage for row in survey_queries.surveys(here)} >= {SurveyStage.OPEN, SurveyStage.CLOSED}
