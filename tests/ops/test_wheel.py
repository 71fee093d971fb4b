"""The wheel carries all it needs: installed elsewhere, it serves a page and draws a PDF."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.live import ROOT, Client, Server

pytestmark = pytest.mark.slow


class Elsewhere(Server):
    """A server that runs from an installed wheel, in a folder that is no checkout."""

    def __init__(self, instance: Path, python: Path) -> None:
        super().__init__(instance, workers=1, python=str(python), folder=instance)


def run(*command: str | Path, cwd: Path, **environment: str) -> str:
    """Run a command; its output, or a failure with it."""
    clean = {key: value for key, value in os.environ.items() if key not in {"PYTHONPATH", "VIRTUAL_ENV"}}
    done = subprocess.run(
        [str(word) for word in command], cwd=cwd, env=clean | environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, f"{command}: {done.stdout[-2000:]} {done.stderr[-2000:]}"
    return done.stdout


@pytest.fixture(scope="module")
def python(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The Python of an empty environment into which the wheel was installed."""
    folder = tmp_path_factory.mktemp("wheel")
    uv = shutil.which("uv", path=str(Path(sys.executable).parent)) or shutil.which("uv")
    assert uv, "uv comes with the tools of the set-up"
    run(sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", folder, cwd=ROOT)
    wheel = next(folder.glob("*.whl"))
    run(uv, "venv", "-q", "--python", sys.executable, folder / "env", cwd=folder)
    python = folder / "env" / "bin" / "python"
    run(uv, "pip", "install", "-q", "--python", python, "--require-hashes", "-r", ROOT / "requirements.txt", cwd=folder)
    run(uv, "pip", "install", "-q", "--python", python, "--no-deps", wheel, cwd=folder)
    return python


def test_the_installed_wheel_serves_a_page_and_draws_a_pdf(python: Path, tmp_path: Path) -> None:
    where = run(python, "-c", "import planner; print(planner.__file__)", cwd=tmp_path).strip()
    assert not Path(where).is_relative_to(ROOT)
    server = Elsewhere(tmp_path, python)
    done = server.command("init")
    assert done.returncode == 0, done.stdout + done.stderr
    made = server.command("demo", "--fixed", "--json")
    assert made.returncode == 0, made.stdout + made.stderr
    said = json.loads(made.stdout)
    assert set(said) == {"url", "accounts", "rollouts"}
    assert {account["role"] for account in said["accounts"]} >= {"manager", "sponsor", "trainer", "member", "viewer"}
    assert len(said["rollouts"]) == 2
    done = server.command("report", "readiness", "1", "--format", "pdf", "-o", str(tmp_path / "report.pdf"))
    assert done.returncode == 0, done.stdout + done.stderr
    assert (tmp_path / "report.pdf").read_bytes().startswith(b"%PDF-")
    server.start()
    try:
        status, text = Client(server).get("/sign-in")
        assert status == 200
        assert "Sign in" in text
        assert Client(server).get("/static/css/base.css")[0] == 200
    finally:
        server.kill()
