"""Makes a row of any table with all it hangs on, so that tests can try things of another rollout on every page."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from decimal import Decimal
from itertools import count
from typing import Any

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Connection,
    Date,
    Enum,
    Float,
    Integer,
    LargeBinary,
    Numeric,
    Table,
    UniqueConstraint,
    insert,
    text,
)

from planner.db import Base, Exact, UtcDateTime, db, transaction
from tests.conftest import NOW

NUMBERS = count()


def table_for(argument: str) -> Table | None:
    """The table that an address means by `unit_id` or `file_id`; None when not exactly one bears the word."""
    word = argument.removesuffix("_id")
    tables = Base.metadata.tables
    if word in tables:
        return tables[word]
    found = [table for name, table in tables.items() if word in name.split("_")]
    return found[0] if len(found) == 1 else None


def make_row(table: Table, known: Mapping[str, int]) -> int:
    """A row of a table; `known` gives the rows to hang it on by their table, such as the rollout. Its number."""
    made = dict(known)
    values = {c.name: _value(c, made) for c in table.columns if _must(c)}
    for constraint in table.foreign_keys:  # a row belongs to the rollout also where it need not
        if constraint.column.table.name in known:
            values[constraint.parent.name] = known[constraint.column.table.name]
    with transaction():
        key = db.session.connection().execute(insert(table).values(values)).inserted_primary_key
        return key[0] if key and isinstance(key[0], int) else 0


def _must(column: Column[Any]) -> bool:
    own_number = column.primary_key and isinstance(column.type, Integer) and not column.foreign_keys
    return not (own_number or column.nullable or column.default is not None or column.server_default is not None)


def _value(column: Column[Any], made: dict[str, int]) -> object:
    for key in column.foreign_keys:
        parent = key.column.table
        if parent.name not in made:
            made[parent.name] = make_row(parent, made)
        return made[parent.name]
    plain: list[tuple[type, object]] = [
        (Enum, column.type.enums[0] if isinstance(column.type, Enum) else None),
        (Boolean, False),
        (UtcDateTime, NOW),
        (Exact, Decimal(1)),
        (Date, date(2026, 3, 2)),
        (Integer, next(NUMBERS) + 1 if _unique(column) else 1),
        (Numeric, 1),
        (Float, 1),
        (JSON, {}),
        (LargeBinary, b"x"),
    ]
    for kind, value in plain:
        if isinstance(column.type, kind):
            return _enum(column, value)
    return f"x{next(NUMBERS)}"  # different each time, where a table takes a text only once


def _unique(column: Column[Any]) -> bool:
    """Whether the table takes a value of the column only once, alone or with others."""
    rules = (each for each in column.table.constraints if isinstance(each, UniqueConstraint))
    return any(column.name in rule.columns for rule in rules)


def _enum(column: Column[Any], value: object) -> object:
    """An enum is stored from its member, not from its text."""
    if isinstance(column.type, Enum) and column.type.enum_class is not None:
        return next(iter(column.type.enum_class))
    return value


@contextmanager
def open_to_tampering() -> Iterator[Connection]:
    """A connection on which the database does not protect the audit trail, as for somebody who owns the database."""
    with db.engine.execution_options(write=True).begin() as connection:
        if connection.dialect.name == "sqlite":
            for trigger in ("audit_entry_no_update", "audit_entry_no_delete"):
                connection.execute(text(f"DROP TRIGGER {trigger}"))
        else:
            connection.execute(text("SET LOCAL session_replication_role = replica"))
        yield connection
