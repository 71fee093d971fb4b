"""Adoption of groups at the end of a day: who is licensed, active, adopted, and which functions are used.

Adopted is who was active on at least so many of the last 28 days and used at least half of the functions expected of
the role. Only meaningful events make a day active. Where no source records functions, adopted is judged by days alone.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from planner.adoption.instants import week_of

Ints = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]
WINDOW = 28
NEVER = np.iinfo(np.int64).max
_SHIFT = 20


@dataclass(frozen=True, slots=True)
class Roster:
    """The people, by place in every list. `expected` are sets of functions as bits; days are calendar numbers.

    `memberships` says for each division of people who belongs to which group, as pairs of person and group; `groups`
    names the groups. `licences` are person, first and last day. `needed` is the number of active days asked.
    """

    expected: Ints
    first_seen: Ints
    licences: tuple[Ints, Ints, Ints]
    groups: Mapping[str, Sequence[str]]
    memberships: Mapping[str, tuple[Ints, Ints]]
    needed: int
    breadth_known: bool = True

    @property
    def size(self) -> int:
        """How many people there are."""
        return len(self.expected)


@dataclass(frozen=True, slots=True)
class Uses:
    """Raw counts of people in some days: day, person, function as a bit number (-1: none), meaningful, how often."""

    days: Ints
    people: Ints
    bits: Ints
    meaningful: Flags
    counts: Ints

    def within(self, first: int, last: int) -> "Uses":
        """Only the days from first to last, both included."""
        return self.chosen((self.days >= first) & (self.days <= last))

    def meant(self) -> "Uses":
        """Only meaningful events."""
        return self.chosen(self.meaningful)

    def chosen(self, which: Flags) -> "Uses":
        """Only some of the counts."""
        return Uses(self.days[which], self.people[which], self.bits[which], self.meaningful[which], self.counts[which])


def joined(parts: Sequence[Uses]) -> Uses:
    """Several stretches of days as one."""
    if not parts:
        none = np.empty(0, np.int64)
        return Uses(none, none, none, np.empty(0, np.bool_), none)
    return Uses(
        np.concatenate([part.days for part in parts]),
        np.concatenate([part.people for part in parts]),
        np.concatenate([part.bits for part in parts]),
        np.concatenate([part.meaningful for part in parts]),
        np.concatenate([part.counts for part in parts]),
    )


@dataclass(frozen=True, slots=True)
class States:
    """Where each person stands on a day."""

    licensed: Flags
    signed_in: Flags
    active_week: Flags
    active: Flags
    adopted: Flags
    days: Ints
    weeks: Ints
    functions: Ints
    used: Ints
    wanted: Ints
    actions: Ints


def states(roster: Roster, uses: Uses, as_of: int) -> States:
    """Where each person stands at the end of a day, from the raw counts of the 28 days up to it."""
    window = uses.within(as_of - WINDOW + 1, as_of).meant()
    this_week = window.within(week_of(as_of), as_of)
    days = _distinct(window.people, window.days, roster.size)
    functions = _sets(window, roster.size)
    used, wanted = _bits(functions & roster.expected), _bits(roster.expected)
    enough = (2 * used >= wanted) if roster.breadth_known else np.ones(roster.size, np.bool_)
    actions = np.bincount(this_week.people, this_week.counts, roster.size).astype(np.int64)
    return States(
        licensed=_licensed(roster, as_of),
        signed_in=roster.first_seen <= as_of,
        active_week=actions > 0,
        active=days > 0,
        adopted=(days >= roster.needed) & enough,
        days=days,
        weeks=_distinct(window.people, (as_of - window.days) // 7, roster.size),
        functions=functions,
        used=used,
        wanted=wanted,
        actions=actions,
    )


def _licensed(roster: Roster, as_of: int) -> Flags:
    people, first, last = roster.licences
    found = np.zeros(roster.size, np.bool_)
    found[people[(first <= as_of) & (as_of <= last)]] = True
    return found


def _distinct(people: Ints, things: Ints, size: int) -> Ints:
    """How many different things each person has."""
    pairs = np.unique((people << _SHIFT) | things)
    return np.bincount(pairs >> _SHIFT, minlength=size).astype(np.int64)


def _sets(uses: Uses, size: int) -> Ints:
    """The functions each person used, as bits."""
    with_function = uses.bits >= 0
    pairs = np.unique((uses.people[with_function] << 6) | uses.bits[with_function])
    found = np.zeros(size, np.int64)
    np.add.at(found, pairs >> 6, np.left_shift(np.int64(1), pairs & 63))
    return found


def _bits(sets: Ints) -> Ints:
    return np.bitwise_count(sets).astype(np.int64)


@dataclass(frozen=True, slots=True)
class GroupFigures:
    """One group at the end of a day. All counts are of licensed people; what each means: `AdoptionWeek`."""

    by: str
    key: str
    licensed: int
    signed_in: int
    active_week: int
    active: int
    adopted: int
    used: int
    expected: int
    judged: int
    under_half: int
    actions: int
    person_days: int
    person_weeks: int


@dataclass(frozen=True, slots=True)
class FunctionFigures:
    """One function in one group: who used it in 28 days, who is expected to and how many of those did, how often."""

    by: str
    key: str
    bit: int
    people: int
    expected: int
    expected_used: int
    actions: int


def group_figures(roster: Roster, found: States) -> Iterator[GroupFigures]:
    """The figures of the whole and of every group of every division; groups without a licensed person are left out."""
    judged = found.licensed & (found.wanted > 0) & roster.breadth_known
    columns = {
        "licensed": found.licensed,
        "signed_in": found.licensed & found.signed_in,
        "active_week": found.licensed & found.active_week,
        "active": found.licensed & found.active,
        "adopted": found.licensed & found.adopted,
        "used": found.used * judged,
        "expected": found.wanted * judged,
        "judged": judged,
        "under_half": judged & (2 * found.used < found.wanted),
        "actions": found.actions * found.licensed,
        "person_days": found.days * found.licensed,
        "person_weeks": found.weeks * found.licensed,
    }
    for by, keys in roster.groups.items():
        people, groups = roster.memberships[by]
        sums = {name: _per_group(values[people], groups, len(keys)) for name, values in columns.items()}
        for number, key in enumerate(keys):
            if sums["licensed"][number]:
                yield GroupFigures(by, key, **{name: int(values[number]) for name, values in sums.items()})


def function_figures(
    roster: Roster, found: States, uses: Uses, as_of: int, bits: Sequence[int]
) -> Iterator[FunctionFigures]:
    """The figures of each function in the whole and in every group."""
    this_week = uses.within(week_of(as_of), as_of).meant()
    for bit in bits:
        one = np.int64(1) << bit
        has, wants = found.licensed & ((found.functions & one) > 0), found.licensed & ((roster.expected & one) > 0)
        mine = this_week.bits == bit
        actions = np.bincount(this_week.people[mine], this_week.counts[mine], roster.size) * found.licensed
        if not (has.any() or wants.any()):
            continue
        for by, keys in roster.groups.items():
            people, groups = roster.memberships[by]
            sums = [_per_group(values[people], groups, len(keys)) for values in (has, wants, has & wants, actions)]
            for number, key in enumerate(keys):
                if sums[0][number] or sums[1][number]:
                    yield FunctionFigures(by, key, bit, *(int(values[number]) for values in sums))


def _per_group(values: npt.NDArray[np.generic], groups: Ints, size: int) -> Ints:
    return np.bincount(groups, values.astype(np.float64), size).astype(np.int64)


@dataclass(frozen=True, slots=True)
class AccountWeeks:
    """What accounts did in one week, a place for each account: sets of days and functions as bits, and actions."""

    accounts: Ints
    days: Ints
    present: Ints
    functions: Ints
    actions: Ints


def account_weeks(uses: Uses) -> AccountWeeks:
    """The rows of one week from its raw counts; here `people` are accounts."""
    accounts, place = np.unique(uses.people, return_inverse=True)
    size = len(accounts)
    weekday = (uses.days - 1) % 7
    meant = uses.meaningful
    local = Uses(uses.days[meant], place[meant], uses.bits[meant], meant[meant], uses.counts[meant])
    return AccountWeeks(
        accounts,
        _day_sets(place[meant], weekday[meant], size),
        _day_sets(place, weekday, size),
        _sets(local, size),
        np.bincount(local.people, local.counts, size).astype(np.int64),
    )


def _day_sets(place: Ints, weekday: Ints, size: int) -> Ints:
    pairs = np.unique((place << 3) | weekday)
    return np.bincount(pairs >> 3, np.left_shift(1, pairs & 7), size).astype(np.int64)
