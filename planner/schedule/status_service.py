"""Sets the status date of a plan, after which unfinished work goes on; the change can be taken back like any other."""

from dataclasses import dataclass
from datetime import date, datetime
from zlib import crc32

from sqlalchemy import select

from planner.access.models import User
from planner.basics.days import check_day
from planner.basics.errors import RuleBroken, Stale
from planner.db import db
from planner.schedule.calculation_service import Moved, network_now
from planner.schedule.memory_service import remembered
from planner.schedule.models import Plan
from planner.schedule.status_date import day_of, evening_of


@dataclass(frozen=True, slots=True)
class StatusDraft:
    """The day up to which progress is recorded, and whether unfinished work goes on after it; no day: neither."""

    day: date | None
    reschedules: bool


def status_values(plan: Plan) -> dict[str, object]:
    """What is stored now, by the names of the form's fields."""
    return {"day": day_of(plan.status_date), "reschedules": plan.reschedules}


def status_version(plan: Plan) -> int:
    """A number that changes with the status date, so that a form that began from another one is noticed."""
    return crc32(repr((plan.status_date, plan.reschedules)).encode())


def set_status(
    plan: Plan, draft: StatusDraft, version: int | None, by: User, at: datetime, *, today: date
) -> list[Moved]:
    """Set the status date and schedule the plan anew; what moved. Raises Stale when somebody set another meanwhile."""
    plan = db.session.scalars(select(Plan).where(Plan.id == plan.id).with_for_update()).one()
    if version != status_version(plan):
        raise Stale(status_values(plan), status_version(plan))
    _check(draft, today)
    with remembered(plan, by, at, _words(draft)) as moved:
        if draft.day != day_of(plan.status_date):
            plan.status_date = evening_of(draft.day, network_now(plan)[1]) if draft.day else None
        plan.reschedules = draft.reschedules
    return moved


def _check(draft: StatusDraft, today: date) -> None:
    check_day(draft.day, "day")
    if draft.day and draft.day > today:
        raise RuleBroken("Progress is not known for a day to come.", "day")
    if draft.reschedules and draft.day is None:
        raise RuleBroken("Give the day after which unfinished work goes on.", "day")


def _words(draft: StatusDraft) -> str:
    if draft.day is None:
        return "no status date"
    day = f"{draft.day.day} {draft.day:%B %Y}"
    return f"unfinished work goes on after {day}" if draft.reschedules else f"status date {day}"
