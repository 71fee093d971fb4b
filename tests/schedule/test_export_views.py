"""The pages that hand a plan out as a file."""

import pytest

from planner.access.models import User
from planner.db import transaction
from planner.schedule import service
from planner.schedule.importing import read_plan_bytes
from tests.conftest import NOW
from tests.page import Page, text_of
from tests.personas import Cast
from tests.schedule.samples import SMALL


@pytest.fixture
def manager(cast: Cast) -> User:
    with transaction():
        service.prepare(cast.rollout, SMALL, NOW.date())
    return cast.manager


def test_the_page_offers_every_format(page: Page, cast: Cast, manager: User) -> None:
    tree = page.get("schedule.export", as_=manager, rollout_id=cast.rollout.id)
    links = [link.get("href") or "" for link in tree.cssselect("main table a")]
    assert [link.rpartition("/")[2].partition("?")[0] for link in links] == ["mspdi", "xlsx", "csv"]
    for link in links:
        answer = page.client(manager).get(link)
        assert answer.status_code == 200
        assert answer.headers["Content-Disposition"].startswith("attachment")
        assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_a_download_is_a_plan_and_stands_in_the_history(page: Page, cast: Cast, manager: User) -> None:
    client = page.client(manager)
    answer = client.get(f"/rollouts/{cast.rollout.id}/plan/export/mspdi")
    assert read_plan_bytes(answer.data).accepted
    history = client.get(f"/rollouts/{cast.rollout.id}/audit").get_data(as_text=True)
    assert "Exported" in history


def test_unknown_formats_and_versions_are_not_there(page: Page, cast: Cast, manager: User) -> None:
    client = page.client(manager)
    assert client.get(f"/rollouts/{cast.rollout.id}/plan/export/mpp").status_code == 404
    assert client.get(f"/rollouts/{cast.rollout.id}/plan/export/csv?version=9").status_code == 404


def test_without_a_plan_there_is_nothing_to_export(page: Page, cast: Cast) -> None:
    tree = page.get("schedule.export", as_=cast.sponsor, rollout_id=cast.rollout.id)
    assert "No plan yet" in text_of(tree)


def test_the_plan_offers_export_to_those_who_may(page: Page, cast: Cast, manager: User) -> None:
    for person, offered in ((manager, True), (cast.sponsor, True), (cast.viewer, False)):
        tree = page.get("schedule.plan", as_=person, rollout_id=cast.rollout.id)
        assert bool(tree.cssselect('a[href$="/plan/export"]')) is offered
