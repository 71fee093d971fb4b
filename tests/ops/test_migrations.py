"""The schema grows step by step: from every earlier revision, with data in it, and whatever happens in between."""

import os
import random
import signal
import sqlite3
import subprocess
import sys
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from flask import Flask
from flask_migrate import upgrade

from planner.app import create_app
from planner.basics.errors import PlannerError
from planner.db import Base, db
from planner.ops import schema
from tests.conftest import NOW, settings_for
from tests.live import ROOT

REVISIONS = sorted(path.name.split("_")[0] for path in (ROOT / "planner/migrations/versions").glob("*.py"))
VALUES: dict[type, Any] = {
    str: "x",
    bytes: b"x",
    int: 1,
    bool: True,
    float: 1.0,
    date: date(2026, 3, 2),
    datetime: datetime(2026, 3, 2, 9),
    dict: {},
    list: [],
}


def test_the_migrations_make_the_schema_of_the_models(app: Flask) -> None:
    with db.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": False})
        assert compare_metadata(context, Base.metadata) == []


def test_the_migrated_trail_refuses_changes_too(app: Flask) -> None:
    with db.engine.begin() as connection:
        if connection.dialect.name == "sqlite":
            query = "select count(*) from sqlite_master where type = 'trigger' and tbl_name = 'audit_entry'"
            found = connection.execute(sa.text(query)).scalar()
        else:
            query = "select count(*) from pg_trigger where not tgisinternal and tgrelid = 'audit_entry'::regclass"
            found = connection.execute(sa.text(query)).scalar()
    assert found == 2


def fill(connection: sa.Connection) -> dict[str, dict[str, Any]]:
    """One row in every table that has none, pointing at the first rows of others; what stands in each then."""
    metadata = sa.MetaData()
    metadata.reflect(connection)
    kept = {}
    for table in metadata.sorted_tables:
        if table.name == "alembic_version":
            continue
        if connection.execute(sa.select(sa.func.count()).select_from(table)).scalar() == 0:
            connection.execute(table.insert().values({c.name: value_of(c) for c in table.columns}))
        kept[table.name] = dict(connection.execute(sa.select(table)).mappings().one())
    return kept


def value_of(column: sa.Column[Any]) -> Any:
    """Something that fits the column."""
    if column.foreign_keys:
        return 1
    return {} if isinstance(column.type, sa.JSON) else VALUES[column.type.python_type]


@pytest.mark.parametrize("revision", REVISIONS[:-1])
def test_every_earlier_revision_comes_up_with_its_data(tmp_path: Path, revision: str) -> None:
    app = create_app(settings_for(tmp_path))
    with app.app_context():
        upgrade(directory=schema.migrations(), revision=revision)
        with db.engine.begin() as connection:
            before = fill(connection)
        said = schema.bring_up_to_date(NOW)
        assert "A copy from before" in said
        with db.engine.connect() as connection:
            metadata = sa.MetaData()
            metadata.reflect(connection)
            for name, row in before.items():
                after = connection.execute(sa.select(metadata.tables[name])).mappings().one()
                assert {key: after[key] for key in row} == row, name
        assert schema.revision_now() == REVISIONS[-1]
        db.session.remove()
        db.engine.dispose()


def test_a_database_of_a_newer_release_is_refused(tmp_path: Path) -> None:
    app = create_app(settings_for(tmp_path))
    with app.app_context():
        schema.bring_up_to_date(NOW)
        with db.engine.begin() as connection:
            connection.execute(sa.text("update alembic_version set version_num = '9999'"))
        with pytest.raises(PlannerError, match="newer release"):
            schema.bring_up_to_date(NOW)
        db.session.remove()
        db.engine.dispose()


KILLER = """
import os, signal, sys
from sqlalchemy import Engine, event
left = int(sys.argv[1])
@event.listens_for(Engine, "after_cursor_execute")
def count(*_):
    global left
    left -= 1
    if left == 0:
        os.kill(os.getpid(), signal.SIGKILL)
sys.argv = ["planner", "init"]
from planner.cli import main
main()
"""


@pytest.mark.slow
def test_a_kill_in_the_middle_of_a_migration_leaves_nothing_half_made(tmp_path: Path) -> None:
    environment = {**os.environ, "PLANNER_INSTANCE": str(tmp_path)}
    for statements in sorted(random.Random(3).sample(range(3, 90), 3)):
        done = subprocess.run(
            [sys.executable, "-c", KILLER, str(statements)], cwd=ROOT, env=environment, capture_output=True, check=False
        )
        assert done.returncode == -signal.SIGKILL, done.stderr.decode()
        with sqlite3.connect(tmp_path / "planner.sqlite") as database:
            tables = database.execute("select count(*) from sqlite_master where type = 'table'").fetchone()
        assert tables == (0,), f"half a schema after {statements} statements"
    done = subprocess.run(
        [sys.executable, "-m", "planner", "init"], cwd=ROOT, env=environment, capture_output=True, check=False
    )
    assert done.returncode == 0, done.stderr.decode()
