"""A newer file over a plan: what it would change, and taking all of it or the rows somebody chose."""

import hashlib
from collections.abc import Mapping
from datetime import datetime
from typing import Any, BinaryIO

from sqlalchemy import select

from planner.access.models import User
from planner.basics.errors import RuleBroken
from planner.db import db
from planner.rollouts.models import Rollout
from planner.schedule import queries
from planner.schedule.import_service import Imported, import_plan, refusal
from planner.schedule.models import Plan, PlanTask
from planner.schedule.mspdi_writing import with_rows_of
from planner.schedule.plan_differences import Differences, differences
from planner.schedule.plan_file_service import PlanReading
from planner.schedule.plan_values_service import plan_values
from planner.schedule.source_service import source_of
from planner.schedule.states import PlanSource
from planner.schedule.taking import take_part

LABELS = {
    "owner_id": "Owner",
    "phase_ref": "Phase",
    "wave": "Wave",
    "optimistic_days": "Optimistic days",
    "likely_days": "Likely days",
    "pessimistic_days": "Pessimistic days",
}


def compared(before: Plan | None, found: PlanReading) -> Differences | None:
    """What a file would change in the plan in use; None without one, or where the two have nothing in common."""
    if before is None or found.reading.plan is None:
        return None
    old = plan_values(before)
    if before.source is not PlanSource.FILE:
        names = {task.uid: task.name for task in old.tasks}
        shared = [task for task in found.reading.plan.tasks if task.uid in names]
        if 2 * sum(names[task.uid] == task.name for task in shared) <= len(shared):
            return None
    was = _stored(before.id) if found.given else {}
    people = queries.names_of({row.get("owner_id") for side in (was, found.given) for row in side.values()})
    return differences(old, found.reading.plan, _said(was, people), _said(found.given, people))


def _stored(plan_id: int) -> dict[int, dict[str, Any]]:
    columns = [getattr(PlanTask, name) for name in LABELS]
    rows = db.session.execute(select(PlanTask.uid, *columns).where(PlanTask.plan_id == plan_id))
    return {row[0]: dict(zip(LABELS, row[1:], strict=True)) for row in rows}


def _said(given: Mapping[int, Mapping[str, Any]], people: Mapping[int, str]) -> dict[int, dict[str, Any]]:
    return {
        uid: {LABELS[key]: people.get(value, value) if key == "owner_id" else value for key, value in row.items()}
        for uid, row in given.items()
    }


def take_rows(
    rollout: Rollout,
    found: PlanReading,
    chosen: frozenset[int],
    *,
    file_name: str,
    sha256: str,
    by: User | None,
    at: datetime,
    source: BinaryIO,
) -> Imported:
    """Take the chosen rows of a file over as the next version of the plan; all other rows stay as they are.

    Refuses an empty choice, and one that makes tasks wait for each other in a circle. Rows that the plan has already,
    as when two windows send the same, change nothing.
    """
    before = queries.current_plan(rollout.id)
    if before is None or found.reading.plan is None:
        raise RuleBroken("There is no plan to take rows into: take the whole file." if before is None
                         else refusal(found.reading))  # fmt: skip
    if not chosen:
        raise RuleBroken("Tick the rows to take, or take everything.")
    changes = compared(before, found)
    if changes is not None and not changes.reordered and chosen.isdisjoint(row.uid for row in changes.rows):
        return Imported(before, changed=False)
    taken = take_part(plan_values(before), found.reading.plan, chosen)
    marks = ",".join(map(str, sorted(chosen)))
    return import_plan(
        rollout,
        taken.reading,
        file_name=file_name,
        sha256=hashlib.sha256(f"{before.sha256}|{sha256}|{marks}".encode()).hexdigest(),
        by=by,
        at=at,
        source=_mixed(before, source, taken.kept) if found.is_project_file else None,
        given={uid: row for uid, row in found.given.items() if uid in chosen},
    )


def _mixed(before: Plan, source: BinaryIO, kept: frozenset[int]) -> BinaryIO:
    """The file to keep: rows that stay are in it as the file of the plan in use has them."""
    import io

    old = source_of(before)
    source.seek(0)
    return source if old is None else io.BytesIO(with_rows_of(source, old, kept))
