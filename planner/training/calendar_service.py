"""Training calendars that people subscribe to by a secret address: made and ended by their owner."""

import secrets
from datetime import datetime, timedelta

from sqlalchemy import or_, select

from planner.access.models import User
from planner.access.roles import Permission, scope_of
from planner.access.signin_service import hashed
from planner.basics.errors import NotFound, RuleBroken
from planner.db import db
from planner.people import staff_queries
from planner.rollouts import queries as rollouts
from planner.rollouts.models import Rollout
from planner.training import course_queries, sitting_queries
from planner.training.calendar_models import TrainingCalendar
from planner.training.seats import Place
from planner.training.session_calendar import CalendarEntry
from planner.training.sitting_models import Enrolment, Sitting
from planner.training.sitting_queries import SittingView

MOST = 5
BACK = timedelta(days=90)


def calendars_of(rollout_id: int, user_id: int) -> list[TrainingCalendar]:
    """A person's own training calendars, newest first."""
    query = select(TrainingCalendar).where(
        TrainingCalendar.rollout_id == rollout_id, TrainingCalendar.user_id == user_id
    )
    return list(db.session.scalars(query.order_by(TrainingCalendar.id.desc())))


def add_calendar(rollout: Rollout, user: User, now: datetime) -> tuple[TrainingCalendar, str]:
    """A new calendar and its secret, which is told this once and kept only as a hash."""
    if len(calendars_of(rollout.id, user.id)) >= MOST:
        raise RuleBroken(f"You have {MOST} training calendars: end one that you no longer use first.")
    token = secrets.token_urlsafe(32)
    row = TrainingCalendar(rollout_id=rollout.id, user_id=user.id, token_hash=hashed(token), created_at=now)
    db.session.add(row)
    db.session.flush()
    return row, token


def own_calendar(rollout_id: int, user_id: int, calendar_id: int) -> TrainingCalendar:
    """One calendar of one's own; NotFound for any other."""
    row = db.session.get(TrainingCalendar, calendar_id)
    if row is None or (row.rollout_id, row.user_id) != (rollout_id, user_id):
        raise NotFound("There is no such calendar of yours.")
    return row


def end_calendar(row: TrainingCalendar) -> None:
    """End a calendar; its address answers no more."""
    db.session.delete(row)
    db.session.flush()


def calendar_behind(token: str) -> tuple[User, Rollout]:
    """Whose calendar it is and of which rollout; NotFound for a wrong secret and for who may not see it any more."""
    row = db.session.scalar(select(TrainingCalendar).where(TrainingCalendar.token_hash == hashed(token)))
    person = db.session.get(User, row.user_id) if row else None
    if row is None or person is None or not person.active:
        raise NotFound("There is no such calendar.")
    rollout, role = rollouts.rollout_for(person.id, row.rollout_id)
    if scope_of(role, Permission.TRAINING_VIEW) is None:
        raise NotFound("There is no such calendar.")
    return person, rollout


def sessions_of(person: User, rollout: Rollout, now: datetime) -> list[SittingView]:
    """The sessions somebody gives or has a seat in, from three months back on."""
    gives = {each.id for each in course_queries.trainers(rollout.id, retired=True) if each.user_id == person.id}
    me = staff_queries.of_account(rollout.id, person.id)
    seats = select(Enrolment.sitting_id).where(
        Enrolment.staff_id == (me.id if me else 0), Enrolment.place == Place.SEAT
    )
    mine = or_(Sitting.trainer_id.in_(gives), Sitting.id.in_(seats))
    return sitting_queries.sittings(rollout.id, mine, Sitting.starts_at >= now - BACK)


def entry_of(view: SittingView) -> CalendarEntry:
    """A session as a calendar shows it."""
    row = view.sitting
    words = [row.note, f"Trainer: {view.trainer}" if view.trainer else "", row.link]
    return CalendarEntry(
        row.id, view.course.name, row.starts_at, row.ends_at, view.where, "\n".join(w for w in words if w),
        bool(row.cancelled),
    )  # fmt: skip
