"""A project file, or a stored plan as its values, as the checks see it: rows, owners, days off and a recalculation."""

import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, timedelta

from planner.schedule.calendars import CalendarError, resolve
from planner.schedule.critical_path import Schedule, scheduled
from planner.schedule.file_calendars import calendars_of
from planner.schedule.file_network import network_of
from planner.schedule.file_values import number_of, text_of
from planner.schedule.network import CycleError, NetworkError
from planner.schedule.outline import parents, with_children
from planner.schedule.plan_facts import Computed, Duty, PlanFacts, PlanRow, Tie
from planner.schedule.project_file import (
    ImportedAssignment,
    ImportedCalendar,
    ImportedPlan,
    ImportedResource,
    ImportedTask,
    LagKind,
)
from planner.schedule.season import holidays_between
from planner.schedule.states import Kind
from planner.schedule.working_time import moment

PEOPLE = {None, 1}
"""Resources of the type “work”; material and cost do no work."""
MOST_YEARS = 12


def facts_of(plan: ImportedPlan, *, country: str = "", as_of: date | None = None, fill: bool = True) -> PlanFacts:
    """What the checks need to know of a plan. `fill` gives rows that store no date the one of the recalculation."""
    computed, circle = recalculate(plan)
    duties = tuple(duties_of(plan.resources, plan.assignments))
    owned = {duty.uid for duty in duties}
    summaries = with_children(parents(task.outline_level for task in plan.tasks))
    rows = tuple(
        _row(plan, task, computed.get(task.uid) if fill else None, owned=task.uid in owned, summary=number in summaries)
        for number, task in enumerate(plan.tasks)
    )
    return PlanFacts(
        rows=rows,
        day_seconds=plan.minutes_per_day * 60,
        as_of=as_of,
        days_off=days_off(plan.calendars, plan.calendar_uid, rows, country),
        free_weekdays=free_weekdays(plan.calendars, plan.calendar_uid),
        computed=computed,
        circle=circle,
        duties=duties,
    )


def recalculate(plan: ImportedPlan) -> tuple[Mapping[int, Computed], tuple[int, ...]]:
    """The dates that links, calendars and durations give, by UID; nothing, and the circle, where there are none."""
    try:
        found = scheduled(network_of(plan))
    except CycleError as error:
        return {}, error.uids
    except (NetworkError, CalendarError):
        return {}, ()
    return computed_of((task.uid for task in plan.tasks), found), ()


def computed_of(uids: Iterable[int], found: Schedule) -> dict[int, Computed]:
    """What a schedule gives the rows of a plan, by UID, in the order of the plan; rows without dates are left out."""
    columns = (found.start, found.finish, found.total_slack, found.critical)
    rows = zip(uids, *(column.tolist() for column in columns), strict=True)
    return {
        uid: Computed(moment(start), moment(finish), slack, critical)
        for number, (uid, start, finish, slack, critical) in enumerate(rows)
        if found.dated(number)
    }


def _row(plan: ImportedPlan, task: ImportedTask, computed: Computed | None, *, owned: bool, summary: bool) -> PlanRow:
    new = computed if not task.manual else None
    milestone = task.milestone or task.duration == timedelta()
    return PlanRow(
        uid=task.uid,
        name=task.name,
        level=task.outline_level,
        kind=Kind.SUMMARY if summary else Kind.MILESTONE if milestone else Kind.TASK,
        start=task.start or (new.start if new else None),
        finish=task.finish or (new.finish if new else None),
        seconds=None if task.duration is None else int(task.duration.total_seconds()),
        percent=task.percent,
        actual_start=task.actual_start,
        actual_finish=task.actual_finish,
        owned=owned,
        manual=task.manual,
        active=task.active,
        constraint=task.constraint,
        constraint_date=task.constraint_date,
        deadline=task.deadline,
        marked=task.milestone or task.duration != timedelta(),
        own_hours=task.elapsed or task.calendar_uid not in {None, plan.calendar_uid},
        links=tuple(
            Tie(
                link.predecessor_uid,
                link.type,
                link.lag * 6 if link.lag_kind in {LagKind.WORKING, LagKind.ELAPSED} else link.lag,
                link.lag_kind,
            )
            for link in task.links
        ),
    )


def duties_of(resources: Iterable[ImportedResource], assignments: Iterable[ImportedAssignment]) -> Iterator[Duty]:
    """Who works on what; an assignment to nobody is none."""
    people = {each.uid: (each.name, json.loads(each.raw)) for each in resources}
    for assignment in assignments:
        name, raw = people.get(assignment.resource_uid, ("", {}))
        if name and number_of(raw, "Type") in PEOPLE:
            share = _share(text_of(json.loads(assignment.raw), "Units"))
            yield Duty(assignment.task_uid, name, share, max(_share(text_of(raw, "MaxUnits")), 1.0))


def _share(text: str) -> float:
    try:
        return float(text or 1)
    except ValueError:
        return 1.0


def days_off(
    calendars: Iterable[ImportedCalendar], calendar_uid: int | None, rows: Iterable[PlanRow], country: str
) -> Mapping[date, str]:
    """Days without work in the plan's own calendar, and the public holidays of its country."""
    known = calendars_of(calendars)
    own = known.get(calendar_uid) if calendar_uid is not None else None
    found: dict[date, str] = {}
    try:
        special = resolve(own, known).days if own else {}
        names = {day: each.name for each in (own.exceptions if own else ()) for day in each.days}
    except CalendarError:
        special, names = {}, {}
    found.update({day: names.get(day) or "in the calendar of the plan" for day, hours in special.items() if not hours})
    years = sorted({moment.year for row in rows for moment in _moments(row)})[:MOST_YEARS]
    return found | holidays_between(country, years)


def free_weekdays(calendars: Iterable[ImportedCalendar], calendar_uid: int | None) -> frozenset[int]:
    """The weekdays on which the plan's own calendar never works; Saturday and Sunday where it does not say."""
    known = calendars_of(calendars)
    own = known.get(calendar_uid) if calendar_uid is not None else None
    try:
        week = resolve(own, known).week if own else ()
    except CalendarError:
        week = ()
    return frozenset(day for day, hours in enumerate(week) if not hours) if week else frozenset({5, 6})


def _moments(row: PlanRow) -> Iterable[datetime]:
    return [each for each in (row.start, row.finish) if each]
