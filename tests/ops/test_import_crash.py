"""A plan whose import is killed is not there at all or there as a whole, and importing again works exactly once."""

import contextlib
import re
import signal
import sqlite3
import subprocess
import sys
import time
import urllib.parse
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.live import ROOT, TOKEN, Client, Server
from tests.ops.ground import PASSWORD, lay_ground
from tests.schedule.files import project, task

pytestmark = pytest.mark.slow
ROWS = 5_000
DAYS: dict[str, Any] = {"Start": "2026-03-02T08:00:00", "Finish": "2026-03-02T17:00:00"}


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A project file of five thousand tasks, each after the one before."""
    found = tmp_path / "large.xml"
    numbers = range(1, ROWS + 1)
    found.write_bytes(project(*(task(n, f"Step {n}", after=[n - 1] if n > 1 else [], **DAYS) for n in numbers)))
    return found


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    """A rollout and its manager; the server is not started."""
    folder = tmp_path / "instance"
    lay_ground(folder)
    found = Server(folder)
    yield found
    if found.process:
        found.kill()


def stored(server: Server) -> list[int]:
    """How many rows each stored plan has; a plan that promises more than it has, or the other way round, is half."""
    with contextlib.closing(sqlite3.connect(server.instance / "planner.sqlite")) as database:
        assert database.execute("pragma integrity_check").fetchone() == ("ok",)
        assert not database.execute("pragma foreign_key_check").fetchall()
        query = "select task_count, (select count(*) from plan_task where plan_id = plan.id) from plan order by number"
        found = database.execute(query).fetchall()
        links = database.execute("select count(*) from plan_link").fetchone()[0]
    assert all(promised == there == ROWS for promised, there in found), found
    assert links == (ROWS - 1) * len(found)
    return [promised for promised, _ in found]


def test_a_killed_command_leaves_no_plan_or_the_whole_plan(server: Server, file: Path) -> None:
    for seconds in (0.1, 0.8):
        import_and_kill(server, file, seconds)
        assert stored(server) in ([], [ROWS])
    assert server.command("schedule", "import", "1", str(file)).returncode == 0
    assert stored(server) == [ROWS]


def import_and_kill(server: Server, file: Path, seconds: float) -> None:
    """Import by command; kill it so long after it began to store."""
    words = [sys.executable, "-m", "planner", "schedule", "import", "1", str(file)]
    with subprocess.Popen(
        words, cwd=ROOT, env=server.environment, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True
    ) as running:
        assert running.stderr
        assert any("Storing" in line for line in running.stderr)
        time.sleep(seconds)
        running.send_signal(signal.SIGKILL)


def signed_in(server: Server) -> Client:
    """The manager, signed in."""
    client = Client(server)
    client.sign_in("mara@example.org", PASSWORD)
    return client


def sent(client: Client, path: str, kind: str, body: bytes) -> tuple[int, str]:
    """What the server answers to a body."""
    return client.send(urllib.request.Request(client.server.url + path, body, {"Content-Type": kind}))


def hidden(client: Client, path: str) -> dict[str, str]:
    """The tokens of the form on a page."""
    _, text = client.get(path)
    found = TOKEN.search(text)
    assert found, text[:500]
    return {"csrf_token": found[1], **dict(re.findall(r'<input[^>]*name="(once)"[^>]*value="([^"]*)"', text))}


def uploaded(client: Client, file: Path) -> str:
    """Upload the file; the address of the page that shows what it holds."""
    token = hidden(client, "/rollouts/1/plan/import")["csrf_token"]
    line = "--part\r\nContent-Disposition: form-data; name="
    head = f'{line}"csrf_token"\r\n\r\n{token}\r\n{line}"file"; filename="large.xml"\r\n\r\n'
    body = head.encode() + file.read_bytes() + b"\r\n--part--\r\n"
    status, where = sent(client, "/rollouts/1/plan/import", "multipart/form-data; boundary=part", body)
    assert status == 303, where[:2000]
    return where


def take(client: Client, page: str) -> tuple[int, str]:
    """Press the button that makes the file the plan."""
    form = urllib.parse.urlencode(hidden(client, page)).encode()
    return sent(client, f"{page}/take", "application/x-www-form-urlencoded", form)


def test_a_killed_server_leaves_no_plan_or_the_whole_plan(server: Server, file: Path) -> None:
    client = signed_in(server.start())
    page = uploaded(client, file)
    assert take(client, page) == (303, f"{page}/progress")
    time.sleep(2)
    server.kill()
    assert stored(server) in ([], [ROWS])
    again = signed_in(server.start())
    for _ in range(2):
        for heard in server.instance.glob("imports/1/*.progress"):
            heard.unlink()  # as after two minutes without a word
        take(again, page)
        assert "The plan is taken" in finished(again, page)
        assert stored(server) == [ROWS]


def finished(client: Client, page: str) -> str:
    """The page that tells how far it is, once it is over."""
    for _ in range(240):
        _, text = client.get(f"{page}/progress")
        if "data-watch" not in text:
            return text
        time.sleep(0.5)
    raise AssertionError("two minutes were not enough")
