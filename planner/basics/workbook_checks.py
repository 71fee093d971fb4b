"""Looks into a spreadsheet file before it is opened: archives that would fill the memory are refused unread.

A workbook is a ZIP archive of XML. Checked are the number and true size of its parts, document types (which can hide
entities), how far its cells reach, and how much text its cells would draw from the list of shared strings.
"""

import re
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import BinaryIO

from planner.basics.sheet_reach import drawn, lengths_of, reach_of

_SHEET, _SHARED = (re.compile(rb"<(?:[^\s<>/:]+:)?" + name + rb"[\s/>]") for name in (b"sheetData", b"sst"))
"""Elements by which a sheet and the list of shared texts are known, whatever the archive calls the part."""
_OTHER_KINDS = frozenset({"content.xml", "xl/workbook.bin"})
_MEMBER_PROBLEMS = (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, OSError, ValueError)


@dataclass(frozen=True, slots=True)
class TableLimits:
    """What a table may hold at most: many times what a plan or a list of people needs.

    `cells` counts empty ones too: a workbook is opened as a rectangle up to its last row and column. `text` is what the
    cells of a workbook draw from its shared texts, `distinct` what the texts of a table take in memory, both in bytes.
    """

    size: int = 32 * 1024 * 1024
    unpacked: int = 40 * 1024 * 1024
    parts: int = 500
    rows: int = 30_001
    columns: int = 200
    cells: int = 1_000_000
    text: int = 56 * 1024 * 1024
    distinct: int = 40 * 1024 * 1024


class TableRefusedError(Exception):
    """The file cannot be read as a table: what is wrong, and what to do."""

    def __init__(self, what: str, remedy: str = "Save it again from the spreadsheet program.") -> None:
        super().__init__(what)
        self.what = what
        self.remedy = remedy


def check_workbook(source: BinaryIO, limits: TableLimits) -> None:
    """Refuse a workbook that is none, is damaged, or would grow beyond the limits when it is opened."""
    try:
        with zipfile.ZipFile(source) as archive:
            parts = dict(_parts(archive, limits))
    except _MEMBER_PROBLEMS as error:
        raise TableRefusedError("The file is a damaged archive or no workbook at all.") from error
    names = {name.lower() for name in parts}
    if "[content_types].xml" not in names or names & _OTHER_KINDS:
        raise TableRefusedError("The file is an archive, but not a workbook (*.xlsx).")
    for name, content in parts.items():
        _check_part(name, content)
    try:
        shared = [lengths_of(content) for content in parts.values() if b"sst" in content and _SHARED.search(content)]
        for content in parts.values():
            if _SHEET.search(content):
                _check_sheet(content, shared, limits)
    except ValueError as error:
        raise TableRefusedError(f"The workbook is damaged: a part of it is {error}.") from error


def _parts(archive: zipfile.ZipFile, limits: TableLimits) -> Iterator[tuple[str, bytes]]:
    members = archive.infolist()
    if len(members) > limits.parts:
        raise TableRefusedError(f"The workbook has more than {limits.parts} parts.")
    if len({member.filename.lower() for member in members}) < len(members):
        raise TableRefusedError("The archive holds two parts of the same name.")
    left = limits.unpacked
    for member in members:
        if member.filename.startswith(("/", "\\")) or ".." in member.filename.replace("\\", "/").split("/"):
            raise TableRefusedError("The archive holds a part that climbs out of its folder.")
        with archive.open(member) as part:
            content = part.read(left + 1)
        left -= len(content)
        if left < 0:
            raise TableRefusedError(
                f"The workbook unpacks to more than {limits.unpacked // 1024**2} MB.", "Split the table."
            )
        yield member.filename, content


def _check_part(name: str, content: bytes) -> None:
    if name.endswith((".xml", ".rels")) and (b"<!DOCTYPE" in content or b"<!ENTITY" in content or b"\0" in content):
        raise TableRefusedError("The workbook brings its own document type or entities, which can hide an attack.")


def _check_sheet(content: bytes, shared: Sequence[Sequence[int]], limits: TableLimits) -> None:
    reach = reach_of(content)
    if reach.rows > limits.rows or reach.columns > limits.columns:
        raise TableRefusedError(
            f"The sheet reaches to {reach.corner}; at most {limits.rows:,} rows and {limits.columns} columns are read.",
            "Remove what stands far away, or split the table.",
        )
    if reach.rows * reach.columns > limits.cells:
        raise TableRefusedError(
            f"The sheet reaches to {reach.corner}; at most {limits.cells:,} cells are read, empty ones among them.",
            "Remove what stands far away, or split the table.",
        )
    if max((drawn(content, reach, lengths) for lengths in shared), default=0) > limits.text:
        raise TableRefusedError("The cells of the workbook hold more text than can be read.", "Split the table.")
