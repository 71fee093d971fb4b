"""Who may use the system from when to when: taken over from a file, all rows or none, and kept by person and day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import BinaryIO

from sqlalchemy import func, select

from planner.access.audit_service import bulk
from planner.adoption.figure_models import Licence
from planner.adoption.licence_sheet import LicenceRow, Trouble, licence_rows
from planner.basics.bulk_service import table_of, upsert
from planner.basics.errors import RuleBroken
from planner.basics.table_importing import read_table
from planner.basics.workbook_checks import TableLimits, TableRefusedError
from planner.db import db
from planner.people import staff_queries
from planner.people.directory import Directory

LIMITS = TableLimits(rows=100_001)


@dataclass(frozen=True, slots=True)
class Taken:
    """What came of a file of licences: how many rows were taken, or what was wrong with which."""

    rows: int
    troubles: Sequence[Trouble]


def take_licences(rollout_id: int, content: BinaryIO, name: str) -> Taken:
    """Take a table of licences over. Somebody's licence from the same day is replaced; nothing else is taken away."""
    try:
        rows, troubles = licence_rows(read_table(content, LIMITS))
    except TableRefusedError as error:
        return Taken(0, [Trouble("file", f"{error.what} {error.remedy}")])
    known = Directory(staff_queries.entries(rollout_id))
    found: dict[tuple[int, date], LicenceRow] = {}
    for row in rows:
        try:
            who = known.meant(row.person, "person")
        except RuleBroken as broken:
            troubles.append(Trouble(f"row {row.row}", broken.message))
            continue
        if who is not None:
            found[who, row.first_day] = row
    if troubles:
        return Taken(0, troubles)
    _store(rollout_id, found, name)
    return Taken(len(found), [])


def _store(rollout_id: int, found: dict[tuple[int, date], LicenceRow], name: str) -> None:
    rows = [
        (rollout_id, who, first.isoformat(), row.last_day.isoformat() if row.last_day else None, 1)
        for (who, first), row in sorted(found.items(), key=lambda pair: pair[0])
    ]
    columns = ("rollout_id", "staff_id", "first_day", "last_day", "version")
    with bulk("adoption.licences", f"{len(rows)} licences from {name[:100]}", rollout_id=rollout_id):
        upsert(
            db.session.connection(), table_of(Licence), columns, rows, key=("staff_id", "first_day"), leave={"version"}
        )


def count_licensed(rollout_id: int, on: date) -> int:
    """How many people have a licence on a day, by the list."""
    query = select(func.count(func.distinct(Licence.staff_id))).where(
        Licence.rollout_id == rollout_id, Licence.first_day <= on,
        Licence.last_day.is_(None) | (Licence.last_day >= on),
    )  # fmt: skip
    return db.session.scalar(query) or 0


def has_list(rollout_id: int) -> bool:
    """Whether any licence was taken over."""
    return db.session.scalar(select(Licence.id).where(Licence.rollout_id == rollout_id).limit(1)) is not None
