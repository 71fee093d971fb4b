"""Stores a whole plan at once: its row, its tasks and its links, in few statements and one entry of the audit trail."""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import insert

from planner.access import audit_service
from planner.db import db
from planner.schedule.models import Plan, PlanLink, PlanTask
from planner.schedule.queries import current_plan

TOGETHER = 2_000
Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class NewLink:
    """A link between two rows by their `uid`."""

    predecessor: int
    successor: int
    values: Mapping[str, object]


def store_plan(
    plan: Plan, tasks: Sequence[Row], links: Sequence[NewLink], action: str, tell: Callable[[float], None] | None = None
) -> Plan:
    """Store a plan as the next version of its rollout; the caller's transaction makes it all or nothing.

    `tasks` are column values with the same keys in every row, in the order of the plan. `tell` hears which share of
    the rows and links is stored.
    """
    before = current_plan(plan.rollout_id)
    plan.number = before.number + 1 if before else 1
    plan.task_count, plan.link_count = len(tasks), len(links)
    summary = f"version {plan.number}: {len(tasks)} tasks and {len(links)} links from {plan.file_name or plan.source}"
    with audit_service.bulk(action, summary, rollout_id=plan.rollout_id) as counted:
        db.session.add(plan)
        db.session.flush()
        told = tell or (lambda _: None)
        ids = _store_tasks(plan.id, tasks, lambda share: told(0.7 * share))
        _store_links(plan.id, links, ids)
        told(1)
        counted.count("created", "plan_task", len(tasks))
        counted.count("created", "plan_link", len(links))
    return plan


def _store_tasks(plan_id: int, tasks: Sequence[Row], tell: Callable[[float], None]) -> dict[int, int]:
    """Numbers in the database by `uid`."""
    ids: dict[int, int] = {}
    statement = insert(PlanTask).returning(PlanTask.uid, PlanTask.id)
    for first in range(0, len(tasks), TOGETHER):
        rows = [
            {"plan_id": plan_id, "position": first + offset, **row}
            for offset, row in enumerate(tasks[first : first + TOGETHER])
        ]
        ids.update(dict(db.session.execute(statement, rows).all()))
        tell(len(ids) / len(tasks))
    return ids


def _store_links(plan_id: int, links: Sequence[NewLink], ids: Mapping[int, int]) -> None:
    for first in range(0, len(links), TOGETHER):
        rows = [
            {
                "plan_id": plan_id,
                "predecessor_id": ids[link.predecessor],
                "successor_id": ids[link.successor],
                **link.values,
            }
            for link in links[first : first + TOGETHER]
        ]
        db.session.execute(insert(PlanLink), rows)


def digest(text: str) -> str:
    """The fingerprint by which the same content is known again."""
    return hashlib.sha256(text.encode()).hexdigest()
