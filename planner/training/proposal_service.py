"""Works out which sessions would close the gaps, keeps the proposal, and makes its sessions on one word."""

from dataclasses import asdict
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select

from planner import queue
from planner.access.models import User
from planner.basics.errors import NotFound, RuleBroken
from planner.db import db
from planner.rollouts.models import Rollout
from planner.training import sitting_service
from planner.training.proposal_task_service import Task, task_of
from planner.training.record_models import SittingProposal
from planner.training.session_plan import propose
from planner.training.session_values import Missing, Planned, SessionPlan
from planner.training.sitting_service import SittingDraft

BEGINS = (time(9, 0), time(13, 30))
"""When a session of the morning and one of the afternoon begin."""
AT_ONCE = 3_000
"""Up to so many possible sessions are looked at while somebody waits; more are left to the background."""
QUICK, LONG = 8.0, 60.0
"""Seconds that may be spent on it, while somebody waits and in the background."""


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
    found = propose(task.needs, task.trainers, task.rooms, task.days, seconds, task.groups)
    row.answer, row.ready = written(found, task, today), True
    db.session.flush()


def written(found: SessionPlan, task: Task, today: date) -> dict[str, Any]:
    """A proposal as it is kept."""
    return {
        "today": today.isoformat(),
        "needed": found.seated + found.unseated,
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
    return [Missing(**each | {"first": tuple(each.get("first", ()))}) for each in row.answer.get("missing", [])]


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
