"""Logs and licences are taken over by commands as by the pages."""

import json
from datetime import date
from pathlib import Path

from flask.testing import FlaskCliRunner
from sqlalchemy import select

from planner.adoption.figure_models import AdoptionWeek, By, Licence
from planner.adoption.licence_sheet import licence_rows
from planner.adoption.retention_service import let_go
from planner.adoption.usage_models import UsageAccount, UsageCount, UsageDay
from planner.cli import planner
from planner.db import db, transaction
from tests.adoption.worlds import EVENT, at, daily, log_of, make_world
from tests.personas import Cast


def test_a_log_is_taken_over_once_and_old_days_are_let_go(cast: Cast, runner: FlaskCliRunner, tmp_path: Path) -> None:
    world = make_world(cast.rollout, licensed_from=None)
    sheet, log = tmp_path / "licences.csv", tmp_path / "log.csv"
    sheet.write_text("E-mail,From,Until\nnorth0@example.org,2026-01-05,\nnobody@example.org,2026-01-05,\n")
    refused = runner.invoke(planner, ["usage", "licences", str(cast.rollout.id), str(sheet), "--json"])
    assert refused.exit_code == 1
    assert json.loads(refused.stdout)["errors"][0]["where"] == "row 3"
    assert db.session.scalar(select(Licence.id)) is None
    sheet.write_text("E-mail,From,Until\nnorth0@example.org,2026-01-05,\n north1 ,05.01.2026,2026-01-31\n")
    assert runner.invoke(planner, ["usage", "licences", str(cast.rollout.id), str(sheet)]).exit_code == 0

    log.write_text(log_of(daily(["north0", "someone"], range(30), EVENT["deal"])))
    words = ["usage", "import", str(cast.rollout.id), str(log), "--source", "CRM", "--by", cast.manager.email, "--json"]
    first, second = (runner.invoke(planner, words) for _ in range(2))
    assert first.exit_code == 0, first.output
    assert json.loads(first.stdout)["counted"] == json.loads(second.stdout)["counted"] == 60
    rows = db.session.scalars(select(AdoptionWeek).where(AdoptionWeek.by == By.ALL).order_by(AdoptionWeek.week))
    assert [(row.licensed, row.active) for row in rows] == [(2, 1), (2, 1), (2, 1), (1, 1), (1, 1)]
    accounts = {row.external_id: row.staff_id for row in db.session.scalars(select(UsageAccount))}
    assert accounts == {"north0": world.staff["north0"], "someone": None}

    log.write_text("timestamp,user\nnow,ann\n")
    bad = runner.invoke(planner, ["usage", "import", str(cast.rollout.id), str(log), "--json"])
    assert bad.exit_code == 1
    assert json.loads(bad.stdout)["errors"][0]["where"] == "row 2"

    with transaction():
        assert let_go(cast.rollout, date(2026, 7, 25)) == 14, "two whole weeks are older than 183 days"
    assert db.session.scalar(select(UsageCount.day).order_by(UsageCount.day)) == date(2026, 1, 19).toordinal()
    assert all(day.marks is None for day in db.session.scalars(select(UsageDay).where(UsageDay.closed)))
    log.write_text(log_of([*daily(["north0"], range(31), EVENT["call"])]))
    late = json.loads(runner.invoke(planner, words).stdout)
    assert (late["counted"], late["closed"]) == (17, 14), "closed days take no more events"
    rows = db.session.scalars(select(AdoptionWeek).where(AdoptionWeek.by == By.ALL).order_by(AdoptionWeek.week))
    assert [row.licensed for row in rows] == [2, 2, 2, 1, 1], "figures of groups stay"


def test_licences_are_read_row_by_row() -> None:
    bad = [["Ana", "soon", ""], ["", "2026-01-01", ""], ["Ben", "2026-02-01", "2026-01-01"]]
    rows, troubles = licence_rows([["Name", "Since", "Until"], *bad, ["Cy", date(2026, 1, 1), None], [None]])
    assert [row.person for row in rows] == ["Cy"]
    assert [each.where for each in troubles] == ["row 2, from", "row 3", "row 4, until"]
    assert licence_rows([["a", "b"]])[1][0].where == "row 1"
    assert at(0).date() == date(2026, 1, 5)


def test_options_of_a_command_hold_for_a_source_that_is_there(
    cast: Cast, runner: FlaskCliRunner, tmp_path: Path
) -> None:
    """What an option is asked for is told by its name, and said once it is remembered."""
    make_world(cast.rollout)
    log = tmp_path / "log.csv"
    log.write_text("time,user,event\n02/01/2026 09:00,ann,Deal\n02/01/2026 10:00,robot-1,Deal\n")
    words = ["usage", "import", str(cast.rollout.id), str(log), "--source", "Portal", "--json"]
    asked = runner.invoke(planner, words)
    assert asked.exit_code == 1
    assert json.loads(asked.stdout)["errors"] == [
        {
            "where": "header",
            "message": "The dates do not show whether the day or the month comes first. Say --date-order dmy or mdy.",
        }
    ]
    told = json.loads(runner.invoke(planner, [*words, "--date-order", "mdy"]).stdout)
    assert told["counted"] == 1
    assert {"where": "users", "message": "Taken for programs: robot-1. Name a person among them with --person."} in (
        told["warnings"]
    )
    log.write_text("time,user,event\n02/01/2026 09:00,ann,Deal\n02/01/2026 11:00,robot-1,Deal\n")
    assert json.loads(runner.invoke(planner, [*words, "--person", "robot-1"]).stdout)["counted"] == 1
    log.write_text("time,user,event\n02/01/2026 12:00,robot-1,Deal\n")
    assert json.loads(runner.invoke(planner, words).stdout)["counted"] == 1
    other = runner.invoke(planner, [*words, "--preset", "kommo-events"])
    assert other.exit_code == 1
    assert "Files of “Portal” are read with --preset generic." in other.output + other.stderr


def test_a_look_at_a_log_alone_names_its_options(runner: FlaskCliRunner, tmp_path: Path) -> None:
    log = tmp_path / "log.csv"
    log.write_text("time,user,event\n02/01/2026 09:00,ann,Deal\n")
    asked = runner.invoke(planner, ["import-check", "usage", str(log), "--json"])
    assert json.loads(asked.stdout)["errors"][0]["message"].endswith("Say --date-order dmy or mdy.")
    log.write_text("time,user,event\n2026-01-02 09:00,robot-1,Deal\n")
    told = runner.invoke(planner, ["usage", "analyze", str(log), "--json"])
    assert "--person" in told.stdout
