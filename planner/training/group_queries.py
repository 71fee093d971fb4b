"""What reports count of training over groups: who belongs where, and each course's people. Only ever shown suppressed.

Whoever shows an answer asks `planner.adoption.shown` or `planner.basics.suppression` first which groups may be seen.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from sqlalchemy import and_, case, func, or_, select

from planner.db import db
from planner.people import staff_queries
from planner.people.staff_models import Staff, StaffRole
from planner.rollouts.models import Wave
from planner.training.record_models import TrainingCell, TrainingStanding

Profile = tuple[str | None, str | None, str | None, tuple[str, ...]]
"""A person's wave, unit, site and roles."""


def profiles(rollout_id: int, on: date) -> Counter[Profile]:
    """How many people of whom a course is asked have the same wave (its number), unit, site and roles; two questions.

    Somebody without a standing yet is a gap from the first day on, and counts.
    """
    roles: dict[int, list[str]] = {}
    mine = select(StaffRole.staff_id, StaffRole.role_ref).join(Staff, Staff.id == StaffRole.staff_id)
    for staff_id, ref in db.session.execute(mine.where(Staff.rollout_id == rollout_id)):
        roles.setdefault(staff_id, []).append(ref)
    query = staff_queries.in_units(select(Staff.id, Wave.number, Staff.unit_id, Staff.site))
    query = query.outerjoin(TrainingStanding, TrainingStanding.staff_id == Staff.id).where(
        Staff.rollout_id == rollout_id,
        staff_queries.counts(on),
        or_(TrainingStanding.staff_id.is_(None), TrainingStanding.asked > 0),
    )
    found: Counter[Profile] = Counter()
    for staff_id, wave, unit_id, site in db.session.execute(query):
        keys = (str(wave) if wave else None, str(unit_id) if unit_id else None, site or None)
        found[(*keys, tuple(sorted(roles.get(staff_id, ()))))] += 1
    return found


@dataclass(frozen=True, slots=True)
class CourseCount:
    """Of how many people a course is asked, and how many of them have passed it and are still fresh."""

    asked: int
    fresh: int


def by_course(rollout_id: int, on: date) -> dict[int, CourseCount]:
    """Each course that is asked of anybody who counts on a day; one question."""
    fresh = and_(TrainingCell.passed_on.is_not(None), TrainingCell.fresh_until >= on)
    query = select(TrainingCell.course_id, func.count(), func.sum(case((fresh, 1), else_=0)))
    query = query.join(Staff, Staff.id == TrainingCell.staff_id).where(
        Staff.rollout_id == rollout_id, staff_queries.counts(on), TrainingCell.asked.is_(True)
    )
    rows = db.session.execute(query.group_by(TrainingCell.course_id))
    return {course_id: CourseCount(int(asked), int(passed or 0)) for course_id, asked, passed in rows}
