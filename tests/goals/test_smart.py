"""What keeps a goal from being SMART is said in words, and what is hard to believe is warned of."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.goals.plausibility import Reading, amount, fastest, history_warning, pace_asked, range_warnings, step
from planner.goals.smart import Letter, check
from planner.playbook.words import Level, Unit
from tests.goals.samples import GOOD, HOURS, SHARE, TODAY, goal


def test_a_goal_that_lacks_nothing() -> None:
    found = check(GOOD, TODAY, factors=1)
    assert found.findings == ()
    assert found.sentence == "Specific, measurable, owned, realistic and dated."


@pytest.mark.parametrize(
    ("change", "letter", "words"),
    [
        ({"wording": "Customers stay"}, Letter.SPECIFIC, "full sentence"),
        ({"wording": "We want to improve the campaigns a lot."}, Letter.SPECIFIC, "“Improve” names a wish"),
        ({"level": Level.DEPARTMENT, "parent": 9}, Letter.SPECIFIC, "department"),
        ({"level": Level.WORK_GROUP, "parent": 9, "unit": "Sales"}, Letter.SPECIFIC, "work group"),
        ({"measure": None}, Letter.MEASURABLE, "key figure"),
        ({"baseline": None}, Letter.MEASURABLE, "today's value"),
        ({"baseline_on": None}, Letter.MEASURABLE, "which day"),
        ({"target": None}, Letter.MEASURABLE, "value that shall be reached"),
        ({"target": Decimal(80)}, Letter.MEASURABLE, "nothing has to change"),
        ({"target": Decimal(70)}, Letter.MEASURABLE, "higher is better"),
        ({"measure": HOURS}, Letter.MEASURABLE, "lower is better"),
        ({"owner": ""}, Letter.OWNED, "one person"),
        ({"realistic": ""}, Letter.REALISTIC, "why it can be reached"),
        ({"target_on": None}, Letter.DATED, "by which day"),
        ({"target_on": date(2026, 1, 1)}, Letter.DATED, "must lie after"),
        ({"level": Level.DEPARTMENT, "unit": "Sales"}, Letter.SERVES, "goal above"),
    ],
)
def test_what_is_missing_is_said_in_words_at_its_field(change: dict[str, Any], letter: Letter, words: str) -> None:
    found = check(goal(**change), TODAY, factors=1)
    assert not found.holds
    assert any(each.letter is letter and words in each.text for each in found.missing), found.missing
    assert found.fails(letter)
    assert found.sentence.startswith("Not ")


def test_a_wish_with_a_number_is_none() -> None:
    assert check(goal(wording="We improve the answer to mails to within 4 hours."), TODAY, 1).holds


def test_one_sentence_names_all_that_is_missing() -> None:
    assert (
        check(goal(owner="", target=None, target_on=None), TODAY, 1).sentence == "Not measurable, owned or dated yet."
    )


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"target": Decimal(95)}, "the playbook takes 10 points a year"),
        ({"target": Decimal(101)}, "above 100 %"),
        ({"target_on": date(2032, 1, 1)}, "five years"),
        ({"baseline_on": date(2024, 1, 1), "target_on": date(2026, 3, 1)}, "Its day has passed"),
    ],
)
def test_what_is_hard_to_believe_is_a_warning_and_not_missing(change: dict[str, Any], words: str) -> None:
    found = check(goal(**change), TODAY, factors=1)
    assert found.holds
    assert any(words in each.text for each in found.warnings), found.warnings


def test_a_strategic_goal_should_rest_on_a_success_factor() -> None:
    assert [each.letter for each in check(GOOD, TODAY).warnings] == [Letter.SERVES]


def test_the_pace_asked_for() -> None:
    half = goal(baseline=Decimal(40), target=Decimal(50), target_on=date(2026, 7, 2))
    pace = pace_asked(half)
    assert pace is not None
    assert round(pace, 1) == Decimal("20.1")
    assert pace_asked(goal(target_on=date(2025, 1, 1))) is None


def test_a_pace_in_percent_of_today() -> None:
    hours = goal(measure=HOURS, baseline=Decimal(40), target=Decimal(15))
    assert "25 hours a year; the playbook takes 20 hours" in range_warnings(hours)[0]
    assert range_warnings(replace(hours, target=Decimal(25))) == ()
    assert range_warnings(replace(hours, measure=replace(HOURS, pace_share=None))) == ()


def readings(*pairs: tuple[int, int]) -> list[Reading]:
    return [Reading(date(2025, 1, 1) + timedelta(days=day), Decimal(value)) for day, value in pairs]


def test_the_fastest_that_a_figure_ever_moved() -> None:
    slow = readings((0, 70), (90, 71), (180, 72), (270, 71))
    known = fastest(slow, up=True)
    assert known is not None
    assert round(known, 1) == Decimal("4.1")
    assert fastest(readings((0, 70), (20, 90)), up=True) is None
    assert "so far this figure moved at most 4.1 points a year" in history_warning(GOOD, slow)
    assert "not that way at all" in history_warning(GOOD, readings((0, 80), (90, 79), (180, 78)))
    assert history_warning(GOOD, readings((0, 70), (90, 73), (180, 76))) == ""
    assert history_warning(goal(measure=None), slow) == ""


@given(st.lists(st.tuples(st.integers(0, 900), st.integers(0, 100)), min_size=2, max_size=8, unique_by=lambda p: p[0]))
def test_a_reversed_history_falls_as_fast_as_it_rose(pairs: list[tuple[int, int]]) -> None:
    mirrored = [(day, 100 - value) for day, value in pairs]
    assert fastest(readings(*pairs), up=True) == fastest(readings(*mirrored), up=False)


def test_values_and_steps_in_words() -> None:
    assert amount(Decimal("1234.50"), Unit.MONEY) == "1,234.5"
    assert step(Decimal(2), Unit.PERCENT) == "2 points"
    assert step(Decimal("2.04"), Unit.DAYS) == "2 days"
    assert SHARE.most == 100
