"""Who is acting right now, as the audit trail wants to know it: a person with a browser, or a command."""

from flask import g, has_request_context, request

from planner.access.audit_service import Actor
from planner.web import clock, current


def actor() -> Actor:
    """The person and request of this moment; outside a request, a command without a person."""
    if not has_request_context():
        return Actor(clock.now(), request_id="command")
    person = current.user().id if current.signed_in() else None
    return Actor(clock.now(), person, g.get("request_id"), request.remote_addr)
