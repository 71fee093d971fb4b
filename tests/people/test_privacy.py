"""Privacy: a person's own copy is complete, erasure leaves nothing but totals, and what is old goes."""

import io
import json
import sqlite3
import zipfile
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskCliRunner
from sqlalchemy import Enum, String, inspect, text, true, update

from planner.access.audit_models import AuditEntry
from planner.access.audit_service import verify_trail
from planner.access.models import User
from planner.access.roles import Role
from planner.basics.errors import RuleBroken
from planner.basics.personal import OnErasure
from planner.cli import planner
from planner.db import db, transaction
from planner.people import (
    privacy_erasure_service,
    privacy_export_service,
    privacy_purge_service,
    privacy_queries,
    staff_queries,
    staff_service,
)
from planner.people.privacy_models import KeptDays, PrivacyRead, PrivacyRequest
from planner.people.privacy_queries import Kept, Person
from planner.people.privacy_read_service import note_read
from planner.people.staff import NAMELESS, By, StaffDraft
from planner.people.staff_models import Staff
from planner.people.staff_upload_service import Shelf
from planner.queue import run_waiting
from tests.builders import make_member
from tests.conftest import NOW
from tests.page import Page, text_of
from tests.personas import Cast
from tests.rows import make_row

TODAY = date(2026, 3, 2)
NAME, EMAIL, NUMBER = "Quirina Canaryfield", "quirina.canaryfield@halden.example", "CANARY-77-Q"
CANARY = "canaryfield"


@pytest.fixture
def known(app: Flask, cast: Cast) -> Person:
    """Somebody with an account and an entry in the staff list, of whom every table knows something."""
    user = make_member(cast.rollout, Role.MEMBER, NAME)
    with transaction():
        user.email = EMAIL
        entry = staff_service.add_staff(
            cast.rollout.id,
            StaffDraft(
                NAME, NUMBER, EMAIL, site="Porto", team="Canaryfields", title="canaryfield lead", user_id=user.id
            ),
        )
    for kept in privacy_queries.register():
        if kept.name not in {"user", "staff", "audit_entry", "membership"} and kept.people():
            fill(kept, cast.rollout.id, user.id, entry.id)
    return privacy_queries.person_of_account(user.id)


def fill(kept: Kept, rollout_id: int, user_id: int, staff_id: int) -> None:
    """A row of the person, with the person's words where erasure promises to take them away."""
    known = {"rollout": rollout_id, "user": user_id, "staff": staff_id}
    number = 0 if _about(kept, Person(user_id, frozenset({staff_id}))) else make_row(kept.table, known)
    texts = {c.name: c.type for c in kept.table.c if isinstance(c.type, String) and not isinstance(c.type, Enum)}
    free = {n for n, kind in texts.items() if (kind.length or 99) >= 30 and not kept.table.c[n].primary_key}
    words = free if kept.personal.on_erasure is OnErasure.DELETE else free & set(kept.personal.emptied)
    said = {name: f"{NAME} {kept.name}"[: texts[name].length or 99] for name in words}
    if said:
        with transaction():
            key = next(iter(kept.table.primary_key.columns))
            one = key == number if number else true()
            db.session.connection().execute(update(kept.table).where(one).values(said))


def test_a_persons_own_copy_holds_every_table_that_knows_the_person(app: Flask, known: Person, cast: Cast) -> None:
    archive = zipfile.ZipFile(io.BytesIO(privacy_export_service.copy_of(known, NOW)))
    told = {each["table"]: each["rows"] for each in json.loads(archive.read("data.json"))["records"]}
    expected = {kept.name for kept in privacy_queries.register() if kept.people()} - {"audit_entry"}
    assert expected <= set(told)
    assert len(archive.namelist()) == len(told) + 2
    staff = told["staff"][0]
    assert (staff["name"], staff["email"], staff["number"]) == (NAME, EMAIL, NUMBER)
    assert NAME in archive.read(next(name for name in archive.namelist() if name.endswith("--staff.csv"))).decode()
    whole = archive.read("data.json").decode()
    assert "password_hash" not in whole
    other = privacy_export_service.copy_of(privacy_queries.person_of_account(cast.sponsor.id), NOW)
    assert NAME not in zipfile.ZipFile(io.BytesIO(other)).read("data.json").decode()


def test_erasure_leaves_no_trace_but_every_total(app: Flask, known: Person, cast: Cast, tmp_path: Path) -> None:
    here, instance = cast.rollout.id, app.config["PLANNER"].instance
    Shelf.of(instance, here).keep(io.BytesIO(f"Name\n{NAME}\n".encode()), "list.csv", NOW)
    sizes = {by: staff_queries.sizes_by(here, TODAY, by) for by in (By.UNIT, By.SITE)}
    staying = [k for k in privacy_queries.register() if k.personal.on_erasure is not OnErasure.DELETE]
    rows = {kept.name: _rows(kept) for kept in staying if kept.name != "audit_entry"}
    seen = privacy_erasure_service.preview(known)
    assert seen.name == NAME
    assert traces(instance), "the search finds what is there"
    assert {effect.label for effect in seen.effects} >= {"Your entry in the staff list", "Your account"}
    with transaction():
        privacy_erasure_service.erase(known, TODAY, instance, in_texts=True)
    privacy_erasure_service.compact()
    assert {by: staff_queries.sizes_by(here, TODAY, by) for by in sizes} == sizes
    assert {kept.name: _rows(kept) for kept in staying if kept.name != "audit_entry"} == rows
    entry = staff_queries.person(here, next(iter(known.staff_ids)))
    assert (entry.name, entry.email, entry.number, entry.site, entry.erased_on) == (
        NAMELESS,
        None,
        None,
        "Porto",
        TODAY,
    )
    user = db.session.get_one(User, known.user_id)
    assert (user.name, user.active, user.password_hash) == (NAMELESS, False, None)
    assert verify_trail().intact
    for table in privacy_queries.register():
        if table.personal.on_erasure is OnErasure.DELETE and table.people():
            assert _about(table, known) == 0, table.name
    assert traces(instance) == []
    with pytest.raises(RuleBroken, match="erased"), transaction():
        staff_service.edit_staff(db.session.get_one(Staff, entry.id), StaffDraft("Back Again"), 2)


def _rows(kept: Kept) -> int:
    return db.session.query(kept.kind).count()


def _about(kept: Kept, person: Person) -> int:
    return db.session.query(kept.kind).filter(kept.where(person, about=True)).count()


def traces(instance: Path) -> list[str]:
    """Files of the installation in which the person can still be found; on PostgreSQL, tables."""
    db.session.remove()
    if db.engine.dialect.name != "sqlite":
        return naming_tables()
    base = Path(db.engine.url.database or "")
    db.engine.dispose()
    files = [path for path in (*base.parent.glob(f"{base.name}*"), *instance.rglob("*")) if path.is_file()]
    words = (CANARY.encode(), NUMBER.lower().encode())
    return [path.name for path in files if any(word in path.read_bytes().lower() for word in words)]


def naming_tables() -> list[str]:
    """The tables of PostgreSQL of which any row, with every column as text and bytes as hex, names the person."""
    words = [CANARY, NUMBER.lower()]
    wanted = [f"%{word}%" for word in (*words, *(word.encode().hex() for word in words))]
    found = []
    with db.engine.connect() as connection:
        for name in inspect(connection).get_table_names():
            row = text(f'select 1 from "{name}" as t where lower(t::text) like any(:wanted) limit 1')
            if connection.execute(row, {"wanted": wanted}).scalar():
                found.append(name)
    return found


def test_the_last_manager_and_the_last_administrator_cannot_be_erased(app: Flask, cast: Cast) -> None:
    for user in (cast.manager, cast.admin):
        person = privacy_queries.person_of_account(user.id)
        assert privacy_erasure_service.preview(person).refused
        with pytest.raises(RuleBroken), transaction():
            privacy_erasure_service.erase(person, TODAY, app.config["PLANNER"].instance)


def test_what_is_old_goes_by_its_own_time_or_the_rollouts(app: Flask, cast: Cast, runner: FlaskCliRunner) -> None:
    here, instance = cast.rollout.id, app.config["PLANNER"].instance
    with transaction():
        gone = staff_service.add_staff(here, replace(StaffDraft("Long Gone", "L-1"), left=TODAY - timedelta(days=800)))
        fresh = staff_service.add_staff(here, StaffDraft("Just Gone", "J-1", left=TODAY - timedelta(days=10)))
        for days in (1, 40, 400):
            db.session.add(
                PrivacyRead(
                    rollout_id=here, staff_id=fresh.id, user_id=cast.sponsor.id, what="x", day=TODAY - timedelta(days)
                )
            )
    with transaction():
        dry = privacy_purge_service.purge(NOW, instance, dry_run=True)
    assert {each.label: each.rows for each in dry} == {
        "Your entry in the staff list": 1,
        "Who looked at your record": 1,
    }
    assert db.session.query(PrivacyRead).count() == 3
    with transaction():
        db.session.add(KeptDays(rollout_id=here, subject="privacy_read", days=30))
    done = runner.invoke(planner, ["privacy", "purge", "--json"])
    assert json.loads(done.stdout)["purged"] == {"Your entry in the staff list": 1, "Who looked at your record": 2}
    assert [db.session.get_one(Staff, each.id).name for each in (gone, fresh)] == [NAMELESS, "Just Gone"]
    assert "Nothing is old enough" in runner.invoke(planner, ["privacy", "purge"]).output


def test_who_looked_is_noted_by_the_day_and_shown_to_the_person(page: Page, app: Flask, cast: Cast) -> None:
    here = cast.rollout.id
    with transaction():
        entry = staff_service.add_staff(here, StaffDraft("Miro Petrov", user_id=cast.member.id))
    for who in (cast.sponsor, cast.sponsor, cast.member, cast.manager):
        page.get("people.person", rollout_id=here, staff_id=entry.id, as_=who)
    assert db.session.query(PrivacyRead).count() == 2
    assert note_read(here, [entry.id], cast.sponsor.id, "Your entry in the staff list", TODAY) == 0
    mine = text_of(page.get("people.privacy", rollout_id=here, as_=cast.member))
    assert "2 Mar 2026Sven HolmYour entry in the staff list" in mine
    assert "Nobody so far" in text_of(page.get("people.privacy", rollout_id=here, as_=cast.viewer))
    answer = page.client(cast.viewer).get(f"/rollouts/{here}/privacy/copy")
    assert zipfile.ZipFile(io.BytesIO(answer.data)).testzip() is None
    assert db.session.query(AuditEntry).filter_by(action="export", object_type="own data").count() == 1


def test_the_page_tells_what_is_kept_of_each_kind_why_and_how_long(page: Page, known: Person, cast: Cast) -> None:
    here, mine = cast.rollout.id, db.session.get_one(User, known.user_id)
    with transaction():
        db.session.add(KeptDays(rollout_id=here, subject="sent_reminder", days=30))
    tree = page.get("people.privacy", rollout_id=here, as_=mine)
    rows = {
        text_of(row.xpath("./th")[0]): {cell.get("data-label"): text_of(cell) for cell in row.xpath("./td")}
        for row in tree.xpath("//section[@aria-labelledby='kept-title']//tbody/tr")
    }
    filled = {
        count.kept.personal.label: count for count in privacy_queries.counts(known) if count.about + count.taken_part
    }
    assert rows.keys() == filled.keys()
    for label, count in filled.items():
        assert rows[label]["Why"] == count.kept.personal.purpose
        assert rows[label]["Records"] == str(count.about + count.taken_part)
    assert rows["Your entry in the staff list"]["How long"] == "2 years after you left"
    assert rows["Your account"]["How long"] == "as long as the rollout"
    assert rows["Who looked at your record"]["How long"] == "1 year"
    assert rows["Reminders of what you had to do"]["How long"] == "30 days", "as this rollout chose"
    assert rows["Reminders of what you had to do"]["If you are erased"] == "is deleted"


def test_somebody_asks_and_is_erased_by_the_administrator(page: Page, app: Flask, cast: Cast) -> None:
    here = cast.rollout.id
    with transaction():
        entry = staff_service.add_staff(here, StaffDraft("Miro Petrov", "M-1", user_id=cast.member.id))
    entry_id, manager_id = entry.id, cast.manager.id
    page.get("people.ask_erasure", rollout_id=here, as_=cast.member)
    page.post("people.ask_erasure", {"reason": "I leave."}, rollout_id=here, as_=cast.member)
    page.post("people.ask_erasure", {"reason": "Again."}, rollout_id=here, as_=cast.member, status=422)
    assert "answer due 1 Apr 2026" in text_of(page.get("people.privacy_requests", rollout_id=here, as_=cast.manager))
    own = page.get("people.erase_person", rollout_id=here, staff_id=entry.id, as_=cast.manager)
    assert "An administrator has to do it" in text_of(own)
    assert "Miro Petrov" in text_of(page.get("people.erasures", as_=cast.admin))
    seen = page.get("people.erase_account", user_id=cast.member.id, as_=cast.admin)
    assert "Your role in a rollout" in text_of(seen)
    page.post("people.erase_account", {"name": "Somebody"}, user_id=cast.member.id, as_=cast.admin, status=422)
    page.post("people.erase_account", {"name": "miro petrov"}, user_id=cast.member.id, as_=cast.admin)
    assert run_waiting(NOW) >= 1
    assert db.session.query(PrivacyRequest).one().state == "done"
    assert staff_queries.person(here, entry_id).name == NAMELESS
    cast = replace(cast, manager=db.session.get_one(User, manager_id))
    assert "Miro" not in text_of(page.get("people.index", rollout_id=here, as_=cast.manager))


def test_the_manager_erases_an_entry_without_an_account_and_refuses_with_a_reason(page: Page, cast: Cast) -> None:
    here = cast.rollout.id
    with transaction():
        entry = staff_service.add_staff(here, StaffDraft("Paper Person", "P-1"))
    page.post("people.erase_person", {"name": "Paper Person"}, rollout_id=here, staff_id=entry.id, as_=cast.manager)
    assert staff_queries.person(here, entry.id).name == NAMELESS
    page.post("people.ask_erasure", {"reason": ""}, rollout_id=here, as_=cast.viewer)
    request = db.session.query(PrivacyRequest).one()
    one: dict[str, Any] = {"rollout_id": here, "privacy_request_id": request.id, "as_": cast.manager}
    page.get("people.refuse_request", **one)
    page.post("people.refuse_request", {"answer": "Kept by law.", "version": request.version}, **one)
    assert "Kept by law." in text_of(page.get("people.privacy", rollout_id=here, as_=cast.viewer))


def test_the_rollout_chooses_how_long_things_are_kept(page: Page, cast: Cast) -> None:
    one: dict[str, Any] = {"rollout_id": cast.rollout.id, "kind": "privacy_read", "as_": cast.manager}
    page.get("people.edit_retention", **one)
    page.post("people.edit_retention", {"days": "90", "version": "0"}, **one)
    page.post("people.edit_retention", {"days": "80", "version": "7"}, **one, status=409)
    assert "90 days chosen here" in text_of(page.get("people.retention", rollout_id=cast.rollout.id, as_=cast.manager))
    page.post("people.edit_retention", {"days": "365", "version": "1"}, **one)
    assert db.session.query(KeptDays).count() == 0
    page.get("people.edit_retention", **(one | {"kind": "sign_off"}), status=404)


def test_commands_copy_and_erase(app: Flask, cast: Cast, runner: FlaskCliRunner, tmp_path: Path) -> None:
    out = tmp_path / "copy.zip"
    done = runner.invoke(planner, ["privacy", "copy", cast.viewer.email, "-o", str(out)])
    assert (done.exit_code, zipfile.is_zipfile(out)) == (0, True), done.output
    done = runner.invoke(planner, ["privacy", "erase", "--account", cast.viewer.email])
    assert "Nothing was done" in done.output
    done = runner.invoke(planner, ["privacy", "erase", "--account", cast.viewer.email, "--yes"])
    assert done.exit_code == 0, done.output
    assert db.session.get_one(User, cast.viewer.id).name == NAMELESS
    with transaction():
        entry = staff_service.add_staff(cast.rollout.id, StaffDraft("Paper Person"))
    done = runner.invoke(planner, ["privacy", "erase", "--staff", str(cast.rollout.id), str(entry.id), "--yes"])
    assert done.exit_code == 0, done.output
    assert runner.invoke(planner, ["privacy", "erase"]).exit_code == 1


def test_every_declared_table_can_be_asked(app: Flask) -> None:
    counts = privacy_queries.counts(Person(1, frozenset({1})))
    assert {count.kept.name for count in counts} >= {"user", "staff", "plan_task", "audit_entry", "sign_off"}
    assert all(inspect(count.kept.kind).local_table is count.kept.table for count in counts)
    assert sqlite3.sqlite_version_info >= (3, 37)
