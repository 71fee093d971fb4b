"""Reads a whole usage log piece by piece: events go to whoever counts them, problems are kept with their rows."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import BinaryIO

import numpy as np

from planner.adoption.events import Choices, Events, Reader
from planner.adoption.layout_fit import Lack, LayoutError
from planner.adoption.layouts import Field
from planner.adoption.log_importing import Log, Piece, open_log
from planner.adoption.outcomes import Why
from planner.adoption.presets import PRESET_BY_REF
from planner.adoption.seen import Most, Seen, marks_of
from planner.basics.workbook_checks import TableRefusedError

MOST_PROBLEMS = 100


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong with a log: where, and what."""

    where: str
    message: str


class LogRefusedError(Exception):
    """A log that cannot be read at all; `lack` says where a person could help."""

    def __init__(self, problem: Problem, lack: Lack | None = None) -> None:
        super().__init__(problem.message)
        self.problem, self.lack = problem, lack


@dataclass(frozen=True, slots=True)
class Sample:
    """The names of a log's columns and its first rows, by which one sees what it is."""

    header: Sequence[str]
    numbers: Sequence[int]
    rows: Sequence[Sequence[str]]


@dataclass
class Counted:
    """What came of reading a log: rows read, rows with problems (the first hundred and how many more), warnings."""

    rows: int = 0
    problems: list[Problem] = field(default_factory=list)
    more_problems: int = 0
    whole: bool = True
    warnings: list[Problem] = field(default_factory=list)

    def note(self, problems: Sequence[tuple[int, str]]) -> None:
        """Keep the first problems, count the rest."""
        for number, text in problems:
            if len(self.problems) < MOST_PROBLEMS:
                self.problems.append(Problem(f"row {number:,}", text))
            else:
                self.more_problems += 1


def read_usage(
    source: BinaryIO,
    preset: str,
    choices: Choices,
    take: Callable[[Reader, Events], None],
    stop: Callable[[], bool] = lambda: False,
    *,
    once: bool = True,
) -> tuple[Reader, Counted]:
    """Read a log and hand its events on; an event whose key came before is handed on once, unless `once` is False.

    Where rows under one key say how often it happened, it is handed on as often as the largest of them says. `stop` is
    asked after each piece of rows whether enough was read. Raises LogRefusedError when the file is no log of this
    preset.
    """
    try:
        with open_log(source) as log:
            return _read(log, preset, choices, take, stop, once=once)
    except TableRefusedError as error:
        raise LogRefusedError(Problem("file", f"{error.what} {error.remedy}")) from error
    except LayoutError as error:
        raise LogRefusedError(Problem("header", str(error)), error.lack) from error


def sample_of(source: BinaryIO) -> Sample:
    """The beginning of a log; raises LogRefusedError for a file that is none."""
    try:
        with open_log(source) as log:
            first = next(log.pieces, Piece((), ()))
            return Sample(log.header, first.numbers, first.rows)
    except TableRefusedError as error:
        raise LogRefusedError(Problem("file", f"{error.what} {error.remedy}")) from error


def _read(
    log: Log,
    preset: str,
    choices: Choices,
    take: Callable[[Reader, Events], None],
    stop: Callable[[], bool],
    *,
    once: bool,
) -> tuple[Reader, Counted]:
    first = next(log.pieces, Piece((), ()))
    reader = Reader(PRESET_BY_REF[preset], log.header, first.rows, choices)
    seen = (Most() if Field.COUNT in reader.places else Seen()) if once else None
    counted = Counted()
    pieces: Iterator[Piece] = chain([first], log.pieces)
    for piece in pieces:
        counted.rows += len(piece.rows) + len(piece.broken)
        counted.note(piece.broken)
        if piece.rows:
            events, problems = reader.read(piece.numbers, piece.rows)
            counted.note(problems)
            take(reader, events if seen is None else _once(reader, seen, events))
        if stop():
            counted.whole = next(pieces, None) is None
            break
    counted.warnings = told(reader, counted)
    return reader, counted


def _once(reader: Reader, seen: Seen | Most, events: Events) -> Events:
    """Events by what they add to those whose key was there before; a row without a key counts by itself."""
    if events.keys is None:
        return events
    weights = np.where(events.keyed, seen.added(marks_of(events.keys), events.weights), events.weights)
    if bool((weights == events.weights).all()):
        return events
    fresh = weights > 0
    if repeated := int((~fresh).sum()):
        reader.left_out[Why.REPEATED] += repeated
    keys = [key for key, new in zip(events.keys, fresh, strict=True) if new]
    return Events(
        events.numbers[fresh], events.accounts[fresh], events.functions[fresh], events.moments[fresh], weights[fresh],
        keys,
    )  # fmt: skip


def told(reader: Reader, counted: Counted) -> list[Problem]:
    """What a person should know of how the log was read."""
    found = [Problem("header", text) for text in reader.told]
    for why, number in reader.left_out.items():
        found.append(Problem("rows", f"{number:,} rows do not count: {why.value}."))
    if reader.programs:
        names = ", ".join(sorted(reader.programs.values())[:10])
        found.append(Problem("users", f"Taken for programs: {names}."))
    if not counted.rows:
        found.append(Problem("file", "The log has no rows."))
    return found
