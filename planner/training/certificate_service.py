"""Issues certificates for passed courses and finds them again by their number."""

import secrets
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from planner.basics.errors import NotFound
from planner.db import db
from planner.people.staff_models import Staff
from planner.rollouts.models import Rollout
from planner.training.certificates import LENGTH, numbered, read_number
from planner.training.course_models import Course
from planner.training.record_models import Certificate, TrainingResult
from planner.training.results import fresh_until


@dataclass(frozen=True, slots=True)
class CertificateView:
    """A certificate with all that stands on it."""

    certificate: Certificate
    course: Course
    person: Staff
    rollout: Rollout
    result: TrainingResult


def issue(row: TrainingResult) -> Certificate:
    """The certificate of a passed result, with a number that nobody can guess."""
    course = db.session.get_one(Course, row.course_id)
    certificate = Certificate(
        rollout_id=row.rollout_id,
        staff_id=row.staff_id,
        course_id=row.course_id,
        result_id=row.id,
        number=numbered(secrets.randbits(5 * LENGTH)),
        issued_on=row.day,
        expires_on=fresh_until(row.day, course.shelf_life_days),
    )
    db.session.add(certificate)
    db.session.flush()
    return certificate


def find(number: str, rollout_id: int | None = None) -> CertificateView:
    """The certificate with a number as somebody typed it, of one rollout or of any; NotFound where there is none."""
    wanted = read_number(number)
    query = (
        select(Certificate, Course, Staff, Rollout, TrainingResult)
        .join(Course, Course.id == Certificate.course_id)
        .join(Staff, Staff.id == Certificate.staff_id)
        .join(Rollout, Rollout.id == Certificate.rollout_id)
        .join(TrainingResult, TrainingResult.id == Certificate.result_id)
        .where(Certificate.number == wanted)
        .order_by(Certificate.id)
    )
    if rollout_id is not None:
        query = query.where(Certificate.rollout_id == rollout_id)
    found = db.session.execute(query.limit(1)).first() if wanted else None
    if found is None:
        raise NotFound("There is no certificate with this number.")
    return CertificateView(*found)


def of_rollout(rollout_id: int, number: str) -> CertificateView:
    """A certificate of this rollout; NotFound for any other."""
    return find(number, rollout_id)


def of_person(staff_id: int) -> dict[int, Certificate]:
    """A person's certificates by result."""
    query = select(Certificate).where(Certificate.staff_id == staff_id)
    return {row.result_id: row for row in db.session.scalars(query)}


def valid_on(certificate: Certificate, day: date) -> bool:
    """Whether what was learned still counts on a day."""
    return day <= certificate.expires_on
