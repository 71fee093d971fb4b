"""Writes down and changes what is promised."""

from datetime import date
from decimal import Decimal

from planner.access.models import User
from planner.db import check_version, db
from planner.people import queries
from planner.people.models import PromisedHours
from planner.people.promises import PromiseDraft, check_confirmation, check_promise, still_confirmed
from planner.rollouts import queries as rollouts


def add_promise(rollout_id: int, draft: PromiseDraft) -> PromisedHours:
    """Write a promise down; RuleBroken where it speaks of days that another one of this person speaks of."""
    _check(rollout_id, draft, None)
    row = PromisedHours(rollout_id=rollout_id)
    _write(row, draft)
    db.session.add(row)
    db.session.flush()
    return row


def edit_promise(row: PromisedHours, draft: PromiseDraft, version: int | None) -> PromisedHours:
    """Change a promise, for instance its last day; what the line manager confirmed lapses where that changes it."""
    check_version(row, version, current_values(row))
    _check(row.rollout_id, draft, row)
    if not still_confirmed(row.promise, draft.promise):
        row.confirmed_hours, row.confirmed_by, row.confirmed_by_id, row.confirmed_on = None, "", None, None
    _write(row, draft)
    db.session.flush()
    return row


def confirm_hours(
    row: PromisedHours, hours: Decimal, by: str, writer: User, day: date, version: int | None
) -> PromisedHours:
    """Write down which of the promised hours the line manager frees, in whose name, and who wrote it."""
    check_version(row, version, confirmation_values(row))
    check_confirmation(row.promise, hours, by, own=row.user_id == writer.id)
    writer_id = writer.id
    row.confirmed_hours, row.confirmed_by, row.confirmed_by_id, row.confirmed_on = hours, by, writer_id, day
    db.session.flush()
    return row


def confirmation_values(row: PromisedHours) -> dict[str, object]:
    """What the line manager said, by the names of the form's fields."""
    return {"hours": row.confirmed_hours, "by": row.confirmed_by}


def remove_promise(row: PromisedHours, version: int | None) -> PromisedHours:
    """Take away what was written down by mistake; the trail keeps it."""
    check_version(row, version, current_values(row))
    db.session.delete(row)
    db.session.flush()
    return row


def current_values(row: PromisedHours) -> dict[str, object]:
    """What is stored now, by the names of the form's fields."""
    names = ("hours", "first_day", "last_day", "source", "comment")
    return {"person": row.user_id, **{name: getattr(row, name) for name in names}}


def _check(rollout_id: int, draft: PromiseDraft, own: PromisedHours | None) -> None:
    members = {user.id for _, user in rollouts.members(rollout_id)}
    if own is not None:
        members.add(own.user_id)
    others = [row.promise for row in queries.promises(rollout_id) if own is None or row.id != own.id]
    check_promise(draft, members, others)


def _write(row: PromisedHours, draft: PromiseDraft) -> None:
    promise = draft.promise
    row.user_id, row.hours = promise.user_id, promise.hours
    row.first_day, row.last_day = promise.first_day, promise.last_day
    row.source, row.comment = draft.source, draft.comment
