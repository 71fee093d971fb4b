"""Programs at the door: finds whose token a request carries, and counts its requests."""

from contextlib import suppress
from dataclasses import dataclass

from flask import g, request
from sqlalchemy.exc import OperationalError

from planner.access import token_service
from planner.access.models import User
from planner.access.roles import Permission
from planner.web import clock
from planner.web.refusals import Refused

API = "/api/"
WHO = {"WWW-Authenticate": 'Bearer realm="CRM Rollout Planner"'}


@dataclass(frozen=True, slots=True)
class Bearer:
    """A program that acts for a person: what its token names, and the one rollout it is for, if it is for one."""

    token_id: int
    user: User
    rollout_id: int | None
    named: frozenset[Permission]


def of_program() -> bool:
    """Whether this request is for the interface for programs, which answers in JSON."""
    return request.path.startswith(API)


def let_in() -> None:
    """Let a program in by its token; without a token, a signed-in browser is looked at next.

    Raises Refused: 401 for a token that is not good, 429 for too many requests.
    """
    if not of_program() or "Authorization" not in request.headers:
        return
    kind, _, secret = request.headers["Authorization"].strip().partition(" ")
    found = token_service.owner_of(secret.strip(), clock.now()) if kind.lower() == "bearer" else None
    if found is None:
        raise Refused(401, "This token is unknown, over or revoked. Make a new one under “API tokens”.", headers=WHO)
    token, user = found
    g.bearer = Bearer(token.id, user, token.rollout_id, token.named)
    with suppress(OperationalError):  # a busy database is no reason to refuse a look
        if token_service.count_use(token, clock.now()) > token_service.PER_MINUTE:
            wait = {"Retry-After": str(60 - clock.now().second)}
            raise Refused(429, f"More than {token_service.PER_MINUTE} requests in a minute. Wait a moment.", (), wait)
