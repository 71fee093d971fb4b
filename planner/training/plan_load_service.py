"""Tells the plan's capacity what sessions take of trainers, and which units have courses in which week."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from planner.rollouts.models import Rollout
from planner.schedule.capacity import Cell, monday
from planner.schedule.session_load import Lesson, TrainerRow
from planner.training import course_queries, outlook_queries, sitting_queries


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
