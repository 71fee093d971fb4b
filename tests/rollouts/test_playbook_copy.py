"""A rollout's own playbook stays as it was taken, and takes over what is wanted from a newer one, piece by piece."""

from dataclasses import replace
from typing import Any

import pytest
from flask import Flask

from planner.basics.errors import NotFound
from planner.db import transaction
from planner.playbook.outline import Playbook
from planner.playbook.service import load_shipped
from planner.rollouts import playbook_service, queries, service
from planner.rollouts.models import Rollout
from planner.rollouts.playbook_service import playbook_of
from tests.conftest import NOW
from tests.page import Page, text_of
from tests.personas import Cast
from tests.rollouts.samples import DRAFT

OLD = load_shipped("small-business")


def newer() -> Playbook:
    first = OLD.phases[0]
    task = replace(first.tasks[0], name="A clearer name")
    phase = replace(first, objective="A better objective.", tasks=(task, *first.tasks[1:]))
    return replace(OLD, version="9.0.0", phases=(phase, *OLD.phases[1:]))


@pytest.fixture
def rollout(app: Flask, cast: Cast) -> Rollout:
    """A rollout that took the playbook before it was renewed."""
    with transaction():
        return service.create_rollout(DRAFT, OLD, cast.manager, NOW)


@pytest.fixture
def at(rollout: Rollout, cast: Cast) -> dict[str, Any]:
    """The manager, in the rollout."""
    return {"rollout_id": rollout.id, "as_": cast.manager}


@pytest.fixture
def _renewed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(playbook_service, "load_shipped", lambda _: newer())


def test_an_equal_playbook_offers_nothing(page: Page, at: dict[str, Any]) -> None:
    assert "Nothing to take over" in text_of(page.get("rollouts.playbook_changes", **at))
    page.post("rollouts.playbook_changes", {"version": 1, "go": "all"}, status=200, **at)


def test_a_playbook_that_is_no_longer_installed_changes_nothing(
    page: Page, at: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone(_: str) -> Playbook:
        raise NotFound("gone")

    monkeypatch.setattr(playbook_service, "load_shipped", gone)
    page.get("rollouts.playbook", **at)
    assert "Nothing to take over" in text_of(page.get("rollouts.playbook_changes", **at))


@pytest.mark.usefixtures("_renewed")
def test_pieces_are_taken_over_one_by_one(page: Page, at: dict[str, Any], rollout: Rollout) -> None:
    assert "version 9.0.0" in text_of(page.get("rollouts.playbook", **at))
    tree = page.get("rollouts.playbook_changes", **at)
    offered = tree.xpath("//input[@name='pieces']/@value")
    task = f"task:{OLD.phases[0].ref}.{OLD.phases[0].tasks[0].ref}"
    assert {"playbook:", f"phase:{OLD.phases[0].ref}", task} == set(offered)
    page.post("rollouts.playbook_changes", {"version": 1, "go": "some"}, status=422, **at)
    page.post("rollouts.playbook_changes", {"version": 1, "go": "some", "pieces": "task:none"}, status=422, **at)
    page.post("rollouts.playbook_changes", {"version": 1, "go": "some", "pieces": task}, **at)
    renewed = playbook_of(rollout)
    assert renewed.phases[0].tasks[0].name == "A clearer name"
    assert (renewed.version, renewed.phases[0].objective) == (OLD.version, OLD.phases[0].objective)
    page.post("rollouts.playbook_changes", {"version": 1, "go": "all"}, status=409, **at)
    page.post("rollouts.playbook_changes", {"version": 2, "go": "all"}, **at)
    assert playbook_of(rollout) == newer()
    assert queries.playbook_copy(rollout.id).playbook_version == "9.0.0"


@pytest.mark.usefixtures("_renewed")
def test_only_managers_renew_the_playbook(page: Page, rollout: Rollout, cast: Cast) -> None:
    page.get("rollouts.playbook_changes", rollout_id=rollout.id, as_=cast.sponsor, status=404)
    page.get("rollouts.playbook_changes", rollout_id=cast.rollout.id, as_=cast.sponsor, status=403)
