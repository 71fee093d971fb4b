"""What each area adds to the sample: events of its own, told in the order of days with all others."""

from collections.abc import Callable, Iterator

from planner.demo import (
    adoption_tale,
    goals_tale,
    governance_tale,
    kpis_tale,
    people_tale,
    problem_tale,
    readiness_tale,
    recognition_tale,
    reports_tale,
    suitability_tale,
    survey_tale,
    training_tale,
)
from planner.demo.story import Event, Story

Tale = Callable[[Story], Iterator[Event]]

TALES: tuple[Tale, ...] = (
    people_tale.events,
    recognition_tale.events,
    training_tale.events,
    suitability_tale.events,
    governance_tale.events,
    survey_tale.events,
    goals_tale.events,
    kpis_tale.events,
    adoption_tale.events,
    problem_tale.events,
    reports_tale.events,
    readiness_tale.events,  # last: it keeps how each day ended
)
"""Later ones may build on what earlier ones told of the same day."""
