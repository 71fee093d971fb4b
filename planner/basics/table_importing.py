"""Reads a table from a CSV file or an Excel workbook, as plain cells; what cannot be read is refused with a reason.

Only values are read, never formulas or links. The apostrophe that our own exports put before dangerous text is removed.
"""

import csv
import io
import re
import sys
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta
from itertools import chain
from typing import BinaryIO, TextIO

from planner.basics.export import original
from planner.basics.workbook_checks import TableLimits, TableRefusedError, check_workbook

Cell = str | int | float | bool | datetime | date | time | timedelta | None

LONGEST_ROW = 1_000_000
"""Signs that a row may have, over all its lines: a hundred times what a row with long notes needs."""
_MOST_KNOWN = 50_000
_CODED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_FOREIGN = {
    b"\xd0\xcf\x11\xe0": "a file of an old Office program",
    b"%PDF": "a PDF document",
    b"\x1f\x8b": "a compressed file",
}


def read_table(source: BinaryIO, limits: TableLimits | None = None) -> list[list[Cell]]:
    """All rows of a CSV file (UTF-8) or of the first sheet of a workbook; raises `TableRefusedError`."""
    limits = limits or TableLimits()
    size = source.seek(0, io.SEEK_END)
    source.seek(0)
    if size > limits.size:
        raise TableRefusedError(f"The file is larger than {limits.size // 1024**2} MB.", "Split the table.")
    if not size:
        raise TableRefusedError("The file is empty.")
    start = source.read(8)
    source.seek(0)
    foreign = next((words for mark, words in _FOREIGN.items() if start.startswith(mark)), None)
    if foreign:
        raise TableRefusedError(f"The file is {foreign}.", "Save the table as CSV (UTF-8) or as *.xlsx.")
    if start.startswith(b"PK"):
        return _within(_workbook_rows(source.read(), limits), limits)
    text = io.TextIOWrapper(source, "utf-8-sig", newline="")
    try:
        return _within(_csv_rows(text, limits), limits)
    finally:
        text.detach()  # whoever opened the file closes it


def _within(rows: Iterable[list[Cell]], limits: TableLimits) -> list[list[Cell]]:
    found, cells = [], 0
    for row in rows:
        found.append(row)
        cells += len(row)
        if len(found) > limits.rows:
            raise TableRefusedError(f"The table has more than {limits.rows:,} rows.", "Split the table.")
        if len(row) > limits.columns:
            raise TableRefusedError(f"Row {len(found)} has more than {limits.columns} columns.")
        if cells > limits.cells:
            raise TableRefusedError(
                f"Up to row {len(found):,} the table has more than {limits.cells:,} cells.",
                "Remove columns that are not needed, or split the table.",
            )
    return found


class _Lines:
    """The lines of a text as they are asked for; a row that goes on and on over them is refused."""

    def __init__(self, text: TextIO) -> None:
        self.text, self.number, self.signs = text, 0, 0

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        try:
            line = self.text.readline(LONGEST_ROW + 1)
        except UnicodeDecodeError as error:
            number = self.number + 1 + error.object.count(b"\n", 0, error.start)
            raise TableRefusedError(f"Line {number:,} is not UTF-8 text.", "Save it as “CSV UTF-8”.") from error
        if not line:
            raise StopIteration
        self.number += 1
        self.signs += len(line)
        if "\0" in line:
            raise TableRefusedError(f"Line {self.number:,} holds NUL characters, which no table has.")
        if self.signs > LONGEST_ROW:
            raise TableRefusedError(f"The row in line {self.number:,} is longer than {LONGEST_ROW:,} signs.")
        return line


class _Texts(dict[str, str]):
    """The texts of a table, each kept once; a table whose texts would fill the memory is refused."""

    def __init__(self, most: int) -> None:
        super().__init__()
        self.left = most

    def __missing__(self, value: str) -> str:
        text = original(value)
        self.left -= sys.getsizeof(text)
        if self.left < 0:
            raise TableRefusedError("The table holds more text than can be read.", "Split the table.")
        if len(self) < _MOST_KNOWN:
            self[value] = text
        return text


def _csv_rows(text: TextIO, limits: TableLimits) -> Iterator[list[Cell]]:
    lines, texts = _Lines(text), _Texts(limits.distinct)
    first = next(lines, "")
    if not first:
        return
    reader = csv.reader(chain([first], lines), delimiter=_delimiter(first), strict=True)
    try:
        for row in reader:
            yield [texts[value] for value in row]
            lines.signs = 0
    except csv.Error as error:
        raise TableRefusedError(f"Line {reader.line_num} is no CSV: {error}.") from error


def _delimiter(first: str) -> str:
    """The sign that parts the names in the first line most often: comma, semicolon or tab."""
    return max(",;\t", key=first.count)


def _workbook_rows(content: bytes, limits: TableLimits) -> Iterator[list[Cell]]:
    check_workbook(io.BytesIO(content), limits)
    try:
        yield from _calamine_rows(content, _Texts(limits.distinct))
    except TableRefusedError:
        raise
    except BaseException as error:  # the reader's library ends some broken files with a panic of its own
        if isinstance(error, Exception) or type(error).__name__ == "PanicException":
            raise TableRefusedError(f"The workbook cannot be read: {str(error)[:200]}.") from error
        raise


def _calamine_rows(content: bytes, texts: _Texts) -> Iterator[list[Cell]]:
    from python_calamine import CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

    with CalamineWorkbook.from_filelike(io.BytesIO(content)) as book:
        shown = (SheetVisibleEnum.Visible, SheetTypeEnum.WorkSheet)
        names = [sheet.name for sheet in book.sheets_metadata if (sheet.visible, sheet.typ) == shown]
        if not names:
            raise TableRefusedError("The workbook has no sheet that is shown.")
        sheet = book.get_sheet_by_name(names[0])
        before: list[Cell] = [None] * (sheet.start[1] if sheet.start else 0)
        for row in sheet.iter_rows():  # begins with the first row of the sheet, but with the first column in use
            yield [*before, *(_cell(value, texts) for value in row)]


def _cell(value: object, texts: _Texts) -> Cell:
    if isinstance(value, str):
        return texts[_CODED.sub(_sign, value) if "_x" in value else value] or None
    if isinstance(value, float) and value.is_integer() and abs(value) < 2**53:
        return int(value)
    return value if isinstance(value, int | float | bool | datetime | date | time | timedelta) else None


def _sign(match: re.Match[str]) -> str:
    return chr(int(match[1], 16))
