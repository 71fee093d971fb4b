"""Runs the checks over the plan that a rollout uses now: at each look, so that they speak of the latest change.

The same plan on the same day is judged once and remembered for as long as nothing of it changes.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache
from typing import Any

from sqlalchemy import select

from planner.basics.errors import NotFound, RuleBroken
from planner.db import db
from planner.rollouts import queries as rollouts
from planner.rollouts.models import Rollout
from planner.rollouts.playbook_service import playbook_of
from planner.schedule import queries
from planner.schedule.calculation_service import schedule_of
from planner.schedule.file_facts import computed_of, days_off, duties_of, free_weekdays
from planner.schedule.importing import assignment_of, calendar_of, resource_of
from planner.schedule.models import Gate, Plan, PlanLink, PlanTask
from planner.schedule.network import CycleError
from planner.schedule.plan_facts import (
    SHELF_LIFE_DAYS,
    Computed,
    Finding,
    GateDay,
    PlanFacts,
    PlanRow,
    Tie,
    WaveDay,
)
from planner.schedule.plan_rules import findings_of
from planner.schedule.project_file import LagKind
from planner.schedule.states import Kind

SAME = (
    "uid", "name", "kind", "start", "finish", "percent", "actual_start", "actual_finish", "manual", "active",
    "constraint", "constraint_date", "deadline", "phase_ref", "task_ref", "gate_key", "wave",
)  # fmt: skip
"""What a stored row and a row of the checks call by the same name."""
OTHERS = ("id", "outline_level", "duration_seconds", "owner_id", "calendar_uid", "elapsed", "fixed_duration")
BEFORE_GO_LIVE = "go-live"


@dataclass(frozen=True, slots=True)
class Checked:
    """What the checks say of a plan: the findings, and the numbers in the database and names of its rows by UID."""

    plan: Plan
    findings: tuple[Finding, ...]
    ids: Mapping[int, int]
    rows: Mapping[int, PlanRow]


@dataclass(frozen=True, slots=True)
class _Question:
    """A plan to judge; two questions with the same mark have the same answer."""

    mark: str
    facts: Callable[[], PlanFacts] = field(compare=False)


@lru_cache(maxsize=64)
def _judged(question: _Question) -> tuple[Finding, ...]:
    return findings_of(question.facts())


def checked(rollout: Rollout, today: date) -> Checked | None:
    """The findings in the plan in use; None while there is no plan. A constant number of questions to the database."""
    plan = queries.current_plan(rollout.id)
    if plan is None:
        return None
    rows = _stored(plan.id)
    links = _links(plan.id, {row["id"]: row["uid"] for row in rows})
    facts = _known(rollout, plan, rows, links, today)
    mark = repr((plan.id, plan.sha256, plan.start, plan.finish, plan.calendar_uid, rollout.country, facts, rows))
    found = _judged(_Question(mark, lambda: _complete(plan, facts, rollout.country)))
    return Checked(plan, found, {row["uid"]: row["id"] for row in rows}, {row.uid: row for row in facts.rows})


def count(rollout: Rollout, today: date) -> int:
    """How many findings the plan in use has; none without a plan."""
    found = checked(rollout, today)
    return len(found.findings) if found else 0


def _stored(plan_id: int) -> list[dict[str, Any]]:
    columns = [getattr(PlanTask, name) for name in (*SAME, *OTHERS)]
    found = db.session.execute(select(*columns).where(PlanTask.plan_id == plan_id).order_by(PlanTask.position))
    return [dict(row) for row in found.mappings()]


def _links(plan_id: int, uids: Mapping[int, int]) -> dict[int, tuple[Tie, ...]]:
    columns = (PlanLink.predecessor_id, PlanLink.successor_id, PlanLink.type, PlanLink.lag, PlanLink.lag_kind)
    found: dict[int, tuple[Tie, ...]] = {}
    query = select(*columns).where(PlanLink.plan_id == plan_id).order_by(PlanLink.id)
    for before, after, kind, lag, lag_kind in db.session.execute(query):
        tenths = lag_kind in {LagKind.WORKING, LagKind.ELAPSED}
        found[after] = (*found.get(after, ()), Tie(uids[before], kind, lag * 6 if tenths else lag, lag_kind))
    return found


def _known(
    rollout: Rollout, plan: Plan, rows: list[dict[str, Any]], links: Mapping[int, tuple[Tie, ...]], today: date
) -> PlanFacts:
    """What is known before anything is calculated."""
    gates = db.session.execute(select(Gate.key, Gate.name, Gate.due).where(Gate.rollout_id == rollout.id))
    return PlanFacts(
        rows=tuple(
            PlanRow(
                **{name: row[name] for name in SAME},
                level=row["outline_level"],
                seconds=row["duration_seconds"],
                owned=row["owner_id"] is not None,
                marked=row["kind"] is not Kind.TASK or row["duration_seconds"] != 0,
                own_hours=row["elapsed"] or row["calendar_uid"] not in {None, plan.calendar_uid},
                links=links.get(row["id"], ()),
            )
            for row in rows
        ),
        day_seconds=plan.minutes_per_day * 60,
        as_of=today,
        shelf_days=shelf_days(rollout),
        gates=tuple(GateDay(*gate) for gate in gates),
        waves=tuple(WaveDay(wave.number, wave.name, wave.go_live) for wave in rollouts.waves(rollout.id)),
    )


def shelf_days(rollout: Rollout) -> int:
    """How long training keeps before go-live: the shortest of the playbook's courses that are held before it."""
    try:
        courses = playbook_of(rollout).courses
    except NotFound:
        return SHELF_LIFE_DAYS
    kept = [course.shelf_life_days for course in courses if course.before.value == BEFORE_GO_LIVE]
    return min(kept, default=SHELF_LIFE_DAYS)


def _complete(plan: Plan, facts: PlanFacts, country: str) -> PlanFacts:
    """With what takes longer: a recalculation, the people of the file, and the days off."""
    calendars, resources, assignments = db.session.execute(
        select(Plan.calendars, Plan.resources, Plan.assignments).where(Plan.id == plan.id)
    ).one()
    known = [calendar_of(raw) for raw in json.loads(calendars)]
    people = [resource_of(raw) for raw in json.loads(resources)]
    duties = tuple(duties_of(people, [assignment_of(raw) for raw in json.loads(assignments)]))
    owned = {duty.uid for duty in duties}
    computed, circle = _recalculated(plan)
    return replace(
        facts,
        rows=tuple(replace(row, owned=row.owned or row.uid in owned) for row in facts.rows),
        days_off=days_off(known, plan.calendar_uid, facts.rows, country),
        free_weekdays=free_weekdays(known, plan.calendar_uid),
        computed=computed,
        circle=circle,
        duties=duties,
    )


def _recalculated(plan: Plan) -> tuple[Mapping[int, Computed], tuple[int, ...]]:
    try:
        rows, _, found = schedule_of(plan)
    except RuleBroken as broken:
        cause = broken.__cause__
        return {}, cause.uids if isinstance(cause, CycleError) else ()
    return computed_of((row["uid"] for row in rows), found), ()
