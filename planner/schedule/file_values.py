"""Reads the single values of a project file: numbers, yes or no, dates and durations; a misfit is told."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

from planner.schedule.durations import LONGEST, parse_duration, tenths
from planner.schedule.project_file import FileProblem, Severity

Raw = dict[str, "str | list[Raw]"]
"""One record of the file: values by element name, nested records in lists."""

EARLIEST, LATEST = datetime(1990, 1, 1), datetime(2101, 1, 1)  # noqa: DTZ001 - plan dates are local, without a zone
MOST_PROBLEMS = 200
LONGEST_NAME = 512
LONGEST_NOTE = 10_000
BIGGEST_NUMBER = 2**31 - 1
REMEMBERED = 4096
SHORT = 40
"""The same few numbers, dates and durations fill most of a file: remembering them halves the reading time."""


class MisfitError(ValueError):
    """A value that cannot be used: what is wrong with it, and what was done about it."""

    def __init__(self, what: str, remedy: str = "The value was left out.") -> None:
        super().__init__(what)
        self.what = what
        self.remedy = remedy


@dataclass(slots=True)
class Problems:
    """Collects what is wrong: keeps the first two hundred and counts the rest, so that memory stays bounded."""

    kept: list[FileProblem] = field(default_factory=list)
    count: int = 0
    refused: bool = False

    def add(self, problem: FileProblem) -> None:
        """Note a problem; an error pushes a warning out of a full list, because it decides."""
        self.count += 1
        error = problem.severity is Severity.ERROR
        if len(self.kept) < MOST_PROBLEMS:
            self.kept.append(problem)
        elif error:
            last = next(
                (i for i, old in reversed(list(enumerate(self.kept))) if old.severity is Severity.WARNING), None
            )
            if last is not None:
                self.kept[last] = problem
        self.refused = self.refused or error

    def warn(self, what: str, remedy: str, row: int | None = None, task: str = "") -> None:
        """Note something that the plan can be taken with."""
        self.add(FileProblem(Severity.WARNING, what, remedy, row, task))

    def refuse(self, what: str, remedy: str, row: int | None = None, task: str = "") -> None:
        """Note something that makes the whole file useless."""
        self.add(FileProblem(Severity.ERROR, what, remedy, row, task))


def quoted(text: str) -> str:
    """A value of the file inside a message, shortened."""
    return f"“{text[:40]}…”" if len(text) > 40 else f"“{text}”"


@lru_cache(REMEMBERED)
def whole(text: str) -> int:
    """A whole number of at most 32 bits; `12` and `12.0` are both 12."""
    if text.isascii() and text.isdigit() and len(text) < 10:
        return int(text)
    digits = text.strip().removesuffix(".0")
    unsigned = digits[1:] if digits[:1] in {"-", "+"} else digits
    if (
        unsigned.isascii()
        and unsigned.isdigit()
        and len(unsigned) <= 10
        and abs(number := int(digits)) <= BIGGEST_NUMBER
    ):
        return number
    raise MisfitError(f"is {quoted(text)}, which is not a whole number in range.")


def flag(text: str) -> bool:
    """Yes or no, written as 1 or 0 (or true and false)."""
    return text in {"1", "true", "True"}


@lru_cache(REMEMBERED)
def instant(text: str) -> datetime | None:
    """A local date and time between 1990 and 2100; None where the file says “NA”."""
    if text == "NA":
        return None
    try:
        value = datetime.fromisoformat(text) if text.isascii() and text[4:5] == "-" else None
    except ValueError:
        value = None
    if value is None or value.tzinfo is not None or not EARLIEST <= value < LATEST:
        raise MisfitError(
            f"is {quoted(text)}, which is not a date between 1990 and 2100.", "The date was left out: set it by hand."
        )
    return value


@lru_cache(REMEMBERED)
def duration(text: str) -> timedelta:
    """A duration from nothing to a hundred years."""
    try:
        length = parse_duration(text)
    except ValueError as error:
        raise MisfitError(f"cannot be read: {error}.", "The duration was left out: set it by hand.") from error
    if timedelta() <= length <= LONGEST:
        return length
    why = "is negative" if length < timedelta() else "is longer than a hundred years"
    raise MisfitError(f"{why}: {quoted(text)}.", "The duration was left out: set it by hand.")


def slack(text: str) -> timedelta:
    """A slack, stored in tenths of a minute; it may be negative."""
    return tenths(whole(text))


def percent(text: str) -> int:
    """A share from 0 to 100."""
    number = whole(text)
    if 0 <= number <= 100:
        return number
    raise MisfitError(f"is {number} %.", "It was taken as 0 %: set the progress by hand.")


def reference(text: str) -> int | None:
    """The number of another record; a negative one means none."""
    number = whole(text)
    return None if number < 0 else number


Reader = Callable[[str], object]
Misfits = list[tuple[str, MisfitError]]


class _Known(dict[str, object]):
    """What texts were read as: the rows of a file say the same few things over and over."""

    def __init__(self, read: Reader) -> None:
        super().__init__()
        self._read = read

    def __missing__(self, text: str) -> object:
        value = self._read(text)
        if len(self) < REMEMBERED and len(text) < SHORT:
            self[text] = value
        return value


Readers = dict[str, tuple[str, _Known | None]]
"""How each element is read, by its name in the file: our name for it, and what its texts mean; None for plain text."""


def readers_of(readers: dict[str, tuple[str, Reader]]) -> Readers:
    """Readers that remember what they have read."""
    return {key: (name, None if read is str else _Known(read)) for key, (name, read) in readers.items()}


def read_values(raw: Raw, readers: Readers) -> tuple[dict[str, Any], Misfits]:
    """The values of a record by our names, and those that did not fit with the name the file gives them."""
    values: dict[str, Any] = {}
    misfits: Misfits = []
    for key, text in raw.items():
        known = readers.get(key)
        if known is None or not text or not isinstance(text, str):
            continue
        name, meaning = known
        if meaning is None:
            values[name] = text
            continue
        try:
            values[name] = meaning[text]
        except MisfitError as misfit:
            misfits.append((key, misfit))
    return values, misfits


def records(raw: Raw, key: str) -> "list[Raw]":
    """The nested records under a name."""
    value = raw.get(key)
    return value if isinstance(value, list) else []


def number_of(raw: Raw, key: str) -> int | None:
    """A whole number that may be missing or wrong without anybody being told."""
    text = raw.get(key)
    try:
        return whole(text) if text and isinstance(text, str) else None
    except MisfitError:
        return None


def text_of(raw: Raw, key: str, longest: int = LONGEST_NAME) -> str:
    """A text, cut after its longest length."""
    value = raw.get(key)
    return value[:longest] if isinstance(value, str) else ""
