"""Keeps who is trained ready to be counted: made anew from roles, courses and results whenever one of them changes."""

from collections.abc import Collection, Iterator
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, delete, func, insert, select

from planner.db import db
from planner.people.staff_models import Staff, StaffRole
from planner.training import course_queries
from planner.training.record_models import TrainingCell, TrainingResult, TrainingStanding
from planner.training.results import cells_of, standing_of

FEW = 400
"""Up to so many people are made anew one by one; beyond it is quicker to make all of them."""
AT_ONCE = 5_000


def refresh(rollout_id: int, staff_ids: Collection[int] | None = None) -> int:
    """Make the standing of these people anew, or of everybody; how many they were. Four questions and two inserts."""
    db.session.flush()
    few = staff_ids is not None and len(staff_ids) <= FEW
    mine = select(Staff.id).where(Staff.rollout_id == rollout_id)
    wanted = mine.where(Staff.id.in_(staff_ids or ())) if few else mine
    people = list(db.session.scalars(wanted.order_by(Staff.id)))
    courses = [view.asked for view in course_queries.courses(rollout_id)]
    roles, passed = _roles(StaffRole.staff_id.in_(wanted)), _passed(TrainingResult.staff_id.in_(wanted))
    for table in (TrainingCell, TrainingStanding):
        db.session.execute(delete(table).where(table.staff_id.in_(wanted)), execution_options=UNSEEN)
    cells: list[dict[str, Any]] = []
    standings: list[dict[str, Any]] = []
    for person in people:
        found = cells_of(roles.get(person, ()), passed.get(person, {}), courses)
        whose = {"rollout_id": rollout_id, "staff_id": person}
        cells += [
            {
                **whose,
                "course_id": c.course_id,
                "asked": c.asked,
                "passed_on": c.passed_on,
                "fresh_until": c.fresh_until,
            }
            for c in found
        ]
        over = standing_of(found)
        standings.append({**whose, "asked": over.asked, "missing": over.missing, "fresh_until": over.fresh_until})
    for rows, table in ((cells, TrainingCell), (standings, TrainingStanding)):
        for part in _parts(rows):
            db.session.execute(insert(table), part)
    db.session.expire_all()
    return len(people)


UNSEEN = {"synchronize_session": False}


def _parts(rows: list[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    for first in range(0, len(rows), AT_ONCE):
        yield rows[first : first + AT_ONCE]


def _roles(wanted: ColumnElement[bool]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    for staff_id, ref in db.session.execute(select(StaffRole.staff_id, StaffRole.role_ref).where(wanted)):
        found.setdefault(staff_id, []).append(ref)
    return found


def _passed(wanted: ColumnElement[bool]) -> dict[int, dict[int, date]]:
    """The latest day on which each person passed each course."""
    latest = func.max(TrainingResult.day)
    query = select(TrainingResult.staff_id, TrainingResult.course_id, latest)
    query = query.where(wanted, TrainingResult.passed.is_(True))
    found: dict[int, dict[int, date]] = {}
    for staff_id, course_id, day in db.session.execute(
        query.group_by(TrainingResult.staff_id, TrainingResult.course_id)
    ):
        found.setdefault(staff_id, {})[course_id] = day
    return found
