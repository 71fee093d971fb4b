"""Which groups may be shown in earlier weeks: each week is judged by the people who were licensed at its end.

A group of eight today may have been three in spring, or all but three of the licensed people; then its figures of that
week stay hidden. What is shown in a week is a part of what may be shown today, so that pages and exports agree.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from planner.adoption.profiles import Profile
from planner.adoption.shown import safe_groups
from planner.basics.suppression import FEWEST

People = Mapping[Profile, int]
Groups = Mapping[str, list[str]]
Kind = tuple[Any, ...]
PLACES = ("wave", "unit", "site")
MANY_KINDS = 400
"""Kinds of people, by wave, unit, site and roles, up to which each week is judged by all combinations of groups."""


def safe_weeks(weeks: Sequence[People], shown: Groups) -> list[Groups]:
    """For each of some weeks in their order the groups that may be shown; those of the last week are `shown`.

    Most weeks are so much like a later one that its answer holds; only the others are worked out anew, or narrowed
    where there are too many kinds of people for that.

    >>> early = {("1", "7", "Oslo", ("sales",)): 3, ("1", "8", "Oslo", ("sales",)): 9}
    >>> now = {("1", "7", "Oslo", ("sales",)): 8, ("1", "8", "Oslo", ("sales",)): 9}
    >>> [each["unit"] for each in safe_weeks([early, now, now], safe_groups(now))]
    [[], ['7', '8'], ['7', '8']]
    """
    found: list[Groups] = []
    known: list[tuple[People, Groups]] = [(weeks[-1], shown)] if weeks else []
    for people in reversed(weeks):
        groups = next((safe for then, safe in known if still_safe(then, people, safe)), None)
        if groups is None:
            exact = len(people) <= MANY_KINDS
            groups = safe_groups(people, among=shown) if exact else narrowed(*known[0], people)
            known.insert(0, (people, groups))
        found.append(groups)
    return found[::-1]


def still_safe(before: People, now: People, shown: Groups) -> bool:
    """Whether groups that are safe for some people are so for others, seen from the numbers of each kind alone.

    Of whoever a combination of groups speaks, it speaks of whole kinds: people who are in the same shown groups. It
    spoke of five at least. So it does now, where no kind shrank below its former number or five, and a kind that is
    new has five people. No is the answer where this cannot be said.

    >>> some = {("1", "7", "Oslo", ()): 9}
    >>> groups = {"all": [""], "unit": ["7"]}
    >>> still_safe(some, {("1", "7", "Oslo", ()): 6}, groups), still_safe(some, {("1", "7", "Oslo", ()): 4}, groups)
    (True, False)
    """
    return not _doubtful(before, now, shown)


def narrowed(before: People, shown: Groups, now: People) -> Groups:
    """A part of groups that are safe for some people which is safe for others too, without looking at combinations.

    For each kind of people that speaks against it, its roles are left out, then its site, unit and wave. Those in no
    group that is left are joined by the smallest that is; where none is, nothing is shown.

    >>> early = {("1", "7", "Oslo", ()): 3, ("1", "8", "Oslo", ()): 9, ("1", "9", "Oslo", ()): 12}
    >>> later = early | {("1", "7", "Oslo", ()): 8}
    >>> narrowed(later, {"all": [""], "wave": [], "unit": ["7", "8", "9"], "site": [], "role": []}, early)["unit"]
    ['9']
    """
    left = {name: set(keys) for name, keys in shown.items() if name != "all"}
    while doubts := _doubtful(before, now, {name: sorted(keys) for name, keys in left.items()}):
        if not any(left.values()):
            return {name: [] for name in shown}
        for *places, roles in doubts:
            mine = [(name, key) for name, key in zip(PLACES, places, strict=True) if key is not None]
            for name, key in [("role", role) for role in roles] or mine[-1:] or [_smallest(now, left)]:
                left.get(name, set()).discard(key)
    return {name: sorted(left[name]) if name in left else keys for name, keys in shown.items()}


def _smallest(people: People, left: Mapping[str, set[str]]) -> tuple[str, str]:
    """The group with the fewest people of those left; of sites before units before waves, where there are any."""
    sizes: Counter[tuple[str, str]] = Counter()
    for profile, size in people.items():
        keys = [(name, key) for name, key in zip(PLACES, profile[:3], strict=True) if key is not None]
        sizes.update(dict.fromkeys([*keys, *(("role", role) for role in profile[3])], size))
    for name in ("role", *reversed(PLACES)):
        if left.get(name):
            return name, min(left[name], key=lambda key: (sizes[name, key], key))
    return "all", ""


def _doubtful(before: People, now: People, shown: Groups) -> list[Kind]:
    """The kinds of people that were enough before and may be too few now."""
    was, now_is = _kinds(before, shown), _kinds(now, shown)
    shrunk = [kind for kind, size in was.items() if now_is[kind] < min(size, FEWEST)]
    return shrunk + [kind for kind, size in now_is.items() if kind not in was and size < FEWEST]


def _kinds(people: People, shown: Groups) -> Counter[Kind]:
    """People by the shown groups they are in."""
    groups = {name: frozenset(keys) for name, keys in shown.items()}
    none: frozenset[str] = frozenset()
    found: Counter[Kind] = Counter()
    for profile, size in people.items():
        mine = [key if key in groups.get(name, none) else None for name, key in zip(PLACES, profile[:3], strict=True)]
        found[(*mine, groups.get("role", none).intersection(profile[3]))] += size
    return found
