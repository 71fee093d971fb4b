"""Real project files come in with everything they store; broken ones are told row by row."""

import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from planner.schedule.importing import read_plan_bytes, read_plan_file
from planner.schedule.project_file import Constraint, ImportedPlan, LagKind, LinkType, Reading
from tests.conftest import SHARED
from tests.schedule.files import project, task

PLANS = sorted(path.name.removesuffix(".expected.json") for path in (SHARED / "mspdi").glob("*.expected.json"))
READ_ONLY = sorted(
    path.name.removesuffix(".expected.json") for path in (SHARED / "mspdi_parse").glob("*.expected.json")
)
UNITS = {"d": 480, "h": 60, "m": 1, "w": 2400, "mo": 9600, "ed": 1440, "eh": 60, "em": 1, "ew": 10080}


def read(path: Path) -> ImportedPlan:
    reading = read_plan_file(path)
    assert reading.plan, [problem.message for problem in reading.errors]
    return reading.plan


def at(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text)


def expected(path: Path) -> dict[str, Any]:
    answer: dict[str, Any] = json.loads(path.read_text())
    return answer


def test_the_shared_folder_is_used_where_it_is(shared_data: Path) -> None:
    assert len(PLANS) == 9
    assert len(READ_ONLY) == 4


@pytest.mark.parametrize("name", PLANS)
@pytest.mark.parametrize("kind", ["xml", "input.xml"])
def test_rows_outline_and_links_are_kept(shared_data: Path, name: str, kind: str) -> None:
    plan = read(shared_data / "mspdi" / f"{name}.{kind}")
    answer = expected(shared_data / "mspdi" / f"{name}.expected.json")
    assert len(plan.tasks) == answer["rows"]
    assert plan.minutes_per_day == answer["minutes_per_day"]
    for got, want in zip(plan.tasks, answer["tasks"], strict=True):
        assert (got.uid, got.row) == (want["uid"], want["id"])
        assert got.name == ("" if want["name"] == "None" else want["name"])
        assert got.summary == want["summary"]
        assert (got.milestone, got.manual, got.percent) == (want["milestone"], want["manual"], want["percent"])
        assert got.constraint.replace("-", "_").upper() == want["constraint"]
        assert got.constraint_date == at(want["constraint_date"])
        if kind == "xml" or not got.summary:
            assert got.duration == timedelta(minutes=want["duration_min"])
        assert [(link.predecessor_uid, link.type.value) for link in got.links] == [
            (link["uid"], link["type"]) for link in want["predecessors"]
        ]
        for link, wanted in zip(got.links, want["predecessors"], strict=True):
            assert link.lag_time == timedelta(minutes=wanted["lag"] * UNITS[wanted["unit"]])


@pytest.mark.parametrize("name", PLANS)
def test_stored_dates_slack_and_flags_are_kept(shared_data: Path, name: str) -> None:
    plan = read(shared_data / "mspdi" / f"{name}.xml")
    answer = expected(shared_data / "mspdi" / f"{name}.expected.json")
    for got, want in zip(plan.tasks, answer["tasks"], strict=True):
        assert (got.start, got.finish) == (at(want["start"]), at(want["finish"]))
        assert (got.early_start, got.early_finish) == (at(want["early_start"]), at(want["early_finish"]))
        assert (got.late_start, got.late_finish) == (at(want["late_start"]), at(want["late_finish"]))
        assert got.critical == want["critical"]
        if got.total_slack is not None and got.total_slack != timedelta(minutes=want["total_slack_min"]):
            assert name in {"mspdiduration", "slack9"}, "only these files hold slack that is stale or ambiguous"


@pytest.mark.parametrize("name", READ_ONLY)
def test_people_calendars_and_assignments_are_counted(shared_data: Path, name: str) -> None:
    plan = read(shared_data / "mspdi_parse" / f"{name}.xml")
    answer = expected(shared_data / "mspdi_parse" / f"{name}.expected.json")
    names = {calendar.uid: calendar.name for calendar in plan.calendars}
    assert len(plan.tasks) == len(answer["tasks"])
    assert len(plan.resources) == answer["resources"]
    assert len(plan.assignments) == answer["assignments"]
    assert len(plan.calendars) == len(answer["calendars"])
    for calendar, wanted in zip(plan.calendars, answer["calendars"], strict=True):
        assert names.get(calendar.base_uid or -1) == wanted["parent"]
        assert calendar.exceptions == len({(e["name"], e["working"]) for e in wanted["exceptions"]})
    for task_, wanted in zip(plan.tasks, answer["tasks"], strict=True):
        assert (task_.start, task_.finish) == (at(wanted["start"]), at(wanted["finish"]))
        assert task_.duration == timedelta(minutes=wanted["duration_min"])


def test_blank_rows_are_counted_and_left_out(shared_data: Path) -> None:
    plan = read(shared_data / "mspdi" / "mspdinulltasks.xml")
    assert (len(plan.tasks), plan.blank_rows) == (6, 3)


def test_baselines_are_kept(shared_data: Path) -> None:
    plan = read(shared_data / "mspdi_parse" / "baselines.xml")
    assert plan.baselines == 10
    first = plan.tasks[-1].baselines[0]
    assert (first.number, first.start, first.duration) == (1, at("2001-01-01T09:00"), timedelta(hours=7.5))


def hostile() -> Iterator[tuple[str, str]]:
    listed = SHARED / "hostile" / "hostile.expected.json"
    if listed.is_file():
        for name, answer in json.loads(listed.read_text())["files"].items():
            if name.startswith("mspdi_"):
                yield name, answer["expect"]


@pytest.mark.parametrize(("name", "expect"), list(hostile()))
def test_hostile_files_are_refused_or_reported(shared_data: Path, name: str, expect: str) -> None:
    reading = read_plan_file(shared_data / "hostile" / name)
    if expect == "refuse":
        assert not reading.accepted
        assert reading.errors
    elif expect == "report":
        assert reading.problems
        assert reading.problems[0].where.startswith("row ")
    assert all(problem.what and problem.remedy for problem in reading.problems)


def only(reading: Reading) -> tuple[str, str]:
    assert reading.problem_count == 1, reading.problems
    return reading.problems[0].where, reading.problems[0].what


def test_a_circle_is_named_task_by_task() -> None:
    reading = read_plan_bytes(
        project(task(1, "Plan", after=[3]), task(2, "Build", after=[1]), task(3, "Test", after=[2]))
    )
    assert not reading.accepted
    where, what = only(reading)
    assert where == "row 1, Plan"
    assert what == "Tasks wait for each other in a circle: row 1 Plan → row 2 Build → row 3 Test → row 1 Plan."


def test_a_circle_through_a_summary_is_found() -> None:
    rows = (task(1, "Phase"), task(2, "Inner", level=2, after=[3]), task(3, "Outer", after=[1]))
    reading = read_plan_bytes(project(*rows))
    assert not reading.accepted
    assert "Phase" in only(reading)[1]


def test_a_task_that_waits_for_itself_refuses_the_file() -> None:
    assert not read_plan_bytes(project(task(1, after=[1]))).accepted


def test_links_on_summaries_that_make_no_circle_are_kept() -> None:
    rows = (task(1, "One"), task(2, level=2), task(3, "Two", after=[1]), task(4, level=2), task(5, after=[3]))
    reading = read_plan_bytes(project(*rows))
    assert reading.plan
    assert not reading.problems
    assert reading.plan.links == 2


@pytest.mark.parametrize(
    ("field", "value", "part"),
    [
        ("ConstraintDate", "2025-02-30T08:00:00", "not a date"),
        ("Start", "1989-12-31T08:00:00", "not a date"),
        ("Finish", "2025-06-01T08:00:00+02:00", "not a date"),
        ("Duration", "-PT8H0M0S", "negative"),
        ("Duration", "PT999999999H0M0S", "hundred years"),
        ("Duration", "eight", "not a duration"),
        ("PercentComplete", "140", "140 %"),
        ("TotalSlack", "lots", "not a whole number"),
        ("ConstraintType", "9", "unknown type"),
        ("Name", "x" * 600, "600 characters"),
        ("OutlineLevel", "٣", "not a whole number"),
        ("DurationFormat", "99999999999", "not a whole number"),
    ],
)
def test_a_value_that_does_not_fit_is_reported_at_its_row(field: str, value: str, part: str) -> None:
    fields: dict[str, Any] = {"ConstraintType": 4 if field == "ConstraintDate" else 0, field: value}
    reading = read_plan_bytes(project(task(1, "First"), task(7, fields.pop("Name", ""), **fields)))
    assert reading.plan
    where, what = only(reading)
    assert where.startswith("row 7, ")
    assert part in what
    assert len(reading.plan.tasks[1].name) <= 512


def test_a_constraint_without_its_date_falls_back_to_none() -> None:
    reading = read_plan_bytes(project(task(1, ConstraintType=2)))
    assert reading.plan
    assert reading.plan.tasks[0].constraint is Constraint.AS_SOON_AS_POSSIBLE
    assert "has no date" in only(reading)[1]


@pytest.mark.parametrize(
    ("lag", "shown", "kind", "length"),
    [
        (4800, 7, LagKind.WORKING, timedelta(hours=8)),
        (-4800, 5, LagKind.WORKING, timedelta(hours=-8)),
        (14400, 8, LagKind.ELAPSED, timedelta(days=1)),
        (50, 19, LagKind.PERCENT, None),
        (50, 20, LagKind.ELAPSED_PERCENT, None),
    ],
)
def test_kinds_of_lag(lag: int, shown: int, kind: LagKind, length: timedelta | None) -> None:
    parts = f"<PredecessorUID>1</PredecessorUID><Type>3</Type><LinkLag>{lag}</LinkLag><LagFormat>{shown}</LagFormat>"
    link = f"<PredecessorLink>{parts}</PredecessorLink>"
    reading = read_plan_bytes(project(task(1), task(2).replace("</Task>", f"{link}</Task>")))
    assert reading.plan
    found = reading.plan.tasks[1].links[0]
    assert (found.type, found.lag, found.lag_kind, found.lag_time) == (LinkType.START_START, lag, kind, length)


@pytest.mark.parametrize(
    ("link", "part"),
    [
        ("<PredecessorUID>1</PredecessorUID><Type>7</Type>", "unknown type"),
        ("<PredecessorUID>1</PredecessorUID><CrossProject>1</CrossProject>", "outside this file"),
        ("<Type>1</Type>", "outside this file"),
        ("<PredecessorUID>55</PredecessorUID>", "not in the file"),
    ],
)
def test_a_link_that_leads_nowhere_is_left_out_and_told(link: str, part: str) -> None:
    rows = (task(1), task(2).replace("</Task>", f"<PredecessorLink>{link}</PredecessorLink></Task>"))
    reading = read_plan_bytes(project(*rows))
    assert reading.plan
    assert part in only(reading)[1]
    assert reading.plan.links == 0


@pytest.mark.parametrize(
    ("content", "part"),
    [
        (b"", "empty"),
        (b"PK\x03\x04rest", "ZIP"),
        (b"\xd0\xcf\x11\xe0rest", ".mpp"),
        (b"<html><body/></html>", "begins with <html>"),
        (b"no xml at all", "broken XML"),
        (b"<Project><Tasks><Task>", "broken XML"),
        (b'<?xml version="1.0" encoding="no-such"?><Project/>', "decoded"),
        (project(), "no tasks"),
        (project(task(1), task(1)), "number (UID) 1"),
        (project("<Task><ID>4</ID><Name>Lost</Name></Task>"), "no number of its own"),
        (project(*(task(n, level=n) for n in range(1, 130))), "levels deep"),
    ],
)
def test_what_is_no_plan_is_refused_with_a_reason(content: bytes, part: str) -> None:
    reading = read_plan_bytes(content)
    assert not reading.accepted
    assert any(part in problem.what for problem in reading.errors), reading.errors


def typed(head: str) -> bytes:
    """A sound plan behind a document type of its own."""
    return b'<?xml version="1.0"?>' + head.encode() + project(task(1)).split(b"?>", 1)[1]


@pytest.mark.parametrize(
    ("content", "where", "part"),
    [
        (project(task(1, "Phase"), task(2, "In", level=2, after=[1])), "row 2, In", "waits for its own summary"),
        (project(task(1, "Phase", after=[2]), task(2, level=2)), "row 1, Phase", "waits for a task of its own"),
        (project(task(1), task(2, level=2), task(3, "Deep", level=3, after=[1])), "row 3, Deep", "its own summary"),
        (project(*(task(n, level=n) for n in range(1, 401))), "row 101, Task 101", "101 levels deep"),
        (project(task(1), task(2, level=400)), "row 2, Task 2", "400 levels deep"),
        (project(task(1, "A", after=[1])), "row 1, A", "in a circle: row 1 A → row 1 A"),
        (typed('<!DOCTYPE Project [<!ENTITY a "aaa"><!ENTITY b "&a;&a;&a;">]>'), "file", "its own document type"),
        (typed('<!DOCTYPE Project [<!ENTITY a SYSTEM "file:///etc/passwd">]>'), "file", "its own document type"),
        (typed('<!DOCTYPE Project SYSTEM "http://127.0.0.1:9/plan.dtd">'), "file", "its own document type"),
    ],
)
def test_what_a_plan_cannot_mean_is_told_at_its_element(content: bytes, where: str, part: str) -> None:
    problem = read_plan_bytes(content).problems[0]
    assert problem.where == where
    assert part in problem.what
    assert problem.remedy


DONE: dict[str, Any] = {"ActualStart": "2026-01-12T08:00:00", "ActualFinish": "2026-01-05T17:00:00"}
OWN = "<Calendars><Calendar><UID>1</UID><Name>Standard</Name></Calendar></Calendars>"


@pytest.mark.parametrize(
    ("content", "where", "part"),
    [
        (project(task(1), task(2, "Done", **DONE)), "row 2, Done", "actually finished (2026-01-05 17:00) before"),
        (project(task(1, "Night", CalendarUID=99), more=OWN), "row 1, Night", "calendar number 99"),
        (project(task(1), more=f"{OWN}<CalendarUID>7</CalendarUID>"), "project", "calendar number 7"),
        (project(task(1, "Long", Duration="PT800000H0M0S")), "row 1, Long", "100,000 days of work"),
    ],
)
def test_what_a_plan_is_taken_with_is_told_at_its_element(content: bytes, where: str, part: str) -> None:
    reading = read_plan_bytes(content)
    assert reading.plan
    told = only(reading)
    assert told[0] == where
    assert part in told[1]
    assert reading.problems[0].remedy


def test_values_at_the_edge_are_not_told() -> None:
    sound: dict[str, Any] = {
        "ActualStart": "2026-01-05T08:00:00",
        "ActualFinish": "2026-01-05T08:00:00",
        "CalendarUID": 1,
    }
    begun: dict[str, Any] = {"ActualStart": "2026-01-05T08:00:00", "CalendarUID": -1}
    elapsed: dict[str, Any] = {"Duration": "PT800000H0M0S", "DurationFormat": 8}
    rows = task(1, **sound), task(2, **begun), task(3, **elapsed), task(4, Duration="PT292800H0M0S")
    assert not read_plan_bytes(project(*rows, more=f"{OWN}<CalendarUID>1</CalendarUID>")).problems
    night = "<MinutesPerDay>1440</MinutesPerDay>"
    assert not read_plan_bytes(project(task(1, Duration="PT800000H0M0S"), more=night)).problems


def test_a_link_into_a_summary_that_holds_its_finish_is_told() -> None:
    link = "<PredecessorLink><PredecessorUID>1</PredecessorUID><Type>0</Type></PredecessorLink>"
    phase = task(2, "Phase").replace("</Task>", f"{link}</Task>")
    reading = read_plan_bytes(project(task(1, "First"), phase, task(3, level=2)))
    assert reading.plan
    assert reading.plan.links == 1
    where, what = only(reading)
    assert where == "row 2, Phase"
    assert "finish to finish" in what
    assert "every task under it" in reading.problems[0].remedy
    assert not read_plan_bytes(project(task(1), task(2, "Phase", after=[1]), task(3, level=2))).problems


def test_no_more_than_two_hundred_problems_are_kept_and_all_are_counted() -> None:
    reading = read_plan_bytes(project(*(task(n, Start="never") for n in range(1, 501))))
    assert reading.plan
    assert (len(reading.problems), reading.problem_count) == (200, 500)


def test_names_come_back_byte_for_byte(shared_data: Path) -> None:
    texts = [text for text in json.loads((shared_data / "hostile" / "blns_open.json").read_text()) if sendable(text)]
    assert len(texts) > 200
    reading = read_plan_bytes(project(*(task(n, text) for n, text in enumerate(texts, start=1))))
    assert reading.plan
    assert [row.name for row in reading.plan.tasks] == [text[:512] for text in texts]


def sendable(text: object) -> bool:
    """Whether XML can carry a text at all: control characters have no place in it, and it turns CR into LF."""
    return isinstance(text, str) and bool(text) and all(sign >= " " and sign not in "\x7f\ufffe\uffff" for sign in text)
