"""The schema grows step by step: from every earlier revision, with data in it, and whatever happens in between."""

import os
import random
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import date, timedelta
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
from planner.ops import backup, schema
from tests.conftest import NOW, settings_for
from tests.live import ROOT

REVISIONS = sorted(path.name.split("_")[0] for path in (ROOT / "planner/migrations/versions").glob("*.py"))
ONE_ROW = {"alembic_version", "audit_head"}
"""Tables that hold one row, which the migrations write."""
Row = dict[str, Any]


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


EMPTIED = {("adoption_state", "mark"), ("sitting_rating", "number")}
"""What a later migration empties on purpose: without this mark the figures of adoption are counted anew; ratings that
were told already are moved to what is published.
"""
REWRITTEN = {("accepted_mistake", "accepted"): str}
"""What a later migration writes in another type: a whole number becomes an exact one, which is kept as text."""


def fill(database: sqlite3.Connection, number: int) -> dict[str, Row]:
    """A row in every table, with a value in every column, pointing at rows of the same number; what stands in each."""
    kept = {}
    query = "select name from sqlite_master where type = 'table' and name not like 'sqlite_%'"
    for (table,) in database.execute(query).fetchall():
        if table not in ONE_ROW:
            columns = database.execute(f"pragma table_info('{table}')").fetchall()
            kept[table] = {name: value_of(kind, number) for _, name, kind, *_ in columns}
            names, places = ", ".join(f'"{name}"' for name in kept[table]), ", ".join("?" * len(columns))
            database.execute(f'insert into "{table}" ({names}) values ({places})', list(kept[table].values()))
    assert database.execute("pragma foreign_key_check").fetchall() == []
    return kept


def value_of(kind: str, number: int) -> Any:
    """Something that fits a type, the same in every column of it, so that rows of a number belong together."""
    day = date(2026, 3, 2) + timedelta(days=number)
    values: dict[str, Any] = {
        "INTEGER": number,
        "BIGINT": number,
        "BOOLEAN": 1,
        "FLOAT": float(number),
        "NUMERIC": number,
        "DATE": day.isoformat(),
        "DATETIME": f"{day} 09:00:00.000000",
        "JSON": "{}",
        "BLOB": b"x",
    }
    return values.get(kind.partition("(")[0], f"x{number}")


def lost(database: sqlite3.Connection, filled: dict[str, dict[str, Row]]) -> list[str]:
    """What was filled in at some revision and does not stand there any more: the table, the revision, and the rows."""
    database.row_factory = sqlite3.Row
    found = []
    for table in {name for tables in filled.values() for name in tables}:
        rows = [dict(row) for row in database.execute(f'select * from "{table}"')]
        for revision, tables in filled.items():
            wanted = [
                (key, REWRITTEN.get((table, key), type(value))(value))
                for key, value in tables.get(table, {}).items()
                if (table, key) not in EMPTIED
            ]
            if not any(all(row.get(key) == value for key, value in wanted) for row in rows):
                found.append(f"{table} of {revision}: {wanted} is not among {rows}")
    return found


def test_what_stands_in_the_database_at_any_earlier_revision_comes_through_all_later_ones(tmp_path: Path) -> None:
    """At each revision every table gets a row with all its columns; every later migration runs over all of them."""
    app = create_app(settings_for(tmp_path))
    filled: dict[str, dict[str, Row]] = {}
    with app.app_context():
        for number, revision in enumerate(REVISIONS[:-1], start=1):
            upgrade(directory=schema.migrations(), revision=revision)
            with closing(sqlite3.connect(tmp_path / "planner.sqlite")) as database, database:
                filled[revision] = fill(database, number)
            backup.write(tmp_path / f"{revision}.planner-backup", NOW)
        said = schema.bring_up_to_date(NOW)
        assert "A copy from before" in said
        with closing(sqlite3.connect(tmp_path / "planner.sqlite")) as database:
            assert lost(database, filled) == []
            assert len(filled) == len(REVISIONS) - 1
        assert schema.revision_now() == REVISIONS[-1]
        db.session.remove()
        db.engine.dispose()


def test_accepted_findings_keep_what_was_exact_and_the_others_have_to_be_accepted_anew(tmp_path: Path) -> None:
    """A count of 5 actions lies 3 beyond the line of 2; of a share only its whole number was kept."""
    rows = {
        "undated-tasks/plan": (3, "3"),
        "committee-without-decisions/people.overdue_actions": (5, "3"),
        "no-definition-of-success/goals.without_kpi": (2, "2"),
        "team-without-time/people.committed_share": (50, None),
        "budget-licences-only/suitability.npv": (1, None),
        "big-bang/waves": (1, None),
        "team-without-authority/team-may-decide": (1, "1"),
    }
    app = create_app(settings_for(tmp_path))
    with app.app_context():
        upgrade(directory=schema.migrations(), revision="0049")
        with closing(sqlite3.connect(tmp_path / "planner.sqlite")) as database, database:
            fill(database, 1)
            names = "rollout_id, detector, reason, until, accepted, by_id, made_at"
            for key, (accepted, _) in rows.items():
                values = (1, key, "Known.", "2026-04-01", accepted, 1, "2026-03-02 09:00:00")
                database.execute(f"insert into accepted_mistake ({names}) values (?, ?, ?, ?, ?, ?, ?)", values)
        upgrade(directory=schema.migrations(), revision="0050")
        with closing(sqlite3.connect(tmp_path / "planner.sqlite")) as database:
            query = "select detector, accepted from accepted_mistake where id > 1"
            found = dict(database.execute(query).fetchall())
        assert found == {key: after for key, (_, after) in rows.items()}
        db.session.remove()
        db.engine.dispose()


def test_courses_of_ones_own_are_numbered_and_those_of_the_playbook_keep_their_reference(tmp_path: Path) -> None:
    app = create_app(settings_for(tmp_path))
    with app.app_context():
        upgrade(directory=schema.migrations(), revision="0051")
        with closing(sqlite3.connect(tmp_path / "planner.sqlite")) as database, database:
            for number in (1, 2, 3, 4):
                fill(database, number)
            database.execute("update course set ref = null where id > 1")
            database.execute("update course set rollout_id = 1 where id < 4")
        upgrade(directory=schema.migrations(), revision="0052")
        with closing(sqlite3.connect(tmp_path / "planner.sqlite")) as database:
            found = dict(database.execute("select id, ref from course").fetchall())
        assert found == {1: "x1", 2: "own:1", 3: "own:2", 4: "own:1"}
        db.session.remove()
        db.engine.dispose()


def test_a_database_of_a_newer_release_is_refused(app: Flask) -> None:
    with db.engine.begin() as connection:
        connection.execute(sa.text("update alembic_version set version_num = '9999'"))
    with pytest.raises(PlannerError, match="newer release"):
        schema.bring_up_to_date(NOW)
    with db.engine.begin() as connection:
        connection.execute(sa.text(f"update alembic_version set version_num = '{REVISIONS[-1]}'"))


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


def test_a_value_that_a_migration_loses_is_noticed() -> None:
    with closing(sqlite3.connect(":memory:")) as database:
        database.execute("create table unit (id integer, name varchar(20), opened date)")
        filled = {"0001": fill(database, 1), "0002": fill(database, 2)}
        assert lost(database, filled) == []
        database.execute("update unit set opened = null where id = 2")
        assert [told.partition(":")[0] for told in lost(database, filled)] == ["unit of 0002"]
