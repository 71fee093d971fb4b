"""Holds reports, decisions and their conditions against the history of changes, which is sealed and only added to.

Whoever alters such a row in the database by hand leaves no entry: the last that the history says of it is then not what
is stored.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, cast

from sqlalchemy import func, select

from planner.access.audit_hook_service import table_of, told_of
from planner.access.audit_models import AuditEntry
from planner.access.audit_values import HIDDEN, shortened
from planner.db import db
from planner.reports.models import SignOff, Snapshot
from planner.schedule.models import Gate, GateCondition, GateDecision

KINDS: dict[str, type[Snapshot | SignOff | GateDecision | GateCondition]] = {
    "snapshot": Snapshot, "sign_off": SignOff, "gate_decision": GateDecision, "gate_condition": GateCondition,
}  # fmt: skip
WORDS = {
    "snapshot": "the report", "sign_off": "the decision", "gate_decision": "the decision on the gate",
    "gate_condition": "a condition",
}  # fmt: skip
Row = Snapshot | SignOff | GateDecision | GateCondition


@dataclass(slots=True)
class Noted:
    """What the history says of one row: its values so far, and whether it was brought along by a rollout's file."""

    rollout_id: int | None
    values: dict[str, Any] = field(default_factory=dict)
    brought: bool = False


def problems() -> Iterator[str]:
    """One sentence for each row that is not as the history says, is gone, or is not known to it."""
    noted = _noted()
    for name, kind in KINDS.items():
        query = select(kind).order_by(kind.id).execution_options(populate_existing=True)
        strangers: list[Row] = []
        for row in cast("Iterable[Row]", db.session.scalars(query)):
            found = noted.pop((name, str(row.id)), None)
            if found is None:
                strangers.append(row)
            elif wrong := _unlike(row, found):
                yield f"{_place(row)}: {WORDS[name]} differs from what the history says of it ({', '.join(wrong)})."
        yield from _unknown(name, strangers)
    for (name, _), found in noted.items():
        if place := _place_of_gone(name, found):
            yield f"{place}: {WORDS[name]} is known to the history, but it is gone."


def _noted() -> dict[tuple[str, str], Noted]:
    """The last that the history says of each row that should be there."""
    query = select(
        AuditEntry.action, AuditEntry.object_type, AuditEntry.object_id, AuditEntry.rollout_id, AuditEntry.after
    ).where(AuditEntry.object_type.in_(KINDS), AuditEntry.action.in_(("created", "imported", "changed", "deleted")))
    found: dict[tuple[str, str], Noted] = {}
    for action, name, row_id, rollout_id, after in db.session.execute(query.order_by(AuditEntry.seq)):
        key = (name, row_id)
        if action == "deleted":
            found.pop(key, None)
        elif action in {"created", "imported"}:
            found[key] = Noted(rollout_id, dict(after or {}), action == "imported")
        elif key in found:
            found[key].values |= after or {}
    return found


def _unlike(row: Row, noted: Noted) -> list[str]:
    """The columns that hold something else than the history says, in words."""
    now, table = told_of(row), table_of(row)
    wrong = [name for name, value in noted.values.items() if name in table.c and not _same(value, now.get(name))]
    if not noted.brought:  # what was empty is not noted, and a column that came later was empty then
        wrong += [name for name in now if name not in noted.values and table.c[name].nullable]
    people = {column.name for column in table.c if any(key.column.table.name == "user" for key in column.foreign_keys)}
    return [name.removesuffix("_id").replace("_", " ") for name in wrong if name not in people or name in now]


def _same(noted: Any, now: Any) -> bool:  # noqa: ANN401 - values of any kind
    """Whether two values say the same; moments are compared as such, whatever their zone. What is hidden cannot be.

    Entries of earlier versions hold long values shortened twice.
    """
    if noted == now or HIDDEN in (noted, now) or (isinstance(now, str) and noted == shortened(now)):
        return True
    try:
        return datetime.fromisoformat(noted) == datetime.fromisoformat(now)
    except (TypeError, ValueError):
        return False


def _unknown(name: str, rows: list[Row]) -> Iterator[str]:
    """Rows without an entry: fine where they are older than the history, or than the day their rollout came along."""
    if not rows:
        return
    begins = db.session.scalar(select(func.min(AuditEntry.at)))
    query = select(AuditEntry.rollout_id, func.max(AuditEntry.at)).where(AuditEntry.action == "import")
    came = {row[0]: row[1] for row in db.session.execute(query.group_by(AuditEntry.rollout_id))}
    for row in rows:
        at, since = _made_at(row), came.get(_rollout_of(row), begins)
        if at is not None and since is not None and at >= since:
            yield f"{_place(row)}: {WORDS[name]} is not known to the history."


def _made_at(row: Row) -> datetime | None:
    match row:
        case Snapshot():
            return row.created_at
        case SignOff():
            return row.decided_at
        case GateDecision():
            return row.at
    decision = db.session.get(GateDecision, row.decision_id)
    return decision.at if decision else None


def _rollout_of(row: Row) -> int:
    match row:
        case Snapshot():
            return row.rollout_id
        case SignOff():
            return db.session.get_one(Snapshot, row.snapshot_id).rollout_id
        case GateDecision():
            return db.session.get_one(Gate, row.gate_id).rollout_id
    return _rollout_of(db.session.get_one(GateDecision, row.decision_id))


def _place(row: Row) -> str:
    match row:
        case Snapshot():
            return f"rollout {row.rollout_id}, report {row.number}"
        case SignOff():
            return _place(db.session.get_one(Snapshot, row.snapshot_id))
        case GateDecision():
            gate = db.session.get_one(Gate, row.gate_id)
            return f"rollout {gate.rollout_id}, gate {gate.key}"
    return _place(db.session.get_one(GateDecision, row.decision_id))


def _place_of_gone(name: str, noted: Noted) -> str:
    """Where a row was; empty where what it hung on is gone as well, or is a report, which is told by its number."""
    hung: Row | Gate | None = None
    match name:
        case "sign_off":
            hung = db.session.get(Snapshot, noted.values.get("snapshot_id") or 0)
        case "gate_decision":
            hung = db.session.get(Gate, noted.values.get("gate_id") or 0)
        case "gate_condition":
            hung = db.session.get(GateDecision, noted.values.get("decision_id") or 0)
    if isinstance(hung, Gate):
        return f"rollout {hung.rollout_id}, gate {hung.key}"
    return _place(hung) if hung is not None else ""
