"""Tells what training asks of people: who holds which session, where attendance is missing, what runs out."""

from collections.abc import Iterable
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import or_

from planner.access.roles import Permission, Role, Scope, scope_of
from planner.rollouts.waiting import Waiting
from planner.rollouts.waiting_list_service import Asked, supplies_waiting
from planner.training import course_queries, coverage_queries, sitting_queries
from planner.training.sitting_models import Sitting
from planner.training.sitting_queries import SittingView
from planner.training.waiting_work import AHEAD, RUNNING_OUT, RefresherFact, SittingFact, Situation, work_of


@supplies_waiting
def training_work(asked: Asked) -> Iterable[Waiting]:
    """Sessions and attendance for whoever holds them, or all trainers where nobody does; refreshers for trainers."""
    meant = {user_id for user_id, role in asked.people.items() if scope_of(role, Permission.TRAINING_EDIT) is Scope.ALL}
    if not meant:
        return []
    trainers = asked.with_role(Role.TRAINER)
    situation = Situation(
        rollout_id=asked.rollout.id,
        rollout=asked.rollout.name,
        today=asked.today,
        sittings=_sittings(asked, meant, tuple(trainers)),
        refreshers=_refreshers(asked) if trainers else (),
    )
    return work_of(trainers, situation)


def _sittings(asked: Asked, meant: set[int], trainers: tuple[int, ...]) -> list[SittingFact]:
    zone = ZoneInfo(asked.rollout.timezone)
    tomorrow = datetime.combine(asked.today + timedelta(days=1), time(), zone).astimezone(UTC)
    wanted = or_(Sitting.starts_at >= tomorrow, sitting_queries.has_open_marks())
    found = sitting_queries.sittings(
        asked.rollout.id, Sitting.cancelled == "", Sitting.starts_at < tomorrow + AHEAD, wanted
    )
    if not found:
        return []
    accounts = {row.id: row.user_id for row in course_queries.trainers(asked.rollout.id, retired=True)}
    return [_fact(each, accounts.get(each.sitting.trainer_id or 0), meant, trainers, zone) for each in found]


def _fact(
    view: SittingView, holder: int | None, meant: set[int], trainers: tuple[int, ...], zone: ZoneInfo
) -> SittingFact:
    starts = view.sitting.starts_at.astimezone(zone)
    leaders = trainers if holder is None else (holder,) if holder in meant else ()
    return SittingFact(
        view.sitting.id, view.course.name, starts.date(), starts.time(), view.open_marks, leaders, holder is not None
    )


def _refreshers(asked: Asked) -> list[RefresherFact]:
    due = coverage_queries.running_out(asked.rollout.id, asked.today, asked.today + RUNNING_OUT)
    if not due:
        return []
    names = course_queries.course_names(asked.rollout.id)
    return [RefresherFact(course_id, names[course_id], people, first) for course_id, people, first in due]
