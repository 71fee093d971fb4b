"""How values are written into the audit trail: plain, short enough to keep, and without secrets."""

import hashlib
import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from enum import Enum

from planner.access.trail import canonical

HIDDEN = "(hidden)"
"""Stands for a secret such as a password hash: that it changed is kept, what it is, never."""

LONGEST = 500
"""Characters of one value that are kept; of a longer one the beginning, its length and its SHA-256 stay."""

_IS_SHORTENED = re.compile(r"… \(\d+ characters, SHA-256 [0-9a-f]{64}\)")

Values = dict[str, object]


def plain(value: object) -> object:
    """A value as JSON can say it, shortened when it is long.

    >>> plain(date(2026, 3, 2)), plain({"b": 1})
    ('2026-03-02', {'b': 1})
    """
    match value:
        case Enum():
            said = plain(value.value)
        case None | bool() | int():
            said = value
        case datetime() | date():
            said = value.isoformat()
        case bytes():
            said = f"{len(value)} bytes, SHA-256 {hashlib.sha256(value).hexdigest()}"
        case Mapping() | list() | tuple():
            said = _structure(value)
        case _:
            said = _shortened(str(value))
    return said


def _structure(value: Mapping[object, object] | list[object] | tuple[object, ...]) -> object:
    if isinstance(value, Mapping):
        said: object = {str(k): plain(v) for k, v in value.items()}
    else:
        said = [plain(v) for v in value]
    text = canonical(said)
    return said if len(text) <= LONGEST else _shortened(text.decode())


def _shortened(text: str) -> str:
    readable = text.encode(errors="replace").decode()
    if len(readable) <= LONGEST or _IS_SHORTENED.fullmatch(readable, LONGEST):
        return readable
    return shortened(readable)


def shortened(readable: str) -> str:
    """The beginning of a long text, with how long it is and its SHA-256."""
    seal = hashlib.sha256(readable.encode()).hexdigest()
    return f"{readable[:LONGEST]}… ({len(readable)} characters, SHA-256 {seal})"


def written(values: Mapping[str, object], hidden: Iterable[str] = ()) -> Values:
    """The values of a new or deleted row: those that say something, secrets hidden."""
    secret = frozenset(hidden)
    return {k: HIDDEN if k in secret else plain(v) for k, v in values.items() if v is not None}


def differences(
    before: Mapping[str, object], after: Mapping[str, object], hidden: Iterable[str] = ()
) -> tuple[Values, Values]:
    """What a change did, as the values that differ, before and after.

    >>> differences({"a": 1, "b": 2}, {"a": 1, "b": 3})
    ({'b': 2}, {'b': 3})
    """
    secret = frozenset(hidden)
    changed = [k for k in after if before.get(k) != after[k]]
    old: Values = {k: HIDDEN if k in secret else plain(before.get(k)) for k in changed}
    new: Values = {k: HIDDEN if k in secret else plain(after[k]) for k in changed}
    return old, new
