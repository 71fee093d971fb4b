"""What people want changed in a plan or at a gate, as plain values, and the rules these values must keep."""

from dataclasses import dataclass
from datetime import date, datetime, time

from planner.basics.days import check_day
from planner.basics.errors import RuleBroken
from planner.schedule.states import Kind
from planner.schedule.three_point import Estimate, problem_of
from planner.schedule.working_days import DAY_ENDS, DAY_STARTS


@dataclass(frozen=True, slots=True)
class EstimateDraft:
    """Three-point estimate of a task in working days; all empty where nobody gives one."""

    optimistic: int | None = None
    likely: int | None = None
    pessimistic: int | None = None


@dataclass(frozen=True, slots=True)
class TaskDraft:
    """What a person may change of a task. Dates are first and last day, inclusive; no estimate leaves it as it is."""

    start: date | None
    finish: date | None
    percent: int
    owner_id: int | None
    note: str
    phase_ref: str = ""
    estimate: EstimateDraft | None = None


@dataclass(frozen=True, slots=True)
class GateDraft:
    """What a person may change of a gate before its decision."""

    owner_id: int | None
    due: date | None


def check_task(draft: TaskDraft, kind: Kind) -> None:
    """Refuse dates in the wrong order, half a date range, a share beyond 0 to 100, and days no plan reaches."""
    if (draft.start is None) != (draft.finish is None):
        empty = "start" if draft.start is None else "finish"
        raise RuleBroken("Give both dates, or none while they are not known.", empty)
    if draft.start and draft.finish and draft.finish < draft.start:
        raise RuleBroken("The last day lies before the first day.", "finish")
    check_day(draft.start, "start")
    check_day(draft.finish, "finish")
    if not 0 <= draft.percent <= 100:
        raise RuleBroken("Progress is between 0 and 100 percent.", "percent")
    if kind is Kind.MILESTONE and draft.start != draft.finish:
        raise RuleBroken("A milestone falls on one day: give the same day twice.", "finish")
    if draft.estimate is not None and kind is Kind.TASK:
        check_estimate(draft.estimate)


def check_estimate(draft: EstimateDraft) -> None:
    """Refuse half an estimate, and one that is out of order, at the value to change."""
    values = {"optimistic": draft.optimistic, "likely": draft.likely, "pessimistic": draft.pessimistic}
    if all(value is None for value in values.values()):
        return
    for name, value in values.items():
        if value is None:
            raise RuleBroken("Give all three durations, or none.", f"{name}_days")
    estimate = Estimate(draft.optimistic or 0, draft.likely or 0, draft.pessimistic or 0)
    if problem := problem_of(estimate):
        raise RuleBroken(problem[0], f"{problem[1]}_days")
    if not estimate.pessimistic:
        raise RuleBroken("Work takes at least a day when much goes wrong.", "pessimistic_days")


def moved(day: date | None, was: datetime | None, usual: time) -> datetime | None:
    """A new day for a stored moment: the time of day stays, so that an unchanged day changes nothing.

    Without a moment before, work begins at 8 and ends at 17.
    """
    if day is None:
        return None
    return datetime.combine(day, was.time() if was else usual)


def moved_start(day: date | None, was: datetime | None) -> datetime | None:
    """The start on a new day."""
    return moved(day, was, DAY_STARTS)


def moved_finish(day: date | None, was: datetime | None) -> datetime | None:
    """The finish on a new day; a finish at midnight, which belongs to the day before, becomes the usual evening."""
    evening = None if was is not None and was.time() == time() else was
    return moved(day, evening, DAY_ENDS)
