"""Where the people of each unit are stuck is a live figure: by units, of a wave or of all, and only of groups shown."""

from datetime import date, timedelta

import pytest

from planner.people.survey_facts_service import BARRIERS, FRESH_DAYS
from planner.playbook.facts import Per
from planner.playbook.words import Step
from planner.rollouts.figures_service import Figure, Question, ask
from tests.people.survey_stage import TODAY, Place, answer_all, close, make_open, pulse, settle
from tests.personas import Cast


@pytest.fixture
def place(cast: Cast) -> Place:
    """North (18 people, wave 1), South (14), East (6) and West (2), all three of wave 2."""
    return settle(cast.rollout, cast.manager)


def stuck(place: Place, wave: int | None = None, today: date = TODAY) -> dict[Step, Figure]:
    found = ask(Question(place.rollout, today, wave), [each.name for each in BARRIERS.values()], Per.WAVE)
    return {step: found[fact.name] for step, fact in BARRIERS.items()}


def test_units_are_counted_and_named_by_the_step_at_which_most_are_stuck(place: Place) -> None:
    assert {each.value for each in stuck(place).values()} == {None}
    survey = make_open(place)
    north, south = pulse(2, 4, 4, 4, 4), pulse(5, 3, 4, 4, 4)
    answer_all(survey, place, lambda number: north if number < 18 else south if number < 32 else pulse(5, 5, 5, 5, 5))
    close(survey)
    found = stuck(place)
    assert [found[step].value for step in Step] == [1, 1, 0, 0, 0]
    assert [found[step].about for step in (Step.AWARE, Step.WILLING)] == [("North",), ("South",)]
    assert "3 units shown" in found[Step.AWARE].source, "East and West stand together"
    assert stuck(place, 1)[Step.AWARE].about == ("North",)
    assert stuck(place, 2)[Step.AWARE].value == 0
    assert stuck(place, 2)[Step.WILLING].about == ("South",)
    assert stuck(place, 3)[Step.AWARE].value is None


def test_a_survey_of_more_than_half_a_year_ago_says_nothing_of_today(place: Place) -> None:
    survey = make_open(place)
    answer_all(survey, place, lambda _: pulse(2, 4, 4, 4, 4))
    close(survey)
    last = TODAY + timedelta(days=FRESH_DAYS)
    assert stuck(place, today=last)[Step.AWARE].value is not None
    late = stuck(place, today=last + timedelta(days=1))[Step.AWARE]
    assert late.value is None
    assert late.source.startswith("Out of date: “Pulse of March”, closed on 2026-03-02")
