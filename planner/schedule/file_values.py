"""Reads the single values of a project file: numbers, yes or no, dates and durations; what does not fit is reported, never guessed."""

import re
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from planner.schedule.durations import LONGEST, parse_duration, tenths
from planner.schedule.project_file import FileProblem, Severity

Raw = dict[str, "str | list[Raw]"]
"""One record of the file: values by element name, nested records in lists."""

EARLIEST, LATEST = datetime(1990, 1, 1), datetime(2101, 1, 1)  # noqa: DTZ001 - plan dates are local, without a zone
MOST_PROBLEMS = 200
LONGEST_NAME = 512
LONGEST_NOTE = 10_000
BIGGEST_NUMBER = 2**31 - 1

_WHOLE = re.compile(r"[+-]?\d{1,18}(\.0{1,6})?", re.ASCII)
_DATE = re.compile(r"\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d{1,6})?)?)?", re.ASCII)


@dataclass(slots=True)
class Problems:
    """Collects what is wrong. Keeps the first two hundred and counts the rest, so that a bad file cannot fill the memory."""

    kept: list[FileProblem] = field(default_factory=list)
    count: int = 0
    refused: bool = False

    def add(self, problem: FileProblem) -> None:
        """Note a problem; errors push warnings out of a full list, because they decide."""
        self.count += 1
        error = problem.severity is Severity.ERROR
        self.refused = self.refused or error
        if len(self.kept) < MOST_PROBLEMS:
            self.kept.append(problem)
        elif error:
            last = next((i for i in range(len(self.kept) - 1, -1, -1) if self.kept[i].severity is Severity.WARNING), None)
            if last is not None:
                self.kept[last] = problem

    def warn(self, what: str, remedy: str, row: int | None = None, task: str = "") -> None:
        """Note something that the plan can be taken with."""
        self.add(FileProblem(Severity.WARNING, what, remedy, row, task))

    def refuse(self, what: str, remedy: str, row: int | None = None, task: str = "") -> None:
        """Note something that makes the whole file useless."""
        self.add(FileProblem(Severity.ERROR, what, remedy, row, task))


def quoted(text: str) -> str:
    """A value of the file inside a message, shortened."""
    return f"“{text[:40]}…”" if len(text) > 40 else f"“{text}”"


@dataclass(slots=True)
class Fields:
    """Reads the values of one record and reports what does not fit, at that record's row."""

    raw: Raw
    problems: Problems
    row: int | None = None
    task: str = ""

    def text(self, key: str, longest: int = LONGEST_NAME) -> str:
        """A text; a longer one is shortened and reported."""
        value = self.raw.get(key, "")
        text = value if isinstance(value, str) else ""
        if len(text) <= longest:
            return text
        self._warn(f"{key} is {len(text):,} characters long.", f"It was cut after {longest:,}.")
        return text[:longest]

    def whole(self, key: str) -> int | None:
        """A whole number of at most 32 bits, or None where there is none."""
        text = self.text(key).strip()
        if not text:
            return None
        if _WHOLE.fullmatch(text):
            number = int(text.partition(".")[0])
            if abs(number) <= BIGGEST_NUMBER:
                return number
        self._warn(f"{key} is {quoted(text)}, which is not a whole number in range.", "The value was left out.")
        return None

    def flag(self, key: str, *, default: bool = False) -> bool:
        """Yes or no, written as 1 or 0 (or true and false)."""
        text = self.raw.get(key)
        return default if not text else text in {"1", "true", "True"}

    def instant(self, key: str) -> datetime | None:
        """A local date and time; None where there is none, or where no such day exists."""
        text = self.raw.get(key)
        if not text or not isinstance(text, str) or text == "NA":
            return None
        try:
            value = datetime.fromisoformat(text)
        except ValueError:
            value = None
        if value is not None and value.tzinfo is None and _DATE.fullmatch(text) and EARLIEST <= value < LATEST:
            return value
        self._warn(f"{key} is {quoted(text)}, which is not a date between 1990 and 2100.", "The date was left out: set it by hand.")
        return None

    def duration(self, key: str) -> timedelta | None:
        """A duration; a negative or absurd one is reported and left out."""
        text = self.raw.get(key)
        if not text or not isinstance(text, str):
            return None
        try:
            length = parse_duration(text)
        except ValueError as error:
            self._warn(f"{key}: {error}.", "The duration was left out: set it by hand.")
            return None
        if timedelta() <= length <= LONGEST:
            return length
        why = "is negative" if length < timedelta() else "is longer than a hundred years"
        self._warn(f"{key} {quoted(text)} {why}.", "The duration was left out: set it by hand.")
        return None

    def slack(self, key: str) -> timedelta | None:
        """A slack, stored in tenths of a minute; it may be negative."""
        number = self.whole(key)
        return None if number is None else tenths(number)

    def records(self, key: str) -> "list[Raw]":
        """The nested records under a name."""
        value = self.raw.get(key)
        return value if isinstance(value, list) else []

    def _warn(self, what: str, remedy: str) -> None:
        self.problems.warn(what, remedy, self.row, self.task)
