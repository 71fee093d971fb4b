"""Changes of the plan: a first plan from the playbook, edits of single tasks, milestones that are reached."""

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from planner.access.models import User
from planner.basics.errors import RuleBroken
from planner.db import check_version, db
from planner.playbook.outline import Playbook
from planner.rollouts.models import Rollout
from planner.schedule import hold_service, queries
from planner.schedule.calculation_service import calculate
from planner.schedule.drafts import TaskDraft, check_task
from planner.schedule.gate_service import ensure_gates
from planner.schedule.memory_service import remembered
from planner.schedule.models import Plan, PlanTask
from planner.schedule.office_calendar import STANDARD, office_calendar
from planner.schedule.outline_service import plan_of
from planner.schedule.plan_service import NewLink, digest, store_plan
from planner.schedule.proposal import ProposedRow, gate_places, propose_rows
from planner.schedule.states import Kind, PlanSource
from planner.schedule.wish_service import move, progress
from planner.schedule.working_days import DAY_STARTS

DAY = timedelta(hours=8)


def prepare(rollout: Rollout, playbook: Playbook, today: date) -> None:  # noqa: ARG001 - called for each new rollout
    """Give a new rollout its gates and its first plan."""
    propose_plan(rollout, playbook, at=rollout.created_at)


def propose_plan(rollout: Rollout, playbook: Playbook, *, at: datetime, by: User | None = None) -> tuple[Plan, bool]:
    """Make a plan from the playbook, tailored to the organisation, with dates and gates; and whether it is new.

    A proposal equal to the plan in use changes nothing. An edited or imported plan stays as an older version.
    """
    waves = queries.wave_names(rollout)
    wanted = frozenset((phase.ref, task.ref) for phase, task in playbook.tasks_for(rollout.profile))
    rows = propose_rows(playbook, wanted, waves)
    tasks, links = _stored_rows(rows)
    calendar = json.dumps([office_calendar(rollout.country, rollout.start_date)], separators=(",", ":"))
    ends = [(link.predecessor, link.successor) for link in links]
    mark = digest(json.dumps([tasks, ends, calendar, rollout.start_date], default=str))
    before = queries.current_plan(rollout.id)
    if before is not None and before.sha256 == mark:
        return before, False
    plan = Plan(
        rollout_id=rollout.id,
        source=PlanSource.PLAYBOOK,
        title=f"{playbook.name} {playbook.version}",
        sha256=mark,
        start=datetime.combine(rollout.start_date, DAY_STARTS),
        calendars=calendar,
        calendar_uid=STANDARD,
        imported_at=at,
        imported_by_id=by.id if by else None,
    )
    store_plan(plan, tasks, links, "plan.propose")
    _dated(plan)
    due = {row.gate_key: row.last_day for row in queries.rows_of(plan.id) if row.gate_key and row.last_day}
    ensure_gates(rollout, gate_places(playbook, waves), due)
    return plan, True


def _dated(plan: Plan) -> None:
    """Give every row its dates; a playbook whose tasks wait for each other is refused by name."""
    try:
        calculate(plan)
    except RuleBroken as broken:
        raise RuleBroken(f"The playbook cannot be planned. {broken.message}") from broken


def _stored_rows(rows: Sequence[ProposedRow]) -> tuple[list[dict[str, Any]], list[NewLink]]:
    number = {row.key: position for position, row in enumerate(rows, start=1)}
    tasks = [_stored_row(row, number[row.key]) for row in rows]
    links = [
        NewLink(number[key], number[row.key], {"lag": lag * 4800})
        for row in rows
        for key, lag in row.after
        if key in number
    ]
    return tasks, links


def _stored_row(row: ProposedRow, number: int) -> dict[str, Any]:
    return {
        "uid": number,
        "row": number,
        "outline_level": row.outline_level,
        "name": row.name,
        "kind": row.kind,
        "phase_ref": row.phase_ref,
        "stage_ref": row.stage_ref,
        "task_ref": row.task_ref,
        "gate_key": row.gate_key,
        "wave": row.wave,
        "duration_seconds": row.likely * DAY // timedelta(seconds=1),
        "optimistic_days": row.optimistic,
        "likely_days": row.likely,
        "pessimistic_days": row.pessimistic,
        "role_ref": row.role_ref,
        "baselines": [],
        "note": row.note,
    }


def edit_task(
    task: PlanTask, draft: TaskDraft, version: int | None, rollout_id: int, *, today: date, by: User | None = None,
    at: datetime | None = None,
) -> PlanTask:  # fmt: skip
    """Change dates, progress, owner, note and phase of a task; the whole plan is scheduled anew.

    Progress on a task that has not begun begins it; RuleBroken where a gate holds it on that day. With `by` and `at`
    the change can be taken back.
    """
    check_version(task, version, current_values(task))
    check_task(draft, task.kind)
    if (
        draft.owner_id is not None
        and draft.owner_id != task.owner_id
        and draft.owner_id not in queries.people(rollout_id)
    ):
        raise RuleBroken("Choose somebody who takes part in this rollout.", "owner")
    plan = plan_of(task)
    with remembered(plan, by, at, f"edit “{task.name}”"):
        if task.kind is not Kind.SUMMARY:
            if draft.percent > 0:
                hold_service.check_start(rollout_id, task, replace(task.place, phase_ref=draft.phase_ref), today)
            started = draft.start if draft.start != task.facts.first_day else None
            move(plan, task, draft)
            progress(task, draft.percent, today, started_on=started, finished_on=draft.finish)
        if draft.estimate is not None and task.kind is Kind.TASK:
            given = draft.estimate
            task.optimistic_days, task.likely_days = given.optimistic, given.likely
            task.pessimistic_days = given.pessimistic
        task.owner_id, task.note = draft.owner_id, draft.note
        _set_phase(task, draft.phase_ref)
    return task


def current_values(task: PlanTask) -> dict[str, object]:
    """What is stored now, by the names of the form's fields."""
    facts = task.facts
    return {
        "start": facts.first_day,
        "finish": facts.last_day,
        "percent": task.percent,
        "optimistic_days": task.optimistic_days,
        "likely_days": task.likely_days,
        "pessimistic_days": task.pessimistic_days,
        "owner": task.owner_id,
        "note": task.note,
        "phase": task.phase_ref,
    }


def stored_draft(task: PlanTask) -> TaskDraft:
    """A task as it is stored, in the shape of a wish: nothing changes when it is granted."""
    facts = task.facts
    return TaskDraft(facts.first_day, facts.last_day, task.percent, task.owner_id, task.note, task.phase_ref)


def _set_phase(task: PlanTask, phase_ref: str) -> None:
    """A summary gives its phase to all rows under it that have none of their own or had the summary's."""
    old = task.phase_ref
    if old == phase_ref:
        return
    task.phase_ref = phase_ref
    if task.kind is Kind.SUMMARY:
        for row in _rows_under(task):
            if row.phase_ref in {"", old}:
                row.phase_ref = phase_ref


def _rows_under(task: PlanTask) -> list[PlanTask]:
    rows = db.session.query(PlanTask).filter(PlanTask.plan_id == task.plan_id, PlanTask.position > task.position)
    under = []
    for row in rows.order_by(PlanTask.position):
        if row.outline_level <= task.outline_level:
            break
        under.append(row)
    return under


def finish_task(
    task: PlanTask, version: int | None, today: date, *, by: User | None = None, at: datetime | None = None
) -> PlanTask:
    """Mark a task or milestone as done today; what waits for it follows the real date. Baselines keep the plan."""
    check_version(task, version, current_values(task))
    if task.kind is Kind.SUMMARY:
        raise RuleBroken("A summary is done when all that stands under it is done.")
    plan = plan_of(task)
    hold_service.check_start(plan.rollout_id, task, task.place, today)
    with remembered(plan, by, at, f"finish “{task.name}”"):
        progress(task, 100, today, finished_on=today)
    return task
