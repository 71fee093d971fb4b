"""Groups of people are shown from five on, and never so that a smaller one can be found by subtraction.

This is the only way to show figures of groups of staff: on pages, in exports, through the API and in reports alike. One
division of people, such as units, is judged by `hidden_groups`; several at once, such as units, sites and roles of the
same answers, by `shown_groups`. Why it is done so: docs/decisions/0012.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from planner.basics.subtraction import revealed

FEWEST = 5
"""The fewest people behind a shown figure."""

Key = TypeVar("Key")
Count = Mapping[tuple[str | None, ...], int]
"""People by their groups, one in each division; None is a person without a group there."""


def hidden_groups(sizes: Mapping[Key, int], fewest: int = FEWEST) -> frozenset[Key]:
    """The groups of one division of people that must not be shown when the whole is known.

    A group under `fewest` is hidden. Where the hidden ones together are still under `fewest`, whoever knows the whole
    could subtract the shown ones: then the smallest shown group is hidden too (complementary suppression). Empty
    groups hold nobody, and are shown as empty. Ties are broken by the groups' order, so that the answer is always
    the same. Figures of the same people by another division must not stand beside it: use `shown_groups` then.

    >>> sorted(hidden_groups({"North": 31, "South": 6, "East": 3}))
    ['East', 'South']
    >>> sorted(hidden_groups({"North": 31, "South": 4, "East": 3}))
    ['East', 'South']
    """
    hidden = {key for key, size in sizes.items() if 0 < size < fewest}
    shown = sorted((key for key, size in sizes.items() if size >= fewest), key=lambda key: sizes[key], reverse=True)
    while hidden and shown and sum(sizes[key] for key in hidden) < fewest:
        hidden.add(shown.pop())
    return frozenset(hidden)


def may_show(size: int, fewest: int = FEWEST) -> bool:
    """Whether a single group, whose whole is not shown, is large enough.

    >>> may_show(5), may_show(4)
    (True, False)
    """
    return size >= fewest


def in_fives(number: int) -> int:
    """A number of people told in steps of five: one person more or less does not show.

    >>> in_fives(4), in_fives(12)
    (0, 10)
    """
    return number - number % FEWEST


@dataclass(frozen=True, slots=True)
class Shown:
    """What may be shown of some people: the whole or not, and in each division which groups."""

    whole: bool
    groups: tuple[frozenset[str], ...]


def shown_groups(
    divisions: int,
    *counts: Count,
    among: Shown | None = None,
    fewest: int = FEWEST,
) -> Shown:
    """What may be shown of the same people by several divisions at once, beside the whole.

    With more than one count, such as the people asked and those who answered, what is shown is safe in each of them: no
    combination of the whole and the shown groups, over all divisions, speaks of fewer than `fewest` people. Earlier
    divisions come first: what a later one would reveal is hidden in the later one. `among` leaves out what is hidden
    elsewhere.

    >>> both = {("North", "Oslo"): 20, ("South", "Rome"): 12, ("South", "Oslo"): 1}
    >>> [sorted(groups) for groups in shown_groups(2, both).groups]  # Oslo less North would be one person
    [['North', 'South'], []]
    """
    whole = all(sum(count.values()) >= fewest for count in counts) and (among is None or among.whole)
    found: list[frozenset[str]] = [frozenset()] * divisions
    for place in range(divisions if whole else 0):
        allowed = None if among is None else among.groups[place]
        found[place] = _groups_of(place, found, counts, allowed, fewest)
    return Shown(whole, tuple(found))


def _groups_of(
    place: int,
    found: Sequence[frozenset[str]],
    counts: Sequence[Count],
    allowed: frozenset[str] | None,
    fewest: int,
) -> frozenset[str]:
    """The groups of one division that can stand beside the earlier ones."""
    sizes = [_sizes(place, count) for count in counts]
    here = {
        key
        for key in sizes[0]
        if all(size.get(key, 0) >= fewest for size in sizes) and (allowed is None or key in allowed)
    }
    while here:
        trial = [*found[:place], frozenset(here), *found[place + 1 :]]
        bad = next((told for count in counts if (told := _told(trial, count, fewest))), None)
        if not bad:
            break
        touched = here & {profile[place] for profile in bad} or here
        here.discard(min(touched, key=lambda key: (sizes[0][key], key)))
    return frozenset(here)


def _sizes(place: int, count: Count) -> dict[str, int]:
    sizes: dict[str, int] = {}
    for profile, size in count.items():
        key = profile[place]
        if key is not None:
            sizes[key] = sizes.get(key, 0) + size
    return sizes


def _told(trial: Sequence[frozenset[str]], count: Count, fewest: int) -> list[tuple[str | None, ...]]:
    """Some people, fewer than allowed, of whom the whole and the groups on trial together speak; by their groups."""
    profiles = list(count)
    cells = [frozenset(range(len(profiles)))]
    for place, keys in enumerate(trial):
        cells += [frozenset(number for number, profile in enumerate(profiles) if profile[place] == key) for key in keys]
    told = revealed(cells, [count[profile] for profile in profiles], fewest)
    return [profiles[number] for number in sorted(told)]
