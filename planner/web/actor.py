"""Who is acting right now, as the audit trail wants to know it: a person with a browser, or a command."""

from flask import g, has_request_context, request

from planner.access.audit_service import Actor
from planner.queue import asked_by
from planner.web import clock, current


def actor() -> Actor:
    """The person and request of this moment; outside a request, whoever asked for the job, or a command."""
    if not has_request_context():
        asking = asked_by.get()
        return Actor(clock.now(), asking, "job" if asking else "command")
    person = current.user().id if current.signed_in() else None
    return Actor(clock.now(), person, g.get("request_id"), request.remote_addr)
