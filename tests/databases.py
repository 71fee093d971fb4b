"""An empty database for each test: a file of SQLite, or a database of a PostgreSQL server that is there.

Most tests share one address, whose database is as new before each of them; a test that needs an app or a folder all of
its own gets a copy there.
"""

import os
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

import psycopg

from planner.access.trail import START

POSTGRES = os.environ.get("PLANNER_TEST_POSTGRES", "")


MEMORY = Path("/dev/shm")
ROOM = 1 << 30


class SqliteDatabases:
    """Files, copied; in memory where the machine has room for it, since every write waits for its disk."""

    def __init__(self, folder: Path) -> None:
        roomy = MEMORY.is_dir() and os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free > ROOM
        self.quick = Path(tempfile.mkdtemp(prefix="planner-tests-", dir=MEMORY)) if roomy else folder
        self.template = folder / "planner.sqlite"

    def first(self) -> str:
        """The address of the database in which the schema is built."""
        return f"sqlite:///{self.template}"

    def shared(self) -> str:
        """The address at which most tests find their database."""
        return f"sqlite:///{self.quick / 'shared.sqlite'}"

    def renew(self) -> None:
        """Put an empty database at the shared address."""
        for left in self.quick.glob("shared.sqlite-*"):
            left.unlink()
        shutil.copyfile(self.template, self.quick / "shared.sqlite")

    def used(self) -> None:
        """A test is over; the next one gets a new file anyway."""

    def copy(self, folder: Path) -> tuple[str, Callable[[], None]]:
        """A copy in a folder: its address, and how to drop it."""
        shutil.copy(self.template, folder / "planner.sqlite")
        return f"sqlite:///{folder / 'planner.sqlite'}", lambda: None

    def close(self) -> None:
        """Leave nothing in the machine's memory; other files go with their folder."""
        if self.quick.parent == MEMORY:
            shutil.rmtree(self.quick)


class PostgresDatabases:
    """One database of a server, emptied after each test: making a new one takes too long."""

    def __init__(self, server: str) -> None:
        self.server = server
        self.name = f"planner_test_{os.getpid()}"
        self.run(server, f"create database {self.name}")
        self.run(server, f"alter database {self.name} set synchronous_commit = off")  # no test asks it to survive

    def run(self, address: str, command: str) -> None:
        """One command on the server."""
        with psycopg.connect(address, autocommit=True) as connection:
            connection.execute(command.encode())

    @property
    def address(self) -> str:
        """The address of our database."""
        return self.server.rsplit("/", 1)[0] + "/" + self.name

    def first(self) -> str:
        """The address as SQLAlchemy wants it."""
        return self.address.replace("postgresql://", "postgresql+psycopg://")

    def shared(self) -> str:
        """The address at which most tests find their database; there is only one."""
        return self.first()

    def renew(self) -> None:
        """It was emptied after the test before."""

    def copy(self, _folder: Path) -> tuple[str, Callable[[], None]]:
        """The empty database: its address, and how to empty it again."""
        return self.first(), self.used

    def used(self) -> None:
        """Take all rows out, count from one again, and begin a new trail.

        Truncating every table takes a second; most tests leave rows in few of them.
        """
        self.run(
            self.address,
            f"""
            set session_replication_role = replica;
            do $$ declare name text; filled boolean; begin
                for name in select format('%I', tablename) from pg_tables
                    where schemaname = 'public' and tablename <> 'alembic_version' loop
                    execute 'select exists (select from ' || name || ')' into filled;
                    if filled then execute 'delete from ' || name; end if;
                end loop;
                perform setval(format('%I', sequencename)::regclass, 1, false) from pg_sequences
                    where schemaname = 'public' and last_value is not null;
            end $$;
            insert into audit_head (id, seq, hash) values (1, 0, '{START}')""",
        )

    def close(self) -> None:
        """Drop the database."""
        self.run(self.server, f"drop database {self.name} with (force)")


Databases = SqliteDatabases | PostgresDatabases
