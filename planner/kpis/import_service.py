"""Takes a table of readings: everything in it, or nothing, with every bad row told."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import BinaryIO

from planner.access.models import User
from planner.basics.errors import RuleBroken
from planner.basics.table_importing import read_table
from planner.kpis import queries, service
from planner.kpis.models import Kpi
from planner.kpis.reading import Origin, ReadingDraft, check_reading
from planner.kpis.reading_table import Layout, Problem, Readings, read_rows
from planner.rollouts.models import Rollout


@dataclass(frozen=True, slots=True)
class Taken:
    """What an import did: rows read, readings that were new or corrected, and figures they belong to."""

    rows: int
    changed: int
    figures: int


def readings_in(source: BinaryIO, today: date, layout: Layout, only: str) -> Readings:
    """The readings of a file; raises TableRefusedError where it is no table."""
    return read_rows(read_table(source), today, layout, only)


def by_word(rollout: Rollout) -> dict[str, Kpi]:
    """The figures of a rollout by what a table may call them: reference or name."""
    rows = queries.kpis(rollout.id)
    return {word.casefold(): row for row in rows for word in (row.name, row.ref)}


def problems_of(rollout: Rollout, found: Readings, today: date) -> tuple[Problem, ...]:
    """Everything that stands in the way of taking these readings."""
    known = by_word(rollout)
    problems = list(found.problems)
    for word, drafts in found.found.items():
        row = known.get(word.casefold())
        if row is None:
            problems.append(Problem(1, "", f"This rollout has no key figure called “{word[:80]}”."))
            continue
        problems += [told for draft in drafts if (told := _problem(draft, row, today))]
    return tuple(problems)


def _problem(draft: ReadingDraft, row: Kpi, today: date) -> Problem | None:
    try:
        check_reading(draft, row.unit, today)
    except RuleBroken as broken:
        return Problem(0, "", f"“{row.name}”, {draft.day.isoformat()}: {broken.message}")
    return None


def take(
    rollout: Rollout, found: Mapping[str, tuple[ReadingDraft, ...]], rows: int, origin: Origin, by: User | None,
    today: date, now: datetime,
) -> Taken:  # fmt: skip
    """Store readings that were found to be sound; the same again changes nothing."""
    known = by_word(rollout)
    changed = 0
    for word, drafts in found.items():
        changed += len(service.add_readings(known[word.casefold()], drafts, origin, by, today, now))
    return Taken(rows, changed, len(found))
