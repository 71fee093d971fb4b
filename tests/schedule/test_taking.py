"""A long file is taken in the background: once, wholly or not at all, and the page tells how far it is."""

import io
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from planner.access.audit_models import AuditEntry
from planner.db import db
from planner.queue import Job, run_waiting
from planner.schedule import queries, taking_service, upload_service
from planner.schedule.taking_service import Standing, standing
from tests.conftest import NOW
from tests.page import Page, text_of
from tests.personas import Cast
from tests.schedule.files import project, task


@pytest.fixture
def bring(page: Page, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Uploads a file of some tasks, long where more than two rows are; gives where its pages are."""
    monkeypatch.setattr(taking_service, "AT_ONCE", 2)

    def uploaded(*tasks: str) -> dict[str, Any]:
        form = {"file": (io.BytesIO(project(*tasks)), "plan.xml")}
        answer = page.post("schedule.upload", form, rollout_id=cast.rollout.id, as_=cast.manager)
        return {"rollout_id": cast.rollout.id, "mark": answer.location.rsplit("/", 1)[1], "as_": cast.manager}

    return uploaded


def rows(cast: Cast) -> list[str]:
    db.session.expire_all()
    plan = queries.current_plan(cast.rollout.id)
    return [row.name for row in queries.rows_of(plan.id)] if plan else []


def test_a_long_file_is_taken_in_the_background_by_whoever_asked(page: Page, cast: Cast, bring: Any) -> None:
    where = bring(task(1, "One"), task(2, "Two"), task(3, "Three"))
    answer = page.post("schedule.confirm", {"what": "all"}, **where)
    assert answer.location.endswith(f"{where['mark']}/progress")
    page.post("schedule.confirm", {"what": "all"}, **where)
    assert db.session.query(Job).count() == 1, "pressed twice, it is done once"
    tree = page.get("schedule.taking", **where)
    assert tree.cssselect("[data-watch] progress")[0].get("value") == "0"
    assert "Reading the file" in text_of(tree)
    assert rows(cast) == []
    run_waiting(NOW)
    tree = page.get("schedule.taking", **where)
    assert not tree.cssselect("[data-watch]")
    assert "The plan is now version 1 with 3 rows." in text_of(tree)
    assert rows(cast) == ["One", "Two", "Three"]
    entry = db.session.query(AuditEntry).filter_by(action="plan.import").one()
    assert entry.user_id == cast.manager.id


def test_a_short_file_is_taken_at_once(page: Page, cast: Cast, bring: Any) -> None:
    where = bring(task(1, "One"), task(2, "Two"))
    page.post("schedule.confirm", {"what": "all"}, **where)
    assert rows(cast) == ["One", "Two"]
    assert "Nothing is being taken" in text_of(page.get("schedule.taking", **where))


def test_ticked_rows_of_a_long_file_are_taken_in_the_background_too(page: Page, cast: Cast, bring: Any) -> None:
    page.post("schedule.confirm", {"what": "all"}, **bring(task(1, "One"), task(2, "Two")))
    where = bring(task(1, "Uno"), task(2, "Due"), task(3, "Tre"))
    page.post("schedule.confirm", {"what": "ticked", "row": ["1", "3"]}, **where)
    run_waiting(NOW)
    assert "All other rows stayed as they were." in text_of(page.get("schedule.taking", **where))
    assert rows(cast) == ["Uno", "Two", "Tre"]


def test_what_cannot_be_taken_is_said_and_nothing_is_stored(page: Page, cast: Cast, bring: Any) -> None:
    where = bring(task(1, "One"), task(2, "Two"), task(3, "Three"))
    page.post("schedule.confirm", {"what": "ticked"}, **where)
    run_waiting(NOW)
    text = text_of(page.get("schedule.taking", **where))
    assert "The file was not taken; nothing was changed" in text
    assert "There is no plan to take rows into" in text
    assert rows(cast) == []
    page.post("schedule.confirm", {"what": "all"}, **where)
    run_waiting(NOW)
    assert rows(cast) == ["One", "Two", "Three"], "it can be asked for again"


def test_how_far_it_is_only_grows_and_a_silent_one_is_over(
    app: Flask, page: Page, cast: Cast, bring: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    where = bring(task(1), task(2), task(3))
    folder: Path = upload_service.folder_of(app.config["PLANNER"].instance, cast.rollout.id)
    told: list[int] = []
    kept = taking_service._tell

    def listen(place: Path, mark: str, now: Standing) -> None:
        told.append(now.percent)
        kept(place, mark, now)

    monkeypatch.setattr(taking_service, "_tell", listen)
    page.post("schedule.confirm", {"what": "all"}, **where)
    assert standing(folder, where["mark"], NOW + timedelta(minutes=3)) is None
    run_waiting(NOW)
    assert told == sorted(told)
    assert told[-1] == 100
    assert len(set(told)) >= 5
    assert {Standing("", percent).step for percent in told} == {
        "Reading the file", "Storing its rows", "Working out the dates",
    }  # fmt: skip
