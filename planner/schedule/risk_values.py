"""Keeps the answer of a simulation as text and reads it back, so that nobody waits for the same answer twice."""

import json
from dataclasses import asdict
from datetime import datetime
from typing import Any

from planner.schedule.outcome import Driver
from planner.schedule.risk import Alone, Bar, Judged, Risk

VERSION = 1
"""Raised whenever the same plan would be answered differently."""


def written(risk: Risk, guessed: int) -> str:
    """The answer as JSON text, with how many tasks had no estimate."""
    return json.dumps({"version": VERSION, "guessed": guessed, **asdict(risk)}, default=datetime.isoformat)


def read(text: str) -> tuple[Risk, int]:
    """The answer that `written` wrote. Raises `ValueError` or `KeyError` for anything else."""
    found = json.loads(text)
    if not isinstance(found, dict) or found.get("version") != VERSION:
        raise ValueError("another version")
    risk = Risk(
        found["samples"],
        _judged(found["end"]),
        tuple(_judged(each) for each in found["judged"]),
        {int(row): share for row, share in found["critical"].items()},
        tuple(Driver(**each) for each in found["drivers"]),
        tuple(Bar(**{**each, **_moments(each, "first", "last")}) for each in found["bars"]),
        Alone(**{**found["alone"], **_moments(found["alone"], "expected", "p80")}),
    )
    return risk, found["guessed"]


def _judged(each: dict[str, Any]) -> Judged:
    dates = {int(share): datetime.fromisoformat(date) for share, date in each["dates"].items()}
    planned = datetime.fromisoformat(each["planned"]) if each["planned"] else None
    return Judged(each["key"], dates, planned, each["chance"])


def _moments(each: dict[str, Any], *names: str) -> dict[str, datetime]:
    return {name: datetime.fromisoformat(each[name]) for name in names}
