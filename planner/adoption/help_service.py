"""Help for one person: a seat in a session, a coach or a note, and later whether the person's use changed."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from planner.adoption import figure_queries, outcome_queries, people_queries
from planner.adoption.help_models import AdoptionHelp, HelpKind
from planner.adoption.help_outcome import SPAN, Followed, Outcome, followed
from planner.adoption.people_queries import HelpView
from planner.basics.days import check_day
from planner.basics.errors import RuleBroken
from planner.db import check_version, db
from planner.people import recognition_queries, staff_queries
from planner.people.staff_queries import Part
from planner.rollouts.models import Rollout
from planner.training import course_queries, enrol_service, sitting_queries
from planner.training.sitting_models import Sitting
from planner.training.sitting_queries import SittingView

COACHING = {"super-user": "super-user", "key-user": "key user"}
"""Roles of staff who help others at their desks."""


@dataclass(frozen=True, slots=True)
class HelpDraft:
    """What is to be done for somebody; a session gives the person a place in it at once."""

    kind: HelpKind
    sitting_id: int | None = None
    coach_id: int | None = None
    text: str = ""
    due: date | None = None


def give(rollout: Rollout, staff_id: int, draft: HelpDraft, by_id: int, now: datetime) -> AdoptionHelp:
    """Note help for a person, with what the person's use is now; RuleBroken names the field that is in the way."""
    today = now.astimezone(ZoneInfo(rollout.timezone)).date()
    check_day(draft.due, "due")
    if draft.due and draft.due <= today:
        raise RuleBroken("Choose a day that is still to come.", "due")
    line = people_queries.line_of(rollout.id, staff_id, today)
    row = AdoptionHelp(
        rollout_id=rollout.id, staff_id=staff_id, kind=draft.kind, text=draft.text.strip(), by_id=by_id, on=today,
        days_before=line.days if line else 0, used_before=line.used if line else 0,
    )  # fmt: skip
    begins = today
    if draft.kind is HelpKind.SESSION:
        begins = _seat(rollout, row, draft, now)
    elif draft.kind is HelpKind.COACH:
        row.coach_id = _coach(rollout, draft, staff_id, today)
    elif not row.text:
        raise RuleBroken("Write what was said or agreed.", "text")
    row.due = draft.due or begins + timedelta(days=SPAN)
    db.session.add(row)
    db.session.flush()
    return row


def _seat(rollout: Rollout, row: AdoptionHelp, draft: HelpDraft, now: datetime) -> date:
    """Give the person a place in the session, or on its waiting list; the day it takes place."""
    if draft.sitting_id is None:
        raise RuleBroken("Choose the session. Where none fits, plan one first.", "sitting")
    sitting = sitting_queries.sitting(rollout.id, draft.sitting_id)
    try:
        enrol_service.enrol(rollout, sitting, row.staff_id, now)
    except RuleBroken as broken:
        raise RuleBroken(broken.message, "sitting") from broken
    row.sitting_id = sitting.id
    row.course_ref = course_queries.view(rollout.id, sitting.course_id).course.ref or ""
    return sitting.starts_at.astimezone(ZoneInfo(rollout.timezone)).date()


def _coach(rollout: Rollout, draft: HelpDraft, staff_id: int, today: date) -> int:
    if draft.coach_id is None or draft.coach_id not in coaches(rollout.id, today):
        raise RuleBroken("Choose a champion or a key user.", "coach")
    if draft.coach_id == staff_id:
        raise RuleBroken("Nobody coaches oneself.", "coach")
    return draft.coach_id


def coaches(rollout_id: int, today: date) -> dict[int, str]:
    """Who can be asked to coach: champions of units, super-users and key users, by name."""
    found: dict[int, str] = {}
    for role, word in COACHING.items():
        people = staff_queries.counted(rollout_id, today, Part(role=role))
        found |= {each.id: f"{each.label}, {word} of {each.unit or 'no unit'}" for each in people}
    for row, seat in recognition_queries.champions(rollout_id, today):
        if seat.serves_on(today):
            found[row.staff_id] = f"{seat.name}, champion"
    return dict(sorted(found.items(), key=lambda pair: pair[1]))


def sessions_for(rollout_id: int, staff_id: int, now: datetime) -> list[SittingView]:
    """The sessions to come that fit a person's unit and wave, the soonest first."""
    person = staff_queries.person(rollout_id, staff_id)
    coming = sitting_queries.sittings(rollout_id, Sitting.starts_at > now, Sitting.cancelled == "")
    fits = [
        each for each in coming
        if each.sitting.unit_id in (None, person.unit_id) and each.sitting.wave in (None, person.wave)
    ]  # fmt: skip
    return fits[:50]


def close(row: AdoptionHelp, version: int | None, today: date) -> AdoptionHelp:
    """Say that one has looked whether it helped; it no longer waits for anybody."""
    check_version(row, version, {"done_on": row.done_on})
    row.done_on = today
    db.session.flush()
    return row


def outcomes_of(rollout_id: int, given: Sequence[HelpView]) -> dict[int, Followed]:
    """What became of each person's use after help, by the help's number; two questions."""
    if not given:
        return {}
    state = figure_queries.state(rollout_id)
    starts = {each.row.id: begins_on(each.row) for each in given}
    since = min(starts.values()) - timedelta(days=SPAN)
    active = outcome_queries.active_days({each.row.staff_id for each in given}, since)
    as_of = state.as_of if state else None
    return {
        each.row.id: followed(active.get(each.row.staff_id, ()), starts[each.row.id], as_of) for each in given
    }  # fmt: skip


def begins_on(row: AdoptionHelp) -> date:
    """The day from which help can show: of a session the day it takes place, else the day it was given."""
    if row.sitting_id is None:
        return row.on
    sitting = db.session.get(Sitting, row.sitting_id)
    return row.on if sitting is None else max(row.on, sitting.starts_at.date())


def tally(outcomes: Collection[Followed]) -> dict[Outcome, int]:
    """How often help was followed by what, for all outcomes in their order."""
    counted = Counter(each.outcome for each in outcomes)
    return {each: counted[each] for each in Outcome}
