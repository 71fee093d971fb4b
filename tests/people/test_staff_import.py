"""A staff list is taken over: all of it or nothing, the same again changes nothing, long ones in the background."""

import io
import json
import time
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskCliRunner
from lxml import html

from planner.access.audit_models import AuditEntry
from planner.basics.errors import RuleBroken
from planner.cli import planner
from planner.db import db, transaction
from planner.people import staff_import_service, staff_queries, staff_service
from planner.people import staff_taking_service as taking
from planner.people.staff_columns import guess
from planner.people.staff_comparison import Options
from planner.people.staff_file import StaffFile
from planner.people.staff_import_views import shelf_of
from planner.people.staff_importing import check_file, open_table
from planner.people.staff_models import Staff
from planner.people.staff_upload_service import Shelf
from planner.playbook.service import load_shipped
from planner.queue import run_waiting
from planner.rollouts import queries as rollouts
from planner.rollouts.models import Unit
from planner.rollouts.playbook_service import take_copy
from tests.conftest import NOW
from tests.page import Page, text_of
from tests.people.lists import HEADER, UNITS, csv_file, many, spoiled
from tests.personas import Cast

TODAY = date(2026, 3, 2)
MEANINGS = ("number", "first-name", "last-name", "email", "unit", "team", "site", "roles", "manager", "joined")
BAD = [7 * place + 3 for place in range(37)]


@pytest.fixture
def units(app: Flask, cast: Cast) -> None:
    """The units that the lists name, and a playbook with its roles."""
    with transaction():
        take_copy(cast.rollout.id, load_shipped("standard"), NOW)
        db.session.add_all(Unit(rollout_id=cast.rollout.id, name=name, people=9) for name in UNITS)


def read(cast: Cast, source: io.BytesIO) -> StaffFile:
    """A file against the rollout."""
    table = open_table(source)
    return staff_import_service.read(cast.rollout, table, guess(table[0]))


def take(cast: Cast, source: io.BytesIO, **said: Any) -> str:
    """Take a file over."""
    with transaction():
        return staff_import_service.take(cast.rollout, read(cast, source), Options(TODAY, **said), "list.csv").sentence


def test_five_thousand_rows_with_37_bad_ones_write_nothing_and_corrected_take_seconds(
    app: Flask, cast: Cast, units: None
) -> None:
    rows = many(5_000, backwards=True)
    file = read(cast, csv_file(spoiled(rows, BAD)))
    found = staff_import_service.compared(cast.rollout, file, Options(TODAY))
    assert {each.row for each in found.problems} == {place + 2 for place in BAD}
    assert len(found.problems) == 37
    with pytest.raises(RuleBroken, match="37 things do not fit"):
        take(cast, csv_file(spoiled(rows, BAD)))
    assert db.session.query(Staff).count() == 0
    begun = time.monotonic()
    assert take(cast, csv_file(rows)) == "The staff list was taken: 5000 added; 0 as they were."
    assert time.monotonic() - begun < 60, "a few seconds on a machine of its own"
    assert staff_queries.size(cast.rollout.id, TODAY) == 5_000
    last = staff_queries.row_numbered(cast.rollout.id, "E-04999")
    assert staff_queries.person(cast.rollout.id, last.manager_id or 0).number == "E-00499"
    trail = db.session.query(AuditEntry).filter_by(action="people.import").one()
    assert (trail.after or {})["created"] == {"staff": 5000, "staff_role": 5000}
    assert "nothing was changed" in take(cast, csv_file(rows))


def test_a_complete_list_lets_others_leave_and_the_next_brings_them_back(app: Flask, cast: Cast, units: None) -> None:
    take(cast, csv_file(many(30)))
    here = cast.rollout.id
    assert "3 left" in take(cast, csv_file(many(27)), complete_on=date(2026, 3, 1))
    assert staff_queries.size(here, TODAY) == 27
    assert staff_queries.size(here, date(2026, 3, 1)) == 30
    assert "nothing was changed" in take(cast, csv_file(many(27)), complete_on=date(2026, 3, 1))
    changed = many(30)
    changed[0][4], changed[0][7], changed[1][0], changed[2][0] = "Finance", "service, key-user", "E-00003", "E-00002"
    changed[1][3], changed[2][3] = changed[2][3], changed[1][3]
    sentence = take(cast, csv_file(changed))
    assert "3 back" in sentence
    assert staff_queries.size(here, TODAY) == 30
    first = staff_queries.row_numbered(here, "E-00001")
    assert staff_queries.person(here, first.id).roles == ("key-user", "service")
    assert staff_queries.person(here, first.id).unit == "Finance"


def test_the_way_of_a_file_through_the_pages(app: Flask, page: Page, cast: Cast, units: None) -> None:
    here, boss = cast.rollout.id, cast.manager
    page.get("people.import_staff", rollout_id=here, as_=boss)
    page.post("people.import_staff", {"file": (io.BytesIO(b"\x89PNG"), "a.csv")}, rollout_id=here, as_=boss, status=422)
    rows = [[*row, "42"] for row in many(20)]
    rows[3][3] = "nowhere"
    sent = {"file": (csv_file(rows, (*HEADER, "Shoe size")), "staff.csv")}
    mark = page.post("people.import_staff", sent, rollout_id=here, as_=boss).location.split("/")[-1]
    one: dict[str, Any] = {"rollout_id": here, "mark": mark, "as_": boss}
    tree = page.get("people.map_staff", **one)
    chosen = [option.get("value") for option in tree.cssselect("select option[selected]")]
    assert chosen == [*MEANINGS, ""]
    said = {f"columns-{place}": value for place, value in enumerate(chosen)}
    page.post("people.map_staff", {**said, "columns-10": "email"}, **one, status=422)
    page.post("people.map_staff", {**said, "complete": "y", "last_day": ""}, **one, status=422)
    page.post("people.map_staff", {**said, "complete": "y", "last_day": "2026-03-01"}, **one)
    wrong = page.get("people.preview_staff", **one)
    assert [text_of(cell) for cell in wrong.cssselect("tbody tr:first-child > *")][:3] == [
        "row 5",
        "Work email",
        "nowhere",
    ]
    client = page.client(boss)
    answer = client.get(f"/rollouts/{here}/staff/import/{mark}/problems.csv")
    assert "nowhere" in answer.text
    page.post("people.take_staff", {}, **one)
    assert db.session.query(Staff).count() == 0
    sent = {"file": (csv_file([[*row, "42"] for row in many(20)], (*HEADER, "Shoe size")), "staff.csv")}
    mark = page.post("people.import_staff", sent, rollout_id=here, as_=boss).location.split("/")[-1]
    one["mark"] = mark
    page.post("people.map_staff", said, **one)
    assert "Given7 Family7" in text_of(page.get("people.preview_staff", **one))
    page.post("people.take_staff", {}, **one)
    assert staff_queries.size(here, TODAY) == 20
    page.get("people.preview_staff", **one, status=404)
    folder = app.config["PLANNER"].instance / "staff-lists" / str(here)
    assert not list(folder.glob(f"{mark}.*")), "a list that was taken is deleted"


def test_the_preview_tells_who_changes_leaves_and_comes_back_and_units_are_made(
    page: Page, cast: Cast, units: None
) -> None:
    here, boss = cast.rollout.id, cast.manager
    take(cast, csv_file(many(6)))
    with transaction():
        gone = staff_queries.row_numbered(here, "E-00006")
        staff_service.leave(gone, date(2026, 1, 31), gone.version)
    rows = many(8)
    rows[0][4], rows[0][7], rows[0][6] = "Finance", "service, key-user", ""
    rows[6][4], rows[7][4] = "Harbour office", "HARBOUR OFFICE"
    del rows[4]
    mark = page.post("people.import_staff", {"file": (csv_file(rows), "staff.csv")}, rollout_id=here, as_=boss)
    one: dict[str, Any] = {"rollout_id": here, "mark": mark.location.split("/")[-1], "as_": boss}
    said = {f"columns-{place}": each for place, each in enumerate(MEANINGS)}
    said |= {"complete": "y", "last_day": "2026-02-28"}
    page.post("people.map_staff", said, **one)
    assert "There is no such unit in this rollout" in text_of(page.get("people.preview_staff", **one))
    page.post("people.map_staff", {**said, "make_units": "y"}, **one)
    tree = page.get("people.preview_staff", **one)
    assert "Harbour office. They belong to no wave until you say so." in text_of(tree)
    assert changes(tree) == [
        ["Given7 Family7 row 7", "new", "Harbour office, Marketing 0, Porto, service"],
        ["Given8 Family8 row 8", "new", "HARBOUR OFFICE, Finance 1, Porto, service"],
        ["Given1 Family1 row 2", "changed",
         "Site: Porto → nothing; Roles: service → key-user, service; Unit: Service → Finance"],
        ["Given6 Family6 row 6", "back on 2 Mar 2026", ""],
        ["Given5 Family5", "leaves", "last day 28 Feb 2026, Sales"],
    ]  # fmt: skip
    for group, name in (("changed", "Given1"), ("back", "Given6"), ("leaving", "Given5")):
        (row,) = changes(page.get("people.preview_staff", show=group, **one))
        assert row[0].startswith(name)
    before = {unit.name for unit in rollouts.units(here)}
    page.post("people.take_staff", {}, **one)
    made = [unit for unit in rollouts.units(here) if unit.name not in before]
    assert [(unit.name, unit.wave_id) for unit in made] == [("Harbour office", None)]
    people = {person.number: person for person in staff_queries.everybody(here)}
    assert [people[f"E-0000{number}"].unit for number in (1, 7, 8)] == ["Finance", "Harbour office", "Harbour office"]
    assert [people[f"E-0000{number}"].left for number in (5, 6)] == [date(2026, 2, 28), None]
    told = [str(entry.after) for entry in db.session.query(AuditEntry).filter_by(action="people.import")]
    assert any("2 added, 1 changed, 1 back, 1 left" in each for each in told)


def changes(tree: html.HtmlElement) -> list[list[str]]:
    """The people of a preview, each with what happens and the details."""
    return [[text_of(cell) for cell in row.xpath("./th|./td")] for row in tree.xpath("//main//table/tbody/tr")]


def test_a_long_list_is_taken_in_the_background(
    app: Flask, page: Page, cast: Cast, units: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(taking, "AT_ONCE", 10)
    here, boss = cast.rollout.id, cast.manager
    mark = page.post("people.import_staff", {"file": (csv_file(many(40)), "staff.csv")}, rollout_id=here, as_=boss)
    one: dict[str, Any] = {"rollout_id": here, "mark": mark.location.split("/")[-1], "as_": boss}
    tree = page.get("people.map_staff", **one)
    said = {
        str(box.get("name")): str(box.xpath("string(option[@selected]/@value)")) for box in tree.cssselect("select")
    }
    page.post("people.map_staff", said, **one)
    assert "in the background" in text_of(page.get("people.preview_staff", **one))
    page.post("people.take_staff", {}, **one)
    assert "waits for its turn" in text_of(page.get("people.taking_staff", **one))
    assert run_waiting(NOW) == 1
    assert "40 added" in text_of(page.get("people.taking_staff", **one))
    assert staff_queries.size(here, TODAY) == 40
    note = db.session.query(AuditEntry).filter_by(action="people.import").one()
    assert note.user_id == boss.id


def test_the_taking_of_five_thousand_is_told_in_steps(
    app: Flask, page: Page, cast: Cast, units: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    here, boss = cast.rollout.id, cast.manager
    flat = [[*row[:8], "", row[9]] for row in many(5_000)]
    mark = page.post("people.import_staff", {"file": (csv_file(flat), "staff.csv")}, rollout_id=here, as_=boss)
    one: dict[str, Any] = {"rollout_id": here, "mark": mark.location.split("/")[-1], "as_": boss}
    page.post("people.map_staff", {f"columns-{n}": each for n, each in enumerate(MEANINGS)}, **one)
    page.post("people.take_staff", {}, **one)
    told, tell = list[dict[str, Any]](), Shelf.tell

    def listen(shelf: Shelf, mark: str, **progress: object) -> None:
        told.append(progress)
        tell(shelf, mark, **progress)

    monkeypatch.setattr(Shelf, "tell", listen)
    assert run_waiting(NOW) == 1
    steps = [(each["done"], each["total"]) for each in told if each["state"] == "running"]
    assert steps == [(0, 0), *((done, 5_000) for done in range(250, 5_001, 250))]
    assert [each["state"] for each in told if each["state"] != "running"] == ["done"]
    for progress, value, words in (
        (told[0], ("0", "1"), "reading the list"),
        (told[1], ("250", "5000"), "250 of 5,000 people"),
    ):
        tell(shelf_of(here), one["mark"], **progress)
        tree = page.get("people.taking_staff", **one)
        (bar,) = tree.cssselect("progress")
        assert (bar.get("value"), bar.get("max")) == value
        assert words in text_of(tree)


def test_commands_carry_a_list_out_and_in_again(
    app: Flask, cast: Cast, units: None, tmp_path: Path, runner: FlaskCliRunner
) -> None:
    file, number = tmp_path / "in.csv", str(cast.rollout.id)
    file.write_bytes(csv_file(many(12)).getvalue())
    done = runner.invoke(planner, ["people", "import", number, str(file), "--dry-run"])
    assert (done.exit_code, "12 added" in done.output) == (0, True), done.output
    done = runner.invoke(planner, ["people", "import", number, str(file), "--as", cast.manager.email])
    assert "12 added" in done.output, done.output
    for name in ("out.csv", "out.xlsx"):
        out = tmp_path / name
        assert runner.invoke(planner, ["people", "export", number, "-o", str(out)]).exit_code == 0
        done = runner.invoke(planner, ["people", "import", number, str(out), "--complete", "2026-03-01"])
        assert "nothing was changed" in done.output, (name, done.output)
    file.write_bytes(csv_file(spoiled(many(12), [1])).getvalue())
    done = runner.invoke(planner, ["people", "import", number, str(file), "--json"])
    assert done.exit_code == 1
    assert json.loads(done.stdout)["errors"][0]["where"] == "row 3, column Work email"
    done = runner.invoke(planner, ["people", "import", number, str(file), "--column", "Work email="])
    assert "nothing was changed" in done.output, done.output


def test_a_file_is_checked_by_itself(tmp_path: Path, runner: FlaskCliRunner) -> None:
    file = tmp_path / "staff.csv"
    file.write_bytes(csv_file(many(5_000)).getvalue())
    done = runner.invoke(planner, ["import-check", "people", str(file), "--json"])
    assert json.loads(done.stdout) == {"accepted": True, "warnings": [], "rows": 5000}
    file.write_bytes(csv_file(spoiled(many(5_000), BAD)).getvalue())
    done = runner.invoke(planner, ["import-check", "people", str(file), "--json"])
    assert done.exit_code == 1
    told = json.loads(done.stdout)
    assert told["accepted"] is False
    assert told["errors"][0]["where"] == "row 5, column Work email"
    assert len(told["errors"]) == 19, "units, roles and line managers are only known in a rollout"


def test_hostile_files_are_refused_or_read_cleanly(shared_data: Path, tmp_path: Path) -> None:
    begun = time.monotonic()
    for path in sorted((shared_data / "hostile").rglob("*")):
        if path.is_file():
            found = check_file(path)
            assert found.problems or found.rows, path.name
    assert time.monotonic() - begun < 60
    naughty = json.loads((shared_data / "hostile" / "blns_open.json").read_text("utf-8"))
    rows = [[f"N-{place}", text if isinstance(text, str) else str(text)] for place, text in enumerate(naughty)]
    file = tmp_path / "names.csv"
    file.write_bytes(csv_file(rows, ("Number", "Name")).getvalue())
    found = check_file(file)
    assert all(each.row for each in found.problems), "nothing but cells is wrong"


def test_the_list_goes_out_to_those_who_may(page: Page, app: Flask, cast: Cast, units: None) -> None:
    with transaction():
        staff_import_service.take(cast.rollout, read(cast, csv_file(many(3))), Options(TODAY), "list.csv")
    address = f"/rollouts/{cast.rollout.id}/staff/export"
    assert "Given2 Family2" in page.client(cast.manager).get(f"{address}.csv").text
    assert page.client(cast.manager).get(f"{address}.xlsx").data[:2] == b"PK"
    assert page.client(cast.manager).get(f"{address}.pdf").status_code == 404
    assert page.client(cast.sponsor).get(f"{address}.csv").status_code == 403
    assert db.session.query(AuditEntry).filter_by(action="export", object_type="staff list").count() == 2
