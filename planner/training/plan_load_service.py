"""Tells the plan what sessions take of trainers, which units have courses in which week, and its calendars of them."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from planner.access.models import User
from planner.access.roles import Permission, Scope, scope_of
from planner.rollouts import queries as rollouts
from planner.rollouts.models import Rollout
from planner.schedule.calendar_feed import Entry
from planner.schedule.capacity import Cell, monday
from planner.schedule.session_load_queries import Lesson, TrainerRow
from planner.training import calendar_service, course_queries, outlook_queries, sitting_queries
from planner.training.sitting_models import Sitting


def trainers(rollout: Rollout, weeks: Sequence[date]) -> Iterable[TrainerRow]:
    """Each trainer with the hours of sessions and the hours there are without absences; `weeks` are consecutive."""
    for load in outlook_queries.trainer_weeks(rollout, weeks[0], len(weeks)):
        cells = tuple(Cell(each.week, round(float(each.hours), 1), float(each.most)) for each in load.weeks)
        yield TrainerRow(load.trainer.id, load.trainer.user_id, load.trainer.name, cells)


def lessons(rollout: Rollout, weeks: Sequence[date]) -> Iterable[Lesson]:
    """Each course that is given in a week, for whom it is; a session counts in the week in which it begins."""
    names = {view.course.id: view.course.name for view in course_queries.courses(rollout.id, retired=True)}
    zone, last = ZoneInfo(rollout.timezone), weeks[-1] + timedelta(weeks=1)
    for row in sitting_queries.between(
        rollout.id, outlook_queries.instant(rollout, weeks[0]), outlook_queries.instant(rollout, last)
    ):
        yield Lesson(
            monday(row.starts_at.astimezone(zone).date()), f"Course: {names[row.course_id]}", row.unit_id, row.wave
        )


def entries(rollout: Rollout, person: User, now: datetime, home: str) -> Iterable[Entry]:
    """Sessions for a calendar: all for whoever sees all training, else those somebody gives or has a seat in."""
    _, role = rollouts.rollout_for(person.id, rollout.id)
    if scope_of(role, Permission.TRAINING_VIEW) is Scope.ALL:
        views = sitting_queries.sittings(rollout.id, Sitting.starts_at >= now - calendar_service.BACK)
    else:
        views = calendar_service.sessions_of(person, rollout, now)
    for view in views:
        each = calendar_service.entry_of(view)
        yield Entry(
            f"sitting-{each.key}", each.name, each.starts_at.date(), each.ends_at.date(), each.text,
            f"{home}/training/sessions/{each.key}", "Session", (each.starts_at, each.ends_at), each.where,
            each.cancelled,
        )  # fmt: skip
