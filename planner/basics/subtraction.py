"""Whether sums over shown groups can be added and subtracted until they speak of fewer than five people.

Somebody who reads several shown groups may combine them in any way: the whole less a unit, two sites less a role, and
so on. Every such combination gives each person a weight. It is harmless when at least five people have a weight other
than zero, and reveals something when it is one to four. This module finds such a combination or proves there is none.

People who belong to the same shown groups always have the same weight, so they are looked at together, as one kind.
Arithmetic is exact, modulo a large prime; where that could err, it errs towards hiding.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Table = NDArray[np.int64]

PRIME = 2**31 - 1
MOST_SMALL = 120
"""Kinds of fewer than five people that are searched one with another; beyond, only the quick proof counts."""


def revealed(groups: Sequence[frozenset[int]], sizes: Sequence[int], fewest: int) -> frozenset[int]:
    """Kinds of together fewer than `fewest` people that a combination of groups speaks of; empty where there are none.

    `groups` holds the kinds in each shown group, `sizes` the number of people of each kind.

    >>> sorted(revealed([frozenset({0, 1, 2}), frozenset({0}), frozenset({1})], [31, 6, 3], 5))
    [2]
    >>> sorted(revealed([frozenset({0, 1, 2}), frozenset({0})], [31, 6, 3], 5))
    []
    """
    alike: dict[tuple[int, ...], list[int]] = {}
    for kind, size in enumerate(sizes):
        member = tuple(number for number, group in enumerate(groups) if kind in group)
        if member and size:
            alike.setdefault(member, []).append(kind)
    kinds = list(alike.values())
    weights = [sum(sizes[kind] for kind in same) for same in kinds]
    if not kinds or min(weights) >= fewest:
        return frozenset()
    found = _search_all(_table(len(groups), list(alike)), weights, fewest)
    return frozenset(kind for number in found for kind in kinds[number])


def _table(groups: int, members: Sequence[tuple[int, ...]]) -> "Table":
    """A row for each group, a column for each kind: 1 where the group holds it."""
    import numpy as np

    table = np.zeros((groups, len(members)), dtype=np.int64)
    for column, member in enumerate(members):
        table[list(member), column] = 1
    return table


def _search_all(table: "Table", weights: Sequence[int], fewest: int) -> list[int]:
    small = [number for number, weight in enumerate(weights) if weight < fewest]
    if _has_spare_bases(table, weights, fewest):
        return []
    rows = _balances(table)[small]
    if len(small) > MOST_SMALL and fewest > 2:
        alone = [number for place, number in enumerate(small) if not rows[place].any()]
        return alone[:1] or small
    found = _search(_narrowed(rows, fewest - 1), [weights[number] for number in small], fewest - 1)
    return [small[number] for number in found]


def _has_spare_bases(table: "Table", weights: Sequence[int], fewest: int) -> bool:
    """The quick proof: people can be parted into `fewest` sets, each of which alone notices every combination.

    A combination that gives weight zero to all people of one such set is zero everywhere. So any other gives a weight
    to somebody in every set, that is to at least `fewest` people.
    """
    left, rank = list(weights), len(_pivots(table))
    for _ in range(fewest):
        order = sorted((number for number, weight in enumerate(left) if weight), key=lambda number: -left[number])
        pivots = _basis(table, order, rank)
        if len(pivots) < rank:
            return False
        for pivot in pivots:
            left[order[pivot]] -= 1
    return True


def _basis(table: "Table", order: Sequence[int], rank: int) -> list[int]:
    """The places in `order` of the first columns that notice every combination; most often these stand in front."""
    for width in (3 * rank, 12 * rank):
        pivots = _pivots(table[:, order[:width]])
        if len(pivots) == rank or width >= len(order):
            return pivots
    return _pivots(table[:, order])


def _reduced(table: "Table") -> tuple["Table", list[int]]:
    """The reduced row echelon form modulo the prime, without empty rows, and its pivot columns."""
    return _eliminated(table, whole=True)


def _pivots(table: "Table") -> list[int]:
    """The pivot columns alone: rows above a pivot and columns before it need not be cleared for these."""
    return _eliminated(table, whole=False)[1]


def _eliminated(table: "Table", whole: bool) -> tuple["Table", list[int]]:
    rows = table.copy() % PRIME
    pivots: list[int] = []
    for column in range(rows.shape[1]):
        top = len(pivots)
        if top == rows.shape[0]:
            break
        below = rows[top:, column].nonzero()[0]
        if not below.size:
            continue
        place = top + int(below[0])
        rows[[top, place]] = rows[[place, top]]
        since = 0 if whole else column
        rows[top, since:] = rows[top, since:] * pow(int(rows[top, column]), -1, PRIME) % PRIME
        factors = rows[:, column].copy()
        factors[top if whole else slice(top + 1)] = 0
        hit = factors.nonzero()[0]  # most rows know nothing of most kinds
        rows[hit, since:] = (rows[hit, since:] - factors[hit, None] * rows[top, since:][None, :]) % PRIME
        pivots.append(column)
    return rows[: len(pivots)], pivots


def _balances(table: "Table") -> "Table":
    """For each kind its row in a basis of the changes that no group notices.

    A combination of groups speaks only of some kinds exactly when the rows of these kinds are linearly dependent.
    """
    import numpy as np

    rows, pivots = _reduced(table)
    free = [column for column in range(table.shape[1]) if column not in set(pivots)]
    found = np.zeros((table.shape[1], len(free)), dtype=np.int64)
    for place, column in enumerate(free):
        found[column, place] = 1
        found[pivots, place] = -rows[:, column] % PRIME
    return found


def _narrowed(rows: "Table", width: int) -> "Table":
    """The same rows in `width` columns: what was dependent stays so, and nothing else becomes it but by rare chance."""
    import numpy as np

    if rows.shape[1] <= width:
        return rows
    seeds = np.arange(1, rows.shape[1] + 1, dtype=np.int64) * 1_103_515_245 % PRIME
    columns, powers = [], seeds.copy()
    for _ in range(width):
        powers = (powers * seeds + 12_345) % PRIME
        columns.append(_product(rows, powers))
    return np.stack(columns, axis=1)


def _product(rows: "Table", column: "Table") -> "Table":
    import numpy as np

    total = np.zeros(rows.shape[0], dtype=np.int64)
    for place in range(rows.shape[1]):
        total = (total + rows[:, place] * column[place]) % PRIME
    return total


def _search(rows: "Table", weights: Sequence[int], budget: int) -> list[int]:
    """Numbers of linearly dependent rows whose weights together stay within the budget; empty when there are none."""
    within = [number for number, weight in enumerate(weights) if weight <= budget]
    for number in within:
        if not rows[number].any():
            return [number]
    cheapest = sorted(weights[number] for number in within)
    if len(within) < 2 or sum(cheapest[:2]) > budget:
        return []
    if pair := _parallel(rows, within, weights, budget):
        return pair
    if len(within) < 3 or sum(cheapest[:3]) > budget:
        return []
    for place, number in enumerate(within):
        rest = within[place + 1 :]
        if weights[number] + sum(cheapest[:2]) <= budget and len(rest) > 1:
            found = _search(_without(rows, number, rest), [weights[other] for other in rest], budget - weights[number])
            if found:
                return [number, *(rest[other] for other in found)]
    return []


def _without(rows: "Table", number: int, rest: Sequence[int]) -> "Table":
    """The other rows as they look when one direction no longer counts."""
    import numpy as np

    row = rows[number]
    column = int(row.nonzero()[0][0])
    factors = rows[list(rest), column] * pow(int(row[column]), -1, PRIME) % PRIME
    return np.delete((rows[list(rest)] - factors[:, None] * row[None, :]) % PRIME, column, axis=1)


def _parallel(rows: "Table", within: Sequence[int], weights: Sequence[int], budget: int) -> list[int]:
    """Two rows that are multiples of one another and cheap enough."""
    seen: dict[bytes, int] = {}
    scaled = _scaled(rows[list(within)])
    for place, number in enumerate(within):
        key = scaled[place].tobytes()
        other = seen.get(key)
        if other is not None and weights[other] + weights[number] <= budget:
            return [other, number]
        if other is None or weights[number] < weights[other]:
            seen[key] = number
    return []


def _scaled(rows: "Table") -> "Table":
    """Each row divided by its first value that is not zero."""
    first = rows[range(len(rows)), (rows != 0).argmax(axis=1)]
    inverse, power, left = first * 0 + 1, first % PRIME, PRIME - 2
    while left:
        if left & 1:
            inverse = inverse * power % PRIME
        power, left = power * power % PRIME, left >> 1
    return rows * inverse[:, None] % PRIME
