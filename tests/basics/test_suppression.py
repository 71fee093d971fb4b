"""Attacks what may be shown of groups of people: whoever adds and subtracts shown groups finds nobody under five."""

from collections import Counter
from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.basics.subtraction import MOST_SMALL, revealed
from planner.basics.suppression import Shown, hidden_groups, may_show, shown_groups
from tests.basics.attacker import Profile, attack

Counts = dict[Profile, int]


def naive(people: Sequence[Profile], divisions: int) -> Shown:
    """What would be shown by size alone."""
    sizes = [Counter(person[place] for person in people) for place in range(divisions)]
    groups = tuple(frozenset(k for k, n in each.items() if k is not None and n >= 5) for each in sizes)
    return Shown(len(people) >= 5, groups)


populations = st.lists(
    st.tuples(st.sampled_from("ABC"), st.sampled_from(["x", "y", None]), st.sampled_from("ssm")),
    min_size=0, max_size=13,
)  # fmt: skip


@settings(max_examples=60)
@given(populations)
def test_nobody_under_five_is_found_by_any_combination(people: list[Profile]) -> None:
    shown = shown_groups(3, Counter(people))
    assert attack(people, shown) is None
    for place, keys in enumerate(shown.groups):
        assert all(sum(person[place] == key for person in people) >= 5 for key in keys)


def test_the_attack_finds_what_size_alone_would_show() -> None:
    """Planted: groups of five and more, of which the whole leaves two people over; sites less units leave one."""
    people: Sequence[Profile] = [*[("A", "x", "s")] * 6, *[("B", "y", "s")] * 5, *[("C", "y", "s")] * 2]
    assert attack(people, naive(people, 3)) is not None
    crossed: Sequence[Profile] = [*[("A", "x", "s")] * 6, *[("B", "y", "s")] * 6, ("B", "x", "s")]
    assert attack(crossed, naive(crossed, 3)) == (12,)
    assert attack(crossed, shown_groups(3, Counter(crossed))) is None


def test_what_is_safe_is_shown() -> None:
    sizes: Counts = {("North", "Oslo"): 20, ("North", "Rome"): 9, ("South", "Rome"): 12, ("South", "Oslo"): 1}
    assert shown_groups(2, sizes) == Shown(True, (frozenset({"North", "South"}), frozenset({"Oslo", "Rome"})))
    assert shown_groups(1, {("North",): 2, ("South",): 2}) == Shown(False, (frozenset(),))


@given(st.dictionaries(st.sampled_from("ABCDEF"), st.integers(1, 12), min_size=1))
def test_one_division_alone_is_judged_as_by_hidden_groups(sizes: dict[str, int]) -> None:
    shown = shown_groups(1, {(key,): size for key, size in sizes.items()})
    if sum(sizes.values()) >= 5:
        hidden = hidden_groups(sizes)
        assert len(shown.groups[0]) == len(sizes) - len(hidden)
    for size in (4, 5):
        assert may_show(size) is (size == 5)


def test_what_is_shown_is_safe_among_those_asked_and_those_who_answered() -> None:
    """Two people were asked in East and none answered: from those asked that would be seen, so South is hidden too."""
    asked: Counts = {("North",): 20, ("South",): 8, ("East",): 2}
    answered: Counts = {("North",): 12, ("South",): 6, ("East",): 0}
    assert shown_groups(1, answered, asked).groups[0] == {"North"}
    assert shown_groups(1, answered).groups[0] == {"North", "South"}


def test_what_is_hidden_elsewhere_stays_hidden() -> None:
    sizes: Counts = {("North",): 20, ("South",): 8, ("East",): 9}
    among = Shown(True, (frozenset({"North"}),))
    assert shown_groups(1, sizes, among=among).groups[0] == {"North"}
    assert shown_groups(1, sizes, among=Shown(False, (frozenset({"North"}),))).groups[0] == frozenset()


@pytest.mark.parametrize(("units", "sites"), [(8, {"x", "y"}), (MOST_SMALL, set())])
def test_where_the_search_would_take_too_long_it_hides(units: int, sites: set[str]) -> None:
    """Five people in each unit, one of them elsewhere: safe, but too narrow for the quick proof."""
    counts: Counts = {(f"unit {number}", "x"): 4 for number in range(units)}
    counts |= {(f"unit {number}", "y"): 1 for number in range(units)}
    shown = shown_groups(2, counts)
    assert len(shown.groups[0]) == units
    assert shown.groups[1] == sites


@pytest.mark.parametrize("size", [1, 4])
def test_kinds_that_no_group_tells_apart_are_one(size: int) -> None:
    """Two kinds of people in the same groups: only their sum can be found."""
    groups = [frozenset({0, 1, 2}), frozenset({0})]
    assert revealed(groups, [9, size, 0], 5) == frozenset({1})
    assert revealed(groups, [9, size, 5 - size], 5) == frozenset()
