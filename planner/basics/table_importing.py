"""Reads a table from a CSV file or an Excel workbook, as plain cells; what cannot be read is refused with a reason.

Only values are read, never formulas or links. The apostrophe that our own exports put before dangerous text is removed.
"""

import csv
import io
import re
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta
from typing import BinaryIO

from planner.basics.export import original
from planner.basics.workbook_checks import TableLimits, TableRefusedError, check_workbook

Cell = str | int | float | bool | datetime | date | time | timedelta | None

_CODED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_FOREIGN = {
    b"\xd0\xcf\x11\xe0": "a file of an old Office program",
    b"%PDF": "a PDF document",
    b"\x1f\x8b": "a compressed file",
}


def read_table(source: BinaryIO, limits: TableLimits | None = None) -> list[list[Cell]]:
    """All rows of a CSV file (UTF-8) or of the first sheet of a workbook; raises `TableRefusedError`."""
    limits = limits or TableLimits()
    source.seek(0)
    content = source.read(limits.size + 1)
    if len(content) > limits.size:
        raise TableRefusedError(f"The file is larger than {limits.size // 1024**2} MB.", "Split the table.")
    if not content:
        raise TableRefusedError("The file is empty.")
    foreign = next((words for mark, words in _FOREIGN.items() if content.startswith(mark)), None)
    if foreign:
        raise TableRefusedError(f"The file is {foreign}.", "Save the table as CSV (UTF-8) or as *.xlsx.")
    rows = _workbook_rows(content, limits) if content.startswith(b"PK") else _csv_rows(content)
    return _within(rows, limits)


def _within(rows: Iterable[list[Cell]], limits: TableLimits) -> list[list[Cell]]:
    found = []
    for row in rows:
        found.append(row)
        if len(found) > limits.rows:
            raise TableRefusedError(f"The table has more than {limits.rows:,} rows.", "Split the table.")
        if len(row) > limits.columns:
            raise TableRefusedError(f"Row {len(found)} has more than {limits.columns} columns.")
    return found


def _csv_rows(content: bytes) -> Iterator[list[Cell]]:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise TableRefusedError(
            f"The file is not UTF-8 text (byte {error.start + 1:,}).", "Save it as “CSV UTF-8”."
        ) from error
    if "\0" in text:
        raise TableRefusedError("The file holds NUL characters, which no table has.")
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
    try:
        for row in reader:
            yield [original(value) for value in row]
    except csv.Error as error:
        raise TableRefusedError(f"Line {reader.line_num} is no CSV: {error}.") from error


def _delimiter(text: str) -> str:
    """The sign that parts the names in the first line most often: comma, semicolon or tab."""
    first = text.partition("\n")[0]
    return max(",;\t", key=first.count)


def _workbook_rows(content: bytes, limits: TableLimits) -> Iterator[list[Cell]]:
    check_workbook(io.BytesIO(content), limits)
    try:
        yield from _calamine_rows(content)
    except TableRefusedError:
        raise
    except BaseException as error:  # the reader's library ends some broken files with a panic of its own
        if isinstance(error, Exception) or type(error).__name__ == "PanicException":
            raise TableRefusedError(f"The workbook cannot be read: {str(error)[:200]}.") from error
        raise


def _calamine_rows(content: bytes) -> Iterator[list[Cell]]:
    from python_calamine import CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

    with CalamineWorkbook.from_filelike(io.BytesIO(content)) as book:
        shown = (SheetVisibleEnum.Visible, SheetTypeEnum.WorkSheet)
        names = [sheet.name for sheet in book.sheets_metadata if (sheet.visible, sheet.typ) == shown]
        if not names:
            raise TableRefusedError("The workbook has no sheet that is shown.")
        for row in book.get_sheet_by_name(names[0]).to_python(skip_empty_area=False):
            yield [_cell(value) for value in row]


def _cell(value: object) -> Cell:
    if isinstance(value, str):
        return original(_CODED.sub(lambda match: chr(int(match[1], 16)), value)) or None
    if isinstance(value, float) and value.is_integer() and abs(value) < 2**53:
        return int(value)
    return value if isinstance(value, int | float | bool | datetime | date | time | timedelta) else None
