"""Pulls the log of a system: from where the last pull came to, stretch by stretch, through the importer of files.

What was pulled is written to a file first and taken over as anybody's file would be, so nothing counts twice. How far
it came is noted only when that is stored: after a crash the same stretch is asked for again, and adds nothing.
"""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from pathlib import Path

from flask import current_app
from sqlalchemy import func, select, update

from planner.adoption.connector_models import RunState, UsageConnector, UsageConnectorRun
from planner.adoption.connector_service import drop_old_runs, keep_secret, place_of, secret_of, vendor_of
from planner.adoption.interfaces import Interface, Person, stretches
from planner.adoption.take_over_service import take_over
from planner.adoption.usage_models import ImportState, UsageImport, UsageSource
from planner.adoption.vendor_asking_service import Asking, PullFailed
from planner.basics.errors import PlannerError
from planner.basics.outbound_service import THIS_MACHINE, Machine, TryLater
from planner.db import db, transaction

OVERLAP = timedelta(days=1)
"""What systems write down late is asked for again; the marks see to it that it counts once."""
STRETCH = timedelta(days=7)
AT_ONCE = 200_000
"""Rows that are gathered before they are stored."""
LONGEST_PAUSE = timedelta(days=1)


def pull(run_id: int, now: datetime, machine: Machine = THIS_MACHINE) -> None:
    """Do one run and note how it ended; a run that ended before is left alone."""
    with transaction():
        run = db.session.get(UsageConnectorRun, run_id)
        if run is None or run.state not in {RunState.WAITING, RunState.RUNNING}:
            return
        run.state, run.pages, run.rows = RunState.RUNNING, 0, 0
        connector = db.session.get_one(UsageConnector, run.connector_id)
        number, trial, file = connector.id, run.trial, _file(connector.id)
    try:
        asking = _asking(number, machine)
        _sign_in(number, asking, now)
        said = _try_out(asking, now) if trial else _Pull(run_id, number, asking, file, now).all()
    except TryLater as later:
        _end(run_id, RunState.LATER, later.message, now, timedelta(seconds=max(later.seconds, 60)))
    except PlannerError as error:
        _end(run_id, RunState.FAILED, error.message, now)
    except Exception as error:
        _end(run_id, RunState.FAILED, f"The pull broke off by a fault of the product ({type(error).__name__}).", now)
        raise
    else:
        _end(run_id, RunState.DONE, said, now)
    finally:
        file.unlink(missing_ok=True)


def _file(connector_id: int) -> Path:
    return Path(current_app.config["PLANNER"].instance) / "imports" / "usage" / f"pulled-{connector_id}.csv"


def _asking(connector_id: int, machine: Machine) -> Asking:
    connector = db.session.get_one(UsageConnector, connector_id)
    vendor = vendor_of(connector)
    asking = Asking(vendor, place_of(connector, vendor), secret_of(connector), machine)
    db.session.rollback()  # nobody waits on the database while the other system answers
    return asking


def _sign_in(connector_id: int, asking: Asking, now: datetime) -> None:
    """Get a key; a renewing token that came with it is kept before anything else, for the old one is used up."""
    asking.sign_in()
    _keep_renewed(connector_id, asking, now)


def _keep_renewed(connector_id: int, asking: Asking, now: datetime) -> None:
    if asking.renewed:
        with transaction():
            keep_secret(db.session.get_one(UsageConnector, connector_id), asking.secret, now)
        asking.renewed = ""


def _try_out(asking: Asking, now: datetime) -> str:
    """Ask for the users and the last day, keep nothing, and say what was readable."""
    people = asking.people()
    wanted = asking.vendor.interface.events(asking.place, now - timedelta(days=1), now)
    page = next(asking.pages(wanted))
    more = " and more" if page.following else ""
    found = f"{len(people):,} users and {len(page.records):,} events of the last day{more}"
    return f"The connection works: {found} are readable."


@dataclass
class _Pull:
    """One pull under way."""

    run_id: int
    connector_id: int
    asking: Asking
    file: Path
    now: datetime
    pages: int = 0
    rows: int = 0
    without_moment: int = 0

    def all(self) -> str:
        """Everything from the last pull until now; what came of it, in words."""
        begin, people = self._begin(), self.asking.people()
        gathered = 0
        for first, until in stretches(begin, self.now, STRETCH):
            try:
                gathered = self._gather(first, until, people, fresh=not gathered, before=gathered)
            except PlannerError:
                self._store(first, gathered)  # what was read to its end is not lost
                raise
            finally:
                _keep_renewed(self.connector_id, self.asking, self.now)
            if gathered >= AT_ONCE or until == self.now:
                self._store(until, gathered)
                gathered = 0
        more = f" {self.without_moment:,} records without a moment were left out." if self.without_moment else ""
        return f"Asked from {begin:%-d %B %Y} on: {self.rows:,} records on {self.pages:,} pages.{more}"

    def _begin(self) -> datetime:
        connector = db.session.get_one(UsageConnector, self.connector_id)
        since = datetime.combine(connector.since, time(), UTC)
        reached = connector.cursor.get("until")
        db.session.rollback()
        return max(since, datetime.fromisoformat(reached) - OVERLAP) if reached else since

    def _gather(
        self, first: datetime, until: datetime, people: Mapping[str, Person], *, fresh: bool, before: int
    ) -> int:
        """Write the records of a stretch to the file; how many rows it has then."""
        interface: Interface = self.asking.vendor.interface
        self.file.parent.mkdir(parents=True, exist_ok=True)
        with self.file.open("w" if fresh else "a", newline="", encoding="utf-8") as out:
            writer = csv.writer(out)
            if fresh:
                writer.writerow(interface.columns)
            for page in self.asking.pages(interface.events(self.asking.place, first, until)):
                rows = [row for row in (interface.row(record, people) for record in page.records) if row is not None]
                writer.writerows([cell.replace("\0", "") for cell in row] for row in rows)
                self.without_moment += len(page.records) - len(rows)
                before += len(rows)
                self._note(len(rows))
        return before

    def _note(self, rows: int) -> None:
        """Say how far it is."""
        self.pages, self.rows = self.pages + 1, self.rows + rows
        with transaction():
            told = {"pages": self.pages, "rows": self.rows}
            db.session.execute(update(UsageConnectorRun).where(UsageConnectorRun.id == self.run_id).values(told))

    def _store(self, until: datetime, rows: int) -> None:
        """Take over what was gathered, and only then note how far it came."""
        if rows:
            self._take_over()
        with transaction():
            connector = db.session.get_one(UsageConnector, self.connector_id)
            connector.cursor = {"until": until.isoformat()}

    def _take_over(self) -> None:
        connector = db.session.get_one(UsageConnector, self.connector_id)
        source, by_id = db.session.get_one(UsageSource, connector.source_id), connector.by_id
        newest = db.session.scalar(select(func.max(UsageImport.id))) or 0
        with self.file.open("rb") as content:
            row = take_over(source, content, f"pulled on {self.now:%Y-%m-%d %H:%M}", by_id, self.now)
        if row.state is ImportState.REFUSED:
            first = row.told["problems"][0]
            raise PullFailed(f"The importer refused what was pulled, {first['where']}: {first['message']}")
        same = row.id <= newest  # exactly what the last pull brought: that file is not taken over again
        counted, repeated = (0, row.counted + row.repeated) if same else (row.counted, row.repeated)
        with transaction():
            told = {
                "counted": UsageConnectorRun.counted + counted,
                "repeated": UsageConnectorRun.repeated + repeated,
            }
            db.session.execute(update(UsageConnectorRun).where(UsageConnectorRun.id == self.run_id).values(told))


def _end(run_id: int, state: RunState, said: str, now: datetime, pause: timedelta | None = None) -> None:
    """Note how a run ended, and when the system is asked next; failures make the pauses longer, up to a day."""
    db.session.rollback()
    with transaction():
        run = db.session.get_one(UsageConnectorRun, run_id)
        run.state, run.said, run.ended_at = state, said[:500], now
        if run.trial:
            return
        connector = db.session.get_one(UsageConnector, run.connector_id)
        connector.last_try, connector.said = now, said[:500]
        connector.failures = 0 if state is RunState.DONE else connector.failures + 1
        if state is RunState.DONE:
            connector.last_success = now
        if connector.active and connector.every_hours:
            rhythm = timedelta(hours=connector.every_hours)
            grown = min(timedelta(hours=2 ** min(connector.failures, 5)), LONGEST_PAUSE)
            failed = max(rhythm, grown) if state is RunState.FAILED else rhythm
            connector.next_at = now + (pause if pause is not None else failed)
        drop_old_runs(connector.id)
