"""Which groups may be shown in earlier weeks: each week is judged by the people who were licensed at its end.

A group of eight today may have been three in spring, or all but three of the licensed people; then its figures of that
week stay hidden. What is shown in a week is a part of what may be shown today, so that pages and exports agree.
"""

from collections import Counter
from collections.abc import Mapping, Sequence

from planner.adoption.profiles import Profile
from planner.adoption.shown import safe_groups
from planner.basics.suppression import FEWEST

People = Mapping[Profile, int]
Groups = Mapping[str, list[str]]


def safe_weeks(weeks: Sequence[People], shown: Groups) -> list[Groups]:
    """For each of some weeks in their order the groups that may be shown; those of the last week are `shown`.

    Most weeks are so much like a later one that its answer holds; only the others are worked out anew.

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
            groups = safe_groups(people, among=shown)
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
    was, now_is = _kinds(before, shown), _kinds(now, shown)
    lasting = all(now_is[kind] >= min(size, FEWEST) for kind, size in was.items())
    return lasting and all(size >= FEWEST for kind, size in now_is.items() if kind not in was)


def _kinds(people: People, shown: Groups) -> Counter[tuple[object, ...]]:
    """People by the shown groups they are in."""
    groups = {name: frozenset(keys) for name, keys in shown.items()}
    none: frozenset[str] = frozenset()
    found: Counter[tuple[object, ...]] = Counter()
    for profile, size in people.items():
        mine = [
            key if key in groups.get(name, none) else None
            for name, key in zip(("wave", "unit", "site"), profile[:3], strict=True)
        ]
        found[(*mine, groups.get("role", none).intersection(profile[3]))] += size
    return found
