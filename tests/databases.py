"""An empty database for each test: a file of SQLite, or a database of a PostgreSQL server that is there.

Most tests share one address, whose database is as new before each of them; a test that needs an app or a folder all of
its own gets a copy there. What takes long to make is made once and kept: the schema, and the sample.
"""

import fcntl
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from sqlalchemy import Engine

from planner.access.trail import START

POSTGRES = os.environ.get("PLANNER_TEST_POSTGRES", "")


MEMORY = Path("/dev/shm")
ROOM = 1 << 30


def run_number() -> int:
    """A number that all processes of this run share."""
    return os.getppid() if "PYTEST_XDIST_WORKER" in os.environ else os.getpid()


def drop_kept() -> None:
    """Drop what the processes of this run have kept on the server."""
    with psycopg.connect(POSTGRES, autocommit=True) as connection:
        query = "select datname from pg_database where starts_with(datname, %s)"
        for (name,) in connection.execute(query, [f"planner_test_{run_number()}_"]).fetchall():
            connection.execute(f"drop database {name} with (force)".encode())


@contextmanager
def once(folder: Path, name: str) -> Iterator[bool]:
    """Whether a thing has still to be made for all processes of this run; whoever comes meanwhile waits until it is."""
    with (folder / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        made = folder / f"{name}.made"
        yield not made.exists()
        made.touch()


class SqliteDatabases:
    """Files, copied; in memory where the machine has room for it, since every write waits for its disk."""

    def __init__(self, folder: Path) -> None:
        roomy = MEMORY.is_dir() and os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free > ROOM
        self.folder = folder
        self.quick = Path(tempfile.mkdtemp(prefix="planner-tests-", dir=MEMORY if roomy else None))

    def shared(self) -> str:
        """The address at which most tests find their database."""
        return f"sqlite:///{self.quick / 'shared.sqlite'}"

    def build(self, make: Callable[[], object]) -> None:
        """Let the schema be made at the shared address."""
        self.keep("empty", make)

    def keep(self, name: str, make: Callable[[], object]) -> None:
        """Let something be made at the shared address, by the first process that comes, and keep it under a name."""
        with once(self.folder, name) as wanted:
            if wanted:
                make()
                shutil.copyfile(self.quick / "shared.sqlite", self.folder / f"{name}.sqlite")

    def take(self, name: str) -> None:
        """Put what was kept under a name at the shared address; every connection must be closed."""
        for left in self.quick.glob("shared.sqlite-*"):
            left.unlink()
        shutil.copyfile(self.folder / f"{name}.sqlite", self.quick / "shared.sqlite")

    def renew(self) -> None:
        """Put an empty database at the shared address."""
        self.take("empty")

    def rest(self, engine: Engine) -> None:
        """A test is through with its connections: the file they read will be another."""
        engine.dispose()

    def used(self) -> None:
        """A test is over; the next one gets a new file anyway."""

    def copy(self, folder: Path, name: str = "empty") -> tuple[str, Callable[[], None]]:
        """A copy in a folder: its address, and how to drop it."""
        shutil.copy(self.folder / f"{name}.sqlite", folder / "planner.sqlite")
        return f"sqlite:///{folder / 'planner.sqlite'}", lambda: None

    def close(self) -> None:
        """Leave nothing in the machine's memory; what was kept goes with its folder."""
        shutil.rmtree(self.quick)


class PostgresDatabases:
    """One database of a server, emptied after each test: making a new one takes too long."""

    def __init__(self, server: str, folder: Path) -> None:
        self.server, self.folder = server, folder
        self.name = f"planner_test_{os.getpid()}"
        self.other = False
        self.resting: Engine | None = None
        self.own: psycopg.Connection | None = None
        self.run(server, f"create database {self.name}")
        self._hurry()

    def _hurry(self) -> None:
        """No test asks the database to survive a power cut."""
        self.run(self.server, f"alter database {self.name} set synchronous_commit = off")

    def run(self, address: str, command: str) -> None:
        """One command on the server."""
        with psycopg.connect(address, autocommit=True) as connection:
            connection.execute(command.encode())

    @property
    def address(self) -> str:
        """The address of our database."""
        return self.server.rsplit("/", 1)[0] + "/" + self.name

    def shared(self) -> str:
        """The address as SQLAlchemy wants it; there is only one."""
        return self.address.replace("postgresql://", "postgresql+psycopg://")

    def build(self, make: Callable[[], object]) -> None:
        """Let the schema be made in our database, or copy it from whoever was first."""
        self.keep("empty", make)
        self.take("empty")

    def keep(self, name: str, make: Callable[[], object]) -> None:
        """Let something be made in our database, by the first process that comes, and keep it under a name."""
        with once(self.folder, name) as wanted:
            if wanted:
                make()
                self._close_connections()
                self.run(self.server, f"create database planner_test_{run_number()}_{name} template {self.name}")
                self.other = True

    def take(self, name: str) -> None:
        """Make our database a copy of what was kept under a name; every connection in use must be closed."""
        self._close_connections()
        self.run(self.server, f"drop database {self.name} with (force)")
        self.run(self.server, f"create database {self.name} template planner_test_{run_number()}_{name}")
        self._hurry()
        self.other = name != "empty"

    def renew(self) -> None:
        """It was emptied after the test before, unless something else was put there meanwhile."""
        if self.other:
            self.take("empty")

    def rest(self, engine: Engine) -> None:
        """A test is through with its connections: the next one has them again, since opening one takes long."""
        self.resting = engine

    def _close_connections(self) -> None:
        """Those that rest, and the one that empties the database."""
        if self.resting:
            self.resting.dispose()
        if self.own:
            self.own.close()
        self.resting = self.own = None

    def copy(self, _folder: Path, name: str = "empty") -> tuple[str, Callable[[], None]]:
        """The empty database, or a copy of another that was kept: its address, and how to empty it again."""
        if name != "empty":
            self.take(name)
        return self.shared(), self.used

    def used(self) -> None:
        """Take all rows out, count from one again, and begin a new trail.

        Truncating every table takes a second; most tests leave rows in few of them.
        """
        if self.other:
            return
        self.own = self.own or psycopg.connect(self.address, autocommit=True)
        self.own.execute(
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
            insert into audit_head (id, seq, hash) values (1, 0, '{START}')""".encode()
        )

    def close(self) -> None:
        """Drop the database; what was kept is dropped when all processes are through."""
        self._close_connections()
        self.run(self.server, f"drop database {self.name} with (force)")


Databases = SqliteDatabases | PostgresDatabases
