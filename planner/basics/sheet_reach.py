"""Walks through the parts of a workbook before it is opened: how far a sheet reaches, how much shared text it draws.

A reader makes a rectangle of a sheet, up to its last row and column, and puts a copy of a shared text into every cell
that points to it; so a few bytes can ask for gigabytes.
"""

import re
from array import array
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from xml.parsers import expat

FAR = 10_000_000
"""Beyond the last row or column of any program: what an address counts for that is none."""
COPY = 64
"""Bytes that a copy of a text takes beside its signs."""
_ADDRESS = re.compile(r"([A-Z]{0,4})(\d{1,7})", re.ASCII | re.IGNORECASE)
_DRAWN = re.compile(rb"\bt\s*=\s*[\"']s[\"'][^>]*>(?:(?!</(?:\w+:)?c>).)*?<(?:\w+:)?v[^>]*>\s*(\d+)", re.DOTALL)


@dataclass(slots=True)
class Reach:
    """The last row and column of a sheet, counted from 1, and how many of its cells point to a shared text."""

    rows: int = 0
    columns: int = 0
    pointing: int = 0

    @property
    def corner(self) -> str:
        """The address of the cell in the last row and column.

        >>> Reach(rows=12, columns=28).corner
        'AB12'
        """
        letters, left = "", self.columns
        while left:
            left, letter = divmod(left - 1, 26)
            letters = chr(65 + letter) + letters
        return f"{letters}{self.rows}"


def reach_of(content: bytes) -> Reach:
    """How far a sheet reaches, by the addresses of its cells and by counting those without, as readers do.

    Raises ValueError for a part that is not well-formed.

    >>> reach_of(b'<s><sheetData><row r="3"><c r="B3"/><c t="s"><v>0</v></c></row><row/></sheetData></s>')
    Reach(rows=4, columns=3, pointing=1)
    """
    found = Reach()
    row = column = 0

    def begin(name: str, attributes: dict[str, str]) -> None:
        nonlocal row, column
        if name == "c" or name.endswith(":c"):
            said_row, said_column = _place(attributes.get("r"))
            column = said_column or column + 1
            found.columns = max(found.columns, column)
            found.rows = max(found.rows, said_row)
            found.pointing += attributes.get("t") == "s"
        elif name == "row" or name.endswith(":row"):
            row, column = _place(attributes.get("r"))[0] or row + 1, 0
            found.rows = max(found.rows, row)

    _walk(content, lambda _: begin)
    return found


def lengths_of(content: bytes) -> "array[int]":
    """How many bytes each of the shared texts takes; ValueError for a part that is not well-formed.

    >>> lengths_of(b"<sst><si><t>one</t></si><si><t>three</t></si></sst>")
    array('l', [19, 27])
    """
    begins = array("l")

    def counting(parser: expat.XMLParserType) -> Callable[[str, dict[str, str]], None]:
        def begin(name: str, _: dict[str, str]) -> None:
            if name == "si" or name.endswith(":si"):
                begins.append(parser.CurrentByteIndex)

        return begin

    _walk(content, counting)
    begins.append(len(content))
    return array("l", (after - before for before, after in pairwise(begins)))


def drawn(content: bytes, reach: Reach, lengths: Sequence[int]) -> int:
    """How many bytes the shared texts of a sheet take once it is opened, as each cell gets a copy of its own.

    Where cells are not written as usual, each counts as if it drew the longest text.

    >>> drawn(b'<c t="s"><v>1</v></c><c t="s"><v>1</v></c>', Reach(1, 2, pointing=2), [5, 40]) - 2 * COPY
    80
    """
    told = total = 0
    for match in _DRAWN.finditer(content):
        told, number = told + 1, int(match[1][:9])
        total += lengths[number] if number < len(lengths) else 0
    total = total if told >= reach.pointing else reach.pointing * max(lengths, default=0)
    return total + reach.pointing * COPY


def _walk(content: bytes, made: Callable[[expat.XMLParserType], Callable[[str, dict[str, str]], None]]) -> None:
    """Tell of each element as it begins."""
    parser = expat.ParserCreate()
    parser.StartElementHandler = made(parser)
    try:
        parser.Parse(content, True)
    except (expat.ExpatError, LookupError) as error:
        raise ValueError(f"not well-formed: {error}") from error


def _place(address: str | None) -> tuple[int, int]:
    """Row and column of an address such as B7 or 7, from 1; 0 for what it does not say."""
    if address is None:
        return 0, 0
    match = _ADDRESS.fullmatch(address)
    if match is None:
        return FAR, FAR
    column = 0
    for letter in match[1].upper():
        column = column * 26 + ord(letter) - 64
    return int(match[2]), column
