"""The open file of a rollout: its shape, and what makes a file unreadable.

A file is one JSON document: `format`, `version`, `people` (who is mentioned, by e-mail address), `tables` (rows by
table, each with its own number in the file) and `files` (evidence by content hash, base64).
"""

import base64
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from enum import Enum
from typing import Any

FORMAT = "crm-rollout-planner/rollout"
VERSION = 1
LARGEST = 2**31 - 1


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong with a file: where, and what."""

    where: str
    message: str


def packed(value: object) -> object:
    """A stored value as JSON can carry it.

    Dates are ISO text, files base64, exact numbers text, and choices stand by their value.

    >>> packed(Decimal("0.10")), packed(date(2026, 3, 2))
    ('0.10', '2026-03-02')
    """
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, bytes):
        return base64.b64encode(value).decode()
    return str(value) if isinstance(value, Decimal) else value


def unpacked(value: object, kind: type) -> object:
    """The stored value of what a file carries, for a column of a kind; ValueError says why it does not fit."""
    if value is None or kind in {dict, list, object}:  # a column of plain JSON says `object`
        return value
    try:
        return _of_kind(value, kind)
    except (ValueError, TypeError, InvalidOperation, ArithmeticError) as error:
        raise ValueError(f"{str(value)[:80]!r} is not {_in_words(kind)}") from error


def _of_kind(value: Any, kind: type) -> object:  # noqa: ANN401 - whatever a file holds
    if kind is bool or kind is int:
        if type(value) is not kind:
            raise TypeError
        return value
    if kind is Decimal:
        return Decimal(str(value))
    if not isinstance(value, str):
        raise TypeError
    if kind is bytes:
        return base64.b64decode(value, validate=True)
    if kind is datetime or kind is date:
        return kind.fromisoformat(value)
    return kind(value)


def _in_words(kind: type) -> str:
    words = {
        bool: "true or false",
        int: "a whole number",
        Decimal: "a number",
        date: "a date",
        datetime: "a date and time",
        bytes: "a file in base64",
    }
    return words.get(kind, "one of the allowed words" if issubclass(kind, Enum) else "a text")


def fitting(value: object, length: int | None) -> object:
    """The value itself, if every database can hold it in a column of this length; else ValueError says why not.

    >>> fitting("Wave 1", 6)
    'Wave 1'
    """
    if isinstance(value, str) and not isinstance(value, Enum):
        if length is not None and len(value) > length:
            raise ValueError(f"is longer than {length} signs")
        if "\0" in value or any("\ud800" <= sign <= "\udfff" for sign in value):
            raise ValueError("holds a sign that no text has")
    if isinstance(value, Decimal) and not (
        value.is_finite() and len(value.as_tuple().digits) + abs(value.adjusted()) < 30
    ):
        raise ValueError("is no number of a usual size")
    if type(value) is int and abs(value) > LARGEST:
        raise ValueError(f"is larger than {LARGEST:,}")
    return value


def shape_problems(document: object, columns: Mapping[str, Sequence[str]]) -> list[Problem]:
    """Everything about the outer shape of a file that stands in the way of reading its rows.

    `columns` names the columns of each table that a rollout consists of.
    """
    if not isinstance(document, dict) or document.get("format") != FORMAT:
        return [Problem("format", "This is not a rollout file of this product.")]
    if document.get("version") != VERSION:
        return [Problem("version", f"This file has version {document.get('version')!r}; this release reads {VERSION}.")]
    tables = document.get("tables")
    if not isinstance(tables, dict) or not _is_one(tables.get("rollout")):
        return [Problem("tables", "The file must hold exactly one rollout.")]
    found = [*_people_problems(document.get("people")), *_file_shape_problems(document.get("files", {}))]
    for name, rows in tables.items():
        found += _table_problems(name, rows, columns.get(name))
    return found


def _is_one(rows: object) -> bool:
    return isinstance(rows, list) and len(rows) == 1


def _people_problems(people: object) -> list[Problem]:
    each = people if isinstance(people, list) else [None]
    if all(isinstance(p, dict) and isinstance(p.get("email"), str) and isinstance(p.get("name"), str) for p in each):
        return []
    return [Problem("people", "This must be a list of people, each with `email` and `name`.")]


def _file_shape_problems(files: object) -> list[Problem]:
    return [] if isinstance(files, dict) else [Problem("files", "This must name each file by its content hash.")]


def _table_problems(name: str, rows: object, known: Sequence[str] | None) -> list[Problem]:
    if known is None:
        return [Problem(f"tables.{name}", "This release knows no such table.")]
    if not isinstance(rows, list) or not all(isinstance(row, dict) and type(row.get("id")) is int for row in rows):
        return [Problem(f"tables.{name}", "This must be a list of rows, each with its number `id`.")]
    if len({row["id"] for row in rows}) < len(rows):
        return [Problem(f"tables.{name}", "A number `id` is there twice.")]
    extra = sorted({key for row in rows for key in row} - set(known))
    return [Problem(f"tables.{name}", f"Unknown columns: {', '.join(extra)}.")] if extra else []
