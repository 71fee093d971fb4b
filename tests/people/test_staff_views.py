"""The staff list on its pages: what each role sees, and adding, changing, leaving and coming back by form."""

from datetime import date
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event

from planner.db import db, transaction
from planner.people import staff_queries, staff_service
from planner.people.staff import StaffDraft
from planner.people.staff_reach_service import invited_by
from planner.rollouts.models import Unit
from tests.builders import make_wave
from tests.page import Page, text_of
from tests.personas import Cast

DAY = date(2026, 3, 2)


@pytest.fixture
def team(app: Flask, cast: Cast) -> list[int]:
    """Eight people in two units, a boss among them; the member of the rollout is the third."""
    wave = make_wave(cast.rollout, 1, date(2026, 6, 1))
    with transaction():
        units = [
            Unit(rollout_id=cast.rollout.id, name=name, people=6, wave_id=wave.id) for name in ("Sales", "Service")
        ]
        db.session.add_all(units)
        db.session.flush()
        drafts = [
            StaffDraft(f"Person {place}", f"P-{place}", f"p{place}@x.example", units[place // 6].id, "Porto", "Coast",
                       roles=("sales",), user_id=cast.member.id if place == 2 else None)
            for place in range(8)
        ]  # fmt: skip
        ids = staff_service.add_many(cast.rollout.id, drafts, "8 people")
        staff_service.set_managers(cast.rollout.id, dict.fromkeys(ids[1:], ids[0]))
    return ids


def test_what_each_role_sees_of_the_list(page: Page, cast: Cast, team: list[int]) -> None:
    here = cast.rollout.id
    whole = text_of(page.get("people.index", rollout_id=here, as_=cast.sponsor))
    assert "Person 7" in whole
    assert "8 people count today; the units are planned for 12" in whole
    names = page.get("people.index", rollout_id=here, as_=cast.member)
    assert "Person 7" in text_of(names)
    assert "Porto" not in text_of(names)
    assert [link.text_content() for link in names.cssselect("tbody th a")] == ["Person 2"]
    assert "Nobody to show" in text_of(page.get("people.index", rollout_id=here, as_=cast.trainer))
    before = list(invited_by)
    invited_by[:] = [lambda _rollout, _user: frozenset({team[4]})]
    try:
        seen = text_of(page.get("people.index", rollout_id=here, as_=cast.trainer))
        assert "Person 4" in seen
        assert "Person 5" not in seen
        page.get("people.person", rollout_id=here, staff_id=team[4], as_=cast.trainer)
        page.get("people.person", rollout_id=here, staff_id=team[5], as_=cast.trainer, status=403)
    finally:
        invited_by[:] = before
    page.get("people.person", rollout_id=here, staff_id=team[2], as_=cast.member)
    page.get("people.person", rollout_id=here, staff_id=team[3], as_=cast.member, status=403)
    page.get("people.index", rollout_id=here, as_=cast.viewer, status=403)
    counts = text_of(page.get("people.staff_units", rollout_id=here, as_=cast.viewer))
    assert "not shown" in counts
    assert "Sales" in counts
    assert "not shown" not in text_of(page.get("people.staff_units", rollout_id=here, as_=cast.manager))


def test_filters_search_and_the_way_of_one_person(page: Page, cast: Cast, team: list[int]) -> None:
    here, boss = cast.rollout.id, cast.manager
    found = text_of(page.get("people.index", rollout_id=here, q="person 3", as_=boss))
    assert "1 person" in found
    assert "Nobody fits" in text_of(page.get("people.index", rollout_id=here, team="Moon", as_=boss))
    page.get("people.add_person", rollout_id=here, as_=boss)
    form = {
        "name": "New One",
        "number": "P-9",
        "manager": "Person 0",
        "joined": "2026-02-23",
        "unit": "",
        "account": "",
    }
    page.post("people.add_person", {**form, "manager": "Nobody Known"}, rollout_id=here, as_=boss, status=422)
    page.post("people.add_person", form, rollout_id=here, as_=boss)
    row = staff_queries.row_numbered(here, "P-9")
    view = text_of(page.get("people.person", rollout_id=here, staff_id=row.id, as_=boss))
    assert "new since 23 Feb 2026" in view
    assert "Person 0" in view
    edit = page.get("people.edit_person", rollout_id=here, staff_id=row.id, as_=boss)
    assert edit.cssselect("#manager")[0].get("value") == "P-0"
    one: dict[str, Any] = {"rollout_id": here, "staff_id": row.id, "as_": boss}
    changed = {**form, "team": "Coast", "version": row.version}
    page.post("people.edit_person", changed, **one)
    page.post("people.edit_person", changed, **one, status=409)
    page.post("people.leave_person", {"left": "2026-02-25", "version": row.version}, **one)
    gone = text_of(page.get("people.index", rollout_id=here, who="left", as_=boss))
    assert "left 25 Feb 2026" in gone
    assert staff_queries.size(here, DAY) == 8
    back = {"first_day": "2026-03-02", "version": row.version}
    page.post("people.come_back_person", {**back, "first_day": "2026-02-20"}, **one, status=422)
    page.post("people.come_back_person", back, **one)
    assert staff_queries.size(here, DAY) == 9
    assert "26 Feb 2026 to 1 Mar 2026" in text_of(page.get("people.person", **one))


def test_pages_ask_as_much_of_ten_as_of_a_thousand(page: Page, cast: Cast, team: list[int]) -> None:
    here = cast.rollout.id

    def asked(endpoint: str, **values: int) -> int:
        seen: list[str] = []
        listen = lambda *said: seen.append(str(said[2]))  # noqa: E731 - taken off again below
        event.listen(db.engine, "before_cursor_execute", listen)
        page.get(endpoint, rollout_id=here, as_=cast.manager, **values)
        event.remove(db.engine, "before_cursor_execute", listen)
        return len(seen)

    asked("people.person", staff_id=team[0])  # that somebody looked is noted once a day
    few = [asked("people.index"), asked("people.staff_units"), asked("people.person", staff_id=team[0])]
    with transaction():
        drafts = [StaffDraft(f"More {place}", roles=("sales",), team="Coast") for place in range(1000)]
        staff_service.add_many(here, drafts, "1000 people")
    many = [asked("people.index"), asked("people.staff_units"), asked("people.person", staff_id=team[0])]
    assert many == few


def test_a_list_with_nobody_says_what_to_do(page: Page, cast: Cast) -> None:
    seen = (("people.index", cast.manager), ("people.index", cast.member), ("people.staff_units", cast.viewer))
    for endpoint, who in seen:
        assert "Nobody is on the list yet" in text_of(page.get(endpoint, rollout_id=cast.rollout.id, as_=who))
