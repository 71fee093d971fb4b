"""Takes a table of readings: everything in it, or nothing, with every bad row told."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import BinaryIO

from planner.access.models import User
from planner.basics.table_importing import read_table
from planner.kpis import queries, service
from planner.kpis.models import Kpi
from planner.kpis.reading import Origin, ReadingDraft, faults
from planner.kpis.reading_table import Layout, Problem, Readings, doubled, read_rows
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
    """Everything that stands in the way of taking these readings, row by row."""
    known = by_word(rollout)
    problems = list(found.problems)
    named: dict[int, list[tuple[ReadingDraft, ...]]] = defaultdict(list)
    for word, drafts in found.found.items():
        row = known.get(word.casefold())
        if row is None:
            problems += _unknown(word, drafts, found.heads)
            continue
        named[row.id].append(drafts)
        problems += [
            Problem(draft.row, found.heads.get(broken.field or "", ""), broken.message)
            for draft in drafts
            for broken in faults(draft, row.unit, today)
        ]
    several = {row.name: named[row.id] for row in known.values() if len(named[row.id]) > 1}
    for name, given in several.items():
        problems += doubled(name, (draft for drafts in given for draft in drafts))
    return tuple(sorted(problems, key=lambda each: each.row))


def _unknown(word: str, drafts: Iterable[ReadingDraft], heads: Mapping[str, str]) -> Iterable[Problem]:
    message = f"This rollout has no key figure called “{word[:80]}”."
    return (
        [Problem(draft.row, heads["kpi"], message) for draft in drafts] if "kpi" in heads else [Problem(0, "", message)]
    )


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
