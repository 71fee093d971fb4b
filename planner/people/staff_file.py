"""Reads the rows of a staff list: every cell that does not fit is told with its row and column, and nothing is guessed.

Rows are counted as the spreadsheet program counts them; what stands above the names of the columns is passed over.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import TypeVar

from planner.people.staff_cells import (
    Cell,
    CellError,
    address_of,
    day_of,
    language_of,
    month_comes_first,
    roles_of,
    text_of,
)  # fmt: skip
from planner.people.staff_columns import WORDS, Column, guess, missing
from planner.people.staff_search import folded

Table = Sequence[Sequence[Cell]]
Read = TypeVar("Read")
TITLE_ROWS = 20
"""How far down the names of the columns are looked for."""
HOW_TO_TELL = ": a staff number or an e-mail address would tell them apart"
NOBODY = "The table has no people: its first row names the columns, and each other row a person."
LONGEST = {
    Column.NUMBER: 60, Column.NAME: 120, Column.FIRST_NAME: 60, Column.LAST_NAME: 60, Column.EMAIL: 254,
    Column.UNIT: 120, Column.SITE: 120, Column.TEAM: 120, Column.TITLE: 120, Column.MANAGER: 254,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class RowProblem:
    """One thing that is wrong with a row, or worth a look: in which column, what stands there, and what about it."""

    row: int
    column: str
    value: str
    message: str

    @property
    def where(self) -> str:
        """The place, as people look it up in the file."""
        return f"row {self.row}, column {self.column}" if self.column else f"row {self.row}" if self.row else "file"


@dataclass(frozen=True, slots=True)
class FileRow:
    """A person as a file names one; unit and line manager still in words."""

    row: int
    name: str
    number: str = ""
    email: str = ""
    unit: str = ""
    site: str = ""
    team: str = ""
    title: str = ""
    language: str = ""
    roles: tuple[str, ...] = ()
    manager: str = ""
    joined: date | None = None
    left: date | None = None

    @property
    def nameless(self) -> bool:
        """Whether neither number nor address says who it is."""
        return not (self.number or self.email)


@dataclass(frozen=True, slots=True)
class StaffFile:
    """What a file holds: people, what is wrong, what is worth a look, and which columns it says anything in.

    Rows with something wrong are among the people too, as far as they could be read, so that all mistakes of a file
    are told in one go.
    """

    rows: tuple[FileRow, ...]
    problems: tuple[RowProblem, ...]
    warnings: tuple[RowProblem, ...]
    said: frozenset[Column]
    names: Mapping[Column, str]

    def name_of(self, column: Column) -> str:
        """How the file itself calls a column."""
        return self.names.get(column) or WORDS[column]


def header_place(table: Table) -> int:
    """The place of the row that names the columns: of the first twenty the one of which most is understood.

    >>> header_place([["Staff of Halden"], [], ["Name", "E-mail"], ["Ana Lima", "ana@x.example"]])
    2
    """
    understood = [len(guess(row)) for row in table[:TITLE_ROWS]]
    most = max(understood, default=0)
    return understood.index(most) if most else _first_filled(table)


def _first_filled(table: Table) -> int:
    return next((place for place, row in enumerate(table) if any(text_at(row, at) for at in range(len(row)))), 0)


def header_of(table: Table) -> Sequence[Cell]:
    """The names of the columns."""
    return table[header_place(table)] if table else ()


def read_rows(table: Table, columns: Mapping[int, Column], roles: Mapping[str, str] | None = None) -> StaffFile:
    """All people of a table. `columns` says what stands where, `roles` which roles there are; None takes any."""
    said = frozenset(columns.values())
    names = {column: text_at(header_of(table), place) for place, column in columns.items()}
    if lacking := missing(columns):
        return StaffFile((), (RowProblem(0, "", "", lacking),), (), said, names)
    reader = _Reader(table, columns, names, roles)
    rows = tuple(reader.rows())
    problems = [*reader.problems, *_doubles(rows, names)]
    if not rows and not problems:
        problems = [RowProblem(0, "", "", NOBODY)]
    places = {name: place for place, name in enumerate(names.values())}
    order = sorted(problems, key=lambda each: (each.row, places.get(each.column, 0)))
    return StaffFile(rows, tuple(order), tuple(reader.warnings), said, names)


def text_at(row: Sequence[Cell], place: int) -> str:
    """What stands at a place, shortened for showing; empty where the row is too short."""
    return " ".join(str(row[place] if place < len(row) and row[place] is not None else "").split())[:80]


class _Reader:
    """Goes through the rows and gathers what is wrong."""

    def __init__(
        self, table: Table, columns: Mapping[int, Column], names: Mapping[Column, str], roles: Mapping[str, str] | None
    ) -> None:
        self.table, self.names, self.roles = table, names, roles
        self.place = {column: place for place, column in columns.items()}
        self.problems: list[RowProblem] = []
        self.warnings: list[RowProblem] = []
        self.roles_read: dict[str, tuple[str, ...]] = {}
        self.texts: dict[Column, Callable[[Cell], str]] = {
            column: partial(text_of, longest=longest) for column, longest in LONGEST.items()
        }
        self.texts |= {Column.EMAIL: partial(address_of, longest=LONGEST[Column.EMAIL]), Column.LANGUAGE: language_of}
        self.month_first = {column: self._order(column) for column in (Column.JOINED, Column.LEFT)}

    def rows(self) -> Iterator[FileRow]:
        """All people, as far as their cells could be read; blank rows are passed over."""
        top = header_place(self.table)
        for number, row in enumerate(self.table[top + 1 :], start=top + 2):
            if any(cell is not None and str(cell).strip() for cell in row):
                yield self._person(number, row)

    def _person(self, number: int, row: Sequence[Cell]) -> FileRow:
        words = {column: self._read(number, row, column, read) or "" for column, read in self.texts.items()}
        found = FileRow(
            row=number,
            name=self._name(number, row, words),
            number=words[Column.NUMBER],
            email=words[Column.EMAIL],
            unit=words[Column.UNIT],
            site=words[Column.SITE],
            team=words[Column.TEAM],
            title=words[Column.TITLE],
            language=words[Column.LANGUAGE],
            roles=self._read(number, row, Column.ROLES, self._roles) or (),
            manager=words[Column.MANAGER],
            joined=self._day(number, row, Column.JOINED),
            left=self._day(number, row, Column.LEFT),
        )
        if found.joined and found.left and found.left < found.joined:
            self._tell(number, row, Column.LEFT, "The last day lies before the first day.")
        return found

    def _roles(self, cell: Cell) -> tuple[str, ...]:
        """The roles of a cell; the same words are read once."""
        words = str(cell or "")
        if words not in self.roles_read:
            self.roles_read[words] = roles_of(cell, self.roles)
        return self.roles_read[words]

    def _name(self, number: int, row: Sequence[Cell], words: Mapping[Column, str]) -> str:
        name = words[Column.NAME] or f"{words[Column.FIRST_NAME]} {words[Column.LAST_NAME]}".strip()
        if not any(sign.isalnum() for sign in name):
            self._tell(number, row, self._name_column(), "The name is missing.")
        return name

    def _name_column(self) -> Column:
        return Column.NAME if Column.NAME in self.place else Column.LAST_NAME

    def _day(self, number: int, row: Sequence[Cell], column: Column) -> date | None:
        return self._read(number, row, column, lambda cell: day_of(cell, month_first=self.month_first[column]))

    def _order(self, column: Column) -> bool:
        if column not in self.place:
            return False
        place = self.place[column]
        found = month_comes_first(row[place] for row in self.table[header_place(self.table) + 1 :] if place < len(row))
        if found is None:
            told = "Days such as 3/4/2026 are read with the day first: 3 April 2026."
            self.warnings.append(RowProblem(0, self.names[column], "", told))
        return bool(found)

    def _read(
        self, number: int, row: Sequence[Cell], column: Column, read: Callable[[Cell], Read | None]
    ) -> Read | None:
        place = self.place.get(column)
        if place is None or place >= len(row):
            return None
        try:
            return read(row[place])
        except CellError as error:
            self._tell(number, row, column, f"This {error}.")
            return None

    def _tell(self, number: int, row: Sequence[Cell], column: Column, message: str) -> None:
        value = text_at(row, self.place.get(column, len(row)))
        self.problems.append(RowProblem(number, self.names.get(column) or WORDS[column], value, message))


def _doubles(rows: Sequence[FileRow], names: Mapping[Column, str]) -> Iterator[RowProblem]:
    """What tells people apart and stands in two rows: each row after the first is told."""
    name = Column.NAME if Column.NAME in names else Column.LAST_NAME
    for column, values in (
        (Column.NUMBER, [(row.row, row.number.casefold(), row.number) for row in rows]),
        (Column.EMAIL, [(row.row, row.email, row.email) for row in rows]),
        (name, [(row.row, folded(row.name), row.name) for row in rows if row.nameless]),
    ):
        first: dict[str, int] = {}
        for number, key, value in values:
            if key and first.setdefault(key, number) != number:
                told = f"The same stands in row {first[key]}{HOW_TO_TELL if column is name else ''}."
                yield RowProblem(number, names.get(column) or WORDS[column], value, told)
