"""Opens a file of training records and says what it is: a Moodle progress report, xAPI statements, or a plain table.

Nothing is stored here. What cannot be opened is refused with a reason and a remedy, never with a failure.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any, NoReturn

from planner.basics.table_importing import Cell, read_table
from planner.basics.workbook_checks import TableLimits, TableRefusedError
from planner.training.lms_progress import Progress, looks_like_progress, read_progress

LIMITS = TableLimits(rows=100_001, cells=1_500_000)
LARGEST_JSON = 16 * 1024 * 1024
MOST_VALUES = 500_000
"""So many values and lists a file of statements may hold: some fifteen thousand statements."""
DEEPEST = 64
_THREE = frozenset({"actor", "verb", "object"})


@dataclass(frozen=True, slots=True)
class Statements:
    """What a file of xAPI statements holds; some also list bare durations and scores to be checked."""

    statements: tuple[object, ...] = ()
    durations: tuple[object, ...] = ()
    scores: tuple[object, ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """A plain table: attendance or results, whose columns still have to be told."""

    rows: tuple[tuple[Cell, ...], ...]


Opened = Progress | Statements | Table


def open_path(path: Path) -> Opened:
    """What a file on the disk holds; raises TableRefusedError with what is wrong and what to do."""
    try:
        with path.open("rb") as source:
            content = source.read(LIMITS.size + 1)
    except OSError as error:
        raise TableRefusedError(f"{path.name} cannot be read: {error.strerror}.", "Check the name.") from error
    return open_content(content)


def open_content(content: bytes) -> Opened:
    """What a file holds, told by how it begins."""
    if len(content) > LIMITS.size:
        raise TableRefusedError(f"The file is larger than {LIMITS.size // 1024**2} MB.", "Split the file.")
    start = content.lstrip(b"\xef\xbb\xbf \t\r\n")[:1]
    if start in (b"{", b"["):
        return collect(_documents(content))
    if start == b"<":
        raise TableRefusedError("The file is XML or a web page.", "Save the report as CSV or as *.xlsx.")
    rows = read_table(BytesIO(_readable(content)), LIMITS)
    return read_progress(rows) if looks_like_progress(rows) else Table(tuple(tuple(row) for row in rows))


def _readable(content: bytes) -> bytes:
    """Moodle's "CSV for Excel" is UTF-16 with tabs; everything else is left as it is."""
    if content[:2] not in (b"\xff\xfe", b"\xfe\xff"):
        return content
    try:
        return content.decode("utf-16").encode("utf-8")
    except (UnicodeDecodeError, UnicodeEncodeError) as error:
        raise TableRefusedError("The file is damaged UTF-16 text.", "Save it as “CSV UTF-8”.") from error


def _documents(content: bytes) -> object:
    """The JSON document of a file; several of them, one on each line, become a list."""
    if len(content) > LARGEST_JSON or sum(map(content.count, (b",", b"[", b"{"))) > MOST_VALUES:
        raise TableRefusedError(
            f"The file holds more than {LARGEST_JSON // 1024**2} MB or {MOST_VALUES:,} values of JSON.",
            "Export the statements of a shorter time.",
        )
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise TableRefusedError(
            f"The file is not UTF-8 text (byte {error.start + 1:,}).", "Save it as UTF-8."
        ) from error
    try:
        return parse(text)
    except ValueError as error:
        lines = [line for line in text.splitlines() if line.strip()]
        if len(lines) < 2 or not lines[0].strip().endswith("}"):
            raise _no_json(error) from error
    try:
        return [parse(line) for line in lines]
    except ValueError as error:
        raise _no_json(error) from error


def _no_json(error: Exception) -> TableRefusedError:
    return TableRefusedError(f"The file is no JSON: {str(error)[:200]}.", "Export the statements again.")


def parse(text: str) -> object:
    """Strict JSON: exact numbers, no NaN, not too deep; ValueError says what is wrong.

    A name that stands twice in an object is marked, so that whoever checks the object refuses it.
    """
    try:
        found: object = json.loads(text, parse_float=_number, parse_constant=_no_number, object_pairs_hook=_pairs)
    except RecursionError as error:
        raise ValueError("nested too deeply") from error
    if _depth(found) > DEEPEST:
        raise ValueError("nested too deeply")
    return found


def _number(text: str) -> Decimal:
    return Decimal(text)


def _no_number(word: str) -> NoReturn:
    raise ValueError(f"{word} is no number")


def _pairs(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made: dict[str, Any] = {}
    for name, value in pairs:
        made[f"{name} (twice)" if name in made else name] = value
    return made


def _depth(document: object) -> int:
    """How deep lists and objects stand within one another, without climbing down by calls."""
    deepest, waiting = 0, [(document, 0)]
    while waiting:
        value, depth = waiting.pop()
        deepest = max(deepest, depth)
        inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
        if depth <= DEEPEST:
            waiting.extend((each, depth + 1) for each in inner)
    return deepest


def collect(document: object) -> Statements:
    """All statements of a document, in its order: one alone, a list, or lists under names.

    A list under a name with “duration” or “score” holds bare values to be checked. A statement may stand under
    `statement` beside other words about it.
    """
    statements: list[object] = []
    durations: list[object] = []
    scores: list[object] = []
    for name, value in _entries(document, ""):
        if "duration" in name:
            durations.append(_bare(value, ("duration", "value", "text")))
        elif "score" in name:
            scores.append(_bare(value, ("score", "value")))
        else:
            statements.append(_bare(value, ("statement",)))
    return Statements(tuple(statements), tuple(durations), tuple(scores))


def _entries(value: object, name: str) -> Iterator[tuple[str, object]]:
    """Single entries with the names above them; texts beside the lists say where a file comes from."""
    if isinstance(value, list):
        yield from ((name, each) for each in value)
    elif isinstance(value, dict) and (_THREE & set(value) or not _has_lists(value)):
        yield name, value
    elif isinstance(value, dict):
        for key, inner in value.items():
            if isinstance(inner, list) or (isinstance(inner, dict) and (_has_lists(inner) or _THREE & set(inner))):
                yield from _entries(inner, f"{name} {key}".lower())


def _has_lists(value: Mapping[str, object]) -> bool:
    return any(isinstance(each, list) or (isinstance(each, dict) and _has_lists(each)) for each in value.values())


def _bare(value: object, names: tuple[str, ...]) -> object:
    """The value that an entry is about, where it stands beside words about it."""
    if isinstance(value, dict) and not _THREE & set(value):
        return next((value[name] for name in names if name in value), value)
    return value
