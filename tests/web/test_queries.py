"""However much a rollout holds, a page asks the database the same number of questions."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from typing import Any

import pytest
from sqlalchemy import event, insert, select

from planner.access import audit_service
from planner.access.models import User
from planner.access.roles import Role
from planner.adoption import settings_service
from planner.adoption.settings_service import Grounds
from planner.db import db, transaction
from planner.playbook.service import load_shipped
from planner.rollouts.models import Membership
from planner.rollouts.playbook_service import take_copy
from planner.schedule import service as schedule
from planner.schedule.import_service import import_plan
from planner.schedule.importing import read_plan_bytes
from tests.builders import make_wave
from tests.conftest import NOW
from tests.page import Page
from tests.personas import Cast
from tests.schedule.files import project, task
from tests.web import growth

SMALL, LARGE = 20, 200
PAGES = (
    "portfolio.home", "rollouts.index", "rollouts.show", "rollouts.members", "rollouts.waves", "rollouts.playbook",
    "schedule.plan", "schedule.risk", "schedule.timeline", "schedule.versions", "schedule.gates", "readiness.overview",
    "readiness.questions", "readiness.gates", "readiness.changes", "reports.index", "reports.preview",
    "suitability.index", "suitability.business_case", "goals.index", "goals.capabilities",
    "readiness.impact", "readiness.alignment", "access.rollout_audit",
)  # fmt: skip
TRAINED, MORE_TRAINED = 20, 80
PAGES_OF_USE = (
    "training.index", "training.courses", "training.coverage", "training.matrix", "training.sessions",
    "training.trainers", "training.mine", "training.calendars", "training.proposal",
    "kpis.index", "kpis.library", "kpis.benefits",
    "adoption.index", "adoption.chain", "adoption.people", "adoption.helped", "adoption.logs", "adoption.connectors",
    "adoption.licences", "adoption.accounts", "adoption.events", "adoption.settings", "adoption.privacy",
)  # fmt: skip


@contextmanager
def counted() -> Iterator[list[str]]:
    """The statements that are sent while the block runs."""
    sent: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        sent.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    yield sent
    event.remove(db.engine, "before_cursor_execute", note)


def questions(page: Page, endpoint: str, person: User, rollout_id: int) -> list[str]:
    """What a page asks at the second visit, when everything that is kept in memory is there."""
    values: dict[str, Any] = {} if endpoint in {"portfolio.home", "rollouts.index"} else {"rollout_id": rollout_id}
    client = page.client(person)
    with page.app.test_request_context():
        from flask import url_for

        address = url_for(endpoint, **values)
    assert client.get(address).status_code == 200
    with counted() as sent:
        assert client.get(address).status_code == 200
    return sent


def grow(cast: Cast, size: int) -> None:
    """Give the rollout so many tasks with links and owners, people, waves and entries of its history."""
    known = len(db.session.scalars(select(User.id)).all())
    with transaction():
        rows = [
            {"email": f"p{n}@example.org", "name": f"Person {n}", "created_at": NOW, "is_admin": False, "active": True}
            for n in range(known, known + size)
        ]
        db.session.execute(insert(User), rows)
        people = db.session.scalars(select(User.id).order_by(User.id.desc()).limit(size)).all()
        members = [{"rollout_id": cast.rollout.id, "user_id": one, "role": Role.MEMBER} for one in people]
        db.session.execute(insert(Membership), members)
        for one in people:
            audit_service.record("sample", object_type="user", object_id=one, rollout_id=cast.rollout.id)
        tasks = [task(n, after=[n - 1] if n > 1 else []) for n in range(1, size + 1)]
        reading = read_plan_bytes(project(*tasks))
        imported = import_plan(
            cast.rollout, reading, file_name=f"{size}.xml", sha256=f"{size:064}", by=cast.manager, at=NOW
        )
    assert imported.plan.task_count == size


@pytest.fixture
def furnished(cast: Cast) -> Cast:
    """A rollout with the standard playbook and its gates."""
    make_wave(cast.rollout, 1)
    playbook = load_shipped("standard")
    with transaction():
        take_copy(cast.rollout.id, playbook, NOW)
        schedule.prepare(cast.rollout, playbook, NOW.date())
    return cast


def test_no_page_asks_more_when_there_is_more(page: Page, furnished: Cast) -> None:
    found: dict[int, dict[str, list[str]]] = {}
    for size in (SMALL, LARGE):
        grow(furnished, size)
        found[size] = {one: questions(page, one, furnished.manager, furnished.rollout.id) for one in PAGES}
    hold(found[SMALL], found[LARGE])


def hold(before: Mapping[str, list[str]], after: Mapping[str, list[str]]) -> None:
    """Say which pages ask more than before, and what."""
    asking = {}
    for endpoint, few in before.items():
        many = after[endpoint]
        if len(many) > len(few):
            more = sorted({each for each in many if many.count(each) > few.count(each)})
            asking[endpoint] = f"{len(few)} questions, then {len(many)}: {more[:3]}"
    assert asking == {}


def test_no_page_of_training_figures_and_use_asks_more_when_there_is_more(page: Page, furnished: Cast) -> None:
    make_wave(furnished.rollout, 2)
    with transaction():
        words = "Trainers help those who need it"
        grounds = Grounds(words, words, words, date(2026, 6, 1))
        settings_service.switch_on(furnished.rollout.id, grounds, furnished.manager.id, NOW, None)
    found: dict[int, dict[str, list[str]]] = {}
    for size in (TRAINED, MORE_TRAINED):
        growth.grow(furnished, size)
        found[size] = {one: questions(page, one, furnished.manager, furnished.rollout.id) for one in PAGES_OF_USE}
    hold(found[TRAINED], found[MORE_TRAINED])
