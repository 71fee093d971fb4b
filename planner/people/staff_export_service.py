"""Writes the staff list as a table that the import reads back without a difference."""

from collections.abc import Iterator, Sequence
from datetime import date
from enum import StrEnum

from planner.access.audit_service import record
from planner.basics.export import Cell, csv_bytes, xlsx_bytes
from planner.people import staff_queries
from planner.people.staff import StaffView
from planner.people.staff_columns import WORDS, Column

COLUMNS = tuple(column for column in Column if column not in {Column.FIRST_NAME, Column.LAST_NAME})
HEADER = tuple(WORDS[column] for column in COLUMNS)


class Format(StrEnum):
    """The kinds of files."""

    CSV = "csv"
    XLSX = "xlsx"


def rows(people: Sequence[StaffView]) -> Iterator[tuple[Cell, ...]]:
    """A row for each person; the line manager by what names one person only."""
    by_id = {person.id: person for person in people}
    for person in people:
        manager = by_id.get(person.manager_id or 0)
        led_by = (manager.number or manager.email or manager.name) if manager else ""
        said: dict[Column, str | date | None] = {
            Column.NUMBER: person.number, Column.NAME: person.name, Column.EMAIL: person.email,
            Column.UNIT: person.unit, Column.SITE: person.site, Column.TEAM: person.team, Column.TITLE: person.title,
            Column.LANGUAGE: person.language, Column.ROLES: ", ".join(person.roles), Column.MANAGER: led_by,
            Column.JOINED: person.joined, Column.LEFT: person.left,
        }  # fmt: skip
        yield tuple(said[column] for column in COLUMNS)


def export_staff(rollout_id: int, wanted: Format) -> bytes:
    """The whole list, whoever left included and whoever was erased left out; that it was exported is noted."""
    people = [person for person in staff_queries.everybody(rollout_id) if person.erased_on is None]
    told = {"format": wanted.value, "people": len(people)}
    record("export", object_type="staff list", rollout_id=rollout_id, after=told)
    if wanted is Format.CSV:
        return csv_bytes(HEADER, rows(people))
    return xlsx_bytes(HEADER, rows(people), "Staff")
