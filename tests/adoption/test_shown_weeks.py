"""No week shows groups that, added and subtracted, speak of fewer than five of the people licensed then."""

from collections import Counter
from collections.abc import Mapping

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.adoption import shown_weeks
from planner.adoption.profiles import Profile
from planner.adoption.shown import safe_groups
from planner.adoption.shown_weeks import narrowed, safe_weeks, still_safe
from planner.basics.subtraction import revealed
from tests.basics.attacker import combine

People = dict[Profile, int]


def rows(people: Mapping[Profile, int], shown: Mapping[str, list[str]]) -> list[list[int]]:
    """A row for the whole and for each shown group: which profiles are in it."""
    profiles = list(people)
    found = [[1] * len(profiles)] if shown["all"] else []
    for place, name in enumerate(("wave", "unit", "site")):
        found += [[int(each[place] == key) for each in profiles] for key in shown[name]]
    return found + [[int(role in each[3]) for each in profiles] for role in shown["role"]]


def told(people: Mapping[Profile, int], shown: Mapping[str, list[str]]) -> frozenset[int]:
    """Of whom fewer than five the shown groups speak."""
    groups = [frozenset(n for n, is_in in enumerate(row) if is_in) for row in rows(people, shown)]
    return revealed(groups, list(people.values()), 5)


units = st.sampled_from([("1", "a"), ("1", "b"), ("2", "c"), (None, "d"), (None, None)])
profiles = st.tuples(
    units, st.sampled_from(["Oslo", "Rome"]), st.sampled_from([("sales",), ("service",), ("sales", "service"), ()])
)
populations = st.dictionaries(profiles, st.integers(1, 14), min_size=1, max_size=9)


def flat(drawn: Mapping[tuple[tuple[str | None, str | None], str, tuple[str, ...]], int]) -> People:
    return {(*unit, site, roles): size for (unit, site, roles), size in drawn.items()}


@settings(max_examples=300)
@given(st.lists(populations, min_size=1, max_size=4), st.lists(st.integers(-3, 3), min_size=9, max_size=9))
def test_every_week_is_safe_for_the_people_of_that_week(
    drawn: list[dict[tuple[tuple[str | None, str | None], str, tuple[str, ...]], int]], changes: list[int]
) -> None:
    weeks = [flat(each) for each in drawn]
    near = {who: size + change for (who, size), change in zip(weeks[-1].items(), changes, strict=False)}
    weeks.insert(0, {who: size for who, size in near.items() if size > 0})
    now = safe_groups(weeks[-1])
    found = safe_weeks(weeks, now)
    assert found[-1] == now
    for people, shown in zip(weeks, found, strict=True):
        assert not told(people, shown), (people, shown)
        assert all(set(keys) <= set(now[name]) for name, keys in shown.items()), "a part of what is shown today"


@settings(max_examples=300)
@given(populations, populations)
def test_what_is_narrowed_is_safe_without_looking_at_combinations(
    later: dict[tuple[tuple[str | None, str | None], str, tuple[str, ...]], int],
    early: dict[tuple[tuple[str | None, str | None], str, tuple[str, ...]], int],
) -> None:
    now = safe_groups(flat(later))
    shown = narrowed(flat(later), now, flat(early))
    assert not told(flat(early), shown)
    assert all(set(keys) <= set(now[name]) for name, keys in shown.items())


def test_many_kinds_of_people_are_narrowed_and_still_show_what_lasts(monkeypatch: pytest.MonkeyPatch) -> None:
    early: People = {
        ("1", "7", "Oslo", ("sales",)): 3,
        ("1", "8", "Oslo", ("sales",)): 9,
        ("1", "9", "Oslo", ("sales",)): 12,
    }
    now = early | {("1", "7", "Oslo", ("sales",)): 8}
    shown = safe_groups(now)
    monkeypatch.setattr(shown_weeks, "MANY_KINDS", 2)
    found = safe_weeks([early, now], shown)
    assert found[1] == shown
    assert found[0]["unit"] == ["9"], "one of both, as the whole less both would be three people"


def test_a_unit_that_was_small_in_spring_is_hidden_there_and_so_is_what_would_tell_it() -> None:
    now: People = {
        ("1", "a", "Oslo", ("sales",)): 8,
        ("1", "b", "Oslo", ("sales",)): 8,
        ("2", "c", "Rome", ("sales",)): 8,
    }
    spring = now | {("1", "b", "Oslo", ("sales",)): 3}
    shown = safe_groups(now)
    assert (shown["unit"], shown["site"]) == (["a", "b", "c"], ["Oslo", "Rome"])
    early = safe_weeks([spring, now], shown)[0]
    assert "b" not in early["unit"]
    assert early["unit"] == ["c"], "wave 1 less unit a would be the three of unit b"
    people = [profile for profile, size in spring.items() for _ in range(size)]
    shown_rows = [
        [is_in for profile, is_in in zip(spring, row, strict=True) for _ in range(spring[profile])]
        for row in rows(spring, early)
    ]
    assert combine(shown_rows, len(people)) is None


def test_a_joiner_in_a_large_unit_changes_nothing_and_one_alone_does() -> None:
    before: People = {("1", "a", "Oslo", ()): 20, ("1", "b", "Oslo", ()): 6}
    shown = safe_groups(before)
    assert still_safe(before, before | {("1", "a", "Oslo", ()): 21}, shown)
    assert still_safe(before, before | {("1", "b", "Oslo", ()): 5}, shown)
    assert not still_safe(before, before | {("1", "b", "Oslo", ()): 4}, shown)
    assert not still_safe(before, before | {("1", "a", "Rome", ()): 1}, shown | {"site": ["Oslo"]})
    assert not still_safe(before, {("1", "a", "Oslo", ()): 20}, shown), "who is gone can be found by what is left"
    assert sum(Counter(before).values()) == 26
