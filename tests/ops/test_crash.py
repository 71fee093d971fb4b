"""What was acknowledged survives a kill, and nothing is half-written."""

import random
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from http.client import HTTPException
from pathlib import Path

import pytest

from tests.live import Client, Server
from tests.ops.ground import PASSWORD, lay_ground

pytestmark = pytest.mark.slow
ROUNDS, WRITERS = 3, 3


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    """A server with one rollout and its manager."""
    lay_ground(tmp_path)
    server = Server(tmp_path)
    yield server.start()
    server.kill()


def write_until_killed(server: Server, prefix: str, acknowledged: list[str], stop: threading.Event) -> None:
    """Add units one after the other; keep the names of those the server said yes to."""
    client = Client(server)
    try:
        client.sign_in("mara@example.org", PASSWORD)
        for number in range(10_000):
            if stop.is_set():
                return
            name = f"{prefix}-{number}"
            status, _ = client.post("/rollouts/1/units/new", {"name": name, "people": "5", "work": "sales", "wave": ""})
            if status == 303:
                acknowledged.append(name)
    except (OSError, HTTPException, AssertionError):  # the server is gone in the middle of an answer
        return


def wait_until(reached: Callable[[], bool], seconds: float = 30) -> None:
    """Until something is so, or the time is over."""
    end = time.monotonic() + seconds
    while not reached() and time.monotonic() < end:
        time.sleep(0.02)


def test_acknowledged_writes_survive_kill_9(server: Server, tmp_path: Path) -> None:
    dice = random.Random(7)
    acknowledged: list[str] = []
    for turn in range(ROUNDS):
        stop = threading.Event()
        writers = [
            threading.Thread(target=write_until_killed, args=(server, f"r{turn}w{n}", acknowledged, stop))
            for n in range(WRITERS)
        ]
        for writer in writers:
            writer.start()
        enough = len(acknowledged) + 4
        wait_until(lambda: len(acknowledged) >= enough)  # noqa: B023 - called within this turn
        time.sleep(dice.uniform(0, 0.5))
        server.kill()
        stop.set()
        for writer in writers:
            writer.join(30)
        server.start()
    with sqlite3.connect(tmp_path / "planner.sqlite") as database:
        stored = [row[0] for row in database.execute("select name from unit")]
        assert database.execute("pragma integrity_check").fetchone() == ("ok",)
    assert len(acknowledged) > ROUNDS, "the writers must have written something"
    assert set(acknowledged) <= set(stored), "an acknowledged write was lost"
    assert len(stored) == len(set(stored)), "a write was doubled"
    verified = server.command("audit", "verify")
    assert verified.returncode == 0, verified.stdout + verified.stderr
