"""Keeps the events of a log that is being taken over in a folder, a file for each week, until they are stored.

So a log of any size needs little memory, and one that was read to the end can be stored again after a crash. What is
kept is what will be stored: account, day, kind, how often, and the mark and whether it stands for the event's own key;
never an address or a time of day.
"""

import json
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from planner.adoption.events import Events
from planner.adoption.instants import week_of
from planner.adoption.marks import Flags, Ints, Marks

EVENT = np.dtype([
    ("mark", "<u8"), ("day", "<i4"), ("account", "<i4"), ("kind", "<i4"), ("weight", "<i4"), ("keyed", "?"),
])  # fmt: skip
HEAD = "log.json"
"""Another name wherever the form of what is kept changes, so that a spool of an older form is never read."""


@dataclass
class Spool:
    """The folder of one import."""

    folder: Path
    weeks: set[int] = field(default_factory=set)

    @classmethod
    def anew(cls, folder: Path) -> "Spool":
        """An empty one, in place of what a crash may have left."""
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        return cls(folder)

    @classmethod
    def kept(cls, folder: Path) -> "tuple[Spool, Mapping[str, Any]] | None":
        """One that was filled to its end, with its head; None where there is none."""
        head = folder / HEAD
        if not head.is_file():
            return None
        told = json.loads(head.read_bytes())
        return cls(folder, set(told["weeks"])), told

    def add(self, marks: Marks, keyed: Flags, days: Ints, events: Events) -> None:
        """Add events, each to the file of its week."""
        rows = np.empty(len(days), EVENT)
        rows["mark"], rows["keyed"], rows["day"] = marks, keyed, days
        rows["account"], rows["kind"], rows["weight"] = events.accounts, events.functions, events.weights
        mondays = days - (days - 1) % 7
        for monday in map(int, np.unique(mondays)):
            self.weeks.add(monday)
            with self._file(monday).open("ab") as out:
                rows[mondays == monday].tofile(out)

    def close(self, told: Mapping[str, Any]) -> None:
        """Say that the log was read to its end; what is told comes back with it. Written aside and renamed."""
        half = self.folder / f"{HEAD}.part"
        half.write_text(json.dumps({**told, "weeks": sorted(self.weeks)}, ensure_ascii=False), "utf-8")
        half.replace(self.folder / HEAD)

    def week(self, monday: int) -> npt.NDArray[np.void]:
        """The events of one week, by day."""
        rows = np.fromfile(self._file(monday), EVENT)
        return rows[np.argsort(rows["day"], kind="stable")]

    def days(self, monday: int) -> Iterator[tuple[int, npt.NDArray[np.void]]]:
        """The events of each day of a week."""
        rows = self.week(monday)
        days, first = np.unique(rows["day"], return_index=True)
        for day, part in zip(map(int, days), np.split(rows, first[1:]), strict=True):
            assert week_of(day) == monday  # noqa: S101 - a file holds the days of its week only
            yield day, part

    def remove(self) -> None:
        """Nothing of it is needed any more."""
        shutil.rmtree(self.folder, ignore_errors=True)

    def _file(self, monday: int) -> Path:
        return self.folder / f"{monday}.events"
