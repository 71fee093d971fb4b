"""How often work asks for the system: of most roles day by day, of some, such as management, only week by week."""

from collections.abc import Collection, Iterable
from enum import StrEnum

WEEKLY_ROLES = ("management", "sponsor")
"""The roles that are asked week by week as long as nobody says otherwise."""


class Rhythm(StrEnum):
    """Day by day or week by week."""

    DAILY = "daily"
    WEEKLY = "weekly"


def rhythm_of(roles: Iterable[str], weekly: Collection[str]) -> Rhythm:
    """How often somebody with these roles is asked: week by week only where every role is such a one.

    >>> rhythm_of(["management"], WEEKLY_ROLES).value, rhythm_of(["management", "sales"], WEEKLY_ROLES).value
    ('weekly', 'daily')
    >>> rhythm_of([], WEEKLY_ROLES).value
    'daily'
    """
    mine = set(roles)
    return Rhythm.WEEKLY if mine and mine <= set(weekly) else Rhythm.DAILY
