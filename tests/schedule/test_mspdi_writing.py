"""Writing Microsoft Project XML: nothing of a file is lost, changes land in their place, new files read back equal."""

import io
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from planner.schedule import mspdi_order as order
from planner.schedule.importing import read_plan_bytes
from planner.schedule.mspdi_writing import into_file, new_file
from planner.schedule.project_file import Constraint, ImportedBaseline, ImportedLink, ImportedPlan, LagKind, LinkType
from tests.conftest import SHARED
from tests.schedule.files import elements, in_progress, project, task

FILES = sorted(path for folder in ("mspdi", "mspdi_parse", "networks") for path in (SHARED / folder).glob("*.xml"))
BASE = datetime(2026, 1, 5, 8)


def read(content: bytes) -> ImportedPlan:
    reading = read_plan_bytes(content)
    assert reading.plan, reading.errors
    return reading.plan


def merged(content: bytes, wanted: ImportedPlan) -> bytes:
    return into_file(io.BytesIO(content), read(content), wanted)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_nothing_of_a_real_file_is_lost(path: Path) -> None:
    content = path.read_bytes()
    plan = read(content)
    out = merged(content, plan)
    assert list(elements(out)) == list(elements(content))
    assert read(out) == plan


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_a_file_written_from_the_values_alone_gives_the_same_plan(path: Path) -> None:
    plan = read(path.read_bytes())
    out = new_file(plan)
    assert replace(read(out), blank_rows=plan.blank_rows) == plan
    assert in_order(out)


def test_nothing_of_a_plan_in_progress_is_lost() -> None:
    plan = read(in_progress())
    out = merged(in_progress(), plan)
    assert list(elements(out)) == list(elements(in_progress()))
    assert read(out) == plan
    anew = new_file(plan)
    assert read(anew) == plan
    assert in_order(anew)


def in_order(content: bytes) -> bool:
    """Whether project and tasks keep the order of the schema."""
    root = ET.fromstring(content)
    groups = [(root, order.PROJECT), *((each, order.TASK) for each in root.iter() if each.tag.endswith("}Task"))]
    return all(
        (ranks := [names.index(child.tag.rpartition("}")[2]) for child in element]) == sorted(ranks)
        for element, names in groups
    )


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_real_files_keep_the_order_that_is_written(path: Path) -> None:
    later = {"TimephasedData", "Baseline", "IsPublished", "CommitmentType", "StartSlack", "FinishSlack", "TotalSlack"}
    root = ET.fromstring(path.read_bytes())
    for element in root.iter():
        if element.tag.endswith("}Task"):
            names = [child.tag.rpartition("}")[2] for child in element]
            ranks = [order.TASK.index(name) for name in names if not name.startswith("Actual") and name not in later]
            assert ranks == sorted(ranks), names


def small() -> bytes:
    note = "<ExtendedAttribute><FieldID>188743731</FieldID><Value>kept</Value></ExtendedAttribute><Cost>12</Cost>"
    rows = (
        task(1, "Phase", level=1),
        task(2, "One", level=2).replace("</Task>", f"{note}</Task>"),
        "<Task><UID>90</UID><ID>3</ID><IsNull>1</IsNull></Task>",
        task(3, "Two", level=2, after=[2]),
    )
    work = "<Assignment><UID>1</UID><TaskUID>2</TaskUID><ResourceUID>7</ResourceUID></Assignment>"
    ann = "<Resource><UID>7</UID><Name>Ann</Name></Resource>"
    return project(*rows, more=f"<Resources>{ann}</Resources><Assignments>{work}</Assignments>")


def test_only_what_differs_is_written() -> None:
    content = small()
    plan = read(content)
    changed = replace(
        plan.tasks[1],
        name="Other <name> & more",
        start=BASE,
        finish=BASE + timedelta(hours=9),
        percent=25,
        constraint=Constraint.START_NO_EARLIER_THAN,
        constraint_date=BASE,
        deadline=BASE + timedelta(days=3),
        baselines=(ImportedBaseline(0, BASE, BASE, timedelta(hours=8)),),
        note="two\r\nlines",
    )
    linked = replace(plan.tasks[2], links=(ImportedLink(2, LinkType.START_START, 7200, LagKind.ELAPSED),))
    wanted = replace(plan, tasks=(plan.tasks[0], changed, linked))
    out = merged(content, wanted)
    done = replace(changed, remaining=timedelta(hours=6))
    assert read(out) == replace(wanted, tasks=(plan.tasks[0], done, linked))
    assert b"<Value>kept</Value>" in out
    assert b"<Cost>12</Cost>" in out
    assert b"<RemainingDuration>PT6H0M0S</RemainingDuration>" in out


def test_rows_come_go_and_change_places() -> None:
    content = small()
    plan = read(content)
    phase, one, two = plan.tasks
    new = replace(two, uid=8, row=3, name="New", links=(ImportedLink(3),), duration=timedelta(minutes=90), elapsed=True)
    wanted = replace(plan, tasks=(phase, replace(two, links=(), row=2), new), assignments=())
    out = merged(content, wanted)
    got = read(out)
    assert [each.name for each in got.tasks] == ["Phase", "Two", "New"]
    assert got.tasks[2].links == (ImportedLink(3),)
    assert got.tasks[2].elapsed
    assert not got.assignments
    assert len(got.resources) == 1
    assert b"<OutlineNumber>1.2</OutlineNumber>" not in small()
    assert one.name.encode() not in out.replace(b"None", b"")


def test_links_that_were_left_out_stay_in_the_file() -> None:
    outside = "<PredecessorLink><PredecessorUID>9</PredecessorUID><CrossProject>1</CrossProject></PredecessorLink>"
    content = project(task(1), task(2, after=[1]).replace("</Task>", f"{outside}</Task>"))
    plan = read(content)
    out = merged(content, replace(plan, tasks=(plan.tasks[0], replace(plan.tasks[1], links=()))))
    assert b"CrossProject" in out
    assert read(out).links == 0


def test_a_plan_without_calendars_gets_the_usual_week() -> None:
    plan = read(project(task(1), task(2, after=[1])))
    got = read(new_file(plan))
    assert [calendar.name for calendar in got.calendars] == ["Standard"]
    assert got.tasks == plan.tasks


def test_signs_that_xml_cannot_hold_are_left_out_and_others_are_kept() -> None:
    plan = read(project(task(1)))
    hard = replace(plan.tasks[0], name="a\x00\x0b]]>\ufffe“ü” & <b>", note="tab\tline\rend\n")
    got = read(new_file(replace(plan, tasks=(hard,)))).tasks[0]
    assert got.name == "a]]>“ü” & <b>"
    assert got.note == "tab\tline\rend\n"


def test_other_vocabularies_and_attributes_stay() -> None:
    more = '<x:Own xmlns:x="urn:own" x:a="1" b="2"><x:In xml:space="preserve"> t </x:In></x:Own>'
    content = project(task(1), more=more)
    out = merged(content, read(content))
    assert list(elements(out)) == list(elements(content))
