"""A rollout in which a system is used: units, staff with roles, licences, a source, and logs that are taken over."""

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

from planner.adoption.figure_models import Licence
from planner.adoption.source_service import SourceDraft, add_source
from planner.adoption.take_over_service import take_over
from planner.adoption.usage_models import UsageImport, UsageSource
from planner.db import db, transaction
from planner.people.staff import StaffDraft
from planner.people.staff_service import add_many
from planner.playbook.service import load_shipped
from planner.rollouts.models import Rollout, Unit, Wave
from planner.rollouts.playbook_service import take_copy
from tests.conftest import NOW

UNITS = {"North": "sales", "South": "sales", "Desk": "service"}
EVENT = {"deal": "opportunity update", "call": "phonecall create", "case": "case update", "in": "sign-in"}
Use = tuple[datetime, str, str]


@dataclass
class World:
    """What was made, by name."""

    rollout: Rollout
    source: UsageSource
    units: dict[str, Unit]
    staff: dict[str, int] = field(default_factory=dict)

    def take(self, log: str | bytes, name: str = "log.csv") -> UsageImport:
        """Take a log over, as the command does."""
        content = io.BytesIO(log.encode() if isinstance(log, str) else log)
        return take_over(self.source, content, name, None, NOW)


def make_world(rollout: Rollout, people: int = 6, licensed_from: date | None = date(2026, 1, 5)) -> World:
    """Three units with some people each, licensed from a day; a source in Paris time with the columns of `log_of`."""
    with transaction():
        take_copy(rollout.id, load_shipped("standard"), NOW)
        wave = Wave(rollout_id=rollout.id, number=1, name="Wave 1", go_live=date(2026, 1, 5))
        db.session.add(wave)
        db.session.flush()
        units = {}
        for name in UNITS:
            units[name] = Unit(rollout_id=rollout.id, wave_id=wave.id, name=name, people=people)
            db.session.add(units[name])
        db.session.flush()
        names = [(unit, f"{unit.lower()}{number}") for unit in UNITS for number in range(people)]
        drafts = [
            StaffDraft(f"{who.title()} Person", number=who, email=f"{who}@example.org", unit_id=units[unit].id,
                       site="Oslo" if number % 2 else "Rome", roles=(UNITS[unit],))
            for number, (unit, who) in enumerate(names)
        ]  # fmt: skip
        ids = add_many(rollout.id, drafts, "people of the test")
        staff = {who: key for (_, who), key in zip(names, ids, strict=True)}
        for key in ids if licensed_from else []:
            db.session.add(Licence(rollout_id=rollout.id, staff_id=key, first_day=licensed_from))
        source = add_source(rollout.id, SourceDraft("Test system", "generic", "Europe/Paris"))
    return World(rollout, source, units, staff)


def at(day: int, hour: int = 9, minute: int = 0, second: int = 0) -> datetime:
    """A moment on a day counted from Monday, 5 January 2026."""
    return datetime(2026, 1, 5, hour, minute, second, tzinfo=UTC) + timedelta(days=day)


def log_of(uses: Iterable[Use]) -> str:
    """A CSV of who did what when."""
    return "timestamp,user,feature\n" + "".join(f"{when.isoformat()},{who},{what}\n" for when, who, what in uses)


def daily(who: Sequence[str], days: Iterable[int], *what: str) -> list[Use]:
    """Everybody does the same things on some days."""
    return [(at(day, 9 + n), person, event) for day in days for person in who for n, event in enumerate(what)]
