"""Looks into a spreadsheet file before it is opened: archives that would fill the memory are refused unread.

A workbook is a ZIP archive of XML. Checked are the number and true size of its parts, document types (which can hide
entities), how far its cells reach, and how much text its cells would draw from the list of shared strings.
"""

import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

_CELL = re.compile(rb"<(?:\w+:)?(?:c|row)\s(?:[^>]*?\s)?r\s*=\s*[\"']([A-Z]*)(\d+)")
_DRAWN = re.compile(rb"\bt\s*=\s*[\"']s[\"'][^>]*>(?:(?!</(?:\w+:)?c>).)*?<(?:\w+:)?v[^>]*>\s*(\d+)", re.DOTALL)
_SHARED = re.compile(rb"<(?:\w+:)?si\b.*?</(?:\w+:)?si\s*>", re.DOTALL)
_MEMBER_PROBLEMS = (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, OSError, ValueError)


@dataclass(frozen=True, slots=True)
class TableLimits:
    """What a table may hold at most: many times what a plan or a list of people needs."""

    size: int = 32 * 1024 * 1024
    unpacked: int = 40 * 1024 * 1024
    parts: int = 500
    rows: int = 30_001
    columns: int = 200
    text: int = 64 * 1024 * 1024


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
    if "[Content_Types].xml" not in parts:
        raise TableRefusedError("The file is an archive, but not a workbook (*.xlsx).")
    for name, content in parts.items():
        _check_part(name, content)
    sheets = [content for name, content in parts.items() if "sheet" in name.lower() and name.endswith(".xml")]
    shared = next((content for name, content in parts.items() if name.lower().endswith("sharedstrings.xml")), b"")
    lengths = [match.end() - match.start() for match in _SHARED.finditer(shared)]
    for content in sheets:
        _check_reach(content, limits)
        drawn = sum(lengths[number] for number in _drawn(content) if number < len(lengths))
        if drawn > limits.text:
            raise TableRefusedError("The cells of the workbook hold more text than can be read.", "Split the table.")


def _parts(archive: zipfile.ZipFile, limits: TableLimits) -> Iterator[tuple[str, bytes]]:
    members = archive.infolist()
    if len(members) > limits.parts:
        raise TableRefusedError(f"The workbook has more than {limits.parts} parts.")
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


def _check_reach(content: bytes, limits: TableLimits) -> None:
    for match in _CELL.finditer(content):
        letters, digits = match[1], match[2]
        if len(digits) > 7 or int(digits) > limits.rows or _column(letters) > limits.columns:
            raise TableRefusedError(
                f"The sheet reaches to {(letters + digits).decode()[:20]}; at most {limits.rows:,} rows and "
                f"{limits.columns} columns are read.",
                "Remove what stands far away, or split the table.",
            )


def _column(letters: bytes) -> int:
    """The number of a column: A is 1, AA is 27; no letters, no column."""
    number = 0
    for letter in letters[:4]:
        number = number * 26 + letter - 64
    return number


def _drawn(content: bytes) -> Iterator[int]:
    return (int(match[1][:9]) for match in _DRAWN.finditer(content))
