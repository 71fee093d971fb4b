"""Which groups of licensed people may be shown side by side: from five on, and none that subtraction reveals."""

from collections import Counter
from collections.abc import Mapping

from planner.basics.subtraction import revealed
from planner.basics.suppression import FEWEST, shown_groups

Profile = tuple[str | None, str | None, str | None, tuple[str, ...]]
"""A person's wave, unit, site and roles."""


def safe_groups(people: Mapping[Profile, int]) -> dict[str, list[str]]:
    """The groups by wave, unit, site and role that may be shown together; all empty where the whole is too small.

    >>> safe_groups({("1", "7", "Oslo", ("sales",)): 6, ("1", "8", "Oslo", ("service",)): 3})["unit"]
    []
    """
    plain: Counter[tuple[str | None, ...]] = Counter()
    for profile, size in people.items():
        plain[profile[:3]] += size
    found = shown_groups(3, plain)
    names = ("wave", "unit", "site")
    shown = {name: sorted(found.groups[place]) for place, name in enumerate(names)}
    return shown | {"role": _roles(people, shown) if found.whole else [], "all": [""] if found.whole else []}


def _roles(people: Mapping[Profile, int], shown: Mapping[str, list[str]]) -> list[str]:
    """Roles may overlap, so each is tried beside all that is shown already, the largest first."""
    profiles, sizes = list(people), list(people.values())
    cells = [frozenset(range(len(profiles)))]
    for place, name in enumerate(("wave", "unit", "site")):
        cells += [frozenset(n for n, each in enumerate(profiles) if each[place] == key) for key in shown[name]]
    members = {
        role: frozenset(n for n, each in enumerate(profiles) if role in each[3])
        for role in sorted({role for each in profiles for role in each[3]})
    }
    safe = []
    for role, cell in sorted(members.items(), key=lambda pair: -sum(sizes[n] for n in pair[1])):
        if sum(sizes[n] for n in cell) >= FEWEST and not revealed([*cells, cell], sizes, FEWEST):
            cells.append(cell)
            safe.append(role)
    return sorted(safe)
