"""Runs the migrations in one transaction: a crash leaves the old schema or the new one, never half of each."""

from typing import Literal

from alembic import context
from flask import current_app
from sqlalchemy import Connection
from sqlalchemy.types import TypeDecorator

from planner.db import Base, UtcDateTime


def render_item(kind: str, item: object, _autogen: object) -> str | Literal[False]:
    """Our own column types are written as SQLAlchemy's, so that old revisions stay readable on their own."""
    if kind != "type" or not isinstance(item, TypeDecorator):
        return False
    return "sa.DateTime(timezone=True)" if isinstance(item, UtcDateTime) else f"sa.{item.impl!r}"


def run(connection: Connection) -> None:
    """Migrate over an open connection."""
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        render_as_batch=True,
        render_item=render_item,
        compare_type=False,
        transactional_ddl=True,  # SQLite can; Alembic does not take it for granted and would commit step by step
    )
    with context.begin_transaction():
        context.run_migrations()
        if connection.dialect.name == "sqlite":
            broken = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
            if broken:
                raise RuntimeError(f"the migration left rows that point nowhere: {broken[:5]}")


def main() -> None:
    """Open a connection whose foreign keys rest: otherwise rebuilding a parent table would delete its children."""
    engine = current_app.extensions["migrate"].db.engine
    with engine.connect() as plain:
        connection = plain.execution_options(write=True)
        if connection.dialect.name == "sqlite":
            connection.connection.driver_connection.execute("PRAGMA foreign_keys=OFF")
        try:
            run(connection)
            connection.commit()
        finally:
            if connection.dialect.name == "sqlite":
                connection.rollback()
                connection.connection.driver_connection.execute("PRAGMA foreign_keys=ON")


main()
