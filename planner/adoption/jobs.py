"""Background work of adoption: logs are read and stored while people go on, old counts are let go each day."""

from sqlalchemy import select

from planner.adoption import (
    connector_service,
    import_service,
    left_logs_service,
    log_reading_service,
    pulling_service,
    recount_service,
)
from planner.adoption.left_logs import Failure
from planner.adoption.retention_service import let_go
from planner.adoption.take_over_service import complete
from planner.adoption.usage_models import ImportState, UsageImport
from planner.db import db, transaction
from planner.queue import daily, each_minute, given_up, work
from planner.rollouts.models import Rollout
from planner.web import clock


@work("adoption.read")
def read_log(import_id: int) -> None:
    """Read an uploaded log to its end; what is wrong with it stands on its page then."""
    row = db.session.get(UsageImport, import_id)
    file = import_service.upload_of(import_id)
    if row is not None and row.state is ImportState.WAITING:
        if not file.is_file():
            left_logs_service.give_up(import_id, Failure.GONE)
            return
        with file.open("rb") as content:
            log_reading_service.read(import_id, content, clock.now())
    file.unlink(missing_ok=True)


@given_up("adoption.read")
def give_reading_up(error: Exception, import_id: int) -> None:
    """Three tries did not read the log: say so on its page."""
    left_logs_service.give_up(import_id, Failure.READING, error)


@work("adoption.store")
def store_log(import_id: int) -> None:
    """Store what was read, from where an earlier try came to."""
    row = db.session.get(UsageImport, import_id)
    if row is not None and row.state in {ImportState.READ, ImportState.STORING}:
        complete(import_id, clock.now())


@given_up("adoption.store")
def give_storing_up(error: Exception, import_id: int) -> None:
    """Three tries did not store the log to its end: say so on its page."""
    left_logs_service.give_up(import_id, Failure.STORING, error)


@work("adoption.recount")
def recount(rollout_id: int) -> None:
    """Count anew, after staff, licences or rules changed."""
    with transaction():
        rollout = db.session.get(Rollout, rollout_id)
        if rollout is not None:
            recount_service.recount(rollout, clock.now())


@daily("adoption.retention")
def let_old_go() -> None:
    """Let go of what is older than each rollout's rules say, and count anew where staff or licences changed.

    Logs that nobody took over go as well.
    """
    left_logs_service.let_lie(clock.now())
    for rollout_id in list(db.session.scalars(select(Rollout.id))):
        with transaction():
            rollout = db.session.get_one(Rollout, rollout_id)
            let_go(rollout, clock.today_in(rollout.timezone))
            if recount_service.is_stale(rollout_id):
                recount_service.recount(rollout, clock.now())


@work("adoption.pull")
def pull_log(run_id: int) -> None:
    """Ask a system for its log, or try whether it answers."""
    pulling_service.pull(run_id, clock.now())


@each_minute
def begin_pulls() -> None:
    """Begin the pulls that are due."""
    with transaction():
        connector_service.start_due(clock.now())
