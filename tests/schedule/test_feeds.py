"""Calendars: valid for strict programs, with entries that keep their number, behind an address that can be ended."""

import io
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import NAMESPACE_URL, uuid5

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar
from sqlalchemy import select

from planner.access.models import User
from planner.db import db, transaction
from planner.portfolio.service import export_rollout
from planner.rollouts.models import Membership
from planner.schedule import feed_service, queries, service
from planner.schedule.calendar_feed import Entry, FeedKind, calendar_of
from planner.schedule.feed_models import CalendarRoot, PlanFeed
from planner.schedule.import_service import import_plan
from planner.schedule.importing import read_plan_bytes
from planner.schedule.models import PlanTask
from tests.conftest import NOW
from tests.page import Page, text_of
from tests.personas import Cast
from tests.schedule.files import project, task
from tests.schedule.samples import SMALL

HOME = "https://planner.example/rollouts/1"


def events(content: bytes) -> list[Any]:
    return list(Calendar.from_ical(content).walk("VEVENT"))


def test_a_day_is_a_whole_day_and_ends_on_the_next() -> None:
    entry = Entry(
        "task-7", "Train, test; “go”\n=1+1", date(2026, 3, 27), date(2026, 3, 30), "50 % done", f"{HOME}/plan", "Task"
    )
    content = calendar_of("Plan", HOME, [entry], NOW)
    event = events(content)[0]
    assert (event.decoded("dtstart"), event.decoded("dtend")) == (date(2026, 3, 27), date(2026, 3, 31))
    assert b"DTSTART;VALUE=DATE:20260327" in content
    assert b"DTSTAMP:20260302T090000Z" in content
    assert event["summary"] == entry.name
    assert all(len(line) <= 75 for line in content.split(b"\r\n"))
    assert not Calendar.from_ical(content).errors


def test_a_thing_keeps_its_number_and_two_things_have_two() -> None:
    first = [Entry(key, "a", date(2026, 1, 1), date(2026, 1, 1)) for key in ("task-1", "task-2")]
    later = [Entry("task-1", "renamed", date(2026, 5, 1), date(2026, 5, 9))]
    here, there = calendar_of("P", HOME, first, NOW), calendar_of("P", HOME, later, NOW + timedelta(days=3))
    assert events(here)[0]["uid"] == events(there)[0]["uid"] != events(here)[1]["uid"]
    assert events(calendar_of("P", f"{HOME}2", first, NOW))[0]["uid"] != events(here)[0]["uid"]


DAYS = st.dates(date(1990, 1, 1), date(2100, 12, 31))


@given(st.text(max_size=300), DAYS, DAYS)
def test_any_text_and_any_days_make_a_calendar_that_reads_back(text: str, first: date, last: date) -> None:
    content = calendar_of(text, HOME, [Entry("task-1", text, first, last, text)], datetime(2026, 1, 1, tzinfo=UTC))
    event = events(content)[0]
    assert event.decoded("dtstart") == first
    assert event.decoded("dtend") > event.decoded("dtstart")


@pytest.fixture
def planned(cast: Cast) -> Cast:
    with transaction():
        service.prepare(cast.rollout, SMALL, NOW.date())
        plan = queries.current_plan(cast.rollout.id)
        assert plan
        task = db.session.scalars(select(PlanTask).where(PlanTask.plan_id == plan.id, PlanTask.kind == "task")).first()
        assert task
        task.owner_id = cast.member.id
    return cast


def made(cast: Cast, person: User, kind: FeedKind) -> str:
    with transaction():
        return feed_service.add_feed(cast.rollout, person, kind, NOW)[1]


def read(page: Page, token: str) -> Any:
    return page.client(None).get(f"/calendar/{token}.ics")


def uids(page: Page, token: str) -> dict[str, str]:
    return {str(event["summary"]): str(event["uid"]) for event in events(read(page, token).data)}


def test_entries_keep_their_numbers_when_the_installation_moves(page: Page, planned: Cast, app: Flask) -> None:
    tokens = [made(planned, planned.manager, kind) for kind in (FeedKind.ALL, FeedKind.TRAINING)]
    before = [uids(page, token) for token in tokens]
    assert all(before)
    address = f"{app.config['PLANNER'].base_url}/rollouts/{planned.rollout.id}"
    assert before[0]["Teach"] == str(uuid5(NAMESPACE_URL, f"{address}#task-{number_of('Teach')}")), "as it always was"
    app.config["PLANNER"] = replace(app.config["PLANNER"], base_url="https://crm.example.org")
    assert [uids(page, token) for token in tokens] == before
    assert b"URL:https://crm.example.org/rollouts/" in read(page, tokens[0]).data, "links lead to where it is now"


def number_of(name: str) -> int:
    return db.session.scalars(select(PlanTask.uid).where(PlanTask.name == name)).one()


def test_two_visitors_at_once_give_a_rollout_one_root(planned: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    number = planned.rollout.id
    get = db.session.get

    def late(*asked: Any) -> Any:
        monkeypatch.undo()
        feed_service.root_of(number, "https://first")
        return None if asked[0] is CalendarRoot else get(*asked)

    monkeypatch.setattr(db.session, "get", late)
    assert feed_service.root_of(number, "https://second") == "https://first"


def bring(cast: Cast, content: bytes, mark: str) -> None:
    with transaction():
        import_plan(cast.rollout, read_plan_bytes(content), file_name="p.xml", sha256=mark * 64, by=None, at=NOW)


def test_entries_keep_their_numbers_when_a_newer_file_is_taken(page: Page, cast: Cast) -> None:
    def dates(day: int) -> dict[str, Any]:
        return {"Start": f"2026-03-{day:02}T08:00:00", "Finish": f"2026-03-{day:02}T17:00:00"}

    bring(cast, project(task(7, "Write", **dates(3)), task(8, "Check", **dates(4)), task(9, "Gone", **dates(5))), "a")
    token = made(cast, cast.manager, FeedKind.ALL)
    before = uids(page, token)
    bring(
        cast, project(task(2, "New", **dates(2)), task(8, "Check", **dates(18)), task(7, "Write all", **dates(9))), "b"
    )
    after = uids(page, token)
    assert after["Check"] == before["Check"]
    assert after["Write all"] == before["Write"], "a new name is no new entry"
    assert after["New"] not in before.values()
    assert before["Gone"] not in after.values()
    days = {str(event["summary"]): event.decoded("dtstart").day for event in events(read(page, token).data)}
    assert days == {"New": 2, "Check": 18, "Write all": 9}
    form = {"file": (io.BytesIO(project(task(8, "Check twice", **dates(25)))), "c.xml")}
    mark = page.post("schedule.upload", form, rollout_id=cast.rollout.id, as_=cast.manager).location.rsplit("/", 1)[1]
    ticked = {"what": "ticked", "row": ["8"]}
    page.post("schedule.confirm", ticked, rollout_id=cast.rollout.id, mark=mark, as_=cast.manager)
    assert uids(page, token)["Check twice"] == before["Check"]


def test_each_kind_holds_its_own(page: Page, planned: Cast) -> None:
    counts = {}
    for kind in FeedKind:
        answer = read(page, made(planned, planned.member, kind))
        assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
        counts[kind] = [str(event["categories"].to_ical(), "utf-8") for event in events(answer.data)]
    assert counts[FeedKind.MINE] == ["Task"]
    assert set(counts[FeedKind.GATES]) == {"Gate"}
    assert set(counts[FeedKind.ALL]) >= {"Task", "Gate"}
    assert counts[FeedKind.ALL].count("Gate") == len(counts[FeedKind.GATES])
    assert counts[FeedKind.TRAINING] == ["Task"], "the plan's one task that teaches"


def test_the_training_calendar_holds_what_trains_people(page: Page, planned: Cast) -> None:
    with transaction():
        task = db.session.scalars(select(PlanTask).where(PlanTask.kind == "task")).first()
        assert task
        task.name = "Train all users"
    answer = read(page, made(planned, planned.member, FeedKind.TRAINING))
    assert [str(event["summary"]) for event in events(answer.data)] == ["Train all users", "Teach"]


def test_an_address_is_kept_as_a_hash_and_does_not_travel(planned: Cast, tmp_path: Any) -> None:
    token = made(planned, planned.manager, FeedKind.ALL)
    kept = db.session.scalars(select(PlanFeed)).one()
    assert token not in {str(value) for value in vars(kept).values()}
    assert "plan_feed" not in export_rollout(planned.rollout.id, tmp_path)["tables"]


def test_a_calendar_goes_with_the_access_of_its_owner(page: Page, planned: Cast) -> None:
    token = made(planned, planned.viewer, FeedKind.ALL)
    assert read(page, token).status_code == 200
    with transaction():
        db.session.get_one(User, planned.viewer.id).active = False
    assert read(page, token).status_code == 404
    with transaction():
        db.session.get_one(User, planned.viewer.id).active = True
        db.session.delete(db.session.scalars(select(Membership).filter_by(user_id=planned.viewer.id)).one())
    assert read(page, token).status_code == 404


def test_wrong_addresses_are_not_there_and_many_have_to_wait(page: Page, planned: Cast) -> None:
    good = made(planned, planned.manager, FeedKind.ALL)
    codes = [read(page, f"wrong{number}").status_code for number in range(14)]
    assert codes[0] == 404
    assert codes[-1] == 429
    assert read(page, good).status_code == 200


def test_one_makes_and_ends_ones_own(page: Page, planned: Cast) -> None:
    client = page.client(planned.member)
    where = f"/rollouts/{planned.rollout.id}/plan/calendars"
    answer = client.post(where, data={"csrf_token": page.token(client), "kind": "mine"})
    assert answer.status_code == 303
    tree = page.parse(client.get(answer.location))
    address = tree.cssselect("#address")[0].get("value") or ""
    path = "/" + address.split("/", 3)[3]
    assert len(events(page.client(None).get(path).data)) == 1
    assert not page.parse(client.get(where)).cssselect("#address"), "the address is shown once"
    kept = db.session.scalars(select(PlanFeed)).one()
    page.post(
        "schedule.unsubscribe", {}, rollout_id=planned.rollout.id, feed_id=kept.id, as_=planned.viewer, status=404
    )
    page.post(
        "schedule.unsubscribe", {}, rollout_id=planned.rollout.id, feed_id=kept.id, as_=planned.member, status=303
    )
    assert page.client(None).get(path).status_code == 404


def test_a_choice_that_is_not_there_and_too_many_are_refused(page: Page, planned: Cast) -> None:
    where: dict[str, Any] = {"rollout_id": planned.rollout.id, "as_": planned.member}
    page.post("schedule.feeds", {"kind": "everybody"}, status=422, **where)
    for _ in range(feed_service.MOST):
        made(planned, planned.member, FeedKind.GATES)
    answer = page.post("schedule.feeds", {"kind": "all"}, status=422, **where)
    assert "10 calendars" in text_of(page.parse(answer))
