"""Questions about sessions: when, where, for whom, how full, who takes part; always within one rollout."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from sqlalchemy import ColumnElement, Subquery, and_, case, func, select

from planner.basics.errors import NotFound
from planner.db import db
from planner.people import staff_queries
from planner.people.staff import StaffView
from planner.training.course_models import Course, Trainer, TrainingRoom
from planner.training.seats import Attendance, Place
from planner.training.sitting_models import Enrolment, PublishedRating, Sitting


@dataclass(frozen=True, slots=True)
class SittingView:
    """A session with what a list says of it."""

    sitting: Sitting
    course: Course
    trainer: str
    room: str
    taken: int
    waiting: int
    there: int
    absent: int

    @property
    def free(self) -> int:
        """Seats that nobody has yet."""
        return max(self.sitting.seats - self.taken, 0)

    @property
    def open_marks(self) -> int:
        """Places whose attendance is not recorded."""
        return self.taken - self.there - self.absent

    @property
    def where(self) -> str:
        """The room, or the place, or that it is online."""
        return self.room or self.sitting.place or ("online" if self.sitting.link else "")


@dataclass(frozen=True, slots=True)
class Taking:
    """One person's place in a session, with the person."""

    enrolment: Enrolment
    person: StaffView


def sittings(rollout_id: int, *wanted: ColumnElement[bool], newest_first: bool = False) -> list[SittingView]:
    """The sessions of a rollout that meet the conditions, in the order of time; one question."""
    counts = _counts(rollout_id)
    query = (
        select(
            Sitting,
            Course,
            Trainer.name,
            TrainingRoom.name,
            counts.c.taken,
            counts.c.waits,
            counts.c.there,
            counts.c.absent,
        )
        .join(Course, Course.id == Sitting.course_id)
        .outerjoin(Trainer, Trainer.id == Sitting.trainer_id)
        .outerjoin(TrainingRoom, TrainingRoom.id == Sitting.training_room_id)
        .outerjoin(counts, counts.c.sitting_id == Sitting.id)
        .where(Sitting.rollout_id == rollout_id, *wanted)
    )
    order = (Sitting.starts_at.desc(), Sitting.id.desc()) if newest_first else (Sitting.starts_at, Sitting.id)
    rows = db.session.execute(query.order_by(*order)).all()
    return [
        SittingView(sitting, course, trainer or "", room or "", *(int(number or 0) for number in numbers))
        for sitting, course, trainer, room, *numbers in rows
    ]


def has_open_marks() -> ColumnElement[bool]:
    """The condition that the attendance of somebody with a seat in the session is not recorded."""
    seats = select(Enrolment.sitting_id).where(_mark(Attendance.OPEN))
    return Sitting.id.in_(seats)


def _counts(rollout_id: int) -> Subquery:
    """How many people of each session have a seat, wait, were there and were not."""
    seat = func.sum(case((Enrolment.place == Place.SEAT, 1), else_=0))
    waits = func.sum(case((Enrolment.place == Place.WAITING, 1), else_=0))
    there = func.sum(case((_mark(Attendance.THERE), 1), else_=0))
    absent = func.sum(case((_mark(Attendance.ABSENT), 1), else_=0))
    return (
        select(
            Enrolment.sitting_id,
            seat.label("taken"),
            waits.label("waits"),
            there.label("there"),
            absent.label("absent"),
        )
        .join(Sitting, Sitting.id == Enrolment.sitting_id)
        .where(Sitting.rollout_id == rollout_id)
        .group_by(Enrolment.sitting_id)
        .subquery()
    )


def _mark(attendance: Attendance) -> ColumnElement[bool]:
    return and_(Enrolment.place == Place.SEAT, Enrolment.attendance == attendance)


def sitting(rollout_id: int, sitting_id: int) -> Sitting:
    """One session of this rollout; NotFound for any other."""
    found = db.session.get(Sitting, sitting_id)
    if found is None or found.rollout_id != rollout_id:
        raise NotFound("There is no such session in this rollout.")
    return found


def view(rollout_id: int, sitting_id: int) -> SittingView:
    """One session with what a list says of it."""
    sitting(rollout_id, sitting_id)
    return sittings(rollout_id, Sitting.id == sitting_id)[0]


def takings(rollout_id: int, sitting_id: int) -> list[Taking]:
    """Who takes part in a session: seats by name, then the waiting list in the order of asking; three questions."""
    query = select(Enrolment).where(Enrolment.sitting_id == sitting_id).order_by(Enrolment.asked_at, Enrolment.id)
    rows = list(db.session.scalars(query))
    people = staff_queries.of_ids(rollout_id, [row.staff_id for row in rows])
    found = [Taking(row, people[row.staff_id]) for row in rows if row.staff_id in people]
    seats = sorted((t for t in found if t.enrolment.place is Place.SEAT), key=lambda t: (t.person.label, t.person.id))
    return seats + [t for t in found if t.enrolment.place is not Place.SEAT]


def enrolment(rollout_id: int, enrolment_id: int) -> Enrolment:
    """One place in a session of this rollout; NotFound for any other."""
    found = db.session.get(Enrolment, enrolment_id)
    if found is None:
        raise NotFound("There is no such place in a session.")
    sitting(rollout_id, found.sitting_id)
    return found


def enrolment_of(sitting_id: int, staff_id: int) -> Enrolment | None:
    """Somebody's place in a session, also one given back."""
    query = select(Enrolment).where(Enrolment.sitting_id == sitting_id, Enrolment.staff_id == staff_id)
    return db.session.scalar(query)


def places_of(rollout_id: int, staff_ids: Collection[int]) -> list[tuple[Enrolment, Sitting]]:
    """All places these people have or wait for in sessions that take place, in the order of time."""
    query = select(Enrolment, Sitting).join(Sitting, Sitting.id == Enrolment.sitting_id)
    query = query.where(
        Sitting.rollout_id == rollout_id,
        Sitting.cancelled == "",
        Enrolment.staff_id.in_(staff_ids),
        Enrolment.place != Place.GIVEN_BACK,
    )
    return [(row, sitting) for row, sitting in db.session.execute(query.order_by(Sitting.starts_at, Sitting.id))]


def overlapping(row: Sitting, others: Sequence[Sitting]) -> list[Sitting]:
    """Those of the sessions that take place at the same time as this one."""
    return [
        each
        for each in others
        if each.id != row.id and not each.cancelled and each.starts_at < row.ends_at and row.starts_at < each.ends_at
    ]


def between(rollout_id: int, first: datetime, last: datetime) -> list[Sitting]:
    """The sessions that begin in a span of time and take place."""
    query = select(Sitting).where(
        Sitting.rollout_id == rollout_id, Sitting.cancelled == "", Sitting.starts_at >= first, Sitting.starts_at < last
    )
    return list(db.session.scalars(query.order_by(Sitting.starts_at, Sitting.id)))


def ratings(sitting_ids: Collection[int]) -> dict[int, tuple[Fraction, int]]:
    """The mean of the published ratings of sessions, and how many these are; those without five are not in it."""
    query = select(PublishedRating).where(PublishedRating.sitting_id.in_(sitting_ids))
    return {row.sitting_id: (Fraction(row.stars, row.ratings), row.ratings) for row in db.session.scalars(query)}


def invited_by(rollout_id: int, user_id: int) -> frozenset[int]:
    """The staff entries invited to a session of the trainer with this account, seats and waiting lists alike."""
    query = (
        select(Enrolment.staff_id)
        .join(Sitting, Sitting.id == Enrolment.sitting_id)
        .join(Trainer, Trainer.id == Sitting.trainer_id)
        .where(Trainer.rollout_id == rollout_id, Trainer.user_id == user_id, Enrolment.place != Place.GIVEN_BACK)
    )
    return frozenset(db.session.scalars(query))
