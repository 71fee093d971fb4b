"""Use of the system: a log taken over beside plain Python that only counts it; questions beside the raw daily rows."""

import csv
import random
import tempfile
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from sqlalchemy import insert, text

from bench.measure import head, line, once, seconds
from planner.adoption import figure_queries
from planner.adoption.figure_models import By, Licence
from planner.adoption.source_service import SourceDraft, add_source
from planner.adoption.take_over_service import take_over
from planner.adoption.usage_models import UsageSource
from planner.db import db, transaction
from planner.people.staff import StaffDraft
from planner.people.staff_service import add_many
from planner.playbook.service import load_shipped
from planner.rollouts.models import Rollout, Unit
from planner.rollouts.playbook_service import take_copy

EVENTS, PEOPLE, UNITS, DAYS = 300_000, 5_000, 30, 250
FIRST = datetime(2026, 1, 5, tzinfo=UTC)
KINDS = ("sign-in", "opportunity update", "phonecall create", "case update", "account update", "quote create")
RAW = """
select c.day / 7, s.unit_id, count(distinct a.staff_id) from usage_count c
join usage_account a on a.id = c.account_id join staff s on s.id = a.staff_id
join usage_kind k on k.id = c.kind_id where k.meaningful and c.source_id = :source group by 1, 2
"""


def write_log(path: Path) -> None:
    """A log of a year: people differ in how much they do, as they do in life."""
    dice, step = random.Random(3), timedelta(days=DAYS) / EVENTS
    with path.open("w", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(("event_id", "timestamp", "user", "event"))
        for number in range(EVENTS):
            who = f"p{int(dice.random() ** 1.2 * PEOPLE)}"
            writer.writerow((f"{number:x}", (FIRST + number * step).isoformat(), who, dice.choice(KINDS)))


def plain(path: Path) -> Counter[tuple[str, str, str]]:
    """The bare way: read, count by person, day and kind; nothing is checked, matched or stored."""
    with path.open(newline="") as source:
        rows = csv.reader(source)
        next(rows)
        return Counter((who, at[:10], what) for _, at, who, what in rows)


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
    """Measure the import of a log, and the questions of the adoption page."""
    head(f"{EVENTS:,} events of {PEOPLE:,} people taken over (peer: csv and a Counter, nothing stored)")
    source_id, now = make(), datetime(2026, 11, 1, tzinfo=UTC)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "log.csv"
        write_log(path)

        def take() -> None:
            with path.open("rb") as content:
                take_over(db.session.get_one(UsageSource, source_id), content, "log.csv", None, now)

        line("read, checked, matched, stored, counted", once(take), once(lambda: plain(path)))
    rollout_id = db.session.get_one(UsageSource, source_id).rollout_id
    head("Questions of the adoption page (peer: weekly active by unit alone, from the raw daily rows)")
    raw = seconds(lambda: db.session.execute(text(RAW), {"source": source_id}).all())
    for name, question in (
        ("curve of all weeks", lambda: figure_queries.curve(rollout_id)),
        ("units now", lambda: figure_queries.latest(rollout_id, By.UNIT)),
        ("units by week", lambda: figure_queries.rates(rollout_id, By.UNIT, 12)),
        ("use by function", lambda: figure_queries.functions(rollout_id)),
        ("where people stand", lambda: figure_queries.conditions(rollout_id)),
    ):
        line(name, seconds(question), raw)
