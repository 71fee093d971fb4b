"""Which groups of licensed people may be shown side by side: from five on, and none that subtraction reveals."""

from collections import Counter
from collections.abc import Mapping, Sequence

from planner.adoption.event_functions import EVERYONE
from planner.adoption.profiles import Profile
from planner.adoption.rhythms import Rhythm, rhythm_of
from planner.basics.subtraction import revealed
from planner.basics.suppression import FEWEST, Shown, shown_groups
from planner.playbook.library import Function

DIVISIONS = ("wave", "unit", "site")


def safe_groups(people: Mapping[Profile, int], among: Mapping[str, list[str]] | None = None) -> dict[str, list[str]]:
    """The groups by wave, unit, site and role that may be shown together; all empty where the whole is too small.

    `among` leaves out what is hidden elsewhere.

    >>> safe_groups({("1", "7", "Oslo", ("sales",)): 6, ("1", "8", "Oslo", ("service",)): 3})["unit"]
    []
    """
    plain: Counter[tuple[str | None, ...]] = Counter()
    for profile, size in people.items():
        plain[profile[:3]] += size
    known = Shown(bool(among["all"]), tuple(frozenset(among[name]) for name in DIVISIONS)) if among else None
    found = shown_groups(len(DIVISIONS), plain, among=known)
    shown = {name: sorted(found.groups[place]) for place, name in enumerate(DIVISIONS)}
    roles = {role for each in people for role in each[3] if among is None or role in among["role"]}
    members = {role: {role} for role in sorted(roles)}
    return shown | {"role": safe_sets(people, shown, members) if found.whole else [], "all": [""] * found.whole}


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
    cells = _cells(profiles, shown)
    members = {
        name: frozenset(n for n, each in enumerate(profiles) if roles & set(each[3])) for name, roles in sets.items()
    }
    safe = []
    for name, cell in sorted(members.items(), key=lambda pair: (-sum(sizes[n] for n in pair[1]), pair[0])):
        if sum(sizes[n] for n in cell) >= FEWEST and not revealed([*cells, cell], sizes, FEWEST):
            cells.append(cell)
            safe.append(name)
    return sorted(safe)


def safe_rhythms(
    people: Mapping[Profile, int],
    shown: Mapping[str, list[str]],
    functions: Sequence[Function],
    weekly: Sequence[str],
) -> list[str]:
    """Whether those who are asked day by day and week by week may be told apart: both, or neither.

    `shown` holds the functions too, whose people are those of certain roles.

    >>> people = {("1", "7", "Oslo", ("sales",)): 9, ("1", "7", "Oslo", ("management",)): 3}
    >>> safe_rhythms(people, {"all": [""], "function": []}, [], ["management"])
    []
    """
    profiles, sizes = list(people), list(people.values())
    rhythms = [rhythm_of(each[3], weekly) for each in profiles]
    parts = [frozenset(n for n, mine in enumerate(rhythms) if mine is each) for each in Rhythm]
    if not shown["all"] or min(sum(sizes[n] for n in part) for part in parts) < FEWEST:
        return []
    cells = _cells(profiles, shown)
    for each in functions:
        if each.ref in shown["function"] and EVERYONE not in each.for_roles:
            cells.append(frozenset(n for n, one in enumerate(profiles) if set(each.for_roles) & set(one[3])))
    return [] if revealed([*cells, *parts], sizes, FEWEST) else [each.value for each in Rhythm]


def _cells(profiles: Sequence[Profile], shown: Mapping[str, list[str]]) -> list[frozenset[int]]:
    """The whole and the groups that are shown, as the kinds of people in each."""
    cells = [frozenset(range(len(profiles)))]
    for place, name in enumerate(DIVISIONS):
        cells += [frozenset(n for n, each in enumerate(profiles) if each[place] == key) for key in shown.get(name, [])]
    cells += [frozenset(n for n, each in enumerate(profiles) if role in each[3]) for role in shown.get("role", [])]
    return cells
