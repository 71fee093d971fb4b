"""Pages of a rollout: what each role sees, and that what is typed is kept, saved once, and never over another's."""

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from lxml import html
from sqlalchemy import func, select

from planner.access.roles import Role
from planner.db import db, transaction
from planner.rollouts import create_views, queries, service
from planner.rollouts.models import Rollout
from planner.rollouts.stages import Stage
from tests.builders import make_user, make_wave
from tests.conftest import NOW
from tests.page import Page, text_of
from tests.personas import Cast
from tests.rollouts.samples import DRAFT, TINY

ORGANISATION = {
    "name": "CRM for sales",
    "organisation": "Northwind",
    "sector": "wholesale",
    "size": "medium",
    "market": "b2b",
}
WAY = {
    "culture": "centralised",
    "decision": "improve",
    "delivery": "saas",
    "currency": "EUR",
    "timezone": "Europe/Berlin",
    "start_date": "2026-03-02",
}
UNITS = {
    "units-0-name": "Sales north",
    "units-0-people": "12",
    "units-0-work": "sales",
    "units-0-wave": "1",
    "units-1-name": "Service",
    "units-1-people": "30",
    "units-1-work": "service",
    "units-1-wave": "2",
    "waves-0-name": "Pilot",
    "waves-0-go_live": "2026-06-22",
    "waves-1-name": "Rest",
    "waves-1-go_live": "2026-08-03",
}
ALL = {**ORGANISATION, **WAY, **UNITS, "playbook": "tiny", "once": "press-1"}


@pytest.fixture(autouse=True)
def _playbooks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(create_views, "shipped_playbooks", lambda: (TINY,))


@pytest.fixture
def rollout(app: Flask, cast: Cast) -> Rollout:
    """A whole rollout managed by the manager of the cast."""
    with transaction():
        return service.create_rollout(DRAFT, TINY, cast.manager, NOW)


def values(tree: html.HtmlElement) -> dict[str, str]:
    """What the form on a page would send, without its buttons."""
    form = next(f for f in tree.forms if f.xpath(".//input[@name='once']"))
    return {name: value for name, value in form.fields.items() if value is not None and name != "csrf_token"}


def send(page: Page, cast: Cast, form: dict[str, str], go: str, status: int = 200) -> html.HtmlElement:
    return page.parse(page.post("rollouts.create", {**form, "go": go}, as_=cast.manager, status=status))


def count() -> int:
    return db.session.scalar(select(func.count()).select_from(Rollout)) or 0


def test_the_guided_form_step_by_step(page: Page, cast: Cast) -> None:
    tree = page.get("rollouts.create", as_=cast.manager)
    tree = send(page, cast, {**values(tree), **ORGANISATION}, "next")
    assert tree.xpath("//li[@aria-current='step']//text()") == ["Way of working"]
    tree = send(page, cast, {**values(tree), **WAY}, "next")
    tree = send(page, cast, {**values(tree), **UNITS}, "next")
    assert "What we propose, and why" in text_of(tree)
    assert "Businesses ask for offers in writing." in text_of(tree)
    answer = page.post("rollouts.create", {**values(tree), "go": "create"}, as_=cast.manager)
    made = queries.visible_to(cast.manager.id)[0]
    assert answer.location == f"/rollouts/{made.id}"
    assert (made.name, made.timezone, len(queries.units(made.id))) == ("CRM for sales", "Europe/Berlin", 2)


def test_going_back_keeps_what_was_typed_even_when_it_is_wrong(page: Page, cast: Cast) -> None:
    form = {**ALL, "step": "3", "units-0-people": "many", "waves-0-go_live": "soon"}
    tree = send(page, cast, form, "back")
    kept = values(tree)
    assert (kept["step"], kept["units-0-people"], kept["waves-0-go_live"]) == ("2", "many", "soon")
    assert kept["name"] == "CRM for sales"
    tree = send(page, cast, kept, "back")
    assert tree.xpath("//input[@name='name']/@value") == ["CRM for sales"]
    assert values(tree)["units-1-name"] == "Service"


def test_a_step_complains_only_about_itself(page: Page, cast: Cast) -> None:
    tree = send(page, cast, {**ORGANISATION, "name": "", "step": "1"}, "next", 422)
    said = text_of(tree.cssselect(".error-summary")[0])
    assert "Give the rollout a name." in said
    assert "Choose where decisions are made." not in said


def test_wrong_rows_are_named(page: Page, cast: Cast) -> None:
    tree = send(page, cast, {**ALL, "step": "3", "units-1-people": "-4"}, "next", 422)
    assert "Row 2, people: Type a whole number" in text_of(tree.cssselect(".error-summary")[0])


def test_rules_speak_at_their_step(page: Page, cast: Cast) -> None:
    tree = send(page, cast, {**ALL, "step": "3", "waves-0-go_live": "2026-03-02"}, "next", 422)
    assert "A wave goes live after the start" in text_of(tree)
    tree = send(page, cast, {**ALL, "step": "4", "units-1-name": "sales NORTH"}, "create", 422)
    assert values(tree)["step"] == "3"
    assert "two units named" in text_of(tree)
    assert count() == 1


def test_waves_left_empty_are_proposed(page: Page, cast: Cast) -> None:
    form = {k: v for k, v in ALL.items() if not k.startswith("waves")} | {"units-0-wave": "", "units-1-wave": ""}
    tree = send(page, cast, {**form, "step": "3"}, "next")
    kept = values(tree)
    assert (kept["step"], kept["waves-0-name"], kept["units-0-wave"]) == ("4", "Pilot: Sales north", "1")
    assert "goes first as the pilot" in text_of(tree)


def test_rows_are_added_and_waves_proposed_without_leaving_the_step(page: Page, cast: Cast) -> None:
    tree = send(page, cast, {**ALL, "step": "3"}, "unit")
    assert "units-2-name" in values(tree)
    tree = send(page, cast, {**ALL, "step": "3"}, "propose")
    assert values(tree)["waves-0-go_live"] == "2026-03-09"
    assert "Why these waves" in text_of(tree)


def test_there_is_a_most_of_rows(page: Page, cast: Cast) -> None:
    many = {f"units-{n}-name": f"Unit {n}" for n in range(60)}
    tree = send(page, cast, {**ALL, **many, "step": "3"}, "unit")
    assert "units-39-name" in values(tree)
    assert "units-40-name" not in values(tree)


def test_pressed_twice_one_rollout_is_made(page: Page, cast: Cast) -> None:
    form = {**ALL, "step": "4", "go": "create"}
    first = page.post("rollouts.create", form, as_=cast.manager)
    second = page.post("rollouts.create", form, as_=cast.manager)
    assert first.location == second.location
    assert count() == 2


def test_typed_anew_after_going_back_is_neither_swallowed_nor_saved_unasked(page: Page, cast: Cast) -> None:
    form = {**ALL, "step": "4", "go": "create"}
    page.post("rollouts.create", form, as_=cast.manager)
    answer = page.post("rollouts.create", {**form, "name": "A second thought"}, as_=cast.manager, status=422)
    tree = page.parse(answer)
    assert "You sent this form before" in text_of(tree)
    assert "A second thought" in answer.text
    assert count() == 2
    fresh = tree.xpath("//input[@name='once']/@value")[0]
    page.post("rollouts.create", {**form, "name": "A second thought", "once": fresh}, as_=cast.manager)
    assert count() == 3


HOSTILE: list[dict[str, str]] = [
    {"units-²-name": "x", "units-99999999999-name": "y", "units--name": "z", "units": "q"},
    {"step": "٣"},
    {"step": "9"},
    {"playbook": "../../etc/passwd"},
    {"timezone": "Europe/../Berlin"},
    {"currency": "XXX"},
    {"country": "XX"},
    {"sector": "'; drop table rollout; --"},
    {"units-0-people": "٣"},
    {"units-0-people": "1_000"},
    {"units-0-people": "99999999999999999999"},
    {"units-0-wave": "99"},
    {"start_date": "0000-00-00"},
    {"start_date": "9999-12-31"},
    {"name": "a\x00b"},
    {"name": "x" * 121},
    {"name": "\u202e\ud800".encode("utf-8", "surrogatepass").decode("utf-8", "replace") + "\x07"},
    {"go": "explode"},
]


@pytest.mark.parametrize("go", ["create", "next", "propose", "look", "back"])
def test_hostile_forms_are_answered_calmly(page: Page, cast: Cast, go: str) -> None:
    client = page.client(cast.manager)
    token = page.token(client)
    for change in HOSTILE:
        answer = client.post("/rollouts/new", data={**ALL, "step": "4", "go": go, **change, "csrf_token": token})
        assert answer.status_code in {200, 303, 422}, change
        if answer.status_code != 303:
            page.parse(answer)


def naughty() -> Iterator[str]:
    file = Path(__file__).resolve().parents[3] / "shared" / "data" / "hostile" / "blns_open.json"
    if not file.is_file():
        pytest.skip("the folder of shared test data is not beside this checkout")
    yield from [text for text in json.loads(file.read_text("utf-8")) if text.strip()][::3]


def test_naughty_names_are_kept_and_shown_as_they_are(page: Page, cast: Cast, rollout: Rollout) -> None:
    client = page.client(cast.manager)
    token = page.token(client)
    for text in naughty():
        unit = queries.units(rollout.id)[0]
        form = {"name": text, "people": "1", "work": "sales", "wave": "", "version": unit.version, "csrf_token": token}
        answer = client.post(f"/rollouts/{rollout.id}/units/{unit.id}", data=form)
        assert answer.status_code in {303, 422}, text
        db.session.rollback()
        if answer.status_code == 303:
            tree = html.document_fromstring(client.get(f"/rollouts/{rollout.id}/units/{unit.id}").text)
            assert tree.xpath("//input[@name='name']/@value")[0].split() == unit.name.split(), text


def test_settings_edited_by_two_people(page: Page, cast: Cast, rollout: Rollout) -> None:
    form = {**ORGANISATION, **WAY, "version": rollout.version}
    page.post("rollouts.edit", {**form, "name": "First"}, as_=cast.manager, rollout_id=rollout.id)
    answer = page.post("rollouts.edit", {**form, "name": "Second"}, as_=cast.manager, status=409, rollout_id=rollout.id)
    assert "First" in answer.text
    assert "Second" in answer.text
    page.post("rollouts.edit", {**form, "version": ""}, as_=cast.manager, status=409, rollout_id=rollout.id)
    assert queries.visible_to(cast.manager.id)[0].name == "First"


def test_the_country_of_the_holidays_is_guessed_kept_and_changed(page: Page, cast: Cast, rollout: Rollout) -> None:
    client = page.client(cast.manager)
    first = html.document_fromstring(client.get("/rollouts/new", headers={"Accept-Language": "nb-NO"}).text)
    assert values(first)["country"] == "NO"
    assert rollout.country == ""
    form = {**ORGANISATION, **WAY, "version": rollout.version, "country": "DE"}
    page.post("rollouts.edit", form, as_=cast.manager, rollout_id=rollout.id)
    at: dict[str, Any] = {"rollout_id": rollout.id, "as_": cast.manager}
    shown = page.get("rollouts.show", **at)
    assert shown.xpath("//dt[.='Public holidays of']/following-sibling::dd/text()") == ["Germany"]
    tree = page.get("rollouts.edit", **at)
    assert tree.xpath("//select[@name='country']/option[@selected]/text()") == ["Germany"]
    assert "until the plan is proposed anew" in text_of(tree)
    form |= {"version": rollout.version + 1, "country": "XX"}
    page.post("rollouts.edit", form, as_=cast.manager, rollout_id=rollout.id, status=422)


def test_a_rule_is_shown_at_its_field(page: Page, cast: Cast, rollout: Rollout) -> None:
    form = {**ORGANISATION, **WAY, "version": rollout.version, "start_date": "2026-07-01"}
    answer = page.post("rollouts.edit", form, as_=cast.manager, status=422, rollout_id=rollout.id)
    tree = page.parse(answer)
    assert "Move the wave first" in text_of(tree.xpath("//*[@id='start_date-error']")[0])


def test_overview_shows_waves_profile_and_reasons(page: Page, cast: Cast, rollout: Rollout) -> None:
    said = text_of(page.get("rollouts.show", rollout_id=rollout.id, as_=cast.manager))
    for words in ("Pilot", "22 Jun 2026", "Sales north", "Wholesale and distribution", "Other businesses (B2B)"):
        assert words in said
    assert "What the profile changed, and why" in said


def test_waves_and_units_are_added_changed_and_removed(page: Page, cast: Cast, rollout: Rollout) -> None:
    at: dict[str, Any] = {"rollout_id": rollout.id, "as_": cast.manager}
    page.get("rollouts.wave_create", **at)
    page.get("rollouts.unit_create", **at)
    page.post("rollouts.wave_create", {"name": "Third", "go_live": "", "once": "w1"}, **at)
    third = queries.waves(rollout.id)[-1]
    assert "Remove the wave" in text_of(page.get("rollouts.wave_edit", wave_id=third.id, **at))
    form = {"name": "Third wave", "go_live": "2026-10-05", "version": third.version}
    page.post("rollouts.wave_edit", form, wave_id=third.id, **at)
    page.post("rollouts.wave_edit", form, wave_id=third.id, status=409, **at)
    unit = {"name": "Depot", "people": "4", "work": "other", "wave": "3", "once": "u1"}
    page.post("rollouts.unit_create", unit, **at)
    page.post("rollouts.unit_create", unit, **at)
    assert [u.name for u in queries.units(rollout.id)] == ["Depot", "Sales north", "Service"]
    said = text_of(page.get("rollouts.waves", **at))
    assert "Third wave" in said
    assert "5 Oct 2026" in said
    page.post("rollouts.wave_remove", wave_id=queries.waves(rollout.id)[0].id, status=422, **at)
    page.post("rollouts.wave_remove", wave_id=third.id, **at)
    depot = queries.units(rollout.id)[0]
    assert depot.wave_id is None
    assert "Without a wave" in text_of(page.get("rollouts.waves", **at))
    page.get("rollouts.unit_edit", unit_id=depot.id, **at)
    page.post("rollouts.unit_remove", unit_id=depot.id, **at)
    assert len(queries.units(rollout.id)) == 2


def test_stage_page_says_what_is_in_the_way_and_takes_the_step(page: Page, cast: Cast) -> None:
    at: dict[str, Any] = {"rollout_id": cast.rollout.id, "as_": cast.manager}
    assert "No wave has a go-live date." in text_of(page.get("rollouts.stage", **at))
    page.post("rollouts.stage", {"to": "running", "version": cast.rollout.version}, status=422, **at)
    make_wave(cast.rollout, 1, date(2026, 6, 22))
    page.post("rollouts.stage", {"to": "running", "version": cast.rollout.version}, **at)
    assert db.session.get_one(Rollout, cast.rollout.id).stage is Stage.RUNNING
    page.post("rollouts.stage", {"to": "closed", "version": cast.rollout.version - 1}, status=409, **at)


def test_people_are_added_changed_and_removed(page: Page, cast: Cast) -> None:
    at: dict[str, Any] = {"rollout_id": cast.rollout.id, "as_": cast.manager}
    page.get("rollouts.member_add", **at)
    page.post("rollouts.member_add", {"email": cast.stranger.email, "role": "viewer", "once": "m1"}, **at)
    found = next(m for m, user in queries.members(cast.rollout.id) if user.id == cast.stranger.id)
    page.get("rollouts.member_edit", membership_id=found.id, **at)
    page.post("rollouts.member_edit", {"role": "trainer", "version": found.version}, membership_id=found.id, **at)
    page.post("rollouts.member_edit", {"role": "admin", "version": 2}, membership_id=found.id, status=422, **at)
    page.post("rollouts.member_edit", {"role": "viewer", "version": 1}, membership_id=found.id, status=409, **at)
    page.get("rollouts.show", rollout_id=cast.rollout.id, as_=cast.stranger)
    page.post("rollouts.member_remove", membership_id=found.id, **at)
    page.get("rollouts.show", rollout_id=cast.rollout.id, as_=cast.stranger, status=404)
    own = next(m for m, user in queries.members(cast.rollout.id) if user.id == cast.manager.id)
    page.post("rollouts.member_remove", membership_id=own.id, status=422, **at)


def test_addresses_are_shown_to_those_who_may_see_them(page: Page, cast: Cast) -> None:
    for person, sees in ((cast.manager, True), (cast.sponsor, True), (cast.trainer, False), (cast.member, False)):
        tree = page.get("rollouts.members", rollout_id=cast.rollout.id, as_=person)
        assert ("mara.lind@example.org" in text_of(tree)) == sees
        assert "Mara Lind" in text_of(tree)
    page.get("rollouts.members", rollout_id=cast.rollout.id, as_=cast.viewer, status=403)


@pytest.mark.parametrize("role", [Role.SPONSOR, Role.TRAINER, Role.MEMBER, Role.VIEWER])
def test_only_managers_change_the_rollout(page: Page, cast: Cast, role: Role) -> None:
    at: dict[str, Any] = {"rollout_id": cast.rollout.id, "as_": cast.of(role), "status": 403}
    changing = ("edit", "stage", "wave_create", "unit_create", "member_add")
    for endpoint in changing:
        page.get(f"rollouts.{endpoint}", **at)
    shown = page.get("rollouts.show", rollout_id=cast.rollout.id, as_=cast.of(role))
    adapter = page.app.url_map.bind("localhost")
    offered = {adapter.match(link.get("href"))[0] for link in shown.cssselect(".page-actions a")}
    assert not offered & {f"rollouts.{each}" for each in changing}


def test_parts_of_another_rollout_cannot_be_reached(page: Page, cast: Cast, rollout: Rollout) -> None:
    at: dict[str, Any] = {"rollout_id": cast.rollout.id, "as_": cast.manager, "status": 404}
    page.get("rollouts.wave_edit", wave_id=queries.waves(rollout.id)[0].id, **at)
    page.get("rollouts.unit_edit", unit_id=queries.units(rollout.id)[0].id, **at)
    page.get("rollouts.member_edit", membership_id=queries.members(rollout.id)[0][0].id, **at)
    page.post("rollouts.unit_remove", unit_id=queries.units(rollout.id)[0].id, **at)


def test_own_rollouts_are_listed(page: Page, cast: Cast) -> None:
    assert "Northwind CRM" in text_of(page.get("rollouts.index", as_=cast.viewer))
    empty = text_of(page.get("rollouts.index", as_=make_user("Nora New")))
    assert "You take part in no rollout yet" in empty


def test_playbook_pages(page: Page, cast: Cast, rollout: Rollout) -> None:
    said = text_of(page.get("rollouts.playbook", rollout_id=rollout.id, as_=cast.manager))
    assert "Tiny, version 1.0.0" in said
    assert "Units that decide for themselves need their own voice." in said
    phase = text_of(page.get("rollouts.playbook_phase", rollout_id=rollout.id, phase_ref="decide", as_=cast.manager))
    assert "left out" in phase
    page.get("rollouts.playbook_phase", rollout_id=rollout.id, phase_ref="none", as_=cast.manager, status=404)
    page.get("rollouts.playbook", rollout_id=cast.rollout.id, as_=cast.manager, status=404)
