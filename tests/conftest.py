"""Fixtures: the app over a fresh copy of an empty database, people of every role, and pages by endpoint."""

import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import Context
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from argon2 import PasswordHasher
from click.testing import Result
from flask import Flask
from flask.testing import FlaskClient, FlaskCliRunner
from hypothesis import settings as property_settings
from werkzeug.test import TestResponse

from planner import queue
from planner.access import service as accounts
from planner.access.roles import Role
from planner.app import create_app, load_facts
from planner.db import db
from planner.demo.build import Account, Sample
from planner.ops import schema
from planner.settings import Settings
from planner.web import clock
from tests.databases import POSTGRES, Databases, PostgresDatabases, SqliteDatabases, drop_kept
from tests.page import Page

load_facts()  # playbooks are checked against the whole catalogue, also where no app is made

REAL_HASHING = (accounts.hasher, accounts._DUMMY)
accounts.hasher = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)  # what it costs has tests of its own
accounts._DUMMY = accounts.hasher.hash("nobody has this password")

pytest_plugins = ["tests.personas"]

property_settings.register_profile("planner", deadline=None)  # a shared machine may be slow, never wrong
property_settings.load_profile("planner")

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
SHARED = Path(__file__).resolve().parent.parent.parent / "shared" / "data"


def settings_for(folder: Path, url: str | None = None) -> Settings:
    """Settings of a test: its own folder and database, a fixed moment."""
    return Settings(
        instance=folder,
        database_url=url or f"sqlite:///{folder / 'planner.sqlite'}",
        secret_key="only for tests",
        test_mode=True,
        now=NOW,
    )


class Browser(FlaskClient):
    """A client whose requests run apart from the test's own app context, as they do in a server."""

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        """Send the request in a context of its own; afterwards the test sees what was stored."""
        answer = Context().run(super().open, *args, **kwargs)
        db.session.rollback()
        return answer


@pytest.fixture(scope="session")
def of_this_run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that all processes of this run share."""
    folder = tmp_path_factory.getbasetemp()
    return folder.parent if "PYTEST_XDIST_WORKER" in os.environ else folder


@pytest.fixture(scope="session")
def databases(of_this_run: Path) -> Iterator[Databases]:
    """Gives databases; `shared_app` has the schema made in them."""
    maker = PostgresDatabases(POSTGRES, of_this_run) if POSTGRES else SqliteDatabases(of_this_run)
    yield maker
    maker.close()


@pytest.fixture(scope="session")
def shared_app(databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """One app for all tests of this process: making one, and compiling its templates, takes longer than most tests."""
    app = create_app(settings_for(tmp_path_factory.mktemp("shared"), databases.shared()))
    app.test_client_class = Browser

    def migrate() -> None:
        with app.app_context():
            schema.bring_up_to_date(NOW)
            db.session.remove()
            db.engine.dispose()

    databases.build(migrate)
    return app


@contextmanager
def over_empty_database(app: Flask, databases: Databases, folder: Path) -> Iterator[None]:
    """The shared app, with its context open, over an empty database and a folder; settings may be changed."""
    databases.renew()
    config, extensions = dict(app.config), dict(app.extensions)
    app.config["PLANNER"] = settings_for(folder, databases.shared())
    queue.install(app, clock.now)
    with app.app_context():
        yield
        db.session.remove()
        databases.rest(db.engine)
    for kept, was in ((app.config, config), (app.extensions, extensions)):
        kept.clear()
        kept.update(was)


@pytest.fixture
def app(shared_app: Flask, databases: Databases, tmp_path: Path) -> Iterator[Flask]:
    """The app, with its context open, over an empty database and a folder of its own; settings may be changed."""
    with over_empty_database(shared_app, databases, tmp_path):
        yield shared_app
    databases.used()


@pytest.fixture
def own_app(shared_app: Flask, databases: Databases, tmp_path: Path) -> Iterator[Flask]:
    """An app that nobody else uses, for tests that add pages to it or work on its files."""
    url, drop = databases.copy(tmp_path)
    app = create_app(settings_for(tmp_path, url))
    app.test_client_class = Browser
    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()
    drop()


@pytest.fixture(scope="session")
def told_sample(shared_app: Flask, databases: Databases, of_this_run: Path) -> Path:
    """The folder of an installation with the sample of `planner demo --fixed`, told once in a run."""
    folder = of_this_run / "told-sample"

    def tell() -> None:
        from planner.cli import planner

        folder.mkdir()
        with over_empty_database(shared_app, databases, folder):
            done = Terminal(shared_app).invoke(planner, ["demo", "--fixed", "--json"])
            assert done.exit_code == 0, done.output
        (folder / "told.json").write_text(done.stdout, "utf-8")

    databases.keep("sample", tell)
    return folder


@pytest.fixture
def sample(app: Flask, databases: Databases, told_sample: Path) -> Sample:
    """The app stands over a copy of the sample, with its files."""
    db.session.remove()
    db.engine.dispose()
    databases.take("sample")
    shutil.copytree(told_sample, app.config["PLANNER"].instance, dirs_exist_ok=True)
    return sample_in(told_sample)


def sample_in(folder: Path) -> Sample:
    """What the sample consists of, as its command told it."""
    told = json.loads((folder / "told.json").read_text("utf-8"))
    return Sample(
        tuple(Account(**each | {"role": Role(each["role"])}) for each in told["accounts"]), (*told["rollouts"],)
    )


@pytest.fixture
def real_hashing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Passwords hashed at their real cost."""
    hasher, dummy = REAL_HASHING
    monkeypatch.setattr(accounts, "hasher", hasher)
    monkeypatch.setattr(accounts, "_DUMMY", dummy)


@pytest.fixture
def page(app: Flask) -> Page:
    """Opens pages by endpoint as a person, and checks on each what must hold on every page."""
    return Page(app)


class Terminal(FlaskCliRunner):
    """Runs commands apart from the test's own app context; afterwards the test sees what was stored."""

    def invoke(self, *args: Any, **kwargs: Any) -> Result:
        """Run `runner.invoke(planner, [...])`; the command opens the test's app."""
        kwargs.setdefault("obj", lambda: self.app)
        result = Context().run(super().invoke, *args, **kwargs)
        db.session.rollback()
        return result


@pytest.fixture
def runner(app: Flask) -> FlaskCliRunner:
    """Runs `planner` commands: `runner.invoke(planner, ["user", "list"])`."""
    return Terminal(app)


@pytest.fixture
def shared_data() -> Path:
    """The folder of real inputs with known answers; the test is skipped where it is not there."""
    if not SHARED.is_dir():
        pytest.skip("the folder of shared test data is not beside this checkout")
    return SHARED


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """What takes long comes first, so that no process is left alone with it; the order is otherwise kept.

    On PostgreSQL only what touches a database is run again; doors that let nobody in do not ask it for anything new.
    """
    items.sort(key=lambda item: (item.get_closest_marker("browser") is None, item.get_closest_marker("slow") is None))
    if POSTGRES:
        again = [item for item in items if "app" in getattr(item, "fixturenames", ())]
        again = [item for item in again if item.get_closest_marker("doors") is None]
        config.hook.pytest_deselected(items=[item for item in items if item not in set(again)])
        items[:] = again


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Leave nothing on the server of PostgreSQL."""
    if POSTGRES and not hasattr(session.config, "workerinput"):
        drop_kept()
