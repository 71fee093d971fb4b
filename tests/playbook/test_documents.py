"""A rollout's copy of a playbook: what is stored comes back the same."""

import json
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.playbook.documents import digest, from_document, to_document
from planner.playbook.library import Criterion
from planner.playbook.outline import After, Playbook, Task
from planner.playbook.problems import PlaybookRefused
from planner.playbook.words import Comparison, CriterionKind, Unit
from tests.playbook.example import example

texts = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=30).map(str.strip)
refs = st.from_regex(r"[a-z]{1,8}(-[a-z0-9]{1,5})?", fullmatch=True)
days = st.integers(0, 400)
afters = st.lists(st.builds(After, task=refs, phase=st.just("") | refs, lag_days=st.integers(0, 99)), max_size=3)
tasks = st.builds(
    Task,
    ref=refs,
    stage=refs,
    name=refs,
    description=texts,
    role=refs,
    optimistic=days,
    likely=days,
    pessimistic=days,
    milestone=st.booleans(),
    after=afters.map(tuple),
    because=texts,
)
criteria = st.builds(
    Criterion,
    ref=refs,
    text=refs,
    kind=st.sampled_from(CriterionKind),
    must=st.booleans(),
    steps=st.lists(refs, max_size=5).map(tuple),
    op=st.none() | st.sampled_from(Comparison),
    threshold=st.none() | st.decimals(-1000, 1000, places=3),
    unit=st.none() | st.sampled_from(Unit),
    valid_days=st.none() | days,
)


def varied(some_tasks: list[Task], some_criteria: list[Criterion]) -> Playbook:
    book = example()
    first, *rest = book.phases
    gate = replace(first.exit, criteria=tuple(some_criteria))
    return replace(book, phases=(replace(first, tasks=tuple(some_tasks), exit=gate), *rest))


@given(st.lists(tasks, max_size=3), st.lists(criteria, max_size=3))
def test_a_playbook_survives_being_stored(some_tasks: list[Task], some_criteria: list[Criterion]) -> None:
    book = varied(some_tasks, some_criteria)
    stored = json.loads(json.dumps(to_document(book)))
    back = from_document(stored)
    assert back == book
    assert digest(back) == digest(book)


def test_equal_numbers_have_one_digest() -> None:
    whole, exact = (
        varied([], [Criterion(ref="a", text="a", kind=CriterionKind.CHECK, threshold=Decimal(number))])
        for number in ("100", "100.00")
    )
    assert whole == exact
    assert digest(whole) == digest(exact)


def test_another_word_is_another_digest() -> None:
    book = example()
    assert digest(replace(book, summary="Else.")) != digest(book)
    assert len(digest(book)) == 64


def test_a_damaged_copy_is_refused_with_every_problem() -> None:
    document = json.loads(json.dumps(to_document(example())))
    document["playbook"]["phases"][0]["task"] = "none"
    del document["playbook"]["name"]
    with pytest.raises(PlaybookRefused) as refused:
        from_document(document)
    assert {problem.key for problem in refused.value.problems} >= {"name", "phases[decide].task"}


def test_something_else_is_refused() -> None:
    with pytest.raises(PlaybookRefused, match="must be 1"):
        from_document({"format": 7})
