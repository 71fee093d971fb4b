"""Use of the system: logs taken over, and the questions of the adoption page, beside programs for tables."""

import csv
import json
import random
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import insert

from bench.peers import measured, told
from planner.adoption import figure_queries, matching_service, recount_service
from planner.adoption.figure_models import By, Licence
from planner.adoption.source_service import SourceDraft, add_source
from planner.db import db, transaction
from planner.people.staff import StaffDraft
from planner.people.staff_service import add_many
from planner.playbook.service import load_shipped
from planner.rollouts.models import Rollout, Unit
from planner.rollouts.playbook_service import take_copy

SIZES = (100_000, 300_000, 1_000_000)
PEOPLE, UNITS, DAYS = 5_000, 30, 250
PEERS = Path(__file__).with_name("usage_peers.py")
FIRST = datetime(2026, 1, 5, tzinfo=UTC)
KINDS = ("sign-in", "opportunity update", "phonecall create", "case update", "account update", "quote create")
QUESTIONS: Mapping[str, Callable[[int], object]] = {
    "curve of all weeks": figure_queries.curve,
    "units now": lambda rollout_id: figure_queries.latest(rollout_id, By.UNIT),
    "units by week": lambda rollout_id: figure_queries.rates(rollout_id, By.UNIT, 12),
    "use by function": figure_queries.functions,
    "where people stand": figure_queries.conditions,
    "where the curve leads": figure_queries.outlook_of,
    "accounts nobody is known for": matching_service.count_unknown,
    "whether anything changed since": recount_service.is_stale,
}
"""What the adoption page asks of the database."""


def write_log(path: Path, events: int) -> None:
    """A log of most of a year: people differ in how much they do, as they do in life."""
    dice, step = random.Random(3), timedelta(days=DAYS) / events
    with path.open("w", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(("event_id", "timestamp", "user", "event"))
        for number in range(events):
            who = f"p{int(dice.random() ** 1.2 * PEOPLE)}"
            writer.writerow((f"{number:x}", (FIRST + number * step).isoformat(), who, dice.choice(KINDS)))


def make() -> int:
    """A rollout with staff and licences, and a source; its number."""
    with transaction():
        rollout = Rollout(name="Bench", organisation="Bench", start_date=date(2026, 1, 1), created_at=FIRST)
        db.session.add(rollout)
        db.session.flush()
        take_copy(rollout.id, load_shipped("standard"), FIRST)
        units = [Unit(rollout_id=rollout.id, name=f"Unit {number}", people=0) for number in range(UNITS)]
        db.session.add_all(units)
        db.session.flush()
        drafts = [
            StaffDraft(f"Person {number}", number=f"p{number}", unit_id=units[number % UNITS].id, roles=("sales",))
            for number in range(PEOPLE)
        ]
        ids = add_many(rollout.id, drafts, "people of the measurement")
        given = [{"rollout_id": rollout.id, "staff_id": who, "first_day": date(2026, 1, 1)} for who in ids]
        db.session.execute(insert(Licence), given)
        return add_source(rollout.id, SourceDraft("Bench", "generic", "Europe/Berlin")).id


def run() -> None:
    """Measure imports of growing logs, and the questions of the adoption page, each in a process of its own."""
    with tempfile.TemporaryDirectory() as folder:
        log, rows, first = Path(folder) / "log.csv", Path(folder) / "rows.csv", 0.0
        for size in SIZES:
            write_log(log, size)
            print(
                f"\n{size:,} events of {PEOPLE:,} people taken over: read, checked, matched, stored, counted",
                flush=True,
            )
            own = _own(log, rows)
            first = first or own["seconds"]
            memory = f"peak {own['peak']} MB, of which {own['before']} MB before it began"
            growth = f"{own['seconds'] / first:.1f} times the smallest"
            print(f"  product {own['seconds'] * 1000:>9.0f} ms, {memory}; {growth}", flush=True)
            for name in ("pandas", "polars", "duckdb"):
                told(f"{name}, only reads and counts", own["seconds"], measured("import", name, log, program=PEERS))
        print("\nQuestions of the adoption page (peers: five of them over the raw daily rows, held in memory)")
        for name, milliseconds in own["questions"].items():
            print(f"  {name:<46} {milliseconds:>9.1f} ms", flush=True)
        whole = sum(own["questions"].values()) / 1000
        for name in ("pandas", "polars", "duckdb"):
            told(f"{name}, five questions", whole, measured("questions", name, rows, program=PEERS))


def _own(log: Path, rows: Path) -> dict[str, Any]:
    command = [sys.executable, "-m", "bench.usage_program", str(log), str(rows)]
    done = subprocess.run(command, capture_output=True, check=True, text=True)
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found
