"""Writes tables as CSV and Excel files that a spreadsheet program shows as text and never runs as a formula.

Programs such as Excel and LibreOffice run a cell that begins with = + - @ or a tab, and so would run what a stranger
typed as a name (OWASP, CSV Injection). A dangerous cell gets an apostrophe in front, which those programs take as
"this is text" and which `original` removes again. Every export of the product is written here.
"""

import csv
import io
import unicodedata
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from enum import Enum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

Cell = str | int | Decimal | float | bool | date | Enum | None

_TRIGGERS = frozenset("=+-@|\t\r\n")
_MARK = "'"


def cell(value: Cell) -> str:
    """One value as the text of a cell. Numbers stay numbers, also negative ones; text that could run is defused.

    >>> cell("=1+1"), cell(-5), cell("-5"), cell("plain"), cell(None)
    ("'=1+1", '-5', "'-5", 'plain', '')
    """
    if value is None:
        return ""
    if isinstance(value, Enum):
        return defuse(str(value.value))
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, int | Decimal | float):
        return str(value)
    return defuse(value)


def defuse(text: str) -> str:
    """Text that no spreadsheet program takes for a formula; harmless text is left as it is.

    Looks past spaces, no-break spaces and invisible characters, and at full-width forms such as U+FF1D, which some
    programs turn into the plain character. NUL, which would cut the file short, is dropped.
    """
    kept = text.replace("\0", "")
    return _MARK + kept if is_dangerous(kept) else kept


def original(text: str) -> str:
    """The text before `defuse`, for reading a file of ours back in.

    >>> original(defuse("@SUM(1,1)")), original("'tis fine")
    ('@SUM(1,1)', "'tis fine")
    """
    return text[1:] if text.startswith(_MARK) and is_dangerous(text[1:]) else text


def is_dangerous(text: str) -> bool:
    """Whether a program might run this text, or might run it after taking away an apostrophe of ours."""
    for character in text.lstrip(_MARK):
        plain = unicodedata.normalize("NFKC", character)
        if any(c in _TRIGGERS for c in plain):
            return True
        if not _is_invisible(character):
            return False
    return False


def _is_invisible(character: str) -> bool:
    return character.isspace() or unicodedata.category(character) in {"Cf", "Cc", "Zs", "Zl", "Zp"}


def csv_text(header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> str:
    """A whole table as CSV text (RFC 4180: commas, CRLF, quotes where needed)."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([cell(h) for h in header])
    writer.writerows([cell(c) for c in row] for row in rows)
    return out.getvalue()


def csv_bytes(header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """The same as bytes, with the byte order mark by which Excel knows UTF-8."""
    return csv_text(header, rows).encode("utf-8-sig", errors="replace")


def xlsx_bytes(header: Sequence[str], rows: Iterable[Sequence[Cell]], sheet: str = "Sheet1") -> bytes:
    """A whole table as an Excel workbook: text as text, never as a formula or a link; numbers and dates stay such."""
    return workbook_bytes([(sheet, header, rows)])


def workbook_bytes(sheets: Iterable[tuple[str, Sequence[str], Iterable[Sequence[Cell]]]]) -> bytes:
    """Several tables as the sheets of one workbook, each with its name, heads and rows."""
    import xlsxwriter

    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        book.set_properties({"created": datetime(2000, 1, 1)})  # noqa: DTZ001 - the same bytes for the same tables
        formats = (
            book.add_format({"bold": True, "text_wrap": True, "valign": "top"}),
            *(book.add_format({"num_format": form}) for form in ("yyyy-mm-dd hh:mm", "yyyy-mm-dd")),
        )
        for name, header, rows in sheets:
            _write_sheet(book.add_worksheet(name), header, rows, *formats)
    return out.getvalue()


def _write_sheet(page: "Worksheet", header: Sequence[str], rows: Iterable[Sequence[Cell]], *formats: "Format") -> None:
    bold, moment, day = formats
    for column, name in enumerate(header):
        page.write_string(0, column, defuse(name), bold)
    for number, row in enumerate(rows, start=1):
        for column, value in enumerate(row):
            if isinstance(value, datetime):
                page.write_datetime(number, column, value.replace(tzinfo=None), moment)
            elif isinstance(value, date):
                page.write_datetime(number, column, datetime.combine(value, time()), day)
            elif isinstance(value, int | Decimal | float) and not isinstance(value, bool | Enum):
                page.write_number(number, column, value)
            elif value is not None and value != "":
                page.write_string(number, column, cell(value))
    page.freeze_panes(1, 0)
    page.autofilter(0, 0, 0, max(len(header) - 1, 0))
    page.autofit(max_width=400)
