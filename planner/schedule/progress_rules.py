"""Checks of progress against a day: what should be done and is not, and what contradicts itself."""

from collections.abc import Iterator
from datetime import date

from planner.schedule.plan_facts import Hit, Severity
from planner.schedule.plan_sense import Sense
from planner.schedule.said import day


def finish_in_the_past(plan: Sense) -> Iterator[Hit]:
    """Work whose last day has passed and that is not done."""
    today = plan.facts.as_of
    found = [n for n in plan.leaves if today and plan.rows[n].open and (last := plan.rows[n].last) and last < today]
    yield from _grouped(plan, found, "should be done by {today} and", "is not", "are not", Severity.HIGH)


def start_in_the_past(plan: Sense) -> Iterator[Hit]:
    """Work whose first day has passed and that has not begun."""
    today = plan.facts.as_of
    found = [
        n
        for n in plan.leaves
        if today
        and not plan.rows[n].begun
        and not plan.rows[n].milestone
        and (first := plan.rows[n].first)
        and (last := plan.rows[n].last)
        and first < today <= last
    ]
    yield from _grouped(plan, found, "should have begun by {today} and", "has not", "have not", None)


def begun_in_the_future(plan: Sense) -> Iterator[Hit]:
    """Work that has progress although it begins on a day to come."""
    today = plan.facts.as_of
    if today is None:
        return
    for number in plan.leaves:
        row = plan.rows[number]
        when = row.actual_start.date() if row.actual_start else row.first
        if row.open and row.percent and when and when > today:
            text = f"“{row.name}” is done to {row.percent} %, but begins only on {day(when)}, after {day(today)}."
            yield Hit((row.uid,), text, (when, today))


def _grouped(plan: Sense, found: list[int], what: str, one: str, many: str, severity: Severity | None) -> Iterator[Hit]:
    today = plan.facts.as_of
    if found and today:
        number = "" if len(found) == 1 else f" ({len(found)} rows)"
        said = f"{what.format(today=day(today))} {one if len(found) == 1 else many}"
        uids = tuple(plan.rows[n].uid for n in found)
        yield Hit(uids, f"{plan.named(found)}{number} {said}.", (today,), severity)


def done_without_finish(plan: Sense) -> Iterator[Hit]:
    """Work that is done but does not say when."""
    if plan.facts.as_of is None:
        return
    found = [n for n in plan.leaves if not plan.rows[n].open and plan.rows[n].actual_finish is None]
    if found:
        what = "is" if len(found) == 1 else f"({len(found)} rows) are"
        text = f"{plan.named(found)} {what} done, but no actual finish is recorded."
        yield Hit(tuple(plan.rows[n].uid for n in found), text)


def done_in_the_future(plan: Sense) -> Iterator[Hit]:
    """Work that is done, on a day that is still to come."""
    today = plan.facts.as_of
    if today is None:
        return
    for number in plan.leaves:
        row = plan.rows[number]
        when: date | None = row.actual_finish.date() if row.actual_finish else row.last
        if not row.open and when and when > today:
            text = f"“{row.name}” is marked as done, but its finish is {day(when)}, after {day(today)}."
            yield Hit((row.uid,), text, (when, today))
