"""Whatever somebody writes after the question mark of an address, no page fails.

What each page asks of its address is noted while the sample is walked, so a new filter is tried from its first day.
"""

import re
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

import pytest
from flask import Flask, Request
from lxml import html
from werkzeug.datastructures import ImmutableMultiDict
from werkzeug.exceptions import HTTPException

from planner.access.models import User
from planner.access.roles import Role
from planner.adoption import settings_service
from planner.adoption.figure_models import AdoptionSettings
from planner.db import Base, db, transaction
from planner.demo.build import Sample
from planner.people.survey_models import Survey
from planner.people.survey_shape import SurveyStage
from planner.rollouts.models import Rollout
from tests.conftest import NOW
from tests.databases import POSTGRES
from tests.page import Page
from tests.rows import make_row

ROOT = Path(__file__).resolve().parent.parent.parent
HOSTILE = (
    "", "-1", "0", "1", "9999999999", "9" * 40, "1.5", "nan", "٣", "\0", "\x07\x1b[0m\r\n", "%_\\*?[(", "\ud800",
    "<b>Straße</b> '\"", "2026-02-30", "9999-12-31", "0001-01-01", "x" * 10_000, "1" * 10_000,
)  # fmt: skip
TAKEN_AMISS = ("", "-1", "9999999999", "9" * 40, "\0", "%_\\*?[(", "\ud800", "0001-01-01")
STORED = TAKEN_AMISS if POSTGRES else HOSTILE
"""The second database is asked again only what a database may take amiss."""
FINE = {200, 303, 404, 422, 429}  # 429: whoever guesses numbers of certificates is slowed down
NOT_OURS = {"v", "back"}
"""Names that only the server of static files reads, or only what answers a form, by comparing it with one word."""
STARTS = ["/certificates"]
"""Where the walk begins besides the front pages: what stands on paper, and what no link of the sample leads to."""
asked: set[str] = set()


class Noting(ImmutableMultiDict[str, Any]):
    """The parts of an address after the question mark; notes the names that a page asks for."""

    def __getitem__(self, name: str) -> Any:
        asked.add(name)
        return super().__getitem__(name)

    def __contains__(self, name: object) -> bool:
        asked.add(str(name))
        return super().__contains__(name)

    def getlist(self, name: str, *more: Any) -> list[Any]:
        asked.add(name)
        return super().getlist(name, *more)


class NotingRequest(Request):
    """A request whose questions are noted."""

    parameter_storage_class = Noting


@pytest.fixture
def people(app: Flask, sample: Sample) -> dict[Role, User]:
    """The sample, and who may see most of it; the project manager sees everything of a rollout."""
    app.request_class = NotingRequest
    stage_what_links_do_not_show_yet()
    emails = {account.role: account.email for account in reversed(sample.accounts)}
    return {
        role: db.session.scalars(db.select(User).where(User.email == emails[role])).one()
        for role in (Role.MANAGER, Role.SPONSOR, Role.ADMIN)
    }


def stage_what_links_do_not_show_yet() -> None:
    """Lists of people need a decision, accounts somebody unknown, and results a survey that ended."""
    rollout = db.session.scalars(db.select(Rollout)).first()
    closed = db.session.scalars(db.select(Survey).where(Survey.stage == SurveyStage.CLOSED)).first()
    assert rollout is not None
    assert closed is not None
    account = make_row(Base.metadata.tables["usage_account"], {"rollout": rollout.id})
    with transaction():
        settings = settings_service.settings_of(rollout.id) or AdoptionSettings(rollout_id=rollout.id)
        settings.people_from = settings.people_until = NOW.date()
        db.session.add(settings)
    home = f"/rollouts/{rollout.id}"
    STARTS[1:] = [
        f"{home}/adoption/people",
        f"{home}/adoption/accounts/{account}",
        f"/rollouts/{closed.rollout_id}/surveys/{closed.id}/actions/new",
    ]


def walk(app: Flask, client: Any) -> dict[str, tuple[str, set[str]]]:
    """One address of each kind of page that links lead to, and what the page asks of it."""
    adapter, waiting, found = app.url_map.bind("localhost"), ["/", "/sign-in", *STARTS], {}
    while waiting:
        address = waiting.pop(0)
        path = urlsplit(address).path
        try:
            endpoint, _ = adapter.match(path)
        except HTTPException:
            continue
        if endpoint in found or endpoint == "static" or path.endswith(".pdf"):
            continue
        asked.clear()
        with client.get(address) as answer:
            found[endpoint] = (path, set(asked))
            if answer.mimetype == "text/html" and answer.text:
                waiting += [str(href) for href in html.fromstring(answer.text).xpath("//a/@href") if href[0] == "/"]
    return found


def test_no_question_makes_a_page_fail(app: Flask, page: Page, people: dict[Role, User]) -> None:
    tried: set[str] = set()
    wrong, kinds = [], set()
    askers = [people[Role.MANAGER]] if POSTGRES else [*people.values()]
    for client in (*(page.client(person) for person in askers), app.test_client()):
        for endpoint, (path, names) in walk(app, client).items():
            new = [name for name in sorted(names) if (endpoint, name) not in kinds]
            kinds |= {(endpoint, name) for name in new}
            tried |= set(new)
            wrong += failures(client, path, new)
    assert not wrong, wrong
    left = in_the_code() - tried - NOT_OURS
    assert POSTGRES or not left, "a question that the walk does not come by"
    assert len(kinds) > 20


def failures(client: Any, path: str, names: list[str]) -> list[str]:
    """The address with hostile values for all that its page asks, each value once for each name, and all repeated.

    Where the answer is no page, one value may have kept the page from looking at the others: then each is tried alone.
    """
    found: list[str] = []
    for turn in range(len(STORED) if names else 0):
        pairs = [(name, STORED[(turn + place) % len(STORED)]) for place, name in enumerate(names)]
        if ask(client, path, pairs, found) != 200 and len(pairs) > 1:
            for pair in pairs:
                ask(client, path, [pair], found)
    short = [value for value in STORED if len(value) < 200]
    for name in names:
        ask(client, path, [(name, value) for value in short], found)
    return found


def ask(client: Any, path: str, pairs: list[tuple[str, str]], found: list[str]) -> int:
    """The status of an address with these values; one that is not fine is added to what was found."""
    question = "&".join(f"{name}={quote(value.encode('utf-8', 'surrogatepass'))}" for name, value in pairs)
    with client.get(f"{path}?{question}") as answer:
        if answer.status_code not in FINE:
            found.append(f"{path}?{question[:200]}: {answer.status_code}")
        status: int = answer.status_code
        return status


def in_the_code() -> set[str]:
    """The names that pages ask for by word."""
    text = "".join(path.read_text("utf-8") for path in (ROOT / "planner").rglob("*views.py"))
    return set(re.findall(r'request\.args(?:\.get\(|\[)"(\w+)"', text))
