"""Remembers what each change of a plan did, so that it can be taken back: the last fifty changes, newest first.

A change is kept as what people decide (names, places, durations, links, constraints, progress), not as the dates that
follow from it. Taking it back is refused when somebody has changed the same rows since.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime
from enum import Enum
from typing import Any, cast

from sqlalchemy import JSON, Column, String, Table, delete, select, type_coerce
from sqlalchemy.types import NullType, TypeEngine

from planner.access import audit_service
from planner.access.models import User
from planner.basics.errors import RuleBroken
from planner.basics.pauses import without_collector
from planner.db import db
from planner.schedule import hold_service
from planner.schedule.calculation_service import Moved, calculate
from planner.schedule.holding import Place
from planner.schedule.models import Plan, PlanChange, PlanLink, PlanTask
from planner.schedule.states import Kind

KEPT = 50
TASK_COLUMNS = tuple(
    column.name
    for column in PlanTask.__table__.columns
    if column.name not in {"id", "plan_id", "version", "slack_seconds", "free_slack_seconds", "late_finish", "critical"}
)
IDLE = frozenset(
    {
        "owner_id",
        "role_ref",
        "note",
        "phase_ref",
        "stage_ref",
        "task_ref",
        "wave",
        "name",
        "wbs",
        "baselines",
        "optimistic_days",
        "likely_days",
        "pessimistic_days",
    }
)
"""What may change without moving a date."""
LINK_COLUMNS = ("predecessor_id", "successor_id", "type", "lag", "lag_kind")
PLAN_COLUMNS = ("status_date", "reschedules")
State = dict[str, dict[str, dict[str, Any]]]
"""Rows, links and settings of a plan as JSON values: `{"tasks": {"12": {…}}, "links": {"7": {…}}, "plan": …}`."""
Rows = dict[int, tuple[Any, ...]]
Stored = dict[str, Rows]
"""The same as the database holds it, by number, with the columns in their order."""
_TABLES = {
    "tasks": (cast("Table", PlanTask.__table__), TASK_COLUMNS),
    "links": (cast("Table", PlanLink.__table__), LINK_COLUMNS),
    "plan": (cast("Table", Plan.__table__), PLAN_COLUMNS),
}
_PLACES = {name: place for place, name in enumerate(TASK_COLUMNS)}
_DATES = (_PLACES["start"], _PLACES["finish"])
_SUMMED = (_PLACES["percent"], _PLACES["duration_seconds"])


@contextmanager
def remembered(plan: Plan, by: User | None, at: datetime | None, words: str) -> Iterator[list[Moved]]:
    """Change a plan inside; afterwards it is scheduled, and the change can be taken back.

    What was moved by it is in the list that is given, once the block has ended. A change that nobody makes at a time,
    such as one of a sample, is not remembered.
    """
    before = _stored(plan)
    moved: list[Moved] = []
    yield moved
    with without_collector():
        gone, come = _difference(before, _stored(plan))
        if _matters(gone, come):
            moved.append(calculate(plan))
    if by is not None and at is not None and (any(gone.values()) or any(come.values())):
        db.session.add(
            PlanChange(plan_id=plan.id, at=at, by_id=by.id, words=words[:300], before=gone, after=come, undone=False)
        )
        db.session.flush()
        _forget_oldest(plan)


def _stored(plan: Plan) -> Stored:
    """All that people decide of a plan, as the database holds it: quick to ask for and to compare."""
    db.session.flush()
    return {name: _stored_rows(plan, name) for name in _TABLES}


def _stored_rows(plan: Plan, name: str) -> Rows:
    table, columns = _TABLES[name]
    key = table.c.id if name == "plan" else table.c.plan_id
    wanted = [type_coerce(table.c[column], _as_it_is(table.c[column])) for column in columns]
    found = db.session.connection().execute(select(table.c.id, *wanted).where(key == plan.id)).all()
    return {row[0]: tuple(row)[1:] for row in found}


def _as_it_is(column: Column[Any]) -> TypeEngine[Any]:
    """JSON as its text; everything else as the driver gives it."""
    return String() if isinstance(column.type, JSON) else NullType()


def _decided(name: str, row: tuple[Any, ...]) -> tuple[Any, ...]:
    """A row without what is calculated: dates of rows that are not dated by hand, length and progress of summaries."""
    if name != "tasks":
        return row
    hidden: tuple[int, ...] = () if row[_PLACES["manual"]] else _DATES
    if row[_PLACES["kind"]] == Kind.SUMMARY.value:
        hidden = (*hidden, *_SUMMED)
    return tuple(None if place in hidden else value for place, value in enumerate(row)) if hidden else row


def _told(stored: Stored) -> State:
    return {
        name: {str(key): _values(name, _decided(name, row)) for key, row in rows.items()}
        for name, rows in stored.items()
    }


def _values(name: str, row: tuple[Any, ...]) -> dict[str, Any]:
    table, columns = _TABLES[name]
    dialect = db.session.connection().dialect
    values = {}
    for column, value in zip(columns, row, strict=True):
        read = table.c[column].type.dialect_impl(dialect).result_processor(dialect, None)
        values[column] = _plain(read(value) if read and value is not None else value)
    return values


def _plain(value: object) -> object:
    if isinstance(value, Enum):
        return value.value
    return value.isoformat() if isinstance(value, date) else value


def _difference(before: Stored, after: Stored) -> tuple[State, State]:
    """What only one side has: the rows that changed or went, and the rows that changed or came."""
    gone = {name: _only(name, rows, after[name]) for name, rows in before.items()}
    come = {name: _only(name, rows, before[name]) for name, rows in after.items()}
    return _told(gone), _told(come)


def _only(name: str, rows: Rows, others: Rows) -> Rows:
    """The rows that the other side has not, or has otherwise, in what people decide."""
    changed = [(key, row, others.get(key)) for key, row in rows.items() if others.get(key) != row]
    return {key: row for key, row, other in changed if other is None or _decided(name, row) != _decided(name, other)}


def _matters(gone: State, come: State) -> bool:
    """Whether a change touches dates at all: a new owner or note moves nothing."""
    rows = [*gone["tasks"].items(), *come["tasks"].items()]
    others = {**come["tasks"], **{key: row for key, row in gone["tasks"].items() if key not in come["tasks"]}}
    moved = any(
        key not in gone["tasks"] or key not in come["tasks"] or row[name] != others[key][name]
        for key, row in rows
        for name in row.keys() - IDLE
    )
    return moved or gone["links"] != come["links"] or gone["plan"] != come["plan"]


def _forget_oldest(plan: Plan) -> None:
    keep = select(PlanChange.id).where(PlanChange.plan_id == plan.id).order_by(PlanChange.id.desc()).limit(KEPT)
    db.session.execute(
        delete(PlanChange).where(PlanChange.plan_id == plan.id, PlanChange.id.not_in(keep.scalar_subquery()))
    )


def last_change(plan: Plan) -> PlanChange | None:
    """The change that would be taken back next."""
    query = select(PlanChange).where(PlanChange.plan_id == plan.id, PlanChange.undone.is_(False))
    return db.session.scalar(query.order_by(PlanChange.id.desc()).limit(1))


def take_back(plan: Plan, change_id: int, today: date) -> PlanChange:
    """Take the last change back. Refused when another one came after it, or when its rows were changed since.

    Refused too where it would begin work again that a gate holds back today.
    """
    change = last_change(plan)
    if change is None:
        raise RuleBroken("There is nothing to take back.")
    if change.id != change_id:
        raise RuleBroken("Another change came after this one; take that back first.")
    gone, come = change.before, change.after
    if _now(plan, come) != come:
        raise RuleBroken("What this change made has been changed again since, so it cannot be taken back.")
    _check_gates(plan, gone, come, today)
    with audit_service.bulk("plan.undo", change.words, rollout_id=plan.rollout_id) as counted:
        _put_back(plan, gone, come)
        counted.count("updated", "plan_task", len(gone["tasks"]))
    change.undone = True
    db.session.flush()
    db.session.expire_all()
    calculate(plan)
    return change


def _now(plan: Plan, come: State) -> State:
    """What is stored now of the rows of a change."""
    stored = _stored(plan)
    found = {
        name: {number: stored[name][number] for key in rows if (number := int(key)) in stored[name]}
        for name, rows in come.items()
    }
    return _told(found)


def _check_gates(plan: Plan, gone: State, come: State, today: date) -> None:
    """Progress that was taken away comes back only where the work may begin; a row that was removed comes as it was."""
    again = [
        (str(row["name"]), Place(row["phase_ref"], row["wave"], row["gate_key"]))
        for key, row in gone["tasks"].items()
        if key in come["tasks"] and _begun(row) and not _begun(come["tasks"][key])
    ]
    hold_service.check_begins(plan.rollout_id, again, today)


def _begun(row: Mapping[str, Any]) -> bool:
    work = row["kind"] != Kind.SUMMARY.value
    return work and bool(row["percent"] or row["actual_start"] or row["actual_finish"])


def _put_back(plan: Plan, gone: State, come: State) -> None:
    """Rows that came go, rows that went come back under their old numbers, changed ones get their old values.

    Links are all put back anew: a database may give a new link the number of a removed one.
    """
    connection = db.session.connection()
    tasks, links = _TABLES["tasks"][0], _TABLES["links"][0]
    connection.execute(links.delete().where(links.c.id.in_([int(key) for key in come["links"]])))
    new = [int(key) for key in come["tasks"] if key not in gone["tasks"]]
    connection.execute(tasks.delete().where(tasks.c.id.in_(new)))
    for key, row in gone["tasks"].items():
        values = {column: _typed(tasks.c[column], value) for column, value in row.items()}
        if key not in come["tasks"]:
            connection.execute(tasks.insert().values(id=int(key), plan_id=plan.id, **values))
            continue
        changed = {**_kept(values), "version": tasks.c.version + 1}
        connection.execute(tasks.update().where(tasks.c.id == int(key)).values(**changed))
    for key, row in gone["links"].items():
        values = {column: _typed(links.c[column], value) for column, value in row.items()}
        connection.execute(links.insert().values(id=int(key), plan_id=plan.id, **values))
    settings = _TABLES["plan"][0]
    for row in gone.get("plan", {}).values():
        values = {column: _typed(settings.c[column], value) for column, value in row.items()}
        connection.execute(settings.update().where(settings.c.id == plan.id).values(**values))


def _kept(values: Mapping[str, Any]) -> dict[str, Any]:
    """What follows from other rows is left to the calculation."""
    follows = {"start", "finish"} if not values.get("manual", True) else set()
    if values.get("kind") is not None and getattr(values["kind"], "value", "") == "summary":
        follows |= {"percent", "duration_seconds"}
    return {name: value for name, value in values.items() if name not in follows}


def _typed(column: Column[Any], value: Any) -> Any:  # noqa: ANN401 - a value of any column
    """A JSON value as the column holds it."""
    if value is None:
        return None if column.nullable else 0
    enum = getattr(column.type, "enum_class", None)
    if enum is not None:
        return enum(value)
    return datetime.fromisoformat(value) if column.type.python_type is datetime else value
