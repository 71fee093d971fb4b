"""The working hours of a stored plan, with its holidays: what “a working day” means in it."""

import json
from collections.abc import Mapping
from typing import Any

from sqlalchemy import select

from planner.db import db
from planner.schedule.calendars import Calendar, WorkingHours, resolve
from planner.schedule.file_calendars import calendars_of
from planner.schedule.file_values import number_of, text_of
from planner.schedule.models import Plan
from planner.schedule.project_file import ImportedCalendar
from planner.schedule.task_clock import OFFICE


def hours_of(plan: Plan) -> WorkingHours:
    """The hours of the plan's own calendar; a plan without calendars works Monday to Friday, 8 to 12 and 13 to 17."""
    stored = db.session.scalar(select(Plan.calendars).where(Plan.id == plan.id)) or "[]"
    calendars = calendars_of(_imported(raw) for raw in json.loads(stored))
    own = calendars.get(plan.calendar_uid) if plan.calendar_uid is not None else None
    chosen: Calendar = own or next(iter(calendars.values()), OFFICE)
    return resolve(chosen, calendars)


def _imported(raw: Mapping[str, Any]) -> ImportedCalendar:
    base = number_of(dict(raw), "BaseCalendarUID")
    return ImportedCalendar(
        uid=number_of(dict(raw), "UID") or 0,
        name=text_of(dict(raw), "Name"),
        base_uid=None if base is None or base < 0 else base,
        exceptions=0,
        raw=json.dumps(raw),
    )
