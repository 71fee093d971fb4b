"""Which goals answer what stakeholders expect, and what nobody has taken up and will disappoint."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from planner.goals.links import Link, LinkKind


@dataclass(frozen=True, slots=True)
class Answered:
    """Something a group expects with the numbers of the goals that answer it; none means that nobody does."""

    key: str
    text: str
    group: str
    influence: int
    goals: tuple[int, ...]


def answers(
    expected: Iterable[tuple[str, str, str, int]], links: Iterable[Link], kept: Sequence[int]
) -> list[Answered]:
    """Each expectation (key, text, group, influence) with the kept goals that answer it; unanswered ones first.

    Of two that nobody answers, the one of the group with more influence comes first.
    """
    by_key: dict[str, list[int]] = {}
    for link in links:
        if link.kind is LinkKind.EXPECTATION and link.counts and link.goal in kept:
            by_key.setdefault(link.ref, []).append(link.goal)
    found = [Answered(*each, tuple(by_key.get(each[0], ()))) for each in expected]
    return sorted(found, key=lambda each: (bool(each.goals), -each.influence))


def words(expected: Iterable[tuple[str, str, str, int]]) -> Mapping[tuple[LinkKind, str], str]:
    """Expectations in words, as links name them.

    >>> words([("k1", "Fewer reports", "Staff", 3)])
    {(<LinkKind.EXPECTATION: 'expectation'>, 'k1'): 'Staff: Fewer reports'}
    """
    return {(LinkKind.EXPECTATION, key): f"{group}: {text}" for key, text, group, _ in expected}
