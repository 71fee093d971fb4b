"""Opens a usage log, whatever its form, and gives its rows in pieces, so that a million rows need little memory.

Read are CSV (comma, semicolon, tab or bar; UTF-8 or UTF-16), workbooks, JSON answers of vendors' interfaces and JSON
lines, each also compressed with gzip. What cannot be read is refused with the place and the reason.
"""

import csv
import gzip
import io
import zlib
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from itertools import chain
from typing import BinaryIO, cast

from planner.adoption.json_importing import json_rows
from planner.adoption.metered_importing import LONGEST_LINE, PIECE, Metered
from planner.basics.table_importing import Cell, read_table
from planner.basics.workbook_checks import TableLimits, TableRefusedError

BLOCK = 1 << 18
MOST_COLUMNS = 1_000
MOST_UNPACKED = 4 << 30
"""Bytes that a compressed log may unpack to: some fifty million rows."""
WORKBOOK = TableLimits(rows=100_001, cells=2_000_000, text=192 * 1024 * 1024)
_FOREIGN = {
    b"\xd0\xcf\x11\xe0": "a file of an old Office program",
    b"%PDF": "a PDF document",
    b"\x1f\x8b": "compressed twice",
    b"BZh": "compressed with bzip2",
    b"7z\xbc\xaf": "a 7z archive",
    b"SQLi": "a database",
}
_BROKEN = (EOFError, gzip.BadGzipFile, zlib.error)


@dataclass(frozen=True, slots=True)
class Piece:
    """Some rows of a log with their numbers as a reader counts them (the header is row 1), and rows that are broken."""

    numbers: Sequence[int]
    rows: Sequence[Sequence[str]]
    broken: Sequence[tuple[int, str]] = ()


@dataclass(frozen=True, slots=True)
class Log:
    """A log: the names of its columns, and its rows in pieces."""

    header: Sequence[str]
    pieces: Iterator[Piece]


class _Packed(gzip.GzipFile):
    """A compressed log; one that would unpack without end is refused."""

    def read1(self, size: int = -1) -> bytes:
        """Some bytes, as the reader of texts asks for them."""
        if self.tell() > MOST_UNPACKED:
            raise TableRefusedError(f"The file unpacks to more than {MOST_UNPACKED // 1024**2:,} MB.", "Split the log.")
        return super().read1(size)


@contextmanager
def open_log(source: BinaryIO) -> Iterator[Log]:
    """The columns and rows of a log; raises TableRefusedError, also while the rows are read."""
    source.seek(0)
    start = source.read(4)
    source.seek(0)
    with ExitStack() as open_files:
        if start[:2] == b"\x1f\x8b":
            source = cast("BinaryIO", open_files.enter_context(_Packed(fileobj=source)))
        yield _opened(source, open_files)


def _opened(source: BinaryIO, open_files: ExitStack) -> Log:
    try:
        start = source.read(4096)
        source.seek(0)
    except _BROKEN as error:
        raise _cut_short() from error
    if not start:
        raise TableRefusedError("The file is empty.", "Export it again.")
    foreign = next((words for mark, words in _FOREIGN.items() if start.startswith(mark)), None)
    if foreign:
        raise TableRefusedError(f"The file is {foreign}.", "Export the log as CSV or JSON.")
    if start.startswith(b"PK"):
        return _workbook(source)
    coding = "utf-16" if start[:2] in {b"\xff\xfe", b"\xfe\xff"} else "utf-8-sig"
    wrapped = io.TextIOWrapper(source, coding)
    open_files.callback(wrapped.detach)  # whoever opened the file closes it
    text = Metered(wrapped)
    looks = start.decode(coding, errors="ignore").lstrip()
    pieces = _guarded(_json(text) if looks[:1] in {"{", "["} else _csv(text))
    return _with_header(pieces)


def _with_header(pieces: Iterator[Piece]) -> Log:
    """The first piece of every form holds the header alone."""
    first = next(pieces, None)
    if first is None or not first.rows:
        raise TableRefusedError("The file holds no rows.", "Export it again.")
    header = first.rows[0]
    if len(header) > MOST_COLUMNS:
        raise TableRefusedError(f"The table has more than {MOST_COLUMNS:,} columns.", "Export only the columns needed.")
    return Log(header, pieces)


def _guarded(pieces: Iterator[Piece]) -> Iterator[Piece]:
    """Turn whatever a broken file makes of its reader into one sentence."""
    try:
        yield from pieces
    except UnicodeDecodeError as error:
        raise TableRefusedError(
            "The file is not UTF-8 text" + (f" (“{error.reason}”)." if error.reason else "."), "Save it as “CSV UTF-8”."
        ) from error
    except _BROKEN as error:
        raise _cut_short() from error


def _cut_short() -> TableRefusedError:
    return TableRefusedError("The compressed file is damaged or cut short.", "Load it down again.")


def _workbook(source: BinaryIO) -> Log:
    content = io.BytesIO(source.read(WORKBOOK.size + 1))
    table = read_table(content, WORKBOOK)
    rows = [[_text(value) for value in row] for row in table]
    if not rows:
        raise TableRefusedError("The sheet is empty.", "Export it again.")

    def pieces() -> Iterator[Piece]:
        yield Piece((1,), rows[:1])
        for first in range(1, len(rows), PIECE):
            some = rows[first : first + PIECE]
            yield _checked(range(first + 1, first + 1 + len(some)), some, len(rows[0]))

    return _with_header(pieces())


def _text(value: Cell) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return value if isinstance(value, str) else str(value)


def _lines(text: Metered) -> Iterator[list[str]]:
    """The lines of a text, many at once; one that is too long, or that holds NUL, is refused in time."""
    begun, number = "", 0
    while piece := text.read(BLOCK):
        if "\0" in piece:
            raise TableRefusedError(
                f"After line {number:,} come NUL characters, which no table has.", "Export it again."
            )
        lines = (begun + piece).split("\n")
        begun = lines.pop()
        number += len(lines)
        if len(begun) > LONGEST_LINE:
            raise TableRefusedError(f"Line {number + 1:,} is longer than {LONGEST_LINE:,} signs.", "Export it again.")
        yield lines
    yield [begun] if begun else []


def _csv(text: Metered) -> Iterator[Piece]:
    lines = chain.from_iterable(_lines(text))
    first = next(lines, "")
    skipped = 0
    while first and (not first.strip() or first[:4].lower() == "sep="):  # Excel's own first line
        first, skipped = next(lines, ""), skipped + 1
    if first.lstrip().startswith("<"):
        raise TableRefusedError("The file is XML or a web page, not a table.", "Export the log as CSV or JSON.")

    reader = csv.reader(chain([first], lines), delimiter=max(",;\t|", key=first.count), strict=True)
    try:
        header = next(reader, [])
        yield Piece((skipped + 1,), [header] if header else [])
        for numbers, rows in text.in_pieces(reader, skipped + 2):
            yield _checked(numbers, rows, len(header))
    except csv.Error as error:
        raise TableRefusedError(
            f"Line {reader.line_num + skipped:,} is no CSV: {error}.", "Export it again."
        ) from error


def _checked(numbers: range, rows: list[list[str]], width: int) -> Piece:
    """Rows of the header's width; blank rows are left out, others are named as broken."""
    if all(len(row) == width for row in rows):
        return Piece(numbers, rows)
    kept: list[tuple[int, list[str]]] = []
    broken: list[tuple[int, str]] = []
    for number, row in zip(numbers, rows, strict=True):
        if len(row) >= width and not any(row[width:]):
            kept.append((number, row[:width]))
        elif any(row):
            broken.append((number, f"The row has {len(row)} cells and the header {width}."))
    return Piece([number for number, _ in kept], [row for _, row in kept], broken)


def _json(text: Metered) -> Iterator[Piece]:
    rows = map(_whole_characters, json_rows(text))
    header = next(rows)
    if "\0" in "".join(header):
        raise TableRefusedError("The name of a field holds NUL characters, which no name has.", "Export it again.")
    yield Piece((0,), [header])
    for numbers, some in text.in_pieces(rows, 1):
        yield _without_nul(numbers, some)


def _whole_characters(row: list[str]) -> list[str]:
    """JSON can say half a character, as where a name was cut in the middle of an emoji: a question mark stands for it.

    >>> _whole_characters(["Ann", chr(0xD83D)])
    ['Ann', '?']
    """
    try:
        "".join(row).encode()
    except UnicodeEncodeError:
        return [cell.encode("utf-8", "replace").decode() for cell in row]
    return row


def _without_nul(numbers: range, rows: list[list[str]]) -> Piece:
    """JSON can say NUL, which no database keeps in a text: rows that hold it are named as broken."""
    bad = {number for number, row in zip(numbers, rows, strict=True) if "\0" in "".join(row)}
    if not bad:
        return Piece(numbers, rows)
    kept = [(number, row) for number, row in zip(numbers, rows, strict=True) if number not in bad]
    broken = [(number, "The record holds NUL characters, which no text has.") for number in sorted(bad)]
    return Piece([number for number, _ in kept], [row for _, row in kept], broken)
