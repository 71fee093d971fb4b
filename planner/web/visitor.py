"""The signed-in person behind a request: a token in the cookie, the session itself on the server."""

from contextlib import suppress

from flask import Flask, session
from flask_login import LoginManager, UserMixin, login_user
from sqlalchemy.exc import OperationalError

from planner.access import session_life, signin_service
from planner.access.models import User
from planner.access.signin_models import SignInSession
from planner.web import clock


class Visitor(UserMixin):  # type: ignore[misc] # Flask-Login ships no types
    """A person in one browser."""

    def __init__(self, user: User, session_id: int, token: str) -> None:
        """Keep the person, and the session with its token."""
        self.user, self.session_id, self.token = user, session_id, token

    def get_id(self) -> str:
        """What Flask-Login keeps in the cookie: the token, never the person's number."""
        return self.token


def install(app: Flask) -> None:
    """Find the person of each request by the token in its cookie."""
    login = LoginManager(app)
    login.session_protection = None  # the token is checked on the server; networks change under phones
    login.user_loader(_load)


def enter(user: User, token: str) -> None:
    """Let somebody in: nothing of the browser's earlier session stays."""
    found = signin_service.session_of(token, clock.now())
    if found:
        session.clear()
        login_user(Visitor(user, found[0].id, token))


def _load(token: str) -> Visitor | None:
    found = signin_service.session_of(token, clock.now())
    if found is None:
        session.pop("_user_id", None)
        return None
    return Visitor(found[1], found[0].id, _kept_up(found[0], token))


def _kept_up(here: SignInSession, token: str) -> str:
    """Write down the click now and then; take a new token when the person's role changed."""
    now = clock.now()
    with suppress(OperationalError):  # a busy database is no reason to refuse a page
        if here.renew:
            token = signin_service.renewed(here.id, now) or token
            session["_user_id"] = token
        elif session_life.due(here.last_seen, now):
            signin_service.seen(here.id, now)
    return token
