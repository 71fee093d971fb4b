"""The daily counts of a rollout, a week at a time, and what follows from them for each account."""

from dataclasses import dataclass
from datetime import date
from itertools import chain
from typing import Any

import numpy as np
import numpy.typing as npt
from sqlalchemy import bindparam, func, select, update

from planner.adoption.figures import WINDOW, Uses, account_weeks, joined
from planner.adoption.instants import week_of
from planner.adoption.roster_service import Meanings
from planner.adoption.usage_models import UsageAccount, UsageCount, UsageDay, UsageSource, UsageWeek
from planner.basics.bulk_service import table_of, upsert
from planner.db import db

Ints = npt.NDArray[np.int64]
WEEK = 7
_NOTHING = np.empty((0, 4), np.int64)


@dataclass(frozen=True, slots=True)
class Reach:
    """The first day whose counts are kept, the last with data, and the first week that can be counted anew."""

    first_kept: int
    last: int
    from_week: int


def reach_of(rollout_id: int) -> Reach | None:
    """From where to where there are counts; None without any."""

    def ask(kept: bool) -> tuple[int | None, int | None]:
        query = (
            select(func.min(UsageDay.day), func.max(UsageDay.day))
            .join(UsageSource, UsageSource.id == UsageDay.source_id)
            .where(UsageSource.rollout_id == rollout_id, UsageDay.kept.is_(kept))
        )
        low, high = db.session.execute(query).one()
        return low, high

    first, last = ask(kept=True)
    gone = ask(kept=False)[1]
    if first is None or last is None:
        return None
    if gone is None:
        return Reach(first, last, week_of(first))
    return Reach(max(first, gone + 1), last, week_of(gone) + WINDOW)


class Days:
    """The raw counts of a rollout, read a week at a time and remembered as long as a window looks back on them."""

    def __init__(self, rollout_id: int, meanings: Meanings, reach: Reach) -> None:
        self.rollout_id, self.meanings, self.reach = rollout_id, meanings, reach
        self._weeks: dict[int, Uses] = {}
        accounts = (
            select(UsageAccount.id, UsageAccount.source_id)
            .join(UsageSource, UsageSource.id == UsageAccount.source_id)
            .where(UsageSource.rollout_id == rollout_id)
            .order_by(UsageAccount.id)
        )
        rows = np.array([tuple(row) for row in db.session.execute(accounts)], np.int64).reshape(-1, 2)
        self.accounts, self.sources = rows[:, 0], rows[:, 1]
        self.source_ids = sorted(set(self.sources.tolist()))

    def week(self, monday: int) -> Uses:
        """The counts of one week; `people` are accounts here."""
        if monday not in self._weeks:
            self._weeks = {each: uses for each, uses in self._weeks.items() if monday - WINDOW <= each}
            self._weeks[monday] = self._read(max(monday, self.reach.first_kept), monday + WEEK - 1)
        return self._weeks[monday]

    def window(self, as_of: int) -> Uses:
        """The counts of the 28 days up to one, and of its week."""
        first = week_of(as_of - WINDOW + 1)
        return joined([self.week(monday) for monday in range(first, as_of + 1, WEEK)])

    def _read(self, first: int, last: int) -> Uses:
        table = np.concatenate([self._of_source(each, first, last) for each in self.source_ids] or [_NOTHING])
        bits, meaningful = self.meanings.of(table[:, 2])
        return Uses(table[:, 0], table[:, 1], bits, meaningful, table[:, 3])

    @staticmethod
    def _of_source(source_id: int, first: int, last: int) -> Ints:
        """The rows of some days, straight from the driver: there may be hundreds of thousands."""
        query = select(UsageCount.day, UsageCount.account_id, UsageCount.kind_id, UsageCount.count).where(
            UsageCount.source_id == source_id, UsageCount.day.between(first, last)
        )
        cursor: Any = db.session.connection().execute(query).cursor
        return np.fromiter(chain.from_iterable(cursor), np.int64).reshape(-1, 4)

    def store_week(self, monday: int, spans: "Spans") -> None:
        """Store what accounts did in a week, and note on which days they were active."""
        uses = self.week(monday)
        if monday >= self.reach.first_kept:  # else a part of the week is gone: it stays as it was counted
            self._store_week(monday, uses)
        spans.note(uses.meant())

    def _store_week(self, monday: int, uses: Uses) -> None:
        found = account_weeks(uses)
        sources = self.sources[np.searchsorted(self.accounts, found.accounts)]
        columns = (sources, found.accounts, found.days, found.present, found.functions, found.actions)
        order = np.lexsort((found.accounts, sources))
        rows = (
            (source, monday, *values)
            for source, *values in zip(*(column[order].tolist() for column in columns), strict=True)
        )
        names = ("source_id", "week", "account_id", "days", "present", "functions", "actions")
        upsert(db.session.connection(), table_of(UsageWeek), names, rows)


class Spans:
    """The first and the last active day of each account, gathered week by week in the order of time."""

    def __init__(self) -> None:
        self.first: dict[int, int] = {}
        self.last: dict[int, int] = {}

    def note(self, uses: Uses) -> None:
        """Take over the active days of one week."""
        if not len(uses.people):
            return
        order = np.lexsort((uses.days, uses.people))
        accounts, begin = np.unique(uses.people[order], return_index=True)
        end = np.append(begin[1:], len(order)) - 1
        days = uses.days[order]
        for who, first, last in zip(accounts.tolist(), days[begin].tolist(), days[end].tolist(), strict=True):
            self.first.setdefault(who, first)
            self.last[who] = last

    def store(self, rollout_id: int, *, anew: bool) -> None:
        """Widen what is stored; `anew` forgets it first, for accounts that do nothing meaningful any more."""
        connection, table = db.session.connection(), table_of(UsageAccount)
        mine = table.c.source_id.in_(select(UsageSource.id).where(UsageSource.rollout_id == rollout_id))
        if anew:
            connection.execute(update(table).where(mine).values(first_active=None, last_active=None))
        query = select(table.c.id, table.c.first_active, table.c.last_active).where(mine)
        known = {row.id: (row.first_active, row.last_active) for row in connection.execute(query)}
        rows = []
        for who in sorted(self.first):
            began, ended = date.fromordinal(self.first[who]), date.fromordinal(self.last[who])
            before, after = known.get(who, (None, None))
            if before is None or began < before or after is None or ended > after:
                rows.append({"of": who, "began": min(began, before or began), "ended": max(ended, after or ended)})
        if rows:
            statement = update(table).where(table.c.id == bindparam("of"))
            connection.execute(statement.values(first_active=bindparam("began"), last_active=bindparam("ended")), rows)
