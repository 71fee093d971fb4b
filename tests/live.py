"""A real server in its own process and folder, and a client that signs in through the form, for tests that kill."""

import contextlib
import http.cookiejar
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TOKEN = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')


class NoRedirect(urllib.request.HTTPRedirectHandler):
    """A 303 is an answer here, not a way to another page."""

    def redirect_request(self, *_args: object, **_kwargs: object) -> None:
        """Stay."""


class Server:
    """`planner serve` over one instance folder; can be killed and started again."""

    def __init__(self, instance: Path, workers: int = 1, python: str = sys.executable, folder: Path = ROOT) -> None:
        self.instance, self.workers, self.python, self.folder = instance, workers, python, folder
        self.port = free_port()
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def environment(self) -> dict[str, str]:
        """Settings of this server."""
        return {**os.environ, "PLANNER_INSTANCE": str(self.instance), "PYTHONUNBUFFERED": "1"}

    def start(self) -> "Server":
        """Start, and wait until it answers."""
        command = [self.python, "-m", "planner", "serve", "--port", str(self.port), "--workers", str(self.workers)]
        log = (self.instance / "server.log").open("ab")
        self.process = subprocess.Popen(
            command, cwd=self.folder, env=self.environment, start_new_session=True, stdout=log, stderr=log
        )
        log.close()
        self.wait()
        return self

    def wait(self, seconds: float = 40) -> None:
        """Until /health answers."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            with contextlib.suppress(OSError), urllib.request.urlopen(f"{self.url}/health", timeout=2):
                return
            time.sleep(0.1)
        raise AssertionError((self.instance / "server.log").read_text("utf-8")[-3000:])

    @property
    def url(self) -> str:
        """Where it is."""
        return f"http://127.0.0.1:{self.port}"

    def kill(self) -> None:
        """The whole family at once, as a power cut would."""
        assert self.process is not None
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def command(self, *words: str) -> subprocess.CompletedProcess[str]:
        """Run a `planner` command over the same folder."""
        return subprocess.run(
            [self.python, "-m", "planner", *words],
            cwd=self.folder,
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
        )


class Client:
    """A person at the live server."""

    def __init__(self, server: Server) -> None:
        self.server = server
        cookies = urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())
        self.opener = urllib.request.build_opener(cookies, NoRedirect)

    def get(self, path: str) -> tuple[int, str]:
        """Status and text of a page."""
        return self.send(urllib.request.Request(self.server.url + path))

    def post(self, path: str, form: dict[str, str]) -> tuple[int, str]:
        """Open the page, fill its form, send it: status, and where it leads or what it says."""
        _, text = self.get(path)
        hidden = dict(re.findall(r'<input[^>]*name="(once|version)"[^>]*value="([^"]*)"', text))
        found = TOKEN.search(text)
        assert found, f"no form on {path}: {text[:500]}"
        data = urllib.parse.urlencode({**hidden, "csrf_token": found[1], **form}).encode()
        return self.send(urllib.request.Request(self.server.url + path, data))

    def send(self, request: urllib.request.Request) -> tuple[int, str]:
        """Status, and the address it leads to or the text."""
        try:
            with self.opener.open(request, timeout=20) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as answer:
            with answer:
                return answer.code, answer.headers.get("Location") or answer.read().decode()

    def sign_in(self, email: str, password: str) -> None:
        """Through the form."""
        status, text = self.post("/sign-in", {"email": email, "password": password})
        assert status == 303, text[:2000]


def free_port() -> int:
    """A port of this machine that nobody uses."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port
