"""Turns a project file into the network that is scheduled, leaving every stored date of automatic tasks behind."""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from planner.schedule.durations import parse_duration
from planner.schedule.file_calendars import calendars_of
from planner.schedule.file_values import Raw, number_of, text_of
from planner.schedule.network import Activity, Link, Network, NetworkError, Stretch
from planner.schedule.project_file import (
    ImportedAssignment,
    ImportedLink,
    ImportedPlan,
    ImportedResource,
    ImportedTask,
    LagKind,
)

SECOND = timedelta(seconds=1)
WORK_RESOURCE = 1
"""Resources of the type “work” take time; material and cost do not."""


def network_of(plan: ImportedPlan) -> Network:
    """The network of a project file. Raises `NetworkError` when the file says nowhere when the plan begins."""
    crews = crews_of(plan.resources, plan.assignments)
    return Network(
        start=_start(plan),
        finish=plan.finish,
        from_finish=plan.from_finish and plan.finish is not None,
        activities=tuple(_activity(task, crews.get(task.uid, ())) for task in plan.tasks),
        calendars=calendars_of(plan.calendars),
        calendar=plan.calendar_uid,
        honor_constraints=plan.honor_constraints,
        critical_limit=plan.critical_limit_days * plan.minutes_per_day * 60,
        unfinished_from=plan.status_date if plan.reschedules else None,
        multiple_critical_paths=plan.multiple_critical_paths,
    )


def _start(plan: ImportedPlan) -> datetime:
    given = plan.start or min((task.start for task in plan.tasks if task.start), default=None) or plan.finish
    if given is None:
        raise NetworkError("The file does not say when the project begins. Set its start date and save it again.")
    return given


def _activity(task: ImportedTask, crew: tuple[Stretch, ...]) -> Activity:
    return Activity(
        uid=task.uid,
        name=task.name,
        level=task.outline_level,
        duration=_seconds(task.duration),
        elapsed=task.elapsed,
        milestone=task.milestone,
        manual=task.manual,
        active=task.active,
        start=task.start if task.manual else None,
        finish=task.finish if task.manual else None,
        actual_start=task.actual_start,
        actual_finish=task.actual_finish,
        percent=task.percent,
        remaining=None if task.remaining is None else _seconds(task.remaining),
        resume=task.resume,
        constraint=task.constraint,
        constraint_date=task.constraint_date,
        deadline=task.deadline,
        calendar=task.calendar_uid,
        own_calendar_only=task.own_calendar_only,
        fixed_duration=task.fixed_duration,
        delay=_seconds(task.delay),
        delay_elapsed=task.delay_elapsed,
        crew=crew,
        links=tuple(_link(link) for link in task.links),
    )


def _seconds(length: timedelta | None) -> int:
    return 0 if length is None else length // SECOND


def _link(link: ImportedLink) -> Link:
    tenths = link.lag_kind in {LagKind.WORKING, LagKind.ELAPSED}
    return Link(link.predecessor_uid, link.type, link.lag * 6 if tenths else link.lag, link.lag_kind)


def crews_of(
    resources: Iterable[ImportedResource], assignments: Iterable[ImportedAssignment]
) -> Mapping[int, tuple[Stretch, ...]]:
    """Who works on what, by the number of the task: parts of people whose work takes time."""
    calendar = {
        resource.uid: number_of(raw, "CalendarUID")
        for resource in resources
        if number_of(raw := json.loads(resource.raw), "Type") == WORK_RESOURCE
    }
    found: dict[int, list[Stretch]] = defaultdict(list)
    for assignment in assignments:
        if assignment.resource_uid in calendar:
            stretch = _stretch(json.loads(assignment.raw), calendar[assignment.resource_uid])
            if stretch:
                found[assignment.task_uid].append(stretch)
    return {uid: tuple(stretches) for uid, stretches in found.items()}


def _stretch(raw: Raw, calendar: int | None) -> Stretch | None:
    """Work divided by the share of somebody's time: eight hours of work at half time take sixteen."""
    try:
        units = float(text_of(raw, "Units") or 1)
        work = parse_duration(text_of(raw, "Work") or "PT0S")
        rest = parse_duration(text_of(raw, "RemainingWork") or text_of(raw, "Work") or "PT0S")
    except ValueError:
        return None
    if not 0 < units < 1e6 or work < timedelta() or rest < timedelta():
        return None
    return Stretch(calendar, round(work / SECOND / units), round(rest / SECOND / units))
