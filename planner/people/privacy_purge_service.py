"""Deletes what has been kept for long enough: by kind of record, by the days its table names or the rollout chose."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import ColumnElement, Date, Table, and_, delete, false, func, or_, select, true

from planner.access.audit_service import bulk
from planner.basics.errors import NotFound, RuleBroken
from planner.basics.personal import OnErasure
from planner.db import check_version, db
from planner.people import privacy_queries, staff_upload_service
from planner.people.privacy_erasure_service import erase
from planner.people.privacy_models import KeptDays
from planner.people.privacy_queries import Kept, Person
from planner.people.privacy_words import LONGEST_KEPT
from planner.people.staff_models import Staff
from planner.queue import Job, JobState


@dataclass(frozen=True, slots=True)
class Purged:
    """One kind of record of which something was old enough: how many rows."""

    label: str
    rows: int


def purge(now: datetime, instance: Path, *, dry_run: bool = False) -> list[Purged]:
    """Delete or empty what is older than its time, within the running transaction; what went, by kind.

    Decisions that are kept as evidence have no such time, and neither has the history of changes.
    """
    chosen = _chosen()
    told = []
    with bulk("privacy.purge", "What was kept for long enough"):
        for kept in privacy_queries.register():
            rows = _purge_kind(kept, chosen.get(kept.name, {}), now, instance, dry_run=dry_run)
            if rows:
                told.append(Purged(kept.personal.label, rows))
    waiting = 0 if dry_run else staff_upload_service.clean_all(instance, now)
    return [*told, Purged("Staff lists that waited to be imported", waiting)] if waiting else told


def _purge_kind(kept: Kept, chosen: Mapping[int, int], now: datetime, instance: Path, *, dry_run: bool) -> int:
    if kept.personal.kept_days is None or kept.day is None or kept.personal.on_erasure is OnErasure.KEEP:
        return 0
    old = and_(_older(kept, kept.personal.kept_days, chosen, now), _is_over(kept))
    if kept.name == "staff":
        return _erase_old(old, now.date(), instance, dry_run=dry_run)
    number = db.session.scalar(select(func.count()).select_from(kept.table).where(old)) or 0
    if number and not dry_run:
        db.session.execute(delete(kept.kind).where(old), execution_options={"synchronize_session": False})
    return number


def _erase_old(old: ColumnElement[bool], today: date, instance: Path, *, dry_run: bool) -> int:
    """Entries of people who left long ago lose their names; unit, site and days stay for the totals."""
    found = list(db.session.scalars(select(Staff.id).where(old, Staff.erased_on.is_(None))))
    for staff_id in found if not dry_run else ():
        erase(Person(None, frozenset({staff_id})), today, instance)
    return len(found)


def _is_over(kept: Kept) -> ColumnElement[bool]:
    """Work that still waits is not old, whenever it was asked for."""
    return Job.state.in_([JobState.DONE, JobState.PARKED]) if kept.name == "job" else true()


def _older(kept: Kept, days: int, chosen: Mapping[int, int], now: datetime) -> ColumnElement[bool]:
    rollout = rollout_of(kept.table)
    if not chosen or rollout is None:
        return _before(kept, days, now)
    own = [and_(rollout == number, _before(kept, own_days, now)) for number, own_days in chosen.items()]
    others = or_(rollout.is_(None), rollout.not_in(list(chosen)))
    return or_(and_(others, _before(kept, days, now)), *own)


def _before(kept: Kept, days: int, now: datetime) -> ColumnElement[bool]:
    limit = now.astimezone(UTC).date() - timedelta(days=days)
    column = kept.day
    if column is None:
        return false()
    if isinstance(column.type, Date):
        return column < limit
    return column < datetime.combine(limit, time(), UTC)


def rollout_of(table: Table) -> ColumnElement[Any] | None:
    """The rollout a row belongs to: named in it, or by what it hangs on; None for records of the installation.

    A row about staff is of the rollout of that staff list.
    """
    if "rollout_id" in table.c:
        return table.c.rollout_id
    for key in sorted(table.foreign_keys, key=lambda each: each.parent.name):
        parent = key.column.table
        if parent.name in {"user", table.name}:
            continue
        above = rollout_of(parent)
        if above is not None:
            return select(above).where(parent.c.id == key.parent).correlate(table).scalar_subquery()
    return None


def limited_kinds() -> list[Kept]:
    """The kinds of record of a rollout that are kept for a number of days: those it may choose the days of."""
    return [
        kept
        for kept in privacy_queries.register()
        if kept.personal.kept_days is not None and kept.day is not None and rollout_of(kept.table) is not None
    ]


def choose_days(rollout_id: int, kept: Kept, wanted: int, version: int | None) -> None:
    """Say how long a kind of record is kept in a rollout; a choice that is the product's own is forgotten."""
    row = privacy_queries.kept_days(rollout_id).get(kept.name)
    if row is not None:
        check_version(row, version, {"days": row.days})
    if not 1 <= wanted <= LONGEST_KEPT:
        raise RuleBroken(f"Choose between 1 and {LONGEST_KEPT} days.", "days")
    _store(rollout_id, kept, wanted, row)
    db.session.flush()


def limited_kind(name: str) -> Kept:
    """One such kind by its table; NotFound for any other."""
    found = next((kept for kept in limited_kinds() if kept.name == name), None)
    if found is None:
        raise NotFound("There is no such kind of record with a time of its own.")
    return found


def _store(rollout_id: int, kept: Kept, wanted: int, row: KeptDays | None) -> None:
    if wanted == kept.personal.kept_days:
        if row is not None:
            db.session.delete(row)
    elif row is None:
        db.session.add(KeptDays(rollout_id=rollout_id, subject=kept.name, days=wanted))
    else:
        row.days = wanted


def _chosen() -> dict[str, dict[int, int]]:
    found: dict[str, dict[int, int]] = {}
    for row in db.session.scalars(select(KeptDays)):
        found.setdefault(row.subject, {})[row.rollout_id] = row.days
    return found
