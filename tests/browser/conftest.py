"""A running product and one headless browser for all tests of this folder."""

import logging
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright
from werkzeug.serving import make_server

from planner.access.roles import Role
from planner.app import create_app
from planner.db import db
from tests.conftest import sample_in, settings_for
from tests.databases import Databases

PHRASE = "a long enough phrase of five"
CHROMIUM = Path("/usr/bin/chromium")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
]


@dataclass(frozen=True, slots=True)
class Site:
    """The product over the sample rollout, at an address of its own."""

    app: Flask
    url: str
    accounts: dict[Role, tuple[str, str]]
    rollouts: list[int]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One browser for all tests; each person gets a context of their own."""
    if not CHROMIUM.exists():
        pytest.skip("Chromium is not installed: make browser")
    with sync_playwright() as play:
        chromium = play.chromium.launch(executable_path=str(CHROMIUM), headless=True, args=FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory, databases: Databases, told_sample: Path) -> Iterator[Site]:
    """The product over the sample, serving on a free port of this machine.

    The sample has a rollout half-way through, one that has just begun, and an account of each role.
    """
    folder = tmp_path_factory.mktemp("site")
    shutil.copytree(told_sample, folder, dirs_exist_ok=True)
    databases.copy(folder, "sample")
    app, sample = create_app(settings_for(folder)), sample_in(told_sample)
    accounts = {account.role: (account.email, account.password) for account in reversed(sample.accounts)}
    with serving(app) as url:
        yield Site(app, url, accounts, list(sample.rollouts))


@pytest.fixture
def empty_site(tmp_path: Path) -> Iterator[str]:
    """The address of a product that has no account yet."""
    app = create_app(settings_for(tmp_path))
    with app.app_context():
        db.create_all()
    with serving(app) as url:
        yield url


@contextmanager
def serving(app: Flask) -> Iterator[str]:
    """The app on a free port of this machine; gives its address."""
    logging.getLogger("werkzeug").setLevel(logging.WARNING)
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def sign_in(browser: Browser, site: Site, role: Role) -> tuple[BrowserContext, Page]:
    """A person's own browser window, signed in."""
    context = browser.new_context(base_url=site.url, viewport={"width": 1280, "height": 800})
    page = context.new_page()
    email, password = site.accounts[role]
    page.goto("/sign-in")
    page.fill("[name=email]", email)
    page.fill("[name=password]", password)
    page.click("main button[type=submit]")
    assert "/sign-in" not in page.url, page.inner_text("main")
    return context, page
