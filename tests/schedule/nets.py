"""Small networks for tests, built in a line each: a task of days, after others."""

from datetime import datetime
from typing import Any

from planner.schedule.calendars import Calendar, DaysApart
from planner.schedule.critical_path import Schedule, scheduled
from planner.schedule.network import Activity, Link, Network
from planner.schedule.project_file import LagKind, LinkType
from planner.schedule.slack import words

HOUR = 3600
DAY = 8 * HOUR
MONDAY = datetime(2026, 1, 5, 8)


def task(uid: int, days: float = 1, *links: Link, **more: Any) -> Activity:
    """A task of working days of eight hours."""
    return Activity(uid, more.pop("name", f"Task {uid}"), duration=round(days * DAY), links=links, **more)


def after(uid: int, kind: str = "FS", lag: int = 0, lag_kind: LagKind = LagKind.WORKING) -> Link:
    """A link; the lag is in seconds, or in percent."""
    return Link(uid, LinkType(kind), lag, lag_kind)


def net(*activities: Activity, **more: Any) -> Network:
    """A plan that begins on Monday 5 January 2026 at eight, in office hours."""
    return Network(start=more.pop("start", MONDAY), activities=activities, **more)


def dates(schedule: Schedule, row: int) -> tuple[str | None, str | None]:
    """Start and finish of a row as text."""
    return words(int(schedule.start[row])), words(int(schedule.finish[row]))


def run(*activities: Activity, **more: Any) -> list[tuple[str | None, str | None]]:
    """Start and finish of every row, day and hour only."""
    schedule = scheduled(net(*activities, **more))
    return [
        (_short(start), _short(finish)) for start, finish in (dates(schedule, row) for row in range(len(activities)))
    ]


def _short(text: str | None) -> str | None:
    return text and text[5:]


def other_table(network: Network) -> Network:
    """The same plan with every task on a calendar of the same hours that counts as its own: nothing may change."""
    usual = Calendar(1, "Office")
    own = Calendar(
        2, "Office, but for one day far away", exceptions=(DaysApart("far", (datetime(2114, 1, 1).date(),)),)
    )
    from dataclasses import replace

    moved = tuple(replace(activity, calendar=2) for activity in network.activities)
    return replace(network, activities=moved, calendars={1: usual, 2: own}, calendar=1)
