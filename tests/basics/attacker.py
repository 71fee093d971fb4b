"""Somebody who adds and subtracts whatever is shown of groups, to find out what fewer than five people answered."""

from collections.abc import Sequence
from fractions import Fraction
from itertools import combinations

from planner.basics.suppression import Shown

Profile = tuple[str | None, ...]


def rank(rows: Sequence[Sequence[int]]) -> int:
    """The rank of a table, by plain elimination with fractions: not the arithmetic of the product."""
    table, found = [[Fraction(value) for value in row] for row in rows], 0
    for column in range(len(table[0]) if table else 0):
        pivot = next((n for n in range(found, len(table)) if table[n][column]), None)
        if pivot is None:
            continue
        table[found], table[pivot] = table[pivot], table[found]
        for n in range(found + 1, len(table)):
            factor = table[n][column] / table[found][column]
            table[n] = [a - factor * b for a, b in zip(table[n], table[found], strict=True)]
        found += 1
    return found


def cells(people: Sequence[Profile], shown: Shown) -> list[list[int]]:
    """A row for the whole and for each shown group: who is in it."""
    if not shown.whole:
        return []
    rows = [[1] * len(people)]
    for place, keys in enumerate(shown.groups):
        rows += [[int(person[place] == key) for person in people] for key in keys]
    return rows


def attack(people: Sequence[Profile], shown: Shown, fewest: int = 5) -> tuple[int, ...] | None:
    """The same for what `shown_groups` gives."""
    return combine(cells(people, shown), len(people), fewest)


def combine(rows: Sequence[Sequence[int]], people: int, fewest: int = 5) -> tuple[int, ...] | None:
    """Fewer than five people of whom some combination of shown groups speaks, tried set by set; None if there are none.

    `rows` hold for each shown group who is in it. A combination that is zero for everybody else exists exactly when
    leaving these people out lowers the rank.
    """
    whole = rank(rows)
    for number in range(1, fewest):
        for victims in combinations(range(people), number):
            others = [n for n in range(people) if n not in victims]
            if rank([[row[n] for n in others] for row in rows]) < whole:
                return victims
    return None
