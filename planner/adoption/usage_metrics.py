"""Counts what a usage log says by itself: people by day, week and month, newcomers, the dormant, functions used.

Weeks are ISO weeks. A person is dormant whose last active day is 30 days or more before the last day of the log.
"""

from collections.abc import Callable, Mapping
from datetime import date

import numpy as np
import numpy.typing as npt

from planner.adoption.instants import week_name, week_of

Ints = npt.NDArray[np.int64]
DORMANT_DAYS = 30
_SHIFT = 24
_LOW = (1 << _SHIFT) - 1


class Pairs:
    """A growing set of pairs of numbers, kept in eight bytes a pair. The second number stays under 16 million."""

    def __init__(self) -> None:
        self._runs: list[Ints] = []

    def add(self, first: Ints, second: Ints) -> None:
        """Add pairs; those that are there already change nothing."""
        self._runs.append(np.unique((first << _SHIFT) | second))
        if len(self._runs) > 16:
            self._runs = [np.unique(np.concatenate(self._runs))]

    def both(self) -> tuple[Ints, Ints]:
        """The first and the second number of each pair, sorted by both."""
        every = np.unique(np.concatenate(self._runs)) if self._runs else np.empty(0, np.int64)
        return every >> _SHIFT, every & _LOW


class UsageMetrics:
    """The counts of one log in one time zone; feed it with `add`, then ask `answer`."""

    def __init__(self, timezone: str) -> None:
        self.timezone = timezone
        self.events = 0
        self.weekend = 0
        self._days = Pairs()
        self._functions = Pairs()

    def add(self, days: Ints, accounts: Ints, functions: Ints, weights: Ints) -> None:
        """Count events; `days` are numbers of the calendar in the zone."""
        if not len(days):
            return
        self.events += int(weights.sum())
        self.weekend += int(weights[(days - 1) % 7 >= 5].sum())
        self._days.add(days, accounts)
        self._functions.add(accounts, functions)

    def answer(self) -> dict[str, object]:
        """Every count by its name."""
        days, people = self._days.both()
        of, functions = self._functions.both()
        users = len(np.unique(people))
        return {
            "timezone": self.timezone,
            "events": self.events,
            "users": users,
            "active_days": len(np.unique(days)),
            "dau_max": max(_distinct(days, people, str).values(), default=0),
            "wau": _distinct(week_of_all(days), people, week_name),
            "mau": _distinct(_months(days), people, _month_name),
            "new_users_by_iso_week": _newcomers(days, people),
            "dormant_users_30d_at_end": _dormant(days, people),
            "features": len(np.unique(functions)),
            "mean_distinct_features_per_user": round(len(of) / users, 4) if users else None,
            "events_on_sat_sun": self.weekend,
            "first_day": date.fromordinal(int(days[0])).isoformat() if users else None,
            "last_day": date.fromordinal(int(days[-1])).isoformat() if users else None,
        }


def week_of_all(days: Ints) -> Ints:
    """The Mondays of many days; see `week_of`."""
    mondays: Ints = week_of(days)  # type: ignore[arg-type,assignment] # the same sum for a whole column
    return mondays


def _months(days: Ints) -> Ints:
    unique, place = np.unique(days, return_inverse=True)
    months = [(day.year * 100 + day.month) for day in map(date.fromordinal, map(int, unique))]
    return np.array(months, np.int64)[place] if months else days


def _month_name(number: int) -> str:
    return f"{number // 100}-{number % 100:02d}"


def _distinct(groups: Ints, people: Ints, name: Callable[[int], str]) -> dict[str, int]:
    """How many different people each group has."""
    pairs = np.unique((groups << _SHIFT) | people)
    numbers, counts = np.unique(pairs >> _SHIFT, return_counts=True)
    return {name(int(number)): int(count) for number, count in zip(numbers, counts, strict=True)}


def _newcomers(days: Ints, people: Ints) -> Mapping[str, int]:
    """How many were seen for the first time in each week; days are sorted, so the first place is the first day."""
    _, first = np.unique(people, return_index=True)
    weeks, counts = np.unique(week_of_all(days[first]), return_counts=True)
    return {week_name(int(week)): int(count) for week, count in zip(weeks, counts, strict=True)}


def _dormant(days: Ints, people: Ints) -> int:
    if not len(days):
        return 0
    _, last = np.unique(people[::-1], return_index=True)
    return int(np.count_nonzero(days[-1] - days[::-1][last] >= DORMANT_DAYS))
