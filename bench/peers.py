"""Runs the peers of `peer_programs.py` in their own environment; a peer that is not there is said to be missing."""

import json
import subprocess
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
PYTHON = ROOT / ".peers" / "bin" / "python"
PROGRAM = Path(__file__).with_name("peer_programs.py")
LONGEST = 900
"""Seconds after which a peer is given up."""


def measured(name: str, *words: object, program: Path = PROGRAM) -> dict[str, Any]:
    """What a peer measured of itself; `missing` says in words why there is nothing."""
    if not PYTHON.exists():
        return {"missing": "not installed: make bench installs it"}
    command = [str(PYTHON), str(program), name, *(str(word) for word in words)]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=LONGEST, check=False)
    except subprocess.TimeoutExpired:
        return {"missing": f"given up after {LONGEST} s"}
    if done.returncode:
        last = (done.stderr.strip().splitlines() or ["no word"])[-1]
        return {"missing": last[:90]}
    found: dict[str, Any] = json.loads(done.stdout.strip().splitlines()[-1])
    return found


def told(name: str, own: float, found: dict[str, Any], more: str = "") -> None:
    """One peer as a row under a measurement of ours: its time, and how many times as long ours takes."""
    if "missing" in found:
        print(f"    {name:<46} {found['missing']}", flush=True)
        return
    print(
        f"    {name:<46} {found['seconds'] * 1000:>9.1f} ms {own / max(found['seconds'], 1e-9):>7.2f} x  "
        f"peak {found['peak']} MB  {more}",
        flush=True,
    )
