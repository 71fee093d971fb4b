"""Writes very many rows at once, sorted, by the database's own fast way; rows that say the same already are left alone.

SQLite takes them by the driver's `executemany`, PostgreSQL by COPY into a temporary table and one statement from there.
The trail is not told row by row: whoever writes in bulk notes one entry (`audit_service.bulk`).
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
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
) -> int:
    """Insert rows, or change those with the same key; gives how many rows were sent.

    `rows` come sorted by `key` (the primary key where it is left out), with values as the driver stores them. Columns
    named in `add` are added to what is there, all others replace it; a row that would stay as it is is not written.
    """
    key = key or [column.name for column in table.primary_key]
    done = 0
    for batch in _batches(rows):
        if connection.dialect.name == "sqlite":
            connection.exec_driver_sql(_sqlite_text(table, columns, key, add), batch)
        else:
            _by_copy(connection, table, columns, key, add, batch)
        done += len(batch)
    return done


def _batches(rows: Iterable[Row]) -> Iterator[list[Any]]:
    source = iter(rows)
    while batch := [tuple(row) for row in islice(source, BATCH)]:
        yield batch


def _sqlite_text(table: Table, columns: Sequence[str], key: Sequence[str], add: Collection[str]) -> str:
    places = ", ".join("?" * len(columns))
    names = ", ".join(f'"{name}"' for name in columns)
    return f'INSERT INTO "{table.name}" ({names}) VALUES ({places}) {_conflict(table, columns, key, add, "IS NOT")}'  # noqa: S608 - names of our own schema


def _conflict(table: Table, columns: Sequence[str], key: Sequence[str], add: Collection[str], differ: str) -> str:
    """What happens to a row that is there; `differ` are the database's words for “is another value or none”."""
    names = ", ".join(f'"{name}"' for name in key)
    changed = [name for name in columns if name not in key]
    if not changed:
        return f"ON CONFLICT ({names}) DO NOTHING"
    sets = ", ".join(
        f'"{name}" = "{table.name}"."{name}" + excluded."{name}"' if name in add else f'"{name}" = excluded."{name}"'
        for name in changed
    )
    differs = " OR ".join(
        f'excluded."{name}" <> 0' if name in add else f'"{table.name}"."{name}" {differ} excluded."{name}"'
        for name in changed
    )
    return f"ON CONFLICT ({names}) DO UPDATE SET {sets} WHERE {differs}"


def _by_copy(
    connection: Connection,
    table: Table,
    columns: Sequence[str],
    key: Sequence[str],
    add: Collection[str],
    batch: list[Row],
) -> None:
    names = ", ".join(f'"{name}"' for name in columns)
    order = ", ".join(f'"{name}"' for name in key)
    held = f"bulk_{table.name}_{crc32(names.encode()):08x}"
    connection.exec_driver_sql(
        f'CREATE TEMPORARY TABLE IF NOT EXISTS "{held}" ON COMMIT DELETE ROWS '  # noqa: S608 - names of our own schema
        f'AS SELECT {names} FROM "{table.name}" LIMIT 0'
    )
    connection.exec_driver_sql(f'TRUNCATE "{held}"')
    driver: Any = connection.connection.driver_connection
    with driver.cursor() as cursor, cursor.copy(f'COPY "{held}" ({names}) FROM STDIN') as copy:
        for row in batch:
            copy.write_row(row)
    connection.exec_driver_sql(
        f'INSERT INTO "{table.name}" ({names}) SELECT {names} FROM "{held}" ORDER BY {order} '  # noqa: S608 - names of our own schema
        + _conflict(table, columns, key, add, "IS DISTINCT FROM")
    )
