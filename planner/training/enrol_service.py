"""Gives, takes back and passes on places in sessions; the waiting list moves up by itself."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import select

from planner.basics.errors import RuleBroken
from planner.db import db
from planner.people import staff_queries
from planner.people.staff import StaffView
from planner.rollouts.models import Rollout
from planner.training import course_queries, sitting_queries
from planner.training.record_models import TrainingCell
from planner.training.seats import Asked, Attendance, Place, Wish, check_wish, moving_up, place_for
from planner.training.sitting_models import Enrolment, Sitting


def enrol(rollout: Rollout, row: Sitting, staff_id: int, now: datetime, *, by_oneself: bool = False) -> Enrolment:
    """Give somebody a seat, or the next place on the waiting list; RuleBroken says what is in the way."""
    db.session.refresh(row, with_for_update=True)
    person = staff_queries.person(rollout.id, staff_id)
    there = sitting_queries.enrolment_of(row.id, staff_id)
    if there is not None and there.place is not Place.GIVEN_BACK:
        return there
    check_wish(_wish(rollout, row, person, now), by_oneself=by_oneself)
    asked = _asked(row.id)
    taken = sum(each.place is Place.SEAT for each in asked)
    place = place_for(row.seats, taken, sum(each.place is Place.WAITING for each in asked))
    found = there or Enrolment(sitting_id=row.id, staff_id=staff_id, rated=False)
    found.place, found.asked_at, found.attendance = place, now, Attendance.OPEN
    db.session.add(found)
    db.session.flush()
    return found


def enrol_many(rollout: Rollout, row: Sitting, staff_ids: Collection[int], now: datetime) -> tuple[int, int, list[str]]:
    """Give many people a place, in their order: how many have a seat, how many wait, and who could not and why."""
    people = staff_queries.of_ids(rollout.id, staff_ids)
    seats, waiting, not_taken = 0, 0, []
    for staff_id in staff_ids:
        if staff_id not in people:
            continue
        try:
            given = enrol(rollout, row, staff_id, now)
        except RuleBroken as broken:
            not_taken.append(f"{people[staff_id].label}: {broken.message}")
        else:
            seats, waiting = seats + (given.place is Place.SEAT), waiting + (given.place is Place.WAITING)
    return seats, waiting, not_taken


def give_back(row: Sitting, enrolment: Enrolment, now: datetime, *, by_oneself: bool = False) -> tuple[Enrolment, ...]:
    """Give a place back; who moved up from the waiting list."""
    if by_oneself and row.starts_at <= now:
        raise RuleBroken("This session has begun.")
    if enrolment.attendance is Attendance.THERE:
        raise RuleBroken("Whoever was there had a seat. Take the attendance back first.")
    enrolment.place, enrolment.attendance = Place.GIVEN_BACK, Attendance.OPEN
    db.session.flush()
    return move_up(row, now)


def move_up(row: Sitting, now: datetime) -> tuple[Enrolment, ...]:
    """Let the waiting list take free seats, in the order of asking; once a session has begun, only the trainer does."""
    if row.cancelled or row.starts_at <= now:
        return ()
    moved = [db.session.get_one(Enrolment, key) for key in moving_up(row.seats, _asked(row.id))]
    for each in moved:
        each.place = Place.SEAT
    db.session.flush()
    return tuple(moved)


def _asked(sitting_id: int) -> list[Asked]:
    query = select(Enrolment.id, Enrolment.place).where(Enrolment.sitting_id == sitting_id)
    rows = db.session.execute(query.order_by(Enrolment.asked_at, Enrolment.id))
    return [Asked(key, place) for key, place in rows]


def _wish(rollout: Rollout, row: Sitting, person: StaffView, now: datetime) -> Wish:
    names = course_queries.course_names(rollout.id)
    needed = course_queries.view(rollout.id, row.course_id).needed
    passed = select(TrainingCell.course_id).where(
        TrainingCell.staff_id == person.id, TrainingCell.passed_on.is_not(None), TrainingCell.course_id.in_(needed)
    )
    lacking = set(needed) - set(db.session.scalars(passed)) if needed else set()
    places = sitting_queries.places_of(rollout.id, [person.id])
    others = [other for place, other in places if place.place is Place.SEAT]
    clash = sitting_queries.overlapping(row, others)
    return Wish(
        cancelled=bool(row.cancelled),
        begun=row.starts_at <= now,
        lacking=tuple(sorted(names[each] for each in lacking)),
        right_unit=row.unit_id is None or row.unit_id == person.unit_id,
        right_wave=row.wave is None or row.wave == person.wave,
        busy_with=names[clash[0].course_id] if clash else "",
    )
