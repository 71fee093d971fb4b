"""Runs the tests that touch a database once more on PostgreSQL, where a server answers on this machine.

Where none answers it says so and ends well; set PLANNER_TEST_POSTGRES to name another server.
"""

import os
import subprocess
import sys

import psycopg

GUESSES = ("postgresql://postgres@127.0.0.1:5432/postgres", "postgresql:///postgres")


def find_server() -> str:
    """The address of a server that lets us make databases; empty when there is none."""
    for address in (os.environ.get("PLANNER_TEST_POSTGRES", ""), *GUESSES):
        try:
            with psycopg.connect(address, connect_timeout=2) as connection:
                row = connection.execute("select rolcreatedb or rolsuper from pg_roles where rolname = user").fetchone()
        except psycopg.Error:
            continue
        if address and row and row[0]:
            return address
    return ""


def main() -> int:
    """Run, or say why not."""
    server = find_server()
    if not server:
        sys.stdout.write("No PostgreSQL server answers here: the tests ran on SQLite only.\n")
        return 0
    sys.stdout.write(f"Once more on PostgreSQL at {server}:\n")
    sys.stdout.flush()
    command = [sys.executable, "-m", "pytest", "-q", "-n", "2", "-m", "not browser and not slow"]
    return subprocess.run(command, env={**os.environ, "PLANNER_TEST_POSTGRES": server}, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
