"""Groups of people are shown from five on, and never so that a smaller one can be found by subtraction.

This is the only way to show figures of groups of staff: on pages, in exports, through the API and in reports alike.
"""

from collections.abc import Mapping
from typing import TypeVar

FEWEST = 5
"""The fewest people behind a shown figure."""

Key = TypeVar("Key")


def hidden_groups(sizes: Mapping[Key, int], fewest: int = FEWEST) -> frozenset[Key]:
    """The groups of one division of people that must not be shown when the whole is known.

    A group under `fewest` is hidden. Where the hidden ones together are still under `fewest`, whoever knows the whole
    could subtract the shown ones: then the smallest shown group is hidden too (complementary suppression). Empty
    groups hold nobody, and are shown as empty. Ties are broken by the groups' order, so that the answer is always
    the same.

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
