"""Turns what somebody wishes of a task's dates and progress into what the schedule calculates with.

A new first day becomes “start no earlier than”, a new last day another duration; dates taken away leave the task
without any until it gets new ones. Progress begins a task, and all of it ends it.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from planner.access.models import User
from planner.basics.days import check_day
from planner.basics.errors import RuleBroken
from planner.db import check_version, db
from planner.schedule.calendar_queries import hours_of
from planner.schedule.drafts import TaskDraft, moved_finish, moved_start
from planner.schedule.forward_pass import BY_FINISH
from planner.schedule.memory_service import remembered
from planner.schedule.models import Plan, PlanTask
from planner.schedule.outline_service import plan_of
from planner.schedule.project_file import Constraint
from planner.schedule.states import Kind
from planner.schedule.working_time import WorkingTime, instant

SECOND = timedelta(seconds=1)
SUMMARY_CONSTRAINTS = frozenset(
    {Constraint.AS_SOON_AS_POSSIBLE, Constraint.START_NO_EARLIER_THAN, Constraint.FINISH_NO_LATER_THAN}
)


@dataclass(frozen=True, slots=True)
class RowDraft:
    """What a planner may fix of a row: its name, its duration in days, and what holds its dates."""

    name: str
    days: float | None
    manual: bool
    constraint: Constraint
    constraint_date: date | None
    deadline: date | None


def constrain(task: PlanTask, draft: RowDraft, version: int | None, by: User, at: datetime) -> PlanTask:
    """Give a row another name, duration, constraint or deadline; the plan is scheduled anew."""
    check_version(task, version, row_values(task))
    _check_row(task, draft)
    plan = plan_of(task)
    with remembered(plan, by, at, f"change “{task.name}”"):
        task.name = draft.name.strip()
        if task.kind is not Kind.SUMMARY:
            day = 86_400 if task.elapsed else plan.minutes_per_day * 60
            if draft.days is not None and round(draft.days * day) != task.duration_seconds:
                task.duration_seconds, task.estimated, task.remaining_seconds = round(draft.days * day), False, None
                task.kind = Kind.TASK if task.duration_seconds else Kind.MILESTONE
        task.manual = draft.manual
        task.constraint = draft.constraint
        moment = moved_finish if draft.constraint in BY_FINISH else moved_start
        task.constraint_date = moment(draft.constraint_date, None) if draft.constraint.needs_date else None
        task.deadline = moved_finish(draft.deadline, task.deadline)
    return task


def _check_row(task: PlanTask, draft: RowDraft) -> None:
    if not draft.name.strip():
        raise RuleBroken("Give the task a name.", "name")
    if draft.constraint.needs_date and draft.constraint_date is None:
        raise RuleBroken("This constraint needs a day.", "constraint_date")
    if task.kind is Kind.SUMMARY and draft.constraint not in SUMMARY_CONSTRAINTS:
        what = "A summary can only be kept from starting earlier or finishing later"
        raise RuleBroken(f"{what}; constrain its tasks instead.", "constraint")
    if draft.manual and task.start is None and not (task.manual and task.kind is Kind.SUMMARY):
        raise RuleBroken("Give the task dates first; then they can be kept.", "manual")
    if task.gate_key and draft.days:
        raise RuleBroken("The milestone of a gate takes no time.", "days")
    check_day(draft.constraint_date, "constraint_date")
    check_day(draft.deadline, "deadline")


def row_values(task: PlanTask) -> dict[str, object]:
    """What is stored now, by the names of the form's fields."""
    plan = db.session.get_one(Plan, task.plan_id)
    day = 86_400 if task.elapsed else plan.minutes_per_day * 60
    seconds = task.duration_seconds
    return {
        "name": task.name,
        "days": None if seconds is None else Decimal(seconds * 1000 // day) / 1000,
        "manual": task.manual,
        "constraint": task.constraint.value,
        "constraint_date": task.constraint_date.date() if task.constraint_date else None,
        "deadline": task.deadline.date() if task.deadline else None,
    }


def move(plan: Plan, task: PlanTask, draft: TaskDraft) -> None:
    """Give a task the dates of a draft; days that did not change change nothing."""
    facts = task.facts
    if (draft.start, draft.finish) == (facts.first_day, facts.last_day):
        return
    if draft.start is None or draft.finish is None:
        task.manual, task.start, task.finish = True, None, None
        return
    undated = task.start is None
    start, finish = moved_start(draft.start, task.start), moved_finish(draft.finish, task.finish)
    if task.kind is Kind.MILESTONE:
        start = finish
    if task.manual and not undated:
        task.start, task.finish = start, finish
        return
    task.manual = False
    if draft.start != facts.first_day or task.kind is Kind.MILESTONE:
        task.constraint, task.constraint_date = Constraint.START_NO_EARLIER_THAN, start
    if task.kind is Kind.TASK and start and finish:
        _stretch(plan, task, start, finish, kept=facts.first_day != draft.start and _same_length(facts, draft))


def _same_length(facts: object, draft: TaskDraft) -> bool:
    """Whether a task was moved as a whole: the same number of days as before, elsewhere."""
    first, last = getattr(facts, "first_day", None), getattr(facts, "last_day", None)
    return bool(first and last and draft.start and draft.finish and last - first == draft.finish - draft.start)


def _stretch(plan: Plan, task: PlanTask, start: datetime, finish: datetime, *, kept: bool) -> None:
    """Make the duration what fits between two moments of work."""
    if kept and task.duration_seconds:
        return
    if task.elapsed:
        task.duration_seconds = max((finish - start) // SECOND, 0)
        return
    time = WorkingTime(hours_of(plan))
    task.duration_seconds = max(time.between(instant(start), instant(finish)), 0)
    task.estimated = False


def progress(
    task: PlanTask, percent: int, today: date, *, started_on: date | None = None, finished_on: date | None = None
) -> None:
    """Set the progress of a task: it begins when it was planned to, or today if that lies ahead, and ends when done.

    A day that somebody gives counts before both.
    """
    if started_on is not None and percent:
        task.actual_start = moved_start(started_on, task.actual_start or task.start)
    if percent == task.percent and (percent < 100 or task.actual_finish is not None):
        return
    task.percent = percent
    task.resume = None
    if not percent:
        task.actual_start = task.actual_finish = task.remaining_seconds = None
        return
    if task.actual_start is None:
        planned = task.start
        task.actual_start = planned if planned and planned.date() <= today else moved_start(today, planned)
    if percent < 100:
        task.actual_finish = None
        task.remaining_seconds = (
            None if task.duration_seconds is None else task.duration_seconds * (100 - percent) // 100
        )
        return
    done = finished_on or today
    if task.actual_start and task.actual_start.date() > done:
        task.actual_start = moved_start(done, task.actual_start)
    task.actual_finish, task.remaining_seconds = moved_finish(done, task.finish), 0
    if task.kind is Kind.MILESTONE:
        task.actual_start = task.actual_finish
