"""The schedule agrees with the dates, slack and critical tasks that Microsoft Project and others stored."""

import json
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from planner.schedule.analysis import analysis_of, heads_of
from planner.schedule.calendars import Calendar, tidy
from planner.schedule.critical_path import scheduled
from planner.schedule.file_network import network_of
from planner.schedule.importing import read_plan_file
from planner.schedule.network import Activity, Link, Network
from planner.schedule.project_file import LagKind, LinkType
from planner.schedule.slack import words

PLANS = (
    "mpsplib-j30-a2-nr5", "mspdiduration", "mspdinulltasks", "mspdipriority", "mspdirelations", "order-tracking-system",
    "slack9", "task-links-2003", "task-links-2010",
)  # fmt: skip
MINUTE = timedelta(seconds=61)
HOUR, WEEK = 3600, 7 * 86_400


def analyzed(file: Path) -> list[dict[str, Any]]:
    plan = read_plan_file(file).plan
    assert plan is not None
    return list(analysis_of(heads_of(plan), scheduled(network_of(plan))))


@pytest.mark.parametrize("name", PLANS)
def test_every_task_has_the_dates_of_microsoft_project(shared_data: Path, name: str) -> None:
    expected = json.loads((shared_data / "mspdi" / f"{name}.expected.json").read_text("utf-8"))
    found = {row["uid"]: row for row in analyzed(shared_data / "mspdi" / f"{name}.input.xml")}
    rule = expected["score"]
    leaves = [task for task in expected["tasks"] if not task["summary"] and task["uid"] not in rule.get("skip", [])]
    assert leaves
    for task in leaves:
        _same(found[task["uid"]], task, rule)


def _same(row: dict[str, Any], task: dict[str, Any], rule: dict[str, Any]) -> None:
    for key in ("start", "finish"):
        first, last = (datetime.fromisoformat(text) for text in task.get(f"{key}_window") or [task[key]] * 2)
        assert first - MINUTE < datetime.fromisoformat(row[key]) < last + MINUTE, task
    if "slack" in rule["fields"]:
        also = rule.get("also", {}).get(str(task["uid"]), {}).get("slack", [])
        assert any(abs(row["total_slack_min"] - slack) <= 1 for slack in [task["total_slack_min"], *also]), task
    if "critical" in rule["fields"]:
        assert row["critical"] is task["critical"], task


def test_networks_are_exact(shared_data: Path) -> None:
    expected = json.loads((shared_data / "networks" / "expected.json").read_text("utf-8"))
    for network in expected["instances"]:
        plan = read_plan_file(shared_data / "networks" / network["file"].replace(".sm", ".input.xml")).plan
        assert plan is not None
        found = scheduled(network_of(plan))
        columns = (found.early_start, found.early_finish, found.late_start, found.late_finish)
        rows = {task.uid: row for row, task in enumerate(plan.tasks)}
        begin = int(found.start.min())
        assert (int(found.finish.max()) - begin) / 86_400 == network["mpm_time"]
        for job in network["jobs"]:
            row = rows[job["job"]]
            days = [(int(column[row]) - begin) / 86_400 for column in columns]
            assert days == [job["es"], job["ef"], job["ls"], job["lf"]]
            assert int(found.total_slack[row]) / 86_400 == job["total_slack"]
            assert int(found.free_slack[row]) / 86_400 == job["free_slack"]
            assert bool(found.critical[row]) is job["critical"]


def test_calendar_time_and_working_time_side_by_side(shared_data: Path) -> None:
    expected = json.loads((shared_data / "taskjuggler" / "lag.json").read_text("utf-8"))["tasks"]
    work, names = 40 * HOUR, [task["id"] for task in expected]
    activities = []
    for uid, task in enumerate(expected):
        elapsed = "duration" in task
        links = (_link(task["pred"], names),) if "pred" in task else ()
        activities.append(Activity(uid, task["id"], duration=WEEK if elapsed else work, elapsed=elapsed, links=links))
    week = (*[tidy([(9 * HOUR, 17 * HOUR)])] * 5, (), ())
    found = scheduled(Network(datetime(2007, 4, 2), tuple(activities), {1: Calendar(1, "9 to 5", week)}, 1))
    for row, task in enumerate(expected):
        start, end = words(int(found.start[row])), words(int(found.finish[row]))
        assert start is not None
        assert start.startswith(task["start"])
        assert end == (task["end"] if "T" in task["end"] else f"{task['end']}T00:00")


def _link(text: str, names: list[str]) -> Link:
    """`t3 FS + 1w working` as a link."""
    other, kind, *lag = text.split()
    if not lag:
        return Link(names.index(other), LinkType(kind))
    working = lag[-1] == "working"
    return Link(
        names.index(other),
        LinkType(kind),
        40 * HOUR if working else WEEK,
        LagKind.WORKING if working else LagKind.ELAPSED,
    )
