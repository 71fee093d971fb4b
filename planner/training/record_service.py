"""Records who was there and what came of it; who passes gets a certificate, and coverage follows at once."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from sqlalchemy import select

from planner.access.models import User
from planner.basics.errors import NotFound, RuleBroken
from planner.db import db
from planner.people import staff_queries
from planner.rollouts.models import Rollout
from planner.training import certificate_service, course_queries, standing_service
from planner.training.course_models import Course
from planner.training.record_models import TrainingResult
from planner.training.results import Source, passes
from planner.training.seats import Attendance, Place
from planner.training.sitting_models import Enrolment, Sitting


@dataclass(frozen=True, slots=True)
class ResultDraft:
    """An attempt of one person at a course; a score in percent, or only passed or not."""

    staff_id: int
    course_id: int
    day: date
    score: Decimal | None = None
    passed: bool | None = None
    sitting_id: int | None = None


def mark(
    rollout: Rollout, row: Sitting, enrolment: Enrolment, said: Attendance, by: User | None, now: datetime
) -> None:
    """Record whether somebody was there. A course without a test is passed by it; taken back, so is the pass."""
    if row.cancelled:
        raise RuleBroken("This session does not take place.")
    day = row.starts_at.astimezone(ZoneInfo(rollout.timezone)).date()
    if said is not Attendance.OPEN and day > now.astimezone(ZoneInfo(rollout.timezone)).date():
        raise RuleBroken("Attendance is recorded from the day of the session on.")
    if said is enrolment.attendance:
        return
    enrolment.attendance = said
    if said is Attendance.THERE:
        enrolment.place = Place.SEAT
    course = course_queries.course(rollout.id, row.course_id)
    if not course.has_test:
        _pass_by_attendance(row, enrolment, day, by, now, there=said is Attendance.THERE)
    db.session.flush()
    standing_service.refresh(rollout.id, [enrolment.staff_id])


def walk_in(rollout: Rollout, row: Sitting, staff_id: int, by: User | None, now: datetime) -> Enrolment:
    """Somebody is in the room who was not on the list: a seat is given and the attendance recorded."""
    person = staff_queries.person(rollout.id, staff_id)
    query = select(Enrolment).where(Enrolment.sitting_id == row.id, Enrolment.staff_id == person.id)
    found = db.session.scalar(query) or Enrolment(
        sitting_id=row.id, staff_id=person.id, asked_at=now, attendance=Attendance.OPEN, rated=False
    )
    found.place = Place.SEAT
    db.session.add(found)
    db.session.flush()
    mark(rollout, row, found, Attendance.THERE, by, now)
    return found


def _pass_by_attendance(
    row: Sitting, enrolment: Enrolment, day: date, by: User | None, now: datetime, *, there: bool
) -> None:
    query = select(TrainingResult).where(
        TrainingResult.sitting_id == row.id,
        TrainingResult.staff_id == enrolment.staff_id,
        TrainingResult.source == Source.ATTENDANCE,
    )
    found = db.session.scalar(query)
    if there and found is None:
        _store(row.rollout_id, ResultDraft(enrolment.staff_id, row.course_id, day, None, True, row.id), True,
               Source.ATTENDANCE, by, now)  # fmt: skip
    elif not there and found is not None:
        db.session.delete(found)
        db.session.flush()


def add_result(rollout: Rollout, draft: ResultDraft, by: User | None, now: datetime) -> TrainingResult:
    """Record an attempt; several attempts are kept, and the latest pass counts."""
    course = course_queries.course(rollout.id, draft.course_id)
    staff_queries.person(rollout.id, draft.staff_id)
    check_result(draft, now.astimezone(ZoneInfo(rollout.timezone)).date())
    if draft.score is None and draft.passed is None:
        raise RuleBroken("Give a score, or whether it was passed.", "score")
    row = _store(rollout.id, draft, passed_by(course, draft), Source.HAND, by, now)
    standing_service.refresh(rollout.id, [draft.staff_id])
    return row


def add_results(rollout: Rollout, drafts: Collection[ResultDraft], by: User | None, now: datetime) -> int:
    """Record the results of many at once, such as of everybody in a session; all or nothing."""
    today = now.astimezone(ZoneInfo(rollout.timezone)).date()
    courses = {view.course.id: view.course for view in course_queries.courses(rollout.id, retired=True)}
    for draft in drafts:
        check_result(draft, today)
        _store(rollout.id, draft, passed_by(courses[draft.course_id], draft), Source.HAND, by, now)
    standing_service.refresh(rollout.id, {draft.staff_id for draft in drafts})
    return len(drafts)


def check_result(draft: ResultDraft, today: date) -> None:
    """Refuse a day in the future and a score that is none."""
    if draft.day > today:
        raise RuleBroken("This day has not come yet.", "day")
    if draft.score is not None and not 0 <= draft.score <= 100:
        raise RuleBroken("Between 0 and 100 percent.", "score")


def passed_by(course: Course, draft: ResultDraft) -> bool:
    """Whether an attempt passes the course by its line."""
    return passes(
        has_test=course.has_test, score=draft.score, line=course.pass_percent, passed=draft.passed, attended=None
    )


def remove_result(rollout: Rollout, row: TrainingResult) -> None:
    """Take away a result that was recorded by mistake, with its certificate; the history keeps it."""
    staff_id = row.staff_id
    db.session.delete(row)
    db.session.flush()
    standing_service.refresh(rollout.id, [staff_id])


def result(rollout_id: int, training_result_id: int) -> TrainingResult:
    """One result of this rollout; NotFound for any other."""
    found = db.session.get(TrainingResult, training_result_id)
    if found is None or found.rollout_id != rollout_id:
        raise NotFound("There is no such result in this rollout.")
    return found


def _store(
    rollout_id: int,
    draft: ResultDraft,
    passed: bool,
    source: Source,
    by: User | None,
    now: datetime,
) -> TrainingResult:
    row = TrainingResult(
        rollout_id=rollout_id, staff_id=draft.staff_id, course_id=draft.course_id, sitting_id=draft.sitting_id,
        day=draft.day, score=draft.score, passed=passed, source=source, source_key=None,
        recorded_by_id=by.id if by else None, recorded_at=now,
    )  # fmt: skip
    db.session.add(row)
    db.session.flush()
    if passed:
        certificate_service.issue(row)
    return row
