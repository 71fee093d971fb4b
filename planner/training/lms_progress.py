"""Reads the progress report of a Moodle course: who has completed which activity, and when.

Layout: no heading over the names, then identity columns such as the e-mail address, then two columns for each activity,
its state under the activity's name and its date under the expected date or nothing.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum

Row = Sequence[object]
_STATE = re.compile(r"(not completed|completed)(?: \((.*)\))?", re.IGNORECASE)
_FAILED = "did not achieve pass grade"
_MAIL = re.compile(r"[^@\s]+@[^@\s]+")
_FORMS = ("%Y-%m-%d %H:%M:%S", "%Y-%m-%d %H:%M", "%Y-%m-%d", "%d/%m/%y, %H:%M", "%A, %d %B %Y, %I:%M %p")


class State(StrEnum):
    """Where somebody stands with an activity; `failed` is done, but under the pass grade."""

    COMPLETE = "complete"
    FAILED = "failed"
    OPEN = "open"


@dataclass(frozen=True, slots=True)
class Mark:
    """One cell: the state of an activity, and the moment it was reached, in the learning system's own time."""

    state: State
    moment: datetime | None = None


@dataclass(frozen=True, slots=True)
class Learner:
    """One row of the report, with its number in the file; `marks` are in the order of the activities."""

    row: int
    name: str
    email: str
    marks: tuple[Mark, ...]


@dataclass(frozen=True, slots=True)
class Trouble:
    """What is wrong with a place of a file."""

    where: str
    message: str


@dataclass(frozen=True, slots=True)
class Progress:
    """A report as read; with troubles it must not be taken over."""

    activities: tuple[str, ...]
    learners: tuple[Learner, ...]
    troubles: tuple[Trouble, ...] = ()

    @property
    def completed(self) -> int:
        """How many cells say complete; “did not achieve pass grade” does not."""
        return sum(mark.state is State.COMPLETE for each in self.learners for mark in each.marks)

    @property
    def all_complete(self) -> int:
        """How many people have completed every activity."""
        return sum(
            bool(each.marks) and all(mark.state is State.COMPLETE for mark in each.marks) for each in self.learners
        )


def is_state(value: object) -> bool:
    """Whether a cell is the state of an activity."""
    return isinstance(value, str) and _STATE.fullmatch(value.strip()) is not None


def looks_like_progress(rows: Sequence[Row]) -> bool:
    """Whether a table is such a report: nothing over the names, and a column of states further right."""
    head = _head(rows)
    if head is None or _text(rows[head], 0):
        return False
    return bool(_columns(rows, head))


def read_progress(rows: Sequence[Row]) -> Progress:
    """The report as people and their marks; each cell that cannot be read is a trouble with its place."""
    head = _head(rows)
    if head is None:
        return Progress((), (), (Trouble("file", "There is no row in the file."),))
    columns = _columns(rows, head)
    names = tuple(_text(rows[head], column) for column in columns)
    troubles = [
        Trouble(f"row {head + 1}", f"The activity “{name}” is there twice.")
        for number, name in enumerate(names)
        if name in names[:number]
    ]
    learners = []
    for number, row in enumerate(rows[head + 1 :], start=head + 2):
        if any(_text(row, column) for column in range(len(row))):
            learners.append(_learner(number, row, columns, names, troubles))
    if not columns:
        troubles.append(Trouble(f"row {head + 1}", "No column holds the states of an activity."))
    return Progress(names, tuple(learners), tuple(troubles))


def _head(rows: Sequence[Row]) -> int | None:
    """The first row with something in it: its first cell is empty in a report, and it is the heading all the same."""
    return next((n for n, row in enumerate(rows) if any(_text(row, c) for c in range(len(row)))), None)


def _columns(rows: Sequence[Row], head: int) -> list[int]:
    """The columns of states: with a heading, and with nothing but states below it, at least one."""
    found = []
    for column in range(1, len(rows[head])):
        cells = [_text(row, column) for row in rows[head + 1 :]]
        states = sum(is_state(cell) for cell in cells)
        if _text(rows[head], column) and states and 2 * states >= sum(bool(cell) for cell in cells):
            found.append(column)
    return found


def _text(row: Row, column: int) -> str:
    value = row[column] if column < len(row) else None
    return "" if value is None else str(value).strip()


def _learner(number: int, row: Row, columns: list[int], names: tuple[str, ...], troubles: list[Trouble]) -> Learner:
    first = min(columns, default=1)
    email = next((_text(row, c) for c in range(1, first) if _MAIL.fullmatch(_text(row, c))), "")
    marks = tuple(_mark(number, row, column, name, troubles) for column, name in zip(columns, names, strict=True))
    if not _text(row, 0) and not email:
        troubles.append(Trouble(f"row {number}", "Nobody is named in this row."))
    return Learner(number, _text(row, 0), email, marks)


def _mark(number: int, row: Row, column: int, name: str, troubles: list[Trouble]) -> Mark:
    found = _STATE.fullmatch(_text(row, column))
    where = f"row {number}, column {name}"
    if found is None:
        if _text(row, column):
            troubles.append(Trouble(where, f"“{_text(row, column)[:60]}” is no state that Moodle writes in English."))
        return Mark(State.OPEN)
    if found[1].lower() == "not completed":
        return Mark(State.OPEN)
    cell = row[column + 1] if column + 1 < len(row) else None
    moment = moment_of(cell)
    if moment is None and _text(row, column + 1):
        troubles.append(Trouble(where, f"“{_text(row, column + 1)[:40]}” is no date and time."))
    failed = (found[2] or "").lower() == _FAILED
    return Mark(State.FAILED if failed else State.COMPLETE, moment)


def moment_of(value: object) -> datetime | None:
    """A moment as Moodle writes it, or as a spreadsheet keeps it; None for what is none.

    >>> moment_of("2026-03-26 09:16:00")
    datetime.datetime(2026, 3, 26, 9, 16)
    """
    if isinstance(value, datetime):
        return value.replace(tzinfo=None)
    if isinstance(value, date):
        return datetime.combine(value, time())
    for form in _FORMS:
        try:
            return datetime.strptime(str(value or "").strip(), form)  # noqa: DTZ007 - the system's own time
        except ValueError:
            continue
    return None
