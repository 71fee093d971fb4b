"""Listens to every database session and notes each new, changed and deleted row for the audit trail."""

from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy import Column, Enum, String, Table, event, inspect, select
from sqlalchemy.engine import Result
from sqlalchemy.orm import ORMExecuteState, Session, SessionTransaction, UOWTransaction

from planner.access import audit_service
from planner.access.audit_models import AuditEntry
from planner.access.audit_values import Values, differences, written
from planner.basics.errors import PlannerError
from planner.basics.personal import OnErasure, Personal
from planner.db import Base

_STORED = "audit stored"
_MARKS = "audit marks"
_SILENT = frozenset({"version"})


def install(actor: Callable[[], audit_service.Actor]) -> None:
    """Start listening; `actor` tells who is acting. The listeners below are there once, however often this runs."""
    audit_service.install(actor)


@event.listens_for(Session, "before_flush")
def _look_before(session: Session, _context: UOWTransaction, _instances: object) -> None:
    """Refuse to touch the trail itself, and keep what is stored where the session does not know it."""
    touched = [*session.new, *session.dirty, *session.deleted]
    if any(isinstance(row, AuditEntry) for row in touched):
        raise PlannerError("The audit trail is only ever added to, and only by itself.")
    stored = session.info.setdefault(_STORED, {})
    for row in session.dirty:
        if is_audited(type(row)) and session.is_modified(row):
            stored[row] = _stored(session, row)
    for row in session.deleted:
        if is_audited(type(row)):
            stored[row] = _stored(session, row)


@event.listens_for(Session, "after_flush")
def _note(session: Session, _context: UOWTransaction) -> None:
    """Note what this flush did to each row."""
    stored: dict[object, dict[str, object]] = session.info.pop(_STORED, {})
    running = audit_service.bulk_of(session)
    rows = [("created", row) for row in session.new] + [("changed", row) for row in session.dirty]
    rows += [("deleted", row) for row in session.deleted]
    parents: dict[tuple[str, object], int | None] = {}
    for action, row in rows:
        if not is_audited(type(row)) or (action != "created" and row not in stored):
            continue
        if running:
            running.count(action, table_of(row).name)
        else:
            _record(session, action, row, stored.get(row, {}), parents)


def _record(
    session: Session,
    action: str,
    row: Base,
    stored: Mapping[str, object],
    parents: dict[tuple[str, object], int | None],
) -> None:
    now = {} if action == "deleted" else _loaded(row)
    hidden = hidden_columns(type(row))
    if action == "changed":
        before, after = differences(stored, now, hidden)
        if not after:
            return
    else:
        before, after = written(_told(row, stored), hidden), written(_told(row, now), hidden)
    everything = {**stored, **now}
    audit_service.record(
        action,
        object_type=table_of(row).name,
        object_id=_identity(row),
        rollout_id=_rollout_of(session, table_of(row), everything, parents),
        before=before or None,
        after=after or None,
    )


def told_of(row: Base) -> Values:
    """What the trail says of a row that is made just as this one is now: to compare with what it does say."""
    return written(_told(row, _loaded(row)), hidden_columns(type(row)))


def is_audited(kind: type) -> bool:
    """Whether changes of this table are noted; a table opts out with `__audited__ = False`."""
    return issubclass(kind, Base) and getattr(kind, "__audited__", True)


def hidden_columns(kind: type) -> frozenset[str]:
    """Columns of which the trail says only that they changed: secrets, and what erasure has to be able to take away.

    The trail is never changed, so what a person wrote or is described by must not stand in it.
    """
    named = frozenset(getattr(kind, "__masked__", ()))
    personal = getattr(kind, "__personal__", None)
    if not isinstance(personal, Personal):
        return named
    return named | (written_columns(kind) if personal.on_erasure is OnErasure.DELETE else frozenset(personal.emptied))


def written_columns(kind: type) -> frozenset[str]:
    """The columns of a table that hold free text."""
    columns: list[Column[Any]] = list(inspect(kind).local_table.columns)
    return frozenset(c.name for c in columns if isinstance(c.type, String) and not isinstance(c.type, Enum))


def table_of(row: Base) -> Table:
    """The table of a row."""
    table = inspect(type(row)).local_table
    if not isinstance(table, Table):
        raise TypeError(f"{type(row).__name__} is not stored in a table of its own")
    return table


def _columns(row: Base) -> dict[str, str]:
    """Attribute to column, without those that the class leaves out of the trail."""
    left_out = _SILENT | set(getattr(type(row), "__unaudited__", ()))
    mapper = inspect(type(row))
    return {attr.key: attr.columns[0].name for attr in mapper.column_attrs if attr.key not in left_out}


def _loaded(row: Base) -> dict[str, object]:
    known = inspect(row).dict
    return {column: known[key] for key, column in _columns(row).items() if key in known}


def _stored(session: Session, row: Base) -> dict[str, object]:
    """What is in the database now: from the session's memory, and by asking where it has forgotten."""
    state = inspect(row)
    values: dict[str, object] = {}
    for key, column in _columns(row).items():
        history = state.attrs[key].history
        if history.deleted:
            values[column] = history.deleted[0]
        elif history.unchanged:
            values[column] = history.unchanged[0]
        else:
            return _asked(session, row)
    return values


def _asked(session: Session, row: Base) -> dict[str, object]:
    table, mapper = table_of(row), inspect(type(row))
    wanted = [table.c[name] for name in _columns(row).values()]
    identity = inspect(row).identity or ()
    query = select(*wanted).where(*(c == v for c, v in zip(mapper.primary_key, identity, strict=True)))
    found = session.connection().execute(query).mappings().first()
    return dict(found) if found else {}


def _told(row: Base, values: Mapping[str, object]) -> dict[str, object]:
    """The values that an entry does not already name: without the key and the rollout."""
    own = {c.name for c in table_of(row).primary_key} | {"rollout_id"}
    return {k: v for k, v in values.items() if k not in own}


def _identity(row: Base) -> str:
    return "/".join(str(part) for part in inspect(type(row)).primary_key_from_instance(row))


def _rollout_of(
    session: Session, table: Table, values: Mapping[str, object], parents: dict[tuple[str, object], int | None]
) -> int | None:
    """The rollout a row belongs to: named in the row, the row itself, or named by what the row hangs on."""
    own = values.get("id") if table.name == "rollout" else values.get("rollout_id")
    if isinstance(own, int):
        return own
    for key in sorted(table.foreign_keys, key=lambda k: k.parent.name):
        parent, value = key.column.table, values.get(key.parent.name)
        if value is None or parent.name in {"user", table.name}:
            continue
        if (parent.name, value) not in parents:
            asked = session.connection().execute(select(parent).where(key.column == value)).mappings().first()
            parents[parent.name, value] = _rollout_of(session, parent, dict(asked), parents) if asked else None
        if parents[parent.name, value] is not None:
            return parents[parent.name, value]
    return None


@event.listens_for(Session, "do_orm_execute")
def _note_statement(state: ORMExecuteState) -> Result[Any] | None:
    """Note a statement that changes many rows at once as one entry with their number."""
    if not (state.is_insert or state.is_update or state.is_delete):
        return None
    table = getattr(state.statement, "table", None)
    if not isinstance(table, Table):
        return None
    if table.name == AuditEntry.__tablename__:
        raise PlannerError("The audit trail is only ever added to, and only by itself.")
    if not any(is_audited(m.class_) and m.local_table.description == table.name for m in Base.registry.mappers):
        return None
    result = state.invoke_statement()
    given = state.parameters
    rows = len(given) if isinstance(given, list) else max(getattr(result, "rowcount", -1), 0)
    action = "created" if state.is_insert else "changed" if state.is_update else "deleted"
    running = audit_service.bulk_of(state.session)
    if running:
        running.count(action, table.name, rows)
    elif rows:
        audit_service.record(f"{action} many", object_type=table.name, after={"rows": rows})
    return result


@event.listens_for(Session, "before_commit")
def _write(session: Session) -> None:
    """Write what waits, once all else is stored; a savepoint leaves it to the whole."""
    if session.in_nested_transaction():
        return
    session.flush()
    audit_service.write_pending(session)


@event.listens_for(Session, "after_transaction_create")
def _mark(session: Session, transaction: SessionTransaction) -> None:
    if transaction.nested:
        session.info.setdefault(_MARKS, {})[transaction] = len(audit_service.pending(session))


@event.listens_for(Session, "after_soft_rollback")
def _forget(session: Session, previous: SessionTransaction) -> None:
    """What was undone did not happen: forget its entries."""
    session.info.pop(_STORED, None)
    marks = session.info.get(_MARKS, {})
    del audit_service.pending(session)[marks.pop(previous, 0) if previous.nested else 0 :]


@event.listens_for(Session, "after_transaction_end")
def _unmark(session: Session, transaction: SessionTransaction) -> None:
    if transaction.parent is None:
        session.info.pop(_MARKS, None)
