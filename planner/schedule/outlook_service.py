"""Keeps what a simulation says of the go-lives, so that no page has to simulate to tell it.

A kept outlook speaks of the plan as it is: once the plan was changed it says nothing, until it is made again.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from planner.basics.errors import RuleBroken
from planner.db import asked_once, db
from planner.queue import enqueue
from planner.rollouts.models import Rollout, Wave
from planner.rollouts.stages import Stage
from planner.schedule import queries
from planner.schedule.models import Plan, PlanChange
from planner.schedule.outlook import SURE, latest
from planner.schedule.outlook_models import PlanOutlook
from planner.schedule.risk_plan import default_target, promise_key
from planner.schedule.risk_service import Question, foreseen, plan_in_use, promised
from planner.schedule.simulation import Settings

QUIET = timedelta(minutes=2)
"""A plan that was changed just now is changed again soon; it is simulated when nobody has touched it for so long."""
PATIENCE = timedelta(minutes=30)
"""A simulation that was asked for so long ago and left nothing is asked for again."""
AT_MOST = 5
"""So many plans are asked for in one minute."""


@dataclass(frozen=True, slots=True)
class Late:
    """The P80 of a go-live against its promise, in days late; None with the reason where it is not known."""

    days: int | None
    told: str
    day: date | None = None


def days_late(rollout_id: int, today: date, wave: int | None = None) -> Late:
    """How late a wave is with 80 % chance, or the latest of all waves that are still to go live."""
    ahead = {number: day for number, day in promised(rollout_id).items() if day >= today}
    asked = ahead.keys() if wave is None else {wave} & ahead.keys()
    plan = queries.current_plan(rollout_id)
    if plan is None or not asked:
        return Late(None, "There is no plan yet" if plan is None else "No go-live is promised that is still to come")
    row = db.session.get(PlanOutlook, plan.id)
    if row is None or row.day is None or row.change_id != last_change(plan.id):
        return Late(None, "The plan is simulated again in the background after each change, within minutes")
    if row.problem:
        return Late(None, row.problem)
    return _told(row, row.day, ahead, asked)


def _told(row: PlanOutlook, day: date, ahead: dict[int, date], asked: Collection[int]) -> Late:
    p80 = {int(number): date.fromisoformat(found) for number, found in row.go_lives.items()}
    found = latest(p80, ahead, asked)
    if found is None:
        return Late(None, "No milestone of the plan says that the wave is live")
    days, wave = found
    return Late(days, f"Simulated on {day}: wave {wave} is live by {p80[wave]} in {SURE} of 100 runs", day)


@asked_once
def last_change(plan_id: int) -> int | None:
    """The change that the plan stands after; None where it stands as it was made."""
    query = select(func.max(PlanChange.id)).where(PlanChange.plan_id == plan_id, PlanChange.undone.is_(False))
    return db.session.scalar(query)


def keep(rollout_id: int, today: date, now: datetime) -> None:
    """Simulate the plan in use with the settings of the risk page, and keep by when each wave is live."""
    found = plan_in_use(rollout_id)
    if found is None:
        return
    plan, rows, mark = found
    change, problem, go_lives = last_change(plan.id), "", {}
    try:
        risk = foreseen(plan, rows, mark, Question(Settings(), default_target(rows)), today)
    except RuleBroken as broken:
        problem = broken.message[:500]
    else:
        waves = {promise_key(wave): wave for wave in promised(rollout_id)}
        told = {waves[each.key]: each.dates[SURE].date() for each in risk.judged if each.key in waves}
        go_lives = {str(wave): day.isoformat() for wave, day in told.items()}
    row = db.session.get(PlanOutlook, plan.id) or PlanOutlook(plan_id=plan.id)
    row.asked_at, row.made_at, row.day = None, now, today
    row.change_id, row.problem, row.go_lives = change, problem, go_lives
    db.session.add(row)
    db.session.flush()


def ask_for_due(now: datetime) -> int:
    """Ask for the simulation of the plans that have none of today or were changed since; how many were asked for."""
    found = _due(now)[:AT_MOST]
    for plan_id, rollout_id in found:
        row = db.session.get(PlanOutlook, plan_id) or PlanOutlook(plan_id=plan_id, go_lives={}, problem="")
        row.asked_at = now
        db.session.add(row)
        enqueue("schedule.outlook", now, rollout_id=rollout_id)
    return len(found)


def _due(now: datetime) -> list[tuple[int, int]]:
    """Plans in use of rollouts under way with a promised go-live ahead, whose outlook is not of the plan of today."""
    other = aliased(Plan)
    newest = select(func.max(other.number)).where(other.rollout_id == Plan.rollout_id).scalar_subquery()
    stands = select(func.max(PlanChange.id)).where(PlanChange.plan_id == Plan.id, PlanChange.undone.is_(False))
    touched = select(func.max(PlanChange.at)).where(PlanChange.plan_id == Plan.id)
    ahead = select(Wave.id).where(Wave.rollout_id == Rollout.id, Wave.go_live >= now.date()).exists()
    query = (
        select(Plan.id, Plan.rollout_id, stands.scalar_subquery(), touched.scalar_subquery(), PlanOutlook)
        .join(Rollout, Rollout.id == Plan.rollout_id)
        .outerjoin(PlanOutlook, PlanOutlook.plan_id == Plan.id)
        .where(Plan.number == newest, Rollout.stage != Stage.CLOSED, ahead)
        .order_by(Plan.id)
    )
    return [
        (plan_id, rollout_id)
        for plan_id, rollout_id, change, at, row in db.session.execute(query)
        if (at is None or now - at >= QUIET) and _wanted(row, change, now)
    ]


def _wanted(row: PlanOutlook | None, change: int | None, now: datetime) -> bool:
    """Whether an outlook is missing, of another day or of another plan, and not on its way."""
    if row is None:
        return True
    if row.asked_at is not None:
        return now - row.asked_at >= PATIENCE
    return row.made_at is None or row.made_at.date() < now.date() or row.change_id != change
