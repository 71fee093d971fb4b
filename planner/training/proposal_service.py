"""Works out which sessions would close the gaps, keeps the proposal, and makes its sessions on one word."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select

from planner import queue
from planner.access.models import User
from planner.basics.errors import NotFound, RuleBroken
from planner.basics.public_holidays import holidays_of
from planner.db import db
from planner.playbook.words import CourseFormat
from planner.rollouts.models import Rollout
from planner.training import course_queries, outlook_queries, sitting_queries, sitting_service
from planner.training.pace import WaveOutlook
from planner.training.record_models import SittingProposal
from planner.training.session_plan import propose
from planner.training.session_values import Missing, Need, Planned, RoomTime, SessionPlan, TrainerTime, monday
from planner.training.sitting_models import Sitting
from planner.training.sitting_service import SittingDraft

BEGINS = (time(9, 0), time(13, 30))
"""When a session of the morning and one of the afternoon begin."""
NOON = time(13, 15)
FARTHEST = timedelta(days=400)
AT_ONCE = 3_000
"""Up to so many possible sessions are looked at while somebody waits; more are left to the background."""
QUICK, LONG = 8.0, 60.0
"""Seconds that may be spent on it, while somebody waits and in the background."""


@dataclass(frozen=True, slots=True)
class Task:
    """All that a proposal is worked out from."""

    needs: tuple[Need, ...]
    trainers: tuple[TrainerTime, ...]
    rooms: tuple[RoomTime, ...]
    days: tuple[date, ...]

    @property
    def size(self) -> int:
        """Roughly how many sessions are possible."""
        rooms = max(len(self.rooms), 1)
        spans = sum((min(need.last, need.first + FARTHEST) - need.first).days for need in self.needs if need.people)
        return spans * max(len(self.trainers), 1) * rooms


def task_of(rollout: Rollout, today: date) -> Task:
    """What is missing today, and with what it may be closed."""
    needs = tuple(_needs(outlook_queries.outlooks(rollout, today), rollout, today))
    last = max((need.last for need in needs), default=today)
    around = sitting_queries.between(
        rollout.id, outlook_queries.instant(rollout, today - timedelta(days=7)),
        outlook_queries.instant(rollout, min(last, today + FARTHEST) + timedelta(days=7)),
    )  # fmt: skip
    zone = ZoneInfo(rollout.timezone)
    away = course_queries.absences(rollout.id)
    trainers = tuple(
        TrainerTime(
            each.id,
            float(each.hours_week),
            frozenset(_span_days((a.first_day, a.last_day) for a in away.get(each.id, []))),
            frozenset(_halves((row for row in around if row.trainer_id == each.id), zone)),
            _hours([row for row in around if row.trainer_id == each.id], zone),
        )
        for each in course_queries.trainers(rollout.id)
    )
    rooms = tuple(
        RoomTime(each.id, each.seats, frozenset(_halves((r for r in around if r.training_room_id == each.id), zone)))
        for each in course_queries.rooms(rollout.id)
    )
    return Task(needs, trainers, rooms, tuple(_working_days(rollout, today, min(last, today + FARTHEST))))


def _needs(outlooks: Iterable[WaveOutlook], rollout: Rollout, today: date) -> Iterable[Need]:
    courses = {view.course.id: view.course for view in course_queries.courses(rollout.id)}
    for wave in outlooks:
        if wave.go_live is None or wave.go_live <= today:
            continue
        for each in wave.courses:
            course = courses[each.course_id]
            if each.missing_seats:
                first = max(today + timedelta(days=1), wave.go_live - timedelta(days=course.shelf_life_days))
                yield Need(
                    course.id, wave.number, each.missing_seats, float(course.hours), course.seats,
                    course.format is CourseFormat.CLASSROOM, first, wave.go_live - timedelta(days=1),
                )  # fmt: skip


def _span_days(spans: Iterable[tuple[date, date]]) -> Iterable[date]:
    for first, last in spans:
        for number in range(min((last - first).days, 1000) + 1):
            yield first + timedelta(days=number)


def _halves(rows: Iterable[Sitting], zone: ZoneInfo) -> Iterable[tuple[date, int]]:
    """The half days that sessions take."""
    for row in rows:
        begin, end = row.starts_at.astimezone(zone), row.ends_at.astimezone(zone)
        for day in _span_days([(begin.date(), end.date())]):
            if begin < datetime.combine(day, NOON, zone):
                yield day, 0
            if end > datetime.combine(day, NOON, zone):
                yield day, 1


def _hours(rows: Iterable[Sitting], zone: ZoneInfo) -> Mapping[date, float]:
    found: Counter[date] = Counter()
    for row in rows:
        found[monday(row.starts_at.astimezone(zone).date())] += row.minutes
    return {week: minutes / 60 for week, minutes in found.items()}


def _working_days(rollout: Rollout, today: date, last: date) -> Iterable[date]:
    off = holidays_of(rollout.country, range(today.year, last.year + 1))
    for number in range(1, (last - today).days + 1):
        day = today + timedelta(days=number)
        if day.weekday() < 5 and day not in off:
            yield day


def ask(rollout: Rollout, by: User, now: datetime, today: date) -> SittingProposal:
    """Work a proposal out: at once where that is quick, else in the background."""
    row = SittingProposal(rollout_id=rollout.id, asked_at=now, asked_by_id=by.id, ready=False, answer={}, taken_at=None)
    db.session.add(row)
    db.session.flush()
    task = task_of(rollout, today)
    if task.size <= AT_ONCE:
        _keep(row, task, today, QUICK)
    else:
        queue.enqueue("training.proposal", now, by.id, proposal_id=row.id, today=today.isoformat())
    return row


def work_out(proposal_id: int, today: date) -> None:
    """The background's part: a proposal that is gone, or is ready, needs nothing."""
    row = db.session.get(SittingProposal, proposal_id)
    if row is not None and not row.ready:
        rollout = db.session.get_one(Rollout, row.rollout_id)
        _keep(row, task_of(rollout, today), today, LONG)


def _keep(row: SittingProposal, task: Task, today: date, seconds: float) -> None:
    found = propose(task.needs, task.trainers, task.rooms, task.days, seconds)
    row.answer, row.ready = written(found, task, today), True
    db.session.flush()


def written(found: SessionPlan, task: Task, today: date) -> dict[str, Any]:
    """A proposal as it is kept."""
    return {
        "today": today.isoformat(),
        "needed": sum(need.people for need in task.needs),
        "sessions": [asdict(each) | {"day": each.day.isoformat()} for each in found.sessions],
        "missing": [asdict(each) for each in found.missing],
        "proved": found.proved,
        "thinned": found.thinned,
        "trainers": len(task.trainers),
        "rooms": len(task.rooms),
    }


def sessions_of(row: SittingProposal) -> list[Planned]:
    """The sessions of a kept proposal."""
    return [Planned(**{**each, "day": date.fromisoformat(each["day"])}) for each in row.answer.get("sessions", [])]


def missing_of(row: SittingProposal) -> list[Missing]:
    """What a kept proposal says is missing."""
    return [Missing(**each) for each in row.answer.get("missing", [])]


def newest(rollout_id: int) -> SittingProposal | None:
    """The proposal asked for last."""
    query = select(SittingProposal).where(SittingProposal.rollout_id == rollout_id)
    return db.session.scalar(query.order_by(SittingProposal.id.desc()).limit(1))


def one(rollout_id: int, sitting_proposal_id: int) -> SittingProposal:
    """One proposal of this rollout; NotFound for any other."""
    found = db.session.get(SittingProposal, sitting_proposal_id)
    if found is None or found.rollout_id != rollout_id:
        raise NotFound("There is no such proposal in this rollout.")
    return found


def take(rollout: Rollout, row: SittingProposal, now: datetime) -> int:
    """Make the sessions of a proposal, all or none; RuleBroken where it was taken or something changed since."""
    db.session.refresh(row, with_for_update=True)
    if row.taken_at is not None:
        raise RuleBroken("The sessions of this proposal were made already.")
    if not row.ready or not row.answer.get("sessions"):
        raise RuleBroken("There is no session in this proposal.")
    for each in sessions_of(row):
        sitting_service.add_sitting(rollout, _draft(each, ZoneInfo(rollout.timezone)))
    row.taken_at = now
    db.session.flush()
    return len(row.answer["sessions"])


def _draft(each: Planned, zone: ZoneInfo) -> SittingDraft:
    begins = datetime.combine(each.day, BEGINS[each.half], zone).astimezone(UTC)
    last_day = None
    if each.days > 1:
        day, left = each.day, each.days - 1
        while left:
            day += timedelta(days=1)
            left -= day.weekday() < 5
        last_day = day
    return SittingDraft(
        course_id=each.course_id,
        starts_at=begins,
        minutes=round(each.hours * 60),
        seats=each.seats,
        trainer_id=each.trainer_id,
        training_room_id=each.room_id,
        wave=each.wave,
        last_day=last_day,
    )
