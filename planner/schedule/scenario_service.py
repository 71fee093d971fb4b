"""Makes scenarios and changes them; the plan is never touched here. Keeping one is in `scenario_keep_service`."""

from dataclasses import dataclass
from datetime import datetime

from planner.access.models import User
from planner.basics.errors import RuleBroken
from planner.db import check_version, db
from planner.rollouts.models import Rollout
from planner.schedule import queries, scenario_queries
from planner.schedule.scenario import MOST_CHANGES, Change, ScenarioState, Unreadable, as_json, check, words
from planner.schedule.scenario_look_service import Base, base_of, made
from planner.schedule.scenario_models import Scenario
from planner.schedule.scenario_reading import read_change, read_changes

MOST = 50
"""So many scenarios may be open in a rollout at a time."""


@dataclass(frozen=True, slots=True)
class ScenarioDraft:
    """A scenario as somebody wants it called."""

    name: str
    note: str = ""


def create(rollout: Rollout, draft: ScenarioDraft, by: User, at: datetime) -> Scenario:
    """Begin a scenario on the plan in use. Raises RuleBroken without a plan, and for a name that is in use."""
    plan = queries.current_plan(rollout.id)
    if plan is None:
        raise RuleBroken("There is no plan yet; there is nothing to try something on.")
    _check_name(rollout.id, draft.name, None)
    if sum(row.open for row in scenario_queries.scenarios(rollout.id)) >= MOST:
        raise RuleBroken(f"{MOST} scenarios are open; keep some or throw some away first.")
    row = Scenario(
        rollout_id=rollout.id,
        name=draft.name.strip(),
        note=draft.note.strip(),
        changes=[],
        plan_number=plan.number,
        made_at=at,
        made_by_id=by.id,
    )
    db.session.add(row)
    db.session.flush()
    return row


def edit(row: Scenario, draft: ScenarioDraft, version: int | None) -> Scenario:
    """Give a scenario another name or note."""
    check_version(row, version, {"name": row.name, "note": row.note})
    _check_open(row)
    _check_name(row.rollout_id, draft.name, row.id)
    row.name, row.note = draft.name.strip(), draft.note.strip()
    db.session.flush()
    return row


def add_change(row: Scenario, change: Change, version: int | None, now: datetime) -> Scenario:
    """Add a change behind the others; RuleBroken where its size makes no sense or it cannot work on this plan."""
    check_version(row, version, {})
    _check_open(row)
    check(change)
    if len(read_changes(row.changes)) >= MOST_CHANGES:
        raise RuleBroken(f"A scenario has at most {MOST_CHANGES} changes.")
    plan = queries.current_plan(row.rollout_id)
    if plan is None:
        raise RuleBroken("There is no plan any more.")
    base: Base = base_of(plan)
    changes = read_changes(row.changes)
    if Unreadable() in changes:
        raise RuleBroken("A change of this scenario cannot be read; take it out first.")
    result = made(base, [*changes, change], now, same_version=plan.number == row.plan_number)
    if problem := result.problems.get(len(changes)):
        raise RuleBroken(problem, "task")
    row.changes = [*row.changes, as_json(change)]
    db.session.flush()
    return row


def remove_change(row: Scenario, number: int, version: int | None) -> str:
    """Take a change out, by its place from 0; what it was, in words."""
    check_version(row, version, {})
    _check_open(row)
    listed = row.changes if isinstance(row.changes, list) else [row.changes]
    if not 0 <= number < len(listed):
        raise RuleBroken("This change is not there any more.")
    gone = listed[number]
    row.changes = [each for place, each in enumerate(listed) if place != number]
    db.session.flush()
    return words(read_change(gone))


def throw_away(row: Scenario, version: int | None, by: User, at: datetime) -> Scenario:
    """Close a scenario without keeping it; it stays to be read."""
    check_version(row, version, {})
    _check_open(row)
    close(row, ScenarioState.THROWN_AWAY, by, at)
    return row


def close(row: Scenario, state: ScenarioState, by: User, at: datetime, outcome: str = "") -> None:
    """End a scenario, with who did it and what came of it."""
    row.state, row.closed_at, row.closed_by_id, row.outcome = state, at, by.id, outcome[:300]
    db.session.flush()


def _check_open(row: Scenario) -> None:
    if not row.open:
        raise RuleBroken("This scenario is closed; begin another one.")


def _check_name(rollout_id: int, name: str, own: int | None) -> None:
    if not name.strip():
        raise RuleBroken("Give the scenario a name.", "name")
    others = {row.name.casefold() for row in scenario_queries.scenarios(rollout_id) if row.open and row.id != own}
    if name.strip().casefold() in others:
        raise RuleBroken("Another open scenario has this name.", "name")
