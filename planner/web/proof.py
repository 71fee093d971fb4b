"""Asks a signed-in person for the password once more, before something that an open browser alone must not do."""

from flask import request

from planner.access import service, signin_service
from planner.basics.errors import RuleBroken
from planner.db import transaction
from planner.web import clock, current


def prove(password: str | None, field: str = "password") -> None:
    """Refuse, at its field, what is not the person's present password.

    Guesses are counted like tries to sign in: an open browser is no way round. Raises TooManyTries after too many. Call
    it before the transaction of the action itself: looking at a password must not hold the database.
    """
    with transaction():
        attempt = signin_service.begin(current.user().email, request.remote_addr, clock.now())
    if not service.matches(current.user(), password or ""):
        raise RuleBroken("This is not your present password.", field)
    with transaction():
        signin_service.count_as_success(attempt)
