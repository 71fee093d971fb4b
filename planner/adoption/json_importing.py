"""Reads the records of a JSON file one after the other: answers of vendors' interfaces, plain lists and JSON lines.

The list of records is found by the name that a vendor's envelope gives it; several answers may follow one another in a
file, or stand in one list. A record becomes a row: what lies inside another object gets both names with a point.
"""

import json
import re
from collections.abc import Iterator, Mapping
from itertools import chain
from typing import Any

from planner.adoption.metered_importing import MOST_AT_ONCE, Metered
from planner.basics.workbook_checks import TableRefusedError

ENVELOPES = ("value", "records", "results", "events", "list", "data", "items", "rows")
"""What vendors call the list of records: OData, Salesforce, SAP and HubSpot, Kommo, EspoCRM, JSON:API, others."""
LONGEST_RECORD = 1_000_000
DEEPEST = 6
_LIST = re.compile(r'"(?:' + "|".join(ENVELOPES) + r')"\s*:\s*\[')
_BLANK = re.compile(r"[\s,]*")
_FIRST = 1_000
_DECODER = json.JSONDecoder()


def json_rows(text: Metered) -> Iterator[list[str]]:
    """The names of the columns first, from the first thousand records, then each record as a row of texts.

    Where records are long, the first few hundred must do.
    """
    records, first = _records(text), []
    for record in records:
        first.append(record)
        if len(first) == _FIRST or text.since > MOST_AT_ONCE // 2:
            break
    if not first:
        raise TableRefusedError("The file holds no list of records.", "Export the log again.")
    flat = [flattened(record) for record in first]
    header = list(dict.fromkeys(name for row in flat for name in row))
    yield header
    for row in chain(flat, map(flattened, records)):
        yield [row.get(name, "") for name in header]


def flattened(record: Mapping[str, Any], before: str = "", depth: int = 0) -> dict[str, str]:
    """A record as texts by name; nothing is an empty text, lists are left out.

    >>> flattened({"id": 7, "actingUser": {"userId": 3}, "ok": True, "gone": None})
    {'id': '7', 'actingUser.userId': '3', 'ok': 'true', 'gone': ''}
    """
    found: dict[str, str] = {}
    for name, value in record.items():
        if isinstance(value, str):
            found[before + name] = value
        elif value is None:
            found[before + name] = ""
        elif isinstance(value, bool):
            found[before + name] = "true" if value else "false"
        elif isinstance(value, dict):
            if depth < DEEPEST:
                found |= flattened(value, f"{before}{name}.", depth + 1)
        elif not isinstance(value, list):
            found[before + name] = str(value)
    return found


def _records(text: Metered) -> Iterator[dict[str, Any]]:
    """Every object in every list of records of the file."""
    window = _Window(text)
    if window.starts_list():
        yield from _in_list(window)
        return
    if not window.seek(_LIST):
        yield from _one_after_the_other(window)
        return
    yield from _in_list(window)
    while window.seek(_LIST):
        yield from _in_list(window)


def _in_list(window: "_Window") -> Iterator[dict[str, Any]]:
    while (value := window.value()) is not None:
        yield from _unpacked(value)
    if window.at_end:
        raise TableRefusedError("The list of records has no end.", "The file is cut short; export it again.")


def _unpacked(value: object) -> Iterator[dict[str, Any]]:
    """A record, or the records of an answer that stands as a whole in a list of answers."""
    if not isinstance(value, dict):
        raise TableRefusedError("The list holds something that is no record.", "Export the log again.")
    inner = _enveloped(value)
    yield from ([value] if inner is None else (each for each in inner if isinstance(each, dict)))


def _enveloped(value: dict[str, Any]) -> list[Any] | None:
    for name in ENVELOPES:
        if isinstance(value.get(name), list) and all(isinstance(each, dict) for each in value[name][:1]):
            found: list[Any] = value[name]
            return found
    for name in ("d", "_embedded"):
        if isinstance(value.get(name), dict) and (inner := _enveloped(value[name])) is not None:
            return inner
    return None


def _one_after_the_other(window: "_Window") -> Iterator[dict[str, Any]]:
    """JSON lines: objects that follow one another."""
    window.rewind()
    while (value := window.value()) is not None:
        yield from _unpacked(value)


class _Window:
    """A stretch of the text that moves along, so that a large file is never in memory as a whole."""

    def __init__(self, text: Metered) -> None:
        self.text, self.buffer, self.place, self.over = text, "", 0, False
        self.number = 0
        self._more()

    def _more(self) -> bool:
        piece = self.text.read(1 << 18)
        self.over = not piece
        if piece:
            self.buffer, self.place = self.buffer[self.place :] + piece, 0
        return bool(piece)

    @property
    def at_end(self) -> bool:
        """Whether nothing follows any more."""
        return self.place >= len(self.buffer)

    def starts_list(self) -> bool:
        """Whether the file itself is a list; then stand behind its bracket."""
        self._skip()
        if self.buffer[self.place : self.place + 1] != "[":
            return False
        self.place += 1
        return True

    def seek(self, mark: re.Pattern[str]) -> bool:
        """Stand behind the next list of records; False when there is none within a million signs."""
        begun = self.place
        while True:
            if match := mark.search(self.buffer, self.place):
                self.place = match.end()
                return True
            if len(self.buffer) - begun > LONGEST_RECORD or self.over or not self._more_kept():
                return False

    def _more_kept(self) -> bool:
        """Read on without letting go of anything."""
        piece = self.text.read(1 << 18)
        self.over = not piece
        self.buffer += piece
        return bool(piece)

    def rewind(self) -> None:
        """Back to the beginning of what is in sight."""
        self.place = 0

    def _skip(self) -> None:
        while True:
            match = _BLANK.match(self.buffer, self.place)
            self.place = match.end() if match else self.place
            if self.place < len(self.buffer) or not self._more():
                return

    def value(self) -> object:
        """The next value of the list; None at its end."""
        self._skip()
        if self.at_end or self.buffer[self.place] in "]}":
            return None
        self.number += 1
        while True:
            try:
                value, end = _DECODER.raw_decode(self.buffer, self.place)
            except RecursionError as error:
                raise TableRefusedError(f"Record {self.number:,} is nested too deeply.", "Export it again.") from error
            except json.JSONDecodeError as error:
                if len(self.buffer) - self.place > LONGEST_RECORD or self.over or not self._more():
                    message = f"Record {self.number:,} is no JSON: {error.msg}."
                    raise TableRefusedError(message, "The file may be cut short; export it again.") from error
                continue
            self.place = end
            found: object = value
            return found
