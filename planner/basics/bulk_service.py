"""Writes very many rows at once, sorted, by the database's own fast way; rows that say the same already are left alone.

SQLite takes them by the driver's `executemany`, PostgreSQL by COPY into a temporary table and one statement from there.
The trail is not told row by row: whoever writes in bulk notes one entry (`audit_service.bulk`).
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any
from zlib import crc32

from sqlalchemy import Connection, Table

Row = Sequence[Any]
BATCH = 20_000


def upsert(
    connection: Connection,
    table: Table,
    columns: Sequence[str],
    rows: Iterable[Row],
    *,
    key: Sequence[str] = (),
    add: Collection[str] = (),
    leave: Collection[str] = (),
) -> int:
    """Insert rows, or change those with the same key; gives how many rows were sent.

    `rows` come sorted by `key` (the primary key where it is left out), with values as the driver stores them. Columns
    named in `add` are added to what is there, those in `leave` stay as they are, all others are replaced; a row that
    would stay as it is is not written.
    """
    key = key or [column.name for column in table.primary_key]
    rule = _Rule(table, tuple(columns), tuple(key), frozenset(add), frozenset(leave))
    done = 0
    for batch in _batches(rows):
        if connection.dialect.name == "sqlite":
            connection.exec_driver_sql(_sqlite_text(rule), batch)
        else:
            _by_copy(connection, rule, batch)
        done += len(batch)
    return done


@dataclass(frozen=True, slots=True)
class _Rule:
    """What is written where, and what becomes of rows that are there."""

    table: Table
    columns: tuple[str, ...]
    key: tuple[str, ...]
    add: frozenset[str]
    leave: frozenset[str]

    @property
    def names(self) -> str:
        return ", ".join(f'"{name}"' for name in self.columns)

    def conflict(self, differ: str) -> str:
        """What happens to a row that is there; `differ` are the database's words for “is another value or none”."""
        names, table = ", ".join(f'"{name}"' for name in self.key), self.table.name
        changed = [name for name in self.columns if name not in self.key and name not in self.leave]
        if not changed:
            return f"ON CONFLICT ({names}) DO NOTHING"
        sets = ", ".join(
            f'"{name}" = "{table}"."{name}" + excluded."{name}"'
            if name in self.add
            else f'"{name}" = excluded."{name}"'
            for name in changed
        )
        differs = " OR ".join(
            f'excluded."{name}" <> 0' if name in self.add else f'"{table}"."{name}" {differ} excluded."{name}"'
            for name in changed
        )
        return f"ON CONFLICT ({names}) DO UPDATE SET {sets} WHERE {differs}"


def _batches(rows: Iterable[Row]) -> Iterator[list[Any]]:
    source = iter(rows)
    while batch := list(islice(source, BATCH)):
        yield batch


def _sqlite_text(rule: _Rule) -> str:
    places = ", ".join("?" * len(rule.columns))
    return f'INSERT INTO "{rule.table.name}" ({rule.names}) VALUES ({places}) {rule.conflict("IS NOT")}'  # noqa: S608 - names of our own schema


def _by_copy(connection: Connection, rule: _Rule, batch: list[Any]) -> None:
    table, names = rule.table.name, rule.names
    held = f"bulk_{table}_{crc32(names.encode()):08x}"
    connection.exec_driver_sql(
        f'CREATE TEMPORARY TABLE IF NOT EXISTS "{held}" ON COMMIT DELETE ROWS '  # noqa: S608 - names of our own schema
        f'AS SELECT {names} FROM "{table}" LIMIT 0'
    )
    connection.exec_driver_sql(f'TRUNCATE "{held}"')
    driver: Any = connection.connection.driver_connection
    with driver.cursor() as cursor, cursor.copy(f'COPY "{held}" ({names}) FROM STDIN') as copy:
        for row in batch:
            copy.write_row(row)
    order = ", ".join(f'"{name}"' for name in rule.key)
    connection.exec_driver_sql(
        f'INSERT INTO "{table}" ({names}) SELECT {names} FROM "{held}" ORDER BY {order} '  # noqa: S608 - names of our own schema
        + rule.conflict("IS DISTINCT FROM")
    )


def table_of(model: type) -> Table:
    """The table of a model, as `upsert` needs it."""
    table: Table = model.__table__  # type: ignore[attr-defined] # every model has one
    return table
