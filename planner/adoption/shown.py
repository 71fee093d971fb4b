"""Which groups of licensed people may be shown side by side: from five on, and none that subtraction reveals."""

from collections import Counter
from collections.abc import Mapping, Sequence

from planner.adoption.event_functions import EVERYONE
from planner.basics.subtraction import revealed
from planner.basics.suppression import FEWEST, shown_groups
from planner.playbook.library import Function

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
    members = {role: {role} for role in sorted({role for each in people for role in each[3]})}
    return safe_sets(people, shown, members)


def safe_functions(
    people: Mapping[Profile, int], shown: Mapping[str, list[str]], functions: Sequence[Function]
) -> list[str]:
    """The functions whose use may be shown beside the groups: those expected of everyone, and of roles if safe."""
    whole = [each.ref for each in functions if EVERYONE in each.for_roles] if shown["all"] else []
    sets = {each.ref: set(each.for_roles) for each in functions if EVERYONE not in each.for_roles}
    return sorted([*whole, *(safe_sets(people, shown, sets) if shown["all"] else [])])


def safe_sets(people: Mapping[Profile, int], shown: Mapping[str, list[str]], sets: Mapping[str, set[str]]) -> list[str]:
    """Which groups of people with any of some roles may stand beside what is shown already.

    `sets` holds the roles of each group. Groups may overlap, so each is tried beside all that is shown, the largest
    first: sales staff at 3 people stay hidden, and a course asked of sales and service may be shown.

    >>> people = {("1", "7", "Oslo", ("sales",)): 3, ("1", "7", "Oslo", ("service",)): 6}
    >>> safe_sets(people, {"all": [""]}, {"CRM basics": {"sales", "service"}, "Quotes": {"sales"}})
    ['CRM basics']
    """
    profiles, sizes = list(people), list(people.values())
    cells = [frozenset(range(len(profiles)))]
    for place, name in enumerate(("wave", "unit", "site")):
        cells += [frozenset(n for n, each in enumerate(profiles) if each[place] == key) for key in shown.get(name, [])]
    for role in shown.get("role", []):
        cells.append(frozenset(n for n, each in enumerate(profiles) if role in each[3]))
    members = {
        name: frozenset(n for n, each in enumerate(profiles) if roles & set(each[3])) for name, roles in sets.items()
    }
    safe = []
    for name, cell in sorted(members.items(), key=lambda pair: (-sum(sizes[n] for n in pair[1]), pair[0])):
        if sum(sizes[n] for n in cell) >= FEWEST and not revealed([*cells, cell], sizes, FEWEST):
            cells.append(cell)
            safe.append(name)
    return sorted(safe)
