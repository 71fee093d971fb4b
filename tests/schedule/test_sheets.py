"""A plan as CSV and as a workbook: everything comes back, what does not fit is told cell by cell, nothing half."""

import io
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskCliRunner
from sqlalchemy import select

from planner.basics.export import csv_bytes
from planner.cli import planner
from planner.db import db, transaction
from planner.schedule import queries, service
from planner.schedule.export_service import csv_table, mspdi, workbook
from planner.schedule.import_service import import_plan
from planner.schedule.models import Plan, PlanTask
from planner.schedule.plan_differences import differences
from planner.schedule.plan_file_service import given_of, read_any
from planner.schedule.plan_values_service import plan_values
from planner.schedule.project_file import Constraint, ImportedPlan, LinkType
from planner.schedule.sheet_importing import Known, SheetReading, read_sheet
from tests.basics.test_tables import texts
from tests.conftest import NOW
from tests.personas import Cast
from tests.schedule.files import elements
from tests.schedule.samples import SMALL
from tests.schedule.test_exchange import PLANS, taken


def read(text: str, before: ImportedPlan | None = None) -> SheetReading:
    known = Known(before, frozenset({"ann@example.org"}), {"pilot": "pilot"})
    return read_sheet(io.BytesIO(text.encode()), known)


def plan_of(text: str, before: ImportedPlan | None = None) -> ImportedPlan:
    found = read(text, before).reading
    assert found.plan, found.errors
    return found.plan


def errors(text: str) -> list[tuple[str, str]]:
    found = read(text).reading
    assert not found.accepted
    return [(problem.where, problem.what) for problem in found.errors]


WRITERS: list[Callable[[Plan], bytes]] = [csv_table, workbook]


@pytest.mark.parametrize("write", WRITERS)
@pytest.mark.parametrize("path", PLANS[::3], ids=lambda path: path.name)
def test_a_plan_written_as_a_table_and_read_again_is_the_same(
    cast: Cast, path: Path, write: Callable[[Plan], bytes]
) -> None:
    plan = taken(cast.rollout, path)
    before = plan_values(plan)
    found = read_any(io.BytesIO(write(plan)), "plan.xlsx" if write is workbook else "plan.csv", cast.rollout)
    assert found.reading.plan, found.reading.errors
    assert replace(found.reading.plan, start=before.start, finish=before.finish) == before
    assert not found.reading.problems


def test_a_plan_from_the_playbook_keeps_what_people_gave(cast: Cast) -> None:
    with transaction():
        service.prepare(cast.rollout, SMALL, NOW.date())
        plan = queries.current_plan(cast.rollout.id)
        assert plan
        task = db.session.scalars(select(PlanTask).where(PlanTask.plan_id == plan.id, PlanTask.kind == "task")).first()
        assert task
        task.owner_id, task.note = cast.member.id, "-1+1"
    given, values = given_of(plan.id), plan_values(plan)
    content = csv_table(plan).decode("utf-8-sig").replace("\r\n", "\n").replace("automatic", "manual", 1).encode()
    found = read_any(io.BytesIO(content), "plan.csv", cast.rollout)
    with transaction():
        later = import_plan(
            cast.rollout, found.reading, file_name="p.csv", sha256="b" * 64, by=None, at=NOW, given=found.given
        ).plan
    assert later.number == plan.number + 1
    assert given_of(later.id) == given
    again = plan_values(later)
    found_again = differences(values, again, {}, {})
    assert [change.label for row in found_again.rows for change in row.changes] == ["Scheduled"]
    gates = [
        list(
            db.session.scalars(select(PlanTask.gate_key).where(PlanTask.plan_id == each.id).order_by(PlanTask.position))
        )
        for each in (plan, later)
    ]
    assert gates[0] == gates[1]
    assert any(gates[0])


def test_a_table_over_an_imported_plan_keeps_what_only_the_project_file_holds(cast: Cast, shared_data: Path) -> None:
    path = shared_data / "mspdi" / "order-tracking-system.xml"
    plan = taken(cast.rollout, path)
    found = read_any(io.BytesIO(csv_table(plan)), "plan.csv", cast.rollout)
    with transaction():
        later = import_plan(cast.rollout, found.reading, file_name="p.csv", sha256="b" * 64, by=None, at=NOW).plan
    names = {tag.rpartition("}")[2] for tag, _, _ in set(elements(mspdi(later))) ^ set(elements(path.read_bytes()))}
    assert names == set()


def test_hostile_texts_survive_as_names_and_notes(cast: Cast) -> None:
    rows = [(number, text, text) for number, text in enumerate(texts(), start=1) if text.strip()]
    content = csv_bytes(("Id", "Name", "Note"), rows)
    found = read_any(io.BytesIO(content), "p.csv", cast.rollout)
    with transaction():
        plan = import_plan(cast.rollout, found.reading, file_name="p", sha256="c" * 64, by=None, at=NOW).plan
    for write, name in ((csv_table, "p.csv"), (workbook, "p.xlsx")):
        again = read_any(io.BytesIO(write(plan)), name, cast.rollout).reading.plan
        assert again
        assert [(task.uid, task.name, task.note) for task in again.tasks] == rows


SMALL_TABLE = """Id;Level;Name;Duration;Start;Finish;Predecessors;% complete;Owner;Phase;Wave;Constraint;Constraint date
1;1;Phase;;;;;;;;;;
2;2;Build;3 days?;2026-03-02;2026-03-04;;25%;Ann@example.org;Pilot;1;SNET;2026-03-02 09:00
;2;Test;2 edays;;;2FS+50%;;;;;;
9;2;Done;0 days;2026-03-06 17:00;2026-03-06 17:00;"2SS,10";100;;;;;
10;2;Late;1.5 days;;;;;;;;;
"""


def test_a_table_written_by_hand_is_understood() -> None:
    found = read(SMALL_TABLE)
    assert found.reading.plan, found.reading.errors
    phase, build, test, done, _ = found.reading.plan.tasks
    assert phase.summary
    assert (build.duration, build.estimated, build.percent) == (timedelta(hours=24), True, 25)
    assert (build.start, build.finish) == (datetime(2026, 3, 2, 8), datetime(2026, 3, 4, 17))
    assert build.constraint is Constraint.START_NO_EARLIER_THAN
    assert (test.uid, test.elapsed, test.links[0].lag) == (11, True, 50)
    assert done.milestone
    assert [(link.predecessor_uid, link.type) for link in done.links] == [
        (2, LinkType.START_START),
        (10, LinkType.FINISH_START),
    ]
    assert found.given[2] == {"owner": "Ann@example.org", "phase": "pilot", "wave": 1}


def test_levels_follow_from_the_code_where_there_is_no_column() -> None:
    plan = plan_of("WBS,Task name\n1,A\n1.1,B\n1.1.1,C\n2,D\n")
    assert [task.outline_level for task in plan.tasks] == [1, 2, 3, 1]


def test_columns_that_are_not_there_change_nothing(cast: Cast, shared_data: Path) -> None:
    before = plan_values(taken(cast.rollout, shared_data / "mspdi" / "slack9.xml"))
    rows = "\n".join(f'{task.uid},"{task.name}",{task.outline_level}' for task in before.tasks)
    plan = plan_of(f"Id,Name,Outline level\n{rows}\n", before)
    assert plan.tasks == before.tasks


def test_every_bad_cell_is_told_with_row_and_column() -> None:
    table = (
        "Id,Outline level,Name,Duration,Start,Predecessors,Percent complete,Owner,Phase,Wave,Constraint,Deadline\n"
        "1,x,A,soon,2026-02-30,1XX,140,nobody,moon,0,Never,yesterday\n"
        "1,1,B,,,,,bob@example.org,,,,\n"
        "2,1,C,,,77,,,,,Must start on,\n"
    )
    found = dict(errors(table))
    assert list(found) == [
        "row 2, column Outline level", "row 2, column Duration", "row 2, column Start", "row 2, column Predecessors",
        "row 2, column Percent complete", "row 2, column Owner e-mail", "row 2, column Wave",
        "row 2, column Constraint", "row 2, column Deadline", "row 2, column Phase", "row 3, column Id",
        "row 3, column Owner e-mail",
        "row 4, column Predecessors",
    ]  # fmt: skip
    assert "is in row 2 already" in found["row 3, column Id"]


def test_a_constraint_without_its_date_is_told() -> None:
    assert errors("Name,Constraint\nA,Must start on\n")[0][0] == "row 2, column Constraint date"


@pytest.mark.parametrize(
    ("table", "part"),
    [
        ("Duration\n3 days\n", "no column with the names"),
        ("Name,Task\na,b\n", "Two columns"),
        ("Name\n", "no tasks"),
        ("Id,Name,Predecessors\n1,A,2\n2,B,1\n", "in a circle"),
    ],
)
def test_a_table_that_is_no_plan_is_refused(table: str, part: str) -> None:
    assert part in errors(table)[0][1]


def test_unknown_columns_are_told_and_passed_over() -> None:
    found = read("Name,Colour\nA,red\n").reading
    assert found.accepted
    assert "Colour" in found.warnings[0].what


def test_the_commands_take_tables_and_write_them(
    app: Flask, runner: FlaskCliRunner, cast: Cast, tmp_path: Path, shared_data: Path
) -> None:
    table = tmp_path / "plan.csv"
    table.write_text("Name,Duration\nA,1 day\nB,2 days\n")
    assert runner.invoke(planner, ["import-check", "plan", str(table), "--json"]).exit_code == 0
    assert runner.invoke(planner, ["schedule", "import", str(cast.rollout.id), str(table)]).exit_code == 0
    for wanted in ("csv", "xlsx", "mspdi"):
        out = tmp_path / f"out.{wanted}"
        words = ["schedule", "export", str(cast.rollout.id), "-o", str(out), "--format", wanted]
        assert runner.invoke(planner, words).exit_code == 0
        found = read_any(io.BytesIO(out.read_bytes()), out.name)
        assert found.reading.plan
        assert [task.name for task in found.reading.plan.tasks] == ["A", "B"]
    for hostile in (shared_data / "hostile" / "xlsx").iterdir():
        assert runner.invoke(planner, ["import-check", "plan", str(hostile), "--json"]).exit_code == 1
    assert runner.invoke(planner, ["schedule", "export", "999", "-o", str(tmp_path / "x")]).exit_code == 1
