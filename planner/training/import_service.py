"""Takes files of training records over: all rows or none, each refused row with its reason, the same file only once."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select

from planner.access.audit_service import bulk
from planner.access.models import User
from planner.basics.errors import RuleBroken
from planner.db import db
from planner.people.staff_models import Staff
from planner.rollouts.models import Rollout
from planner.training import certificate_service, course_queries, standing_service
from planner.training.course_models import Course
from planner.training.lms_progress import Progress, State, Trouble
from planner.training.record_importing import Opened, Statements
from planner.training.record_models import TrainingImport, TrainingResult
from planner.training.record_table import Columns, Record, read_records
from planner.training.results import Source, passes
from planner.training.statement_values import Event, events_of

MOST_LISTED = 100


@dataclass(frozen=True, slots=True)
class Found:
    """One record of a file, matched to a person and a course here."""

    staff_id: int
    course: Course
    day: date
    score: Decimal | None
    passed: bool
    key: str


@dataclass(frozen=True, slots=True)
class Preview:
    """What a file would bring: its kind, records, what is left out and why, and what stands in its way."""

    kind: Source
    rows: int
    found: tuple[Found, ...]
    left_out: tuple[Trouble, ...]
    troubles: tuple[Trouble, ...]
    new: int
    sha256: str

    @property
    def accepted(self) -> bool:
        """Whether it may be taken over."""
        return not self.troubles


class People:
    """Finds the people of a rollout by e-mail address, number or name, in one question."""

    def __init__(self, rollout_id: int) -> None:
        self.keys: dict[str, int | None] = {}
        query = select(Staff.id, Staff.email, Staff.number, Staff.name).where(Staff.rollout_id == rollout_id)
        rows = db.session.execute(query).all()
        for key, email, number, _ in rows:
            for text in (email, number):
                if text:
                    self.keys[text.strip().lower()] = key
        named: dict[str, int | None] = {}
        for key, _, _, name in rows:
            text = " ".join(name.lower().split())
            named[text] = None if text in named else key
        self.keys = {**named, **self.keys}

    def find(self, text: str) -> tuple[int | None, str]:
        """The person meant, or why nobody is."""
        key = " ".join(text.lower().split())
        if key in self.keys:
            found = self.keys[key]
            return (
                found,
                "" if found is not None else f"“{text[:60]}” is the name of several people; use the e-mail address.",
            )
        return None, f"“{text[:60]}” is not on the staff list."


def preview(
    rollout: Rollout, opened: Opened, content: bytes, today: date, columns: Columns | None = None, course: str = "",
    *, leave_out_unknown: bool = True,
) -> Preview:  # fmt: skip
    """What a file would bring. People and courses not known here are left out and listed, or stand in the way."""
    people, courses = People(rollout.id), course_queries.by_lms_name(rollout.id)
    zone = ZoneInfo(rollout.timezone)
    if isinstance(opened, Progress):
        kind, rows, raw, troubles = Source.MOODLE, len(opened.learners), _of_progress(opened), list(opened.troubles)
    elif isinstance(opened, Statements):
        kind, rows = Source.XAPI, len(opened.statements)
        events, troubles = events_of(opened.statements, zone)
        raw = _of_events(events)
    else:
        table = read_records(opened.rows, columns, course)
        kind, rows, raw, troubles = (
            Source.TABLE,
            len(table.records),
            _of_table(table.records, today),
            list(table.troubles),
        )
    if not rows:
        troubles.append(Trouble("file", "There is nothing in the file that could be taken over."))
    found, unknown, idle = _matched(raw, people, courses, today)
    if not leave_out_unknown:
        troubles, unknown = [*troubles, *unknown], []
    there, order = _there(rollout.id), {each.where: place for place, each in enumerate(raw)}
    new = sum(each.key not in there for each in found)
    left_out = tuple(sorted((*unknown, *idle), key=lambda each: order[each.where]))
    return Preview(kind, rows, tuple(found), left_out, tuple(troubles), new, _mark(content, columns, course))


def _mark(content: bytes, columns: Columns | None, course: str) -> str:
    told = (
        repr(sorted((field.value, at) for field, at in (columns or {}).items())) + course if columns or course else ""
    )
    return hashlib.sha256(content + told.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Raw:
    """One record before it is matched; `score` in percent."""

    where: str
    person: str
    course: str
    day: date | None
    score: Decimal | None = None
    passed: bool | None = None
    attended: bool | None = None
    key: str = ""


def _of_progress(progress: Progress) -> list[Raw]:
    """Cells that say complete or failed; not completed is no attempt."""
    return [
        Raw(
            f"row {each.row}, column {name}", each.email or each.name, name,
            mark.moment.date() if mark.moment else None,
            passed=mark.state is State.COMPLETE,
        )
        for each in progress.learners
        for name, mark in zip(progress.activities, each.marks, strict=True)
        if mark.state is not State.OPEN
    ]  # fmt: skip


def _of_events(events: Iterable[Event]) -> list[Raw]:
    return [
        Raw(each.where, each.person, each.course, each.day, each.score, each.passed, key=each.key) for each in events
    ]


def _of_table(records: Sequence[Record], today: date) -> list[Raw]:
    return [
        Raw(f"row {each.row}", each.person, each.course, each.day or today, each.score, each.passed, each.attended)
        for each in records
        if each.attended is not False or each.passed is not None or each.score is not None
    ]


def _matched(
    raw: Iterable[Raw], people: People, courses: Mapping[str, Course], today: date
) -> tuple[list[Found], list[Trouble], list[Trouble]]:
    """The records that bring a result, those of unknown people, courses and days, and those that bring none."""
    found: dict[str, Found] = {}
    unknown, idle = [], []
    for each in raw:
        staff_id, why = people.find(each.person)
        course = courses.get(each.course.strip().lower())
        if course is None:
            why = why or f"“{each.course[:60]}” is no course here: name it in the course's names in learning systems."
        if each.day is None:
            why = why or "There is no day."
        elif each.day > today:
            why = why or f"{each.day} has not come yet."
        if why or staff_id is None or course is None or each.day is None:
            unknown.append(Trouble(each.where, why))
            continue
        if course.has_test and each.score is None and each.passed is None:
            why = f"“{course.name}” ends with a test: being there alone brings no result."
            idle.append(Trouble(each.where, why))
            continue
        passed = passes(
            has_test=course.has_test,
            score=each.score,
            line=course.pass_percent,
            passed=each.passed,
            attended=each.attended,
        )
        key = each.key or f"{course.id}:{staff_id}:{each.day}:{each.score}:{passed}"
        found[key] = Found(staff_id, course, each.day, each.score, passed, key[:200])
    return list(found.values()), unknown, idle


def _there(rollout_id: int) -> set[str]:
    query = select(TrainingResult.source_key).where(
        TrainingResult.rollout_id == rollout_id, TrainingResult.source_key.is_not(None)
    )
    return {key for key in db.session.scalars(query) if key}


def take(rollout: Rollout, found: Preview, file_name: str, by: User | None, now: datetime) -> TrainingImport:
    """Store what a preview found; the same file, or a record that is there, changes nothing. All or nothing."""
    if found.troubles:
        raise RuleBroken(f"The file was not taken. {found.troubles[0].where}: {found.troubles[0].message}")
    earlier = select(TrainingImport).where(
        TrainingImport.rollout_id == rollout.id, TrainingImport.sha256 == found.sha256
    )
    same = db.session.scalar(earlier)
    there = _there(rollout.id)
    new = [each for each in found.found if each.key not in there]
    if same is not None and not new:
        return same
    with bulk("training.import", f"{len(new)} results from {file_name}", rollout_id=rollout.id):
        for each in new:
            _store(rollout.id, each, found.kind, by, now)
        row = same or TrainingImport(rollout_id=rollout.id, sha256=found.sha256, added=0)
        row.file_name, row.kind, row.rows = file_name[-200:], found.kind.value, found.rows
        row.added += len(new)
        row.imported_by_id, row.imported_at = by.id if by else None, now
        db.session.add(row)
    standing_service.refresh(rollout.id, {each.staff_id for each in new})
    return row


def _store(rollout_id: int, each: Found, kind: Source, by: User | None, now: datetime) -> None:
    values: dict[str, Any] = {"staff_id": each.staff_id, "course_id": each.course.id, "day": each.day}
    row = TrainingResult(
        rollout_id=rollout_id, score=each.score, passed=each.passed, source=kind, source_key=each.key, sitting_id=None,
        recorded_by_id=by.id if by else None, recorded_at=now, **values,
    )  # fmt: skip
    db.session.add(row)
    db.session.flush()
    if each.passed:
        certificate_service.issue(row)


def imports_of(rollout_id: int) -> list[TrainingImport]:
    """The files that were taken over, the newest first."""
    query = select(TrainingImport).where(TrainingImport.rollout_id == rollout_id)
    return list(db.session.scalars(query.order_by(TrainingImport.imported_at.desc()).limit(50)))
