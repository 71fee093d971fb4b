"""Reads a log's text with a count of what was read since rows came of it, so that no file keeps a reader busy for ever.

Packed, a few kilobytes unpack to gigabytes of blanks, of empty answers or of one row without an end. Rows are handed on
a few thousand at a time, and fewer where they are long.
"""

from collections.abc import Iterator
from typing import TextIO, TypeVar

from planner.basics.workbook_checks import TableRefusedError

PIECE = 5_000
LONGEST_LINE = 1_000_000
MOST_AT_ONCE = 4_000_000
"""Signs after which rows are handed on, however few they are."""
MOST_WITHOUT_ROWS = MOST_AT_ONCE + LONGEST_LINE
Row = TypeVar("Row")


class Metered:
    """A text that is read in blocks; refused where too much of it brings no row."""

    def __init__(self, text: TextIO) -> None:
        self.text, self.row, self.since = text, 0, 0

    def read(self, size: int) -> str:
        """The next signs; raises TableRefusedError after too many without a row."""
        if self.since > MOST_WITHOUT_ROWS:
            where = f"After row {self.row:,}" if self.row else "At the beginning"
            raise TableRefusedError(
                f"{where} stand more than {MOST_WITHOUT_ROWS:,} signs without another row.", "Export it again."
            )
        block = self.text.read(size)
        self.since += len(block)
        return block

    def in_pieces(self, rows: Iterator[Row], number: int) -> Iterator[tuple[range, list[Row]]]:
        """Rows, some thousands at a time, with their numbers from `number` on."""
        some: list[Row] = []
        self.row = number - 1
        for row in rows:
            some.append(row)
            if len(some) == PIECE or self.since > MOST_AT_ONCE:
                yield range(number, number + len(some)), some
                number += len(some)
                some, self.row, self.since = [], number - 1, 0
        if some:
            yield range(number, number + len(some)), some
