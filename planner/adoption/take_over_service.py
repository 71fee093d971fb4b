"""Takes a log over from beginning to end, where nobody waits for a preview: for commands, connectors and the sample."""

from collections.abc import Callable
from datetime import datetime
from typing import BinaryIO

from planner.adoption import import_service, log_reading_service, recount_service
from planner.adoption.matching_service import match_accounts
from planner.adoption.usage_models import ImportState, UsageImport, UsageSource
from planner.db import db, transaction
from planner.rollouts.models import Rollout

Said = Callable[[str], None]


def take_over(
    source: UsageSource, content: BinaryIO, name: str, by_id: int | None, now: datetime, said: Said = lambda _: None
) -> UsageImport:
    """Read, store and count a log. A log that was refused comes back as such, with its problems."""
    with transaction():
        row = import_service.begin(source, content, name, by_id, now)
        import_id, state = row.id, row.state
    if state is ImportState.DONE:
        return row
    if state in {ImportState.WAITING, ImportState.FAILED} or not import_service.is_read(import_id):
        log_reading_service.read(import_id, content, now, lambda rows: said(f"{rows:,} rows read"))
    row = db.session.get_one(UsageImport, import_id)
    if row.state is not ImportState.REFUSED:
        complete(import_id, now, said)
    return db.session.get_one(UsageImport, import_id)


def complete(import_id: int, now: datetime, said: Said = lambda _: None) -> None:
    """Store what was read and bring accounts and figures up to date."""
    changed = import_service.store(import_id, lambda done, of: said(f"week {done} of {of} stored"))
    with transaction():
        row = db.session.get_one(UsageImport, import_id)
        match_accounts(row.rollout_id)
        said("counting")
        recount_service.recount(db.session.get_one(Rollout, row.rollout_id), now, changed)
    import_service.finish(import_id)
