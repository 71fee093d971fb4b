"""How many people there are, by wave, unit and team, as somebody may see it.

Whoever may see the staff list sees every number. Everybody else sees groups of five and more, and none that could be
found by subtraction: teams are parts of units, units of waves, and waves of the whole, so each is hidden where its
neighbours would tell it, and nothing inside a hidden group is shown.
"""

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import TypeVar

from planner.basics.suppression import FEWEST, hidden_groups

Key = TypeVar("Key")
Place = tuple[int | None, int | None, str]
"""Where people are: the wave's number, the unit's number and the team's name."""


@dataclass(frozen=True, slots=True)
class Planned:
    """The number of people a unit is planned with, and the wave it joins."""

    wave: int | None
    people: int


@dataclass(frozen=True, slots=True)
class TeamCount:
    """People of one team; None where the number is not shown."""

    team: str
    people: int | None


@dataclass(frozen=True, slots=True)
class UnitCount:
    """People of one unit against what is planned, with its teams."""

    unit_id: int | None
    wave: int | None
    planned: int
    people: int | None
    teams: tuple[TeamCount, ...]

    @property
    def differs(self) -> int | None:
        """How many more people are on the list than planned; negative when fewer; None where it is not shown."""
        return None if self.people is None else self.people - self.planned


def unit_counts(places: Mapping[Place, int], planned: Mapping[int | None, Planned], *, whole: bool) -> list[UnitCount]:
    """People by unit and team; units without anybody stand at the end. `whole` shows every number.

    >>> places = {(1, 7, "A"): 6, (1, 7, "B"): 3, (1, 8, "C"): 9}
    >>> [(u.unit_id, u.people, [t.people for t in u.teams]) for u in unit_counts(places, {}, whole=False)]
    [(7, 9, [None, None]), (8, 9, [9])]
    """
    waves: dict[int | None, dict[int | None, Counter[str]]] = {}
    for (wave, unit_id, team), size in places.items():
        waves.setdefault(wave, {}).setdefault(unit_id, Counter())[team] += size
    seen_waves = _seen({wave: sum(map(Counter.total, units.values())) for wave, units in waves.items()}, whole)
    found = []
    for wave, units in waves.items():
        seen_units = _seen({key: teams.total() for key, teams in units.items()}, whole) if wave in seen_waves else ()
        for key, teams in units.items():
            seen_teams = _seen(teams, whole) if key in seen_units else ()
            rows = tuple(TeamCount(name, size if name in seen_teams else None) for name, size in sorted(teams.items()))
            number = planned[key].people if key in planned else 0
            found.append(UnitCount(key, wave, number, teams.total() if key in seen_units else None, rows))
    there = {count.unit_id for count in found}
    return found + [UnitCount(key, each.wave, each.people, 0, ()) for key, each in planned.items() if key not in there]


def _seen(sizes: Mapping[Key, int], whole: bool) -> Collection[Key]:
    hidden: frozenset[Key] = frozenset() if whole else hidden_groups(sizes)
    return set(sizes) - hidden


def shown_sizes(sizes: Mapping[str, int], *, whole: bool) -> dict[str, int | None]:
    """The sizes of groups that divide all people, such as sites; None where a size is not shown."""
    hidden = frozenset() if whole else hidden_groups(sizes)
    return {key: None if key in hidden else size for key, size in sizes.items()}


def shown_roles(sizes: Mapping[str, int], total: int, *, whole: bool) -> dict[str, int | None]:
    """How many have each role. Roles overlap, so a number is hidden also where those without the role are few.

    >>> shown_roles({"sales": 8, "key-user": 2, "service": 12}, 12, whole=False)
    {'sales': None, 'key-user': None, 'service': 12}
    """
    return {key: size if whole or _safe(size, total) else None for key, size in sizes.items()}


def _safe(size: int, total: int) -> bool:
    return size >= FEWEST and (total - size == 0 or total - size >= FEWEST)
