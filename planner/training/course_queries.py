"""Questions about courses, trainers and rooms, always within one rollout."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import or_, select

from planner.basics.errors import NotFound
from planner.db import db
from planner.training.course_models import (
    Course,
    CoursePrerequisite,
    CourseRole,
    Trainer,
    TrainerAbsence,
    TrainingRoom,
)
from planner.training.results import Asked


@dataclass(frozen=True, slots=True)
class CourseView:
    """A course with the roles it is asked of and the courses that come before it."""

    course: Course
    roles: tuple[str, ...]
    needed: tuple[int, ...]

    @property
    def asked(self) -> Asked:
        """The course as the rules of coverage see it."""
        return Asked(self.course.id, frozenset(self.roles), self.course.shelf_life_days, self.course.moment)


def courses(rollout_id: int, *, retired: bool = False) -> list[CourseView]:
    """The courses of a rollout by moment and name, by default those still given; three questions."""
    query = select(Course).where(Course.rollout_id == rollout_id)
    if not retired:
        query = query.where(Course.retired.is_(False))
    rows = list(db.session.scalars(query.order_by(Course.name)))
    ids = select(Course.id).where(Course.rollout_id == rollout_id)
    roles: dict[int, list[str]] = {}
    given = select(CourseRole.course_id, CourseRole.role_ref).where(CourseRole.course_id.in_(ids))
    for course_id, ref in db.session.execute(given.order_by(CourseRole.role_ref)):
        roles.setdefault(course_id, []).append(ref)
    needed: dict[int, list[int]] = {}
    before = select(CoursePrerequisite.course_id, CoursePrerequisite.needed_id)
    for course_id, needed_id in db.session.execute(before.where(CoursePrerequisite.course_id.in_(ids))):
        needed.setdefault(course_id, []).append(needed_id)
    return [CourseView(row, tuple(roles.get(row.id, ())), tuple(needed.get(row.id, ()))) for row in rows]


def course(rollout_id: int, course_id: int) -> Course:
    """One course of this rollout; NotFound for any other."""
    found = db.session.get(Course, course_id)
    if found is None or found.rollout_id != rollout_id:
        raise NotFound("There is no such course in this rollout.")
    return found


def view(rollout_id: int, course_id: int) -> CourseView:
    """One course with its roles and prerequisites."""
    row = course(rollout_id, course_id)
    roles = select(CourseRole.role_ref).where(CourseRole.course_id == row.id).order_by(CourseRole.role_ref)
    needed = select(CoursePrerequisite.needed_id).where(CoursePrerequisite.course_id == row.id)
    return CourseView(row, tuple(db.session.scalars(roles)), tuple(db.session.scalars(needed)))


def id_of_ref(rollout_id: int, ref: str) -> int | None:
    """The course of a reference, the playbook's or its own; None where there is none."""
    return (
        db.session.scalar(select(Course.id).where(Course.rollout_id == rollout_id, Course.ref == ref)) if ref else None
    )


def names_by_ref(rollout_id: int, also: str = "") -> dict[str, str]:
    """The courses that are still given by reference, in the order of names; `also` one that may be given no more."""
    query = select(Course.ref, Course.name).where(Course.rollout_id == rollout_id, Course.ref.is_not(None))
    query = query.where(or_(Course.retired.is_(False), Course.ref == also)).order_by(Course.name)
    return {ref: name for ref, name in db.session.execute(query) if ref}


def course_names(rollout_id: int) -> dict[int, str]:
    """All courses by number, also those given no more."""
    query = select(Course.id, Course.name).where(Course.rollout_id == rollout_id).order_by(Course.name)
    return {row[0]: row[1] for row in db.session.execute(query)}


def by_lms_name(rollout_id: int) -> Mapping[str, Course]:
    """Courses by every name under which a learning system may report them, in small letters."""
    found: dict[str, Course] = {}
    for row in db.session.scalars(select(Course).where(Course.rollout_id == rollout_id).order_by(Course.id)):
        names = [row.name, row.ref or "", row.link, *row.lms_names.splitlines()]
        for name in names:
            if name.strip():
                found.setdefault(name.strip().lower(), row)
    return found


def trainers(rollout_id: int, *, retired: bool = False) -> list[Trainer]:
    """The trainers of a rollout by name."""
    query = select(Trainer).where(Trainer.rollout_id == rollout_id).order_by(Trainer.name)
    return list(db.session.scalars(query if retired else query.where(Trainer.retired.is_(False))))


def trainer(rollout_id: int, trainer_id: int) -> Trainer:
    """One trainer of this rollout; NotFound for any other."""
    found = db.session.get(Trainer, trainer_id)
    if found is None or found.rollout_id != rollout_id:
        raise NotFound("There is no such trainer in this rollout.")
    return found


def absences(rollout_id: int) -> dict[int, list[TrainerAbsence]]:
    """The absences of all trainers, by trainer and in the order of time."""
    mine = select(Trainer.id).where(Trainer.rollout_id == rollout_id)
    query = select(TrainerAbsence).where(TrainerAbsence.trainer_id.in_(mine))
    found: dict[int, list[TrainerAbsence]] = {}
    for row in db.session.scalars(query.order_by(TrainerAbsence.first_day)):
        found.setdefault(row.trainer_id, []).append(row)
    return found


def absence(rollout_id: int, trainer_absence_id: int) -> TrainerAbsence:
    """One absence of a trainer of this rollout; NotFound for any other."""
    found = db.session.get(TrainerAbsence, trainer_absence_id)
    if found is None:
        raise NotFound("There is no such absence in this rollout.")
    trainer(rollout_id, found.trainer_id)
    return found


def rooms(rollout_id: int, *, retired: bool = False) -> list[TrainingRoom]:
    """The rooms of a rollout by name."""
    query = select(TrainingRoom).where(TrainingRoom.rollout_id == rollout_id).order_by(TrainingRoom.name)
    return list(db.session.scalars(query if retired else query.where(TrainingRoom.retired.is_(False))))


def room(rollout_id: int, training_room_id: int) -> TrainingRoom:
    """One room of this rollout; NotFound for any other."""
    found = db.session.get(TrainingRoom, training_room_id)
    if found is None or found.rollout_id != rollout_id:
        raise NotFound("There is no such room in this rollout.")
    return found
