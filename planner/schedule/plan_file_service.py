"""Reads whatever plan somebody brings for a rollout: Microsoft Project XML, CSV or a workbook."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from sqlalchemy import select

from planner.access.models import User
from planner.basics.errors import NotFound
from planner.db import db
from planner.rollouts.models import Membership, Rollout
from planner.rollouts.playbook_service import playbook_of
from planner.schedule import queries
from planner.schedule.any_importing import is_table
from planner.schedule.importing import read_plan, read_plan_file
from planner.schedule.models import PlanTask
from planner.schedule.plan_sheet import Given
from planner.schedule.plan_values_service import plan_values
from planner.schedule.project_file import Reading
from planner.schedule.sheet_importing import Known, read_sheet

_COLUMNS = {
    "wave": "wave",
    "phase": "phase_ref",
    "optimistic": "optimistic_days",
    "likely": "likely_days",
    "pessimistic": "pessimistic_days",
}


@dataclass(frozen=True, slots=True)
class PlanReading:
    """What came of a file: the reading, what it gives beyond a project file, and whether it is one worth keeping."""

    reading: Reading
    given: Mapping[int, Mapping[str, Any]]
    is_project_file: bool


def read_any(source: BinaryIO, file_name: str, rollout: Rollout | None = None) -> PlanReading:
    """Read a file; with a rollout its cells are checked against the people and phases of it."""
    if not is_table(source, file_name):
        return PlanReading(read_plan(source), {}, is_project_file=True)
    known, accounts = _known(rollout) if rollout is not None else (None, {})
    sheet = read_sheet(source, known)
    given = {uid: _stored(said, accounts) for uid, said in sheet.given.items()} if rollout is not None else {}
    return PlanReading(sheet.reading, given, is_project_file=False)


def read_path(path: Path, rollout: Rollout) -> PlanReading:
    """Read a file of the disk; one that cannot be opened is a refusal like any other."""
    if not path.is_file():
        return PlanReading(read_plan_file(path), {}, is_project_file=True)
    with path.open("rb") as source:
        return read_any(source, path.name, rollout)


def _known(rollout: Rollout) -> tuple[Known, Mapping[str, int]]:
    plan = queries.current_plan(rollout.id)
    people = select(User.email, User.id).join(Membership, Membership.user_id == User.id)
    found = list(db.session.execute(people.where(Membership.rollout_id == rollout.id)))
    if plan is not None:  # owners who take part no more may stay owners
        owners = select(User.email, User.id).join(PlanTask, PlanTask.owner_id == User.id)
        found += db.session.execute(owners.where(PlanTask.plan_id == plan.id))
    accounts = {email.casefold(): number for email, number in found}
    before = plan_values(plan) if plan is not None else None
    return Known(before, frozenset(accounts), _phases(rollout, plan.id if plan else None)), accounts


def _phases(rollout: Rollout, plan_id: int | None) -> Mapping[str, str]:
    """References of phases by their names and references, in small letters."""
    used = select(PlanTask.phase_ref).where(PlanTask.plan_id == plan_id).distinct()
    found = {ref.casefold(): ref for ref in db.session.scalars(used) if ref}
    try:
        phases = playbook_of(rollout).phases
    except NotFound:
        return found
    named = {phase.name.casefold(): phase.ref for phase in phases}
    return found | named | {phase.ref.casefold(): phase.ref for phase in phases}


def _stored(said: Mapping[str, Any], accounts: Mapping[str, int]) -> dict[str, Any]:
    """What a row of a table says, by the columns of the plan."""
    row = {_COLUMNS[key]: value for key, value in said.items() if key in _COLUMNS}
    if "owner" in said:
        row["owner_id"] = accounts.get(said["owner"].casefold())
    return row


def given_of(plan_id: int) -> dict[int, Given]:
    """What people gave the rows of a plan, by their number."""
    query = select(PlanTask, User.email).outerjoin(User, User.id == PlanTask.owner_id)
    return {
        task.uid: Given(
            email or "", task.phase_ref, task.wave, task.optimistic_days, task.likely_days, task.pessimistic_days
        )
        for task, email in db.session.execute(query.where(PlanTask.plan_id == plan_id))
    }
