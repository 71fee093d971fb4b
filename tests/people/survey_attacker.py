"""Somebody who reads a file of results and adds and subtracts its groups, to find out what single people answered."""

import csv
import io
from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import combinations

import numpy as np

from planner.basics.export import original
from planner.people.survey_publishing import DIVISION_WORDS, DIVISIONS, Profile
from planner.people.survey_results import EVERYBODY, REST

Row = Mapping[str, str]


def rows_of(file: bytes) -> list[Row]:
    """The lines of a CSV file of results."""
    read = csv.DictReader(io.StringIO(file.decode("utf-8-sig")))
    return [{key: original(value) for key, value in row.items()} for row in read]


def groups_of_rows(rows: Sequence[Row], profiles: Mapping[int, Profile]) -> dict[tuple[str, str], set[int]]:
    """Every group of a file with the people in it, whose groups the attacker knows from the staff list."""
    named: dict[str, set[str]] = {}
    for row in rows:
        named.setdefault(row["Division"], set()).add(row["Group"])
    return {
        (row["Division"], row["Group"]): members(row["Division"], row["Group"], named[row["Division"]], profiles)
        for row in rows
    }


def members(division: str, group: str, groups: set[str], profiles: Mapping[int, Profile]) -> set[int]:
    """Who belongs to a group by its name; the others are those in none that is named."""
    if group == EVERYBODY:
        return set(profiles)
    place = next(number for number, each in enumerate(DIVISIONS) if DIVISION_WORDS[each] == division)
    if group.startswith(REST):
        return {who for who, profile in profiles.items() if profile[place] not in groups}
    return {who for who, profile in profiles.items() if profile[place] == group}


def found_out(cells: Sequence[set[int]], people: set[int]) -> set[int] | None:
    """Fewer than five people whom a combination of these sums speaks of, by plain rank; None if there are none."""
    columns = Counter(tuple(int(who in cell) for cell in cells) for who in people)
    kinds, sizes = list(columns), list(columns.values())
    table = np.array(kinds, dtype=float).T
    if not kinds:
        return None
    whole = np.linalg.matrix_rank(table)
    small = [number for number, size in enumerate(sizes) if size < 5]
    for many in range(1, 5):
        for victims in combinations(small, many):
            if sum(sizes[number] for number in victims) < 5:
                others = [number for number in range(len(kinds)) if number not in victims]
                if np.linalg.matrix_rank(table[:, others]) < whole:
                    return {kinds.index(kinds[number]) for number in victims}
    return None
