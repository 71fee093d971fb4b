"""Reads a log that is being taken over to its end, into a spool; or refuses it with every row that is wrong."""

from collections.abc import Callable, Sequence
from dataclasses import asdict
from datetime import date, datetime
from typing import Any, BinaryIO

import numpy as np
import numpy.typing as npt

from planner.adoption.events import Events, Reader
from planner.adoption.figures import NEVER
from planner.adoption.import_service import folder_of
from planner.adoption.instants import LocalDays
from planner.adoption.layout_fit import Lack
from planner.adoption.marks import marks_of
from planner.adoption.source_service import choices_of, salt_of
from planner.adoption.spool_service import Spool
from planner.adoption.usage_importing import Counted, LogRefusedError, Problem, read_usage
from planner.adoption.usage_models import ImportState, UsageImport, UsageSource
from planner.db import db, transaction

PIECES_BETWEEN_NOTES = 40
Ints = npt.NDArray[np.int64]


def read(import_id: int, content: BinaryIO, now: datetime, said: Callable[[int], None] = lambda _: None) -> None:
    """Read a log to its end into the spool, or refuse it with every row that is wrong; nothing is counted yet."""
    with transaction():
        row = db.session.get_one(UsageImport, import_id)
        source = db.session.get_one(UsageSource, row.source_id)
        preset, choices, salt = source.preset, choices_of(source, now), salt_of(source, now)
    filling = _Filling(Spool.anew(folder_of(import_id)), salt, LocalDays(choices.zone), import_id, said)
    try:
        reader, counted = read_usage(content, preset, choices, filling.take, once=False)
    except LogRefusedError as refused:
        _refuse(import_id, [refused.problem], 0, filling, refused.lack)
        return
    if counted.problems:
        _refuse(import_id, counted.problems, counted.more_problems, filling)
        return
    filling.spool.close(filling.head(reader))
    with transaction():
        row = db.session.get_one(UsageImport, import_id)
        row.state, row.rows_read, row.weeks = ImportState.READ, counted.rows, len(filling.spool.weeks)
        row.first_day, row.last_day = filling.first_day, filling.last_day
        row.told = _told(reader, counted, filling)


class _Filling:
    """Fills a spool with the events of a log."""

    def __init__(
        self, spool: Spool, salt: bytes, local: LocalDays, import_id: int, said: Callable[[int], None]
    ) -> None:
        self.spool, self.salt, self.local, self.import_id, self.said = spool, salt, local, import_id, said
        self.pieces = self.rows = self.events = 0
        self.first: Ints = np.full(1_000, NEVER)
        self.last: Ints = np.full(1_000, -1)

    def take(self, reader: Reader, events: Events) -> None:
        """Add events, and note now and then how far it is."""
        if len(events):
            days = self.local.of(events.moments)
            marks = marks_of(self.salt, self._texts(reader, events))
            self.spool.add(marks, events.keyed, days, events)
            self._span(days, events.accounts)
            self.events += int(events.weights.sum())
            self.rows = int(events.numbers[-1])
        self.pieces += 1
        if self.pieces % PIECES_BETWEEN_NOTES == 0:
            with transaction():
                db.session.get_one(UsageImport, self.import_id).rows_read = self.rows
            self.said(self.rows)

    @staticmethod
    def _texts(reader: Reader, events: Events) -> Sequence[str]:
        """What tells an event from others: its own key, or its moment to the second, user and function."""
        if events.keys is not None and all(events.keys):
            return events.keys
        names = [each.external_id for each in reader.accounts]
        columns = zip(events.moments.tolist(), events.accounts.tolist(), events.functions.tolist(), strict=True)
        if events.keys is None:
            return [f"{at:.0f}|{names[who]}|{reader.functions[what]}" for at, who, what in columns]
        return [
            key or f"{at:.0f}|{names[who]}|{reader.functions[what]}"
            for key, (at, who, what) in zip(events.keys, columns, strict=True)
        ]

    def _span(self, days: Ints, accounts: Ints) -> None:
        most = int(accounts.max()) + 1
        if most > len(self.first):
            more = max(most, 2 * len(self.first)) - len(self.first)
            self.first = np.concatenate([self.first, np.full(more, NEVER)])
            self.last = np.concatenate([self.last, np.full(more, -1)])
        np.minimum.at(self.first, accounts, days)
        np.maximum.at(self.last, accounts, days)

    @property
    def first_day(self) -> date | None:
        """The first day with an event."""
        return date.fromordinal(int(self.first.min())) if (self.last >= 0).any() else None

    @property
    def last_day(self) -> date | None:
        """The last day with an event."""
        return date.fromordinal(int(self.last.max())) if (self.last >= 0).any() else None

    def head(self, reader: Reader) -> dict[str, Any]:
        """What storing needs besides the events."""
        seen = [i < len(self.last) and self.last[i] >= 0 for i in range(len(reader.accounts))]
        accounts = [
            {
                "external_id": each.external_id,
                "name": each.name,
                "email": each.email,
                "first": int(self.first[i]) if seen[i] else None,
                "last": int(self.last[i]) if seen[i] else None,
            }
            for i, each in enumerate(reader.accounts)
        ]
        return {"accounts": accounts, "kinds": reader.functions}


def _refuse(import_id: int, problems: list[Problem], more: int, filling: _Filling, lack: Lack | None = None) -> None:
    filling.spool.remove()
    with transaction():
        row = db.session.get_one(UsageImport, import_id)
        row.state = ImportState.REFUSED
        row.told = {"problems": [asdict(each) for each in problems], "more": more, "lack": lack.value if lack else ""}


def _told(reader: Reader, counted: Counted, filling: _Filling) -> dict[str, Any]:
    """What a person should see before it is stored."""
    return {
        "warnings": [asdict(each) for each in counted.warnings],
        "left_out": {why.value: number for why, number in reader.left_out.items()},
        "programs": sorted(reader.programs.values())[:50],
        "people": len(reader.accounts),
        "events": filling.events,
        "kinds": reader.functions[:200],
    }
