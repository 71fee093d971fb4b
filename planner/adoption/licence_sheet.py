"""Reads a table of licences: who may use the system from which day to which; every cell that does not fit is named."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from planner.adoption.layouts import plain
from planner.basics.days import in_reach

Row = Sequence[object]
PERSON = ("person", "number", "staffnumber", "employeenumber", "personnelnumber", "email", "mail", "username", "user",
          "userprincipalname", "name", "fullname")  # fmt: skip
FIRST = (
    "from",
    "since",
    "start",
    "startdate",
    "licensedfrom",
    "firstday",
    "assigned",
    "assignedon",
    "created",
    "valid",
)
LAST = ("to", "until", "end", "enddate", "licenseduntil", "lastday", "removed", "removedon", "expires", "validuntil")


@dataclass(frozen=True, slots=True)
class LicenceRow:
    """One row: whom it is about, in the words of the file, and the first and last day (None: no end)."""

    row: int
    person: str
    first_day: date
    last_day: date | None


@dataclass(frozen=True, slots=True)
class Trouble:
    """One cell that does not fit."""

    where: str
    message: str


def licence_rows(table: Sequence[Row]) -> tuple[list[LicenceRow], list[Trouble]]:
    """The licences of a table whose first row names the columns; person and first day are needed.

    >>> licence_rows([["E-mail", "From", "Until"], ["ana@example.org", "2026-03-02", ""]])[0]
    [LicenceRow(row=2, person='ana@example.org', first_day=datetime.date(2026, 3, 2), last_day=None)]
    """
    heads = [plain(_text(cell)) for cell in table[0]] if table else []
    places = {name: _place(heads, names) for name, names in (("person", PERSON), ("from", FIRST), ("until", LAST))}
    missing = [name for name in ("person", "from") if places[name] is None]
    if missing:
        told = "The first row must name the columns person (number, e-mail or name), from and, if you like, until."
        return [], [Trouble("row 1", told)]
    rows: list[LicenceRow] = []
    troubles: list[Trouble] = []
    for number, cells in enumerate(table[1:], start=2):
        if any(_text(cell) for cell in cells):
            found = _row(number, cells, places)
            if isinstance(found, LicenceRow):
                rows.append(found)
            else:
                troubles.append(found)
    if not rows and not troubles:
        troubles.append(Trouble("file", "The table holds no licences."))
    return rows, troubles


def _row(number: int, cells: Row, places: dict[str, int | None]) -> LicenceRow | Trouble:
    person = _text(_cell(cells, places["person"]))
    if not person:
        return Trouble(f"row {number}", "The row names nobody.")
    first, last = (_cell(cells, places[name]) for name in ("from", "until"))
    begin, end = _day(first), _day(last)
    for name, cell, day in (("from", first, begin), ("until", last, end)):
        if day is None and (_text(cell) or name == "from"):
            return Trouble(f"row {number}, {name}", f"“{_text(cell)[:40]}” is no day such as 2026-03-02.")
        if not in_reach(day):
            return Trouble(f"row {number}, {name}", f"{day} lies out of reach.")
    if begin is None or (end is not None and end < begin):
        return Trouble(f"row {number}, until", "The last day lies before the first.")
    return LicenceRow(number, person, begin, end)


def _place(heads: Sequence[str], names: Sequence[str]) -> int | None:
    return next((heads.index(name) for name in names if name in heads), None)


def _cell(cells: Row, place: int | None) -> object:
    return cells[place] if place is not None and place < len(cells) else None


def _text(cell: object) -> str:
    return "" if cell is None else str(cell).strip()


def _day(cell: object) -> date | None:
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    words = _text(cell).split("T")[0].split(" ")[0]
    try:
        day, month, year = words.split(".")
        return date(int(year), int(month), int(day))
    except ValueError:
        pass
    try:
        return date.fromisoformat(words)
    except ValueError:
        return None
