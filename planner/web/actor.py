"""Who is acting right now, as the audit trail wants to know it: a person with a browser, a job, or a command."""

from contextlib import suppress

from flask import g, has_request_context, request
from sqlalchemy.exc import OperationalError

from planner.access.audit_service import Actor, record
from planner.db import db, transaction
from planner.queue import asked_by
from planner.rollouts.models import Rollout
from planner.web import clock, current


def actor() -> Actor:
    """The person and request of this moment; outside a request, whoever asked for the job, or a command."""
    if not has_request_context():
        asking = asked_by.get()
        return Actor(clock.now(), asking, "job" if asking else "command")
    person = current.user().id if current.signed_in() else None
    number = g.get("request_id")
    return Actor(clock.now(), person, number and f"{number}{_by_program()}", request.remote_addr)


def _by_program() -> str:
    """What stands behind the number of a request that no person sent: by which token or webhook it came in."""
    program, hook = current.bearer(), g.get("hook")
    if hook:
        return f"/webhook {hook.id}"
    return f"/token {program.token_id}" if program else ""


def note_denied() -> None:
    """Note that somebody asked for what their role does not allow, or for a rollout they take no part in."""
    number = (request.view_args or {}).get("rollout_id")
    with suppress(OperationalError), transaction():  # a refusal stays a refusal while the database is busy
        rollout = db.session.get(Rollout, number) if number else None
        record(
            "denied",
            object_type="page",
            object_id=request.endpoint,
            rollout_id=rollout.id if rollout else None,
            after={"method": request.method, "address": request.path},
        )
