"""A CRM rollout plan without a mistake, as a project file would hold it, and ways to spoil it."""

import json
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from planner.schedule.file_facts import facts_of
from planner.schedule.plan_facts import Finding
from planner.schedule.plan_rules import findings_of
from planner.schedule.project_file import (
    ImportedAssignment,
    ImportedLink,
    ImportedPlan,
    ImportedResource,
    ImportedTask,
    LinkType,
)

DAY = timedelta(hours=8)
Row = tuple[int, int, str, int | None, str]
"""Number, outline level, name, days (none for a summary, 0 for a milestone), and what it waits for: "4 7SS+16h"."""

EXEMPLARY: tuple[Row, ...] = (
    (1, 1, "Prepare", None, ""),
    (2, 2, "Agree goals", 10, ""),
    (3, 2, "Train the project team", 3, "2"),
    (4, 2, "Gate: goals agreed", 0, "3"),
    (5, 1, "Build and data", None, ""),
    (6, 2, "Configure the system", 20, "4"),
    (7, 2, "Rehearse the data migration", 5, "6"),
    (8, 2, "Clean customer data", 15, "4"),
    (9, 2, "Gate: ready to test", 0, "7 8"),
    (10, 1, "Pilot", None, ""),
    (11, 2, "Train the users of the pilot", 5, "9"),
    (12, 2, "Migrate the data of the pilot", 2, "9"),
    (13, 2, "Acceptance test by the users", 8, "9"),
    (14, 2, "Pilot go-live", 0, "11 12 13"),
    (15, 2, "Pilot support", 15, "14"),
    (16, 2, "Build the lessons in", 6, "15"),
    (17, 2, "Pilot gate", 0, "16"),
    (18, 1, "Wave 1", None, ""),
    (19, 2, "Train the sales people", 8, "17"),
    (20, 2, "Migrate the data of sales", 2, "19"),
    (21, 2, "Acceptance test of sales", 5, "17"),
    (22, 2, "Go-live of sales", 0, "20 21"),
    (23, 2, "Hypercare for sales", 15, "22"),
    (24, 2, "Gate: sales at home", 0, "23"),
    (25, 1, "Wave 2", None, ""),
    (26, 2, "Train the service people", 8, "24"),
    (27, 2, "Migrate the data of service", 2, "26"),
    (28, 2, "Acceptance test of service", 5, "24"),
    (29, 2, "Go-live of service", 0, "27 28"),
    (30, 2, "Hypercare for service", 15, "29"),
    (31, 2, "Gate: rollout done", 0, "30"),
)
PILOT, SALES, SERVICE = 14, 22, 29
"""The go-lives of the exemplary plan."""


def rollout(rows: Iterable[Row] = EXEMPLARY, *, start: datetime = datetime(2026, 1, 5, 8)) -> ImportedPlan:
    """A plan in which everybody is named and all dates come from links."""
    tasks = tuple(_task(*row) for row in rows)
    people = tuple(ImportedResource(100 + task.uid, f"Person {task.uid}", "{}") for task in tasks)
    duties = tuple(ImportedAssignment(t.uid, 100 + t.uid, "{}") for t in tasks if t.duration is not None)
    return ImportedPlan("Rollout", start, None, 480, None, tasks, resources=people, assignments=duties)


def _task(uid: int, level: int, name: str, days: int | None, after: str) -> ImportedTask:
    links = tuple(_link(each) for each in after.split())
    length = None if days is None else DAY * days
    return ImportedTask(uid, uid, name, level, milestone=days == 0, duration=length, links=links)


def _link(text: str) -> ImportedLink:
    """Read a link: 7 is finish to start, 7SS start to start, 7FS-2d with a lead of two days."""
    lag, kind = 0, "FS"
    for sign in "+-":
        if sign in text:
            text, _, days = text.partition(sign)
            lag = int(sign + days.removesuffix("d")) * 4800
    if text[-2:].isalpha():
        text, kind = text[:-2], text[-2:]
    return ImportedLink(int(text), LinkType(kind), lag)


def changed(
    plan: ImportedPlan, uid: int, *, after: str | None = None, days: int | None = None, **more: Any
) -> ImportedPlan:
    """The plan with one task changed."""
    if after is not None:
        more["links"] = tuple(_link(each) for each in after.split())
    if days is not None:
        more["duration"] = DAY * days
    return replace(plan, tasks=tuple(replace(t, **more) if t.uid == uid else t for t in plan.tasks))


def without(plan: ImportedPlan, *uids: int) -> ImportedPlan:
    """The plan without some tasks; what waited for them waits for what they waited for."""
    tasks = plan.tasks
    for uid in uids:
        gone = next(task for task in tasks if task.uid == uid)
        tasks = tuple(
            replace(
                t, links=tuple(n for link in t.links for n in (gone.links if link.predecessor_uid == uid else (link,)))
            )
            for t in tasks
            if t.uid != uid
        )
    return replace(plan, tasks=tasks)


def renamed(plan: ImportedPlan, names: dict[int, str]) -> ImportedPlan:
    """The plan with other names."""
    return replace(plan, tasks=tuple(replace(t, name=names.get(t.uid, t.name)) for t in plan.tasks))


def at(year: int, month: int, day: int, hour: int = 8) -> datetime:
    """A moment of a plan."""
    return datetime(year, month, day, hour)


def dated(plan: ImportedPlan, uid: int, first: date, last: date) -> ImportedPlan:
    """The plan with one task put on other days by hand, from morning to evening."""
    start, finish = datetime.combine(first, datetime.min.time()), datetime.combine(last, datetime.min.time())
    return changed(plan, uid, manual=True, start=start.replace(hour=8), finish=finish.replace(hour=17))


def moved(plan: ImportedPlan, uid: int, when: date) -> ImportedPlan:
    """The plan with a milestone put on another day by hand."""
    noon = datetime.combine(when, datetime.min.time()).replace(hour=17)
    return changed(plan, uid, manual=True, start=noon, finish=noon)


def shared(plan: ImportedPlan, person: int, *uids: int) -> ImportedPlan:
    """The plan in which one person does several tasks full-time."""
    duties = tuple(replace(a, resource_uid=person) if a.task_uid in uids else a for a in plan.assignments)
    return replace(plan, assignments=duties)


def unassigned(plan: ImportedPlan, *uids: int) -> ImportedPlan:
    """The plan in which nobody does some tasks."""
    return replace(plan, assignments=tuple(a for a in plan.assignments if a.task_uid not in uids))


def with_days_off(plan: ImportedPlan, when: date) -> ImportedPlan:
    """The plan with a day off in its calendar."""
    day = f"{when.isoformat()}T00:00:00"
    exception = {"Name": "Works outing", "DayWorking": "0", "TimePeriod": [{"FromDate": day, "ToDate": day}]}
    raw = {"UID": "1", "Name": "Ours", "IsBaseCalendar": "1", "Exceptions": [{"Exception": [exception]}]}
    from planner.schedule.project_file import ImportedCalendar

    return replace(plan, calendar_uid=1, calendars=(ImportedCalendar(1, "Ours", None, 1, json.dumps(raw)),))


def found(plan: ImportedPlan, **settings: Any) -> tuple[Finding, ...]:
    """What the checks find."""
    return findings_of(facts_of(plan, **settings))


def keys(plan: ImportedPlan, **settings: Any) -> set[str]:
    """The rules that fire."""
    return {finding.rule for finding in found(plan, **settings)}
