"""Questions about results, ratings and one person's training record."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from sqlalchemy import and_, case, func, select

from planner.access.models import User
from planner.basics.suppression import FEWEST
from planner.db import db
from planner.people import staff_queries
from planner.people.staff import StaffView
from planner.people.staff_models import Staff
from planner.people.staff_queries import Part
from planner.training import course_queries, coverage_queries, sitting_queries
from planner.training.course_models import Course
from planner.training.export_models import TrainingExport, TrainingExportPerson
from planner.training.record_models import Certificate, TrainingCell, TrainingResult
from planner.training.results import Cell, Stand, cell_stand
from planner.training.seats import Attendance, Place
from planner.training.sitting_models import Enrolment, PublishedRating, Sitting


@dataclass(frozen=True, slots=True)
class RecordLine:
    """One course in a person's record: where it stands, and what to do next."""

    course: Course
    cell: Cell
    stand: Stand
    attempts: int
    next_session: Sitting | None
    lacking: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PersonRecord:
    """All that is kept of one person's training."""

    person: StaffView
    lines: tuple[RecordLine, ...]
    results: tuple[tuple[TrainingResult, Course, Certificate | None], ...]
    places: tuple[tuple[Enrolment, Sitting], ...]
    to_rate: tuple[Sitting, ...]


def record_of(person: StaffView, rollout_id: int, today: date) -> PersonRecord:
    """One person's record; a fixed number of questions."""
    views = {view.course.id: view for view in course_queries.courses(rollout_id, retired=True)}
    cells = coverage_queries.cells_by_person([person.id]).get(person.id, {})
    results = results_of(person.id)
    places = sitting_queries.places_of(rollout_id, [person.id])
    ahead: dict[int, Sitting] = {}
    for place, sitting in places:
        if place.attendance is Attendance.OPEN and place.place is Place.SEAT:
            ahead.setdefault(sitting.course_id, sitting)
    lines = []
    for course_id, cell in cells.items():
        view = views[course_id]
        passed = {key for key, other in cells.items() if other.passed_on is not None}
        lacking = tuple(views[each].course.name for each in view.needed if each not in passed and each in views)
        tried = sum(result.course_id == course_id for result, _, _ in results)
        lines.append(RecordLine(view.course, cell, cell_stand(cell, today), tried, ahead.get(course_id), lacking))
    lines.sort(key=lambda line: (_ORDER[line.stand], line.course.moment.value != "uat", line.course.name))
    rate = tuple(s for place, s in places if place.attendance is Attendance.THERE and not place.rated)
    return PersonRecord(person, tuple(lines), tuple(results), tuple(places), rate)


_ORDER = {
    Stand.NOT_TRAINED: 0, Stand.EXPIRED: 1, Stand.EXPIRING: 2, Stand.CURRENT: 3, Stand.NOT_REQUIRED: 4,
}  # fmt: skip


def results_of(staff_id: int) -> list[tuple[TrainingResult, Course, Certificate | None]]:
    """A person's attempts, the newest first, each with its course and certificate."""
    query = (
        select(TrainingResult, Course, Certificate)
        .join(Course, Course.id == TrainingResult.course_id)
        .outerjoin(Certificate, Certificate.result_id == TrainingResult.id)
        .where(TrainingResult.staff_id == staff_id)
        .order_by(TrainingResult.day.desc(), TrainingResult.id.desc())
    )
    return [(result, course, certificate) for result, course, certificate in db.session.execute(query)]


def of_sitting(sitting_id: int) -> dict[int, list[TrainingResult]]:
    """The results of a session by person."""
    query = select(TrainingResult).where(TrainingResult.sitting_id == sitting_id, TrainingResult.score.is_not(None))
    found: dict[int, list[TrainingResult]] = {}
    for row in db.session.scalars(query.order_by(TrainingResult.id)):
        found.setdefault(row.staff_id, []).append(row)
    return found


def likely(rollout_id: int, row: Sitting, today: date) -> list[StaffView]:
    """Who may walk into a session: those who need its course, of the unit or wave it is for."""
    part = Part(unit_id=row.unit_id, wave=row.wave)
    return coverage_queries.who_needs(rollout_id, row.course_id, today, part, limit=200)


@dataclass(frozen=True, slots=True)
class Shares:
    """What became of sessions and tests in a span of time; None while there is nothing to count."""

    attendance: Fraction | None
    passes: Fraction | None
    rating: Fraction | None
    ratings: int


def shares(rollout_id: int, part: Part) -> Shares:
    """Shares of places that were used and of first attempts that passed, and the mean rating, so far."""
    return Shares(_attended(rollout_id, part), _passed(rollout_id, part), *rating_of(rollout_id, None))


def _attended(rollout_id: int, part: Part) -> Fraction | None:
    there = func.sum(case((Enrolment.attendance == Attendance.THERE, 1), else_=0))
    query = staff_queries.in_units(select(func.count(), there)).join(Enrolment, Enrolment.staff_id == Staff.id)
    query = query.join(Sitting, Sitting.id == Enrolment.sitting_id).where(
        *staff_queries.conditions(rollout_id, part),
        Sitting.cancelled == "",
        Enrolment.place == Place.SEAT,
        Enrolment.attendance != Attendance.OPEN,
    )
    whole, came = db.session.execute(query).one()
    return Fraction(100 * int(came or 0), whole) if whole else None


def _passed(rollout_id: int, part: Part) -> Fraction | None:
    """The share of people and courses with a test that were passed, among those tried."""
    ever = func.max(case((TrainingResult.passed.is_(True), 1), else_=0)).label("ever")
    query = staff_queries.in_units(select(TrainingResult.staff_id, TrainingResult.course_id, ever))
    query = query.join(TrainingResult, TrainingResult.staff_id == Staff.id).join(
        Course, Course.id == TrainingResult.course_id
    )
    tried = (
        query.where(*staff_queries.conditions(rollout_id, part), Course.has_test.is_(True))
        .group_by(TrainingResult.staff_id, TrainingResult.course_id)
        .subquery()
    )
    whole, passed = db.session.execute(select(func.count(), func.sum(tried.c.ever)).select_from(tried)).one()
    return Fraction(100 * int(passed or 0), whole) if whole else None


def rating_of(rollout_id: int, course_id: int | None) -> tuple[Fraction | None, int]:
    """The mean of the published ratings, and how many these are; None while no session has five."""
    query = select(func.sum(PublishedRating.stars), func.sum(PublishedRating.ratings))
    query = query.join(Sitting, Sitting.id == PublishedRating.sitting_id).where(Sitting.rollout_id == rollout_id)
    if course_id is not None:
        query = query.where(Sitting.course_id == course_id)
    total, number = db.session.execute(query).one()
    return (Fraction(int(total), int(number)) if number else None), int(number or 0)


def exports_naming(staff_id: int) -> list[tuple[TrainingExport, str]]:
    """The lists that were taken out and name this person, newest first, each with who took it."""
    query = (
        select(TrainingExport, User.name)
        .join(TrainingExportPerson, TrainingExportPerson.export_id == TrainingExport.id)
        .outerjoin(User, User.id == TrainingExport.user_id)
        .where(TrainingExportPerson.staff_id == staff_id)
    )
    return [
        (row, name or "somebody who left") for row, name in db.session.execute(query.order_by(TrainingExport.id.desc()))
    ]


def first_trained(rollout_id: int) -> dict[int, date]:
    """When each person first had passed every course asked; those who have not are not in it.

    A refresher later does not move the day: use before and after is compared around the first time.
    """
    first = (
        select(TrainingResult.staff_id, TrainingResult.course_id, func.min(TrainingResult.day).label("day"))
        .where(TrainingResult.rollout_id == rollout_id, TrainingResult.passed.is_(True))
        .group_by(TrainingResult.staff_id, TrainingResult.course_id)
        .subquery()
    )
    same = and_(first.c.staff_id == TrainingCell.staff_id, first.c.course_id == TrainingCell.course_id)
    query = select(TrainingCell.staff_id, func.max(first.c.day)).outerjoin(first, same)
    query = query.where(TrainingCell.rollout_id == rollout_id, TrainingCell.asked.is_(True))
    query = query.group_by(TrainingCell.staff_id).having(func.count() == func.count(first.c.day))
    return {row[0]: row[1] for row in db.session.execute(query)}


def scores_by_course(rollout_id: int, course_ids: Collection[int]) -> dict[int, tuple[int, Decimal | None]]:
    """How many tests of each course were scored, and the mean score; for groups of five and more only."""
    query = select(TrainingResult.course_id, TrainingResult.score).where(
        TrainingResult.rollout_id == rollout_id,
        TrainingResult.course_id.in_(course_ids),
        TrainingResult.score.is_not(None),
    )
    found: dict[int, list[Decimal]] = {}
    for course_id, score in db.session.execute(query):
        found.setdefault(course_id, []).append(score or Decimal(0))
    return {
        key: (len(scores), sum(scores, Decimal(0)) / len(scores) if len(scores) >= FEWEST else None)
        for key, scores in found.items()
    }
