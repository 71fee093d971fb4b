"""Reads a plain table of attendance and results: which column says what, and what each row says of whom.

Columns are guessed from their headings and may be told. A row that cannot be read is refused with its reason.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from enum import StrEnum

from planner.training.lms_progress import Trouble

Row = Sequence[object]
HUNDRED = Decimal(100)


class Field(StrEnum):
    """What a column may say."""

    PERSON = "person"
    COURSE = "course"
    DAY = "day"
    ATTENDED = "attended"
    SCORE = "score"
    PASSED = "passed"


FIELD_WORDS = {
    Field.PERSON: "Person: e-mail address, number or name",
    Field.COURSE: "Course",
    Field.DAY: "Day",
    Field.ATTENDED: "Attended, yes or no",
    Field.SCORE: "Score in percent",
    Field.PASSED: "Passed, yes or no",
}
HEADINGS = {
    Field.PERSON: ("e-mail", "email", "email address", "e-mail address", "mail", "person", "employee number",
                   "personnel number", "staff number", "number", "participant", "name", "full name"),
    Field.COURSE: ("course", "training", "course name", "module", "activity"),
    Field.DAY: ("day", "date", "completed on", "completion date", "session date", "passed on", "taken on"),
    Field.ATTENDED: ("attended", "attendance", "present", "was there"),
    Field.SCORE: ("score", "grade", "result", "percent", "score in percent", "points"),
    Field.PASSED: ("passed", "pass", "success", "completed", "status"),
}  # fmt: skip
_YES = frozenset({"yes", "y", "true", "1", "x", "present", "attended", "passed", "pass", "complete", "completed"})
_NO = frozenset({"no", "n", "false", "0", "absent", "failed", "fail", "not completed", "not passed", "incomplete"})
_FORMS = ("%Y-%m-%d", "%d.%m.%Y", "%Y-%m-%d %H:%M:%S", "%Y-%m-%dT%H:%M:%S")

Columns = Mapping[Field, int]


@dataclass(frozen=True, slots=True)
class Record:
    """What one row says: of whom, about which course, and what became of it; None for what it does not say."""

    row: int
    person: str
    course: str
    day: date | None = None
    attended: bool | None = None
    score: Decimal | None = None
    passed: bool | None = None


@dataclass(frozen=True, slots=True)
class RecordTable:
    """A table as read; with troubles it must not be taken over."""

    records: tuple[Record, ...]
    troubles: tuple[Trouble, ...] = ()


def heading_row(rows: Sequence[Row]) -> int | None:
    """The first row that is not empty."""
    return next((number for number, row in enumerate(rows) if any(plain(cell) for cell in row)), None)


def plain(value: object) -> str:
    """A cell as text without blanks at its ends; a whole number without a fraction."""
    return "" if value is None else str(value).strip()


def guess(heading: Row) -> dict[Field, int]:
    """The columns by their headings; the better known heading wins, and each column says one thing.

    >>> guess(["E-mail", "Course", "Score"])[Field.SCORE]
    2
    """
    words = [plain(cell).lower().replace("_", " ") for cell in heading]
    found: dict[Field, int] = {}
    for field, names in HEADINGS.items():
        free = {name: words.index(name) for name in names if name in words and words.index(name) not in found.values()}
        if free:
            found[field] = next(iter(free.values()))
    return found


def missing(columns: Columns, *, course_given: bool = False) -> list[str]:
    """What must be told before the table can be read, in words."""
    lacking = []
    if Field.PERSON not in columns:
        lacking.append("No column says who: head one of them “E-mail”, “Number” or “Name”.")
    if Field.COURSE not in columns and not course_given:
        lacking.append("No column says which course: head one of them “Course”.")
    if not {Field.ATTENDED, Field.SCORE, Field.PASSED} & set(columns):
        lacking.append("No column says what came of it: head one of them “Attended”, “Score” or “Passed”.")
    return lacking


def read_records(rows: Sequence[Row], columns: Columns | None = None, course: str = "") -> RecordTable:
    """Every row as a record; `course` is meant where no column names one."""
    head = heading_row(rows)
    if head is None:
        return RecordTable((), (Trouble("file", "There is no row in the file."),))
    used = columns if columns is not None else guess(rows[head])
    doubled = _doubled(rows[head]) if columns is None else []
    lacking = [*doubled, *missing(used, course_given=bool(course))]
    if lacking:
        return RecordTable((), tuple(Trouble(f"row {head + 1}", text) for text in lacking))
    troubles: list[Trouble] = []
    records = []
    for number, row in enumerate(rows[head + 1 :], start=head + 2):
        if any(plain(cell) for cell in row):
            records.append(_record(number, row, used, course, troubles))
    if not records:
        troubles.append(Trouble("file", "There is no row under the headings."))
    return RecordTable(tuple(records), tuple(troubles))


def _doubled(heading: Row) -> list[str]:
    words = [plain(cell).lower() for cell in heading]
    meant = {name for names in HEADINGS.values() for name in names}
    return [f"Two columns are headed “{word}”." for word in sorted(set(words) & meant) if words.count(word) > 1]


def _record(number: int, row: Row, columns: Columns, course: str, troubles: list[Trouble]) -> Record:
    cells = {field: row[at] if at < len(row) else None for field, at in columns.items()}
    said: dict[Field, object] = {}
    for field, value in cells.items():
        try:
            said[field] = READERS[field](value) if plain(value) else None
        except ValueError as error:
            troubles.append(Trouble(f"row {number}, column {field.value.title()}", str(error)))
    texts = {Field.PERSON: plain(cells.get(Field.PERSON)), Field.COURSE: plain(cells.get(Field.COURSE)) or course}
    for field, text in texts.items():
        if not text:
            troubles.append(Trouble(f"row {number}, column {field.value.title()}", "There is nothing in this cell."))
    day, attended, score, passed = (said.get(field) for field in (Field.DAY, Field.ATTENDED, Field.SCORE, Field.PASSED))
    return Record(
        number,
        texts[Field.PERSON],
        texts[Field.COURSE],
        day if isinstance(day, date) else None,
        attended if isinstance(attended, bool) else None,
        score if isinstance(score, Decimal) else None,
        passed if isinstance(passed, bool) else None,
    )


def day_of(value: object) -> date:
    """A day; ValueError where it is none, or where day and month could be mistaken for one another.

    >>> day_of("2026-03-02"), day_of("2.3.2026")
    (datetime.date(2026, 3, 2), datetime.date(2026, 3, 2))
    """
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    for form in _FORMS:
        try:
            return datetime.strptime(plain(value), form).date()  # noqa: DTZ007 - a day has no zone
        except ValueError:
            continue
    raise ValueError(f"“{plain(value)[:40]}” is no day: write it as 2026-03-02.")


def yes_of(value: object) -> bool:
    """Yes or no; ValueError for any other word."""
    word = plain(value).lower()
    if word in _YES | _NO:
        return word in _YES
    raise ValueError(f"“{plain(value)[:40]}” is neither yes nor no.")


def score_of(value: object) -> Decimal:
    """A score in percent, from 0 to 100; also written as 8/10 or 80 %. ValueError for anything else.

    >>> score_of("8/10"), score_of("80 %")
    (Decimal('80'), Decimal('80'))
    """
    text = plain(value).rstrip("%").strip().replace(",", ".")
    part, slash, whole = text.partition("/")
    try:
        number = Decimal(part.strip()) * HUNDRED / Decimal(whole.strip()) if slash else Decimal(text)
    except (InvalidOperation, ArithmeticError) as error:
        raise ValueError(f"“{plain(value)[:40]}” is no score in percent.") from error
    if not number.is_finite() or not 0 <= number <= HUNDRED:
        raise ValueError(f"“{plain(value)[:40]}” is not between 0 and 100 percent.")
    return number


READERS: Mapping[Field, Callable[[object], object]] = {
    Field.PERSON: plain,
    Field.COURSE: plain,
    Field.DAY: day_of,
    Field.ATTENDED: yes_of,
    Field.SCORE: score_of,
    Field.PASSED: yes_of,
}
