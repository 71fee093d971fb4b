"""Alpha out of counts is the alpha of the whole answers, and is silent where it would speak of few."""

import random
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.people.reliability import alpha_listwise
from planner.people.survey_counting import Counts, values_of, with_one_more
from planner.people.survey_publishing import PROFILE, WHOLE, Tally, profile_label, publish
from planner.people.survey_reliability import (
    NEARLY_ALL,
    NO_SPREAD,
    TOO_FEW,
    WORKING,
    Reliability,
    headings,
    reliabilities,
    working_values,
)
from planner.people.survey_shape import Item, ItemKind, Topic
from planner.playbook.words import Step

DATA = tuple(Item(f"data-{n}", f"Data {n}", ItemKind.SCALE, construct="data") for n in range(3))
OTHERS = (
    Item("alone", "Alone", ItemKind.SCALE, construct="voice"),
    Item("again", "Again?", ItemKind.RECOMMENDATION, construct="data"),
    Item("bare", "No heading", ItemKind.SCALE),
    Item("aware", "I am aware.", ItemKind.SCALE, step=Step.AWARE, construct="data"),
)
Rows = list[list[int | None]]


def counted(rows: Rows, topic: Topic = Topic.OTHER, items: tuple[Item, ...] = DATA) -> Counts:
    counts: Counts = {}
    for row in rows:
        answer = {item.ref: str(value) for item, value in zip(items, row, strict=True) if value}
        counts = with_one_more(counts, {**values_of(items, topic, answer), **working_values(items, topic, answer)})
    return counts


def alpha(rows: Rows) -> Reliability:
    (found,) = reliabilities(DATA, counted(rows))
    return found


@given(st.lists(st.lists(st.integers(1, 5), min_size=3, max_size=3), min_size=10, max_size=25))
def test_the_same_as_from_whole_answers(rows: Rows) -> None:
    exact = alpha_listwise(rows)
    found = alpha(rows)
    if exact is None:
        assert (found.alpha, found.why_not) == (None, NO_SPREAD)
    else:
        assert found.alpha is not None
        assert abs(found.alpha - Decimal(exact.numerator) / Decimal(exact.denominator)) <= Decimal("0.005")


def test_only_headings_with_two_statements_on_the_scale() -> None:
    assert {name: [item.ref for item in of] for name, of in headings(DATA + OTHERS).items()} == {
        "data": ["data-0", "data-1", "data-2"]
    }


@pytest.mark.parametrize(("blanks", "why"), [(0, ""), (1, NEARLY_ALL), (4, NEARLY_ALL), (5, "")])
def test_silent_where_it_would_tell_of_fewer_than_five(blanks: int, why: str) -> None:
    """Who left one statement out counts in the others: the difference to alpha's own people must not be one to four."""
    dice = random.Random(7)
    rows: Rows = [[dice.randint(1, 5) for _ in DATA] for _ in range(15)]
    rows += [[3, 4, None] for _ in range(blanks)]
    assert alpha(rows).why_not == why


def test_of_fewer_than_ten_there_is_none() -> None:
    assert alpha([[1, 2, 3], [3, 2, 1], [5, 5, 4]] * 3).why_not == TOO_FEW
    assert alpha([]).why_not == TOO_FEW


def test_the_usability_scale_is_turned_round_where_it_is_worded_so() -> None:
    items = tuple(Item(f"sus-{n}", f"Statement {n}", ItemKind.SCALE, construct="usability") for n in range(1, 11))
    rows: Rows = [[v, 6 - v] * 5 for v in (1, 2, 3, 4, 5, 3, 4, 2, 5, 1)]
    (found,) = reliabilities(items, counted(rows, Topic.USABILITY, items))
    assert found.alpha == Decimal("1.00")
    assert found.words == "nearly the same is asked several times: fewer statements would do"


def test_what_it_is_worked_out_from_is_never_published() -> None:
    counts = counted([[1, 2, 3], [3, 4, 5]] * 10)
    assert any(key.startswith(WORKING) for key in counts)
    answered = {key: {"answers": 20} for key in counts if not key.startswith(WORKING)}
    label = profile_label(("North", "Wave 1", "Staff", "Oslo", "Sales"))
    cells = publish([Tally(WHOLE, "", 20, 20, counts), Tally(PROFILE, label, 20, 20, answered)])
    assert [set(cell.counts) for cell in cells if cell.division == WHOLE] == [{"data-0", "data-1", "data-2"}]
    assert not any(key.startswith(WORKING) for cell in cells for key in cell.counts)
