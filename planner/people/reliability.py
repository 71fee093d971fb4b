"""Cronbach's alpha: whether the statements of one construct are answered as if they asked one thing.

Source: L. J. Cronbach, "Coefficient alpha and the internal structure of tests", Psychometrika 16, 1951:
alpha = k / (k - 1) * (1 - sum of the items' variances / variance of their sum).
"""

from collections.abc import Sequence
from fractions import Fraction

Row = Sequence[int | Fraction | None]

LISTWISE = "listwise"
"""Blanks: people who left an item blank are left out."""

PAIRWISE = "pairwise"
"""Blanks: each pair of items is taken over the people who answered both."""


def alpha_listwise(rows: Sequence[Row]) -> Fraction | None:
    """Alpha over those who answered every item; None with fewer than two of them, one item, or no spread at all.

    >>> alpha_listwise([[1, 1], [2, 3], [3, 2], [9, None]])
    Fraction(2, 3)
    """
    return alpha_pairwise([row for row in rows if all(value is not None for value in row)])


def alpha_pairwise(rows: Sequence[Row]) -> Fraction | None:
    """Alpha from the covariances of each pair of items, over those who answered both; exact."""
    items = len(rows[0]) if rows else 0
    if items < 2:
        return None
    table: list[list[Fraction]] = []
    for one in range(items):
        line = [_covariance(rows, one, other) for other in range(items)]
        if any(value is None for value in line):
            return None
        table.append([value for value in line if value is not None])
    whole = sum((sum(line, Fraction(0)) for line in table), Fraction(0))
    own = sum((table[item][item] for item in range(items)), Fraction(0))
    return Fraction(items, items - 1) * (1 - own / whole) if whole > 0 else None


def _covariance(rows: Sequence[Row], one: int, other: int) -> Fraction | None:
    pairs = [
        (Fraction(a), Fraction(b)) for row in rows if (a := row[one]) is not None and (b := row[other]) is not None
    ]
    if len(pairs) < 2:
        return None
    mean_a = sum((a for a, _ in pairs), Fraction(0)) / len(pairs)
    mean_b = sum((b for _, b in pairs), Fraction(0)) / len(pairs)
    return sum(((a - mean_a) * (b - mean_b) for a, b in pairs), Fraction(0)) / (len(pairs) - 1)
