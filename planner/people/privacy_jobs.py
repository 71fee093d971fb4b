"""Background work of privacy: what was kept for long enough goes each day; after an erasure the file is rewritten."""

from flask import current_app

from planner.db import transaction
from planner.people import privacy_erasure_service, privacy_purge_service
from planner.queue import daily, work
from planner.web import clock


@daily("people.purge")
def purge_daily() -> None:
    """Delete what has been kept for long enough."""
    with transaction():
        privacy_purge_service.purge(clock.now(), current_app.config["PLANNER"].instance)


@work("people.compact")
def compact_database() -> None:
    """Rewrite the database file after an erasure."""
    privacy_erasure_service.compact()
