"""Reads the single cells of a plan in a table: numbers, dates, durations, predecessors, words."""

import re
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import Any

from planner.schedule.durations import LONGEST
from planner.schedule.file_values import EARLIEST, LATEST, LONGEST_NAME, LONGEST_NOTE
from planner.schedule.notation import Length, NotationError, read_length, read_links
from planner.schedule.plan_sheet import CONSTRAINT_WORDS
from planner.schedule.project_file import Constraint, ImportedLink
from planner.schedule.states import Kind
from planner.schedule.working_days import DAY_ENDS, DAY_STARTS

CellReader = Callable[[Any, int], object]
"""Reads a cell; the second argument is how many minutes a day has. Raises `NotationError`."""

_CONSTRAINTS = {words.casefold(): kind for kind, words in CONSTRAINT_WORDS.items()} | {
    "": Constraint.AS_SOON_AS_POSSIBLE, "asap": Constraint.AS_SOON_AS_POSSIBLE, "alap": Constraint.AS_LATE_AS_POSSIBLE,
    "mso": Constraint.MUST_START_ON, "mfo": Constraint.MUST_FINISH_ON, "snet": Constraint.START_NO_EARLIER_THAN,
    "snlt": Constraint.START_NO_LATER_THAN, "fnet": Constraint.FINISH_NO_EARLIER_THAN,
    "fnlt": Constraint.FINISH_NO_LATER_THAN,
}  # fmt: skip
_YES, _NO = {"yes", "true", "1"}, {"no", "false", "0"}
_EMAIL = re.compile(r"[^\s@]+@[^\s@]+")


def words(value: Any) -> str:  # noqa: ANN401 - any cell
    """A cell as text: numbers without a needless fraction, moments in ISO form, nothing as an empty text."""
    if value is None:
        return ""
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    return str(value)


def text(longest: int) -> CellReader:
    """A reader for texts of a longest length."""

    def read(value: Any, _day: int) -> str:  # noqa: ANN401 - any cell
        found = words(value)
        if len(found) > longest:
            raise NotationError(f"{len(found):,} characters are too many; at most {longest:,} are kept")
        return found

    return read


def whole(lowest: int, highest: int) -> CellReader:
    """A reader for whole numbers within bounds; an empty cell is none."""

    def read(value: Any, _day: int) -> int | None:  # noqa: ANN401 - any cell
        found = words(value).strip().removesuffix("%").strip()
        if not found:
            return None
        sign = found.removeprefix("-")
        number = int(found) if sign.isascii() and sign.isdigit() and len(sign) <= 10 else None
        if number is None or not lowest <= number <= highest:
            raise NotationError(f"“{found[:40]}” is not a whole number from {lowest:,} to {highest:,}")
        return number

    return read


def moment(usual: time) -> CellReader:
    """A reader for dates; a day alone means the usual hour of that day. Dates are local, without a zone."""

    def read(value: Any, _day: int) -> datetime | None:  # noqa: ANN401 - any cell
        found = value
        if isinstance(value, str):
            if not value.strip():
                return None
            found = _iso(value.strip())
        if isinstance(found, date) and not isinstance(found, datetime):
            found = datetime.combine(found, usual)
        if found is None:
            return None
        if not isinstance(found, datetime) or found.tzinfo is not None or not EARLIEST <= found < LATEST:
            raise NotationError(
                f"“{words(value)[:40]}” is no date from 1990 to 2100 such as 2026-03-02 or 2026-03-02 08:00"
            )
        return found.replace(microsecond=0)

    return read


def _iso(found: str) -> date | datetime | str:
    try:
        if not found.isascii() or found[4:5] != "-":
            return found
        return date.fromisoformat(found) if len(found) == 10 else datetime.fromisoformat(found)
    except ValueError:
        return found


def length(value: Any, day: int) -> Length | None:  # noqa: ANN401 - any cell
    """A duration; an empty cell is none."""
    found = words(value).strip()
    if isinstance(value, timedelta):
        if not timedelta() <= value <= LONGEST:
            raise NotationError(f"“{value}” is no duration from nothing to a hundred years")
        return Length(value)
    return read_length(found, day) if found else None


def links(value: Any, day: int) -> tuple[ImportedLink, ...]:  # noqa: ANN401 - any cell
    """Predecessors, as `notation` describes them."""
    return read_links(words(value), day)


def constraint(value: Any, _day: int) -> Constraint:  # noqa: ANN401 - any cell
    """A constraint by its words or its usual letters (SNET, FNLT)."""
    found = words(value).strip().casefold().replace("-", " ")
    if found not in _CONSTRAINTS:
        raise NotationError(f"“{words(value)[:40]}” is no constraint such as “Start no earlier than”")
    return _CONSTRAINTS[found]


def kind(value: Any, _day: int) -> Kind | None:  # noqa: ANN401 - any cell
    """Task or milestone; a summary follows from the outline."""
    found = words(value).strip().casefold()
    if found and found not in set(Kind):
        raise NotationError(f"“{found[:40]}” is none of task, milestone and summary")
    return Kind(found) if found else None


def scheduled(value: Any, _day: int) -> bool:  # noqa: ANN401 - any cell
    """Whether a task is scheduled by hand."""
    found = words(value).strip().casefold()
    if found in {"manual", "manually scheduled", *_YES}:
        return True
    if found in {"", "automatic", "auto", "auto scheduled", *_NO}:
        return False
    raise NotationError(f"“{found[:40]}” is neither automatic nor manual")


def active(value: Any, _day: int) -> bool:  # noqa: ANN401 - any cell
    """Whether a task counts; an empty cell is yes."""
    found = words(value).strip().casefold()
    if found in _NO:
        return False
    if found in _YES | {""}:
        return True
    raise NotationError(f"“{found[:40]}” is neither yes nor no")


def email(value: Any, _day: int) -> str:  # noqa: ANN401 - any cell
    """An address, or nothing."""
    found = words(value).strip()
    if found and (len(found) > 254 or not _EMAIL.fullmatch(found)):
        raise NotationError(f"“{found[:40]}” is no e-mail address")
    return found


READERS: dict[str, CellReader] = {
    "uid": whole(0, 2**31 - 1),
    "outline_level": whole(0, 100),
    "wbs": text(255),
    "name": text(LONGEST_NAME),
    "kind": kind,
    "duration": length,
    "start": moment(DAY_STARTS),
    "finish": moment(DAY_ENDS),
    "links": links,
    "percent": whole(0, 100),
    "owner": email,
    "phase": text(80),
    "wave": whole(1, 1000),
    "constraint": constraint,
    "constraint_date": moment(DAY_STARTS),
    "deadline": moment(DAY_ENDS),
    "optimistic": whole(0, 36500),
    "likely": whole(0, 36500),
    "pessimistic": whole(0, 36500),
    "manual": scheduled,
    "active": active,
    "actual_start": moment(DAY_STARTS),
    "actual_finish": moment(DAY_ENDS),
    "note": text(LONGEST_NOTE),
}
"""How the cells of each column are read."""
