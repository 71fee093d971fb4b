"""Figures that areas hand over: shares remember what they were counted over, names are kept, old ones are not told."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from planner.playbook.facts import FACTS, Fact
from planner.playbook.words import Direction, Unit
from planner.rollouts.figures_service import Figure, named, shared, while_fresh

TODAY = date(2026, 3, 2)
WEEKLY = Fact("test.weekly", "A figure of a week", Unit.COUNT, Direction.UP, fresh="from the newest file", fresh_days=7)


def test_a_share_remembers_its_part_and_its_whole() -> None:
    found = shared(24, 30, "Counted")
    assert (found.value, found.part, found.whole) == (Decimal(80), 24, 30)
    assert shared(0, 0, "Counted").value is None


def test_a_count_of_things_keeps_their_names() -> None:
    assert named(["Grow", "Keep"], "Counted") == Figure(Decimal(2), "Counted", about=("Grow", "Keep"))


def test_a_figure_counts_to_the_last_day_on_which_it_is_fresh_and_is_out_of_date_after_it() -> None:
    figure = Figure(Decimal(5), "From a file", TODAY - timedelta(days=7))
    assert while_fresh(WEEKLY, figure, TODAY) == figure
    old = while_fresh(WEEKLY, figure, TODAY + timedelta(days=1))
    assert (old.value, old.as_of) == (None, figure.as_of)
    assert old.source == "Out of date: From a file; such a figure counts for 7 days"


def test_a_figure_of_today_and_one_of_a_fact_that_is_counted_at_each_look_do_not_age() -> None:
    for figure in (Figure(Decimal(5), "Counted"), Figure(None, "Nothing yet", TODAY - timedelta(days=99))):
        assert while_fresh(WEEKLY, figure, TODAY) == figure
    late = Figure(Decimal(5), "Counted", TODAY - timedelta(days=99))
    assert while_fresh(FACTS["plan.late_tasks"], late, TODAY) == late


def test_freshness_is_told_in_words() -> None:
    assert WEEKLY.freshness == "from the newest file, for 7 days"
    assert FACTS["plan.late_tasks"].freshness == "at each look"
    assert FACTS["data.duplicate_rate"].freshness == "as its criterion asks"


NO_NUMBER_OF = (
    "adoption.breadth", "adoption.fragmentation", "adoption.stickiness", "people.commitment_shortfall_share",
    "people.left_share", "readiness.coverage", "suitability.answered_share", "training.attendance_share",
    "training.pass_share",
)  # fmt: skip
"""Percentages that are no share of a number of people or things as it stands today."""


@pytest.mark.parametrize("fact", [each for each in FACTS.values() if each.unit is Unit.PERCENT and each.available])
def test_every_share_says_among_what_it_is_counted_but_those_of_surveys(fact: Fact) -> None:
    of_survey = "survey" in fact.fresh
    assert bool(fact.among) == (not of_survey and fact.name not in NO_NUMBER_OF)
