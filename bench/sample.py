"""The product over a sample of its own in a temporary folder, with a client that is signed in."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from flask import Flask
from flask.testing import FlaskClient

from planner.access.models import User
from planner.access.signin_service import open_session
from planner.app import create_app
from planner.basics.pauses import settle
from planner.db import db, transaction
from planner.demo import build
from planner.ops import schema
from planner.settings import Settings

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


@contextmanager
def product() -> Iterator[Flask]:
    """The app with the sample rollouts, its context open."""
    with TemporaryDirectory() as folder:
        app = create_app(
            Settings(
                instance=Path(folder),
                database_url=f"sqlite:///{folder}/planner.sqlite",
                secret_key="only for measuring",  # noqa: S106 - nobody signs in here
                test_mode=True,
                now=NOW,
            )
        )
        with app.app_context():
            schema.bring_up_to_date(NOW)
            build.build(NOW, fixed=True)
            settle()  # as the server does
            yield app
            db.session.remove()
            db.engine.dispose()


def client_of(app: Flask) -> FlaskClient:
    """A client in which the manager of the sample is signed in."""
    client = app.test_client()
    person = db.session.query(User).filter_by(email="mara@halden.example").one()
    with transaction():
        token = open_session(person, "127.0.0.1", "", NOW)
    with client.session_transaction() as session:
        session["_user_id"] = token
        session["_fresh"] = True
    return client
