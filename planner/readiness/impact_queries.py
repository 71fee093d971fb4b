"""What is asked of those who add to the impact map: a rollout on a day, with the plan in use as it is read once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from planner.rollouts.models import Rollout
from planner.schedule import queries
from planner.schedule.calendar_queries import hours_of
from planner.schedule.models import Plan
from planner.schedule.states import TaskFacts
from planner.schedule.working_time import WorkingTime, instant


@dataclass(frozen=True, slots=True)
class Asked:
    """A rollout on a day with the rows of its plan in use.

    `people` says whether persons may be named, `groups` whether it may be told what groups of stakeholders expect.
    """

    rollout: Rollout
    today: date
    plan: Plan | None
    rows: Sequence[TaskFacts]
    clock: WorkingTime | None
    people: bool
    groups: bool = False

    def free(self, first: datetime | None, last: datetime | date | None) -> int:
        """The working seconds between two moments; a day ends at midnight. Nothing where one is missing."""
        if self.clock is None or first is None or last is None:
            return 0
        end = last if isinstance(last, datetime) else datetime.combine(last, time.max)
        return max(self.clock.between(instant(first), instant(end)), 0)


def asked_of(rollout: Rollout, today: date, *, people: bool, groups: bool = False) -> Asked:
    """Read the plan in use once for all who add to the map."""
    plan = queries.current_plan(rollout.id)
    if plan is None:
        return Asked(rollout, today, None, (), None, people, groups)
    return Asked(rollout, today, plan, queries.rows_of(plan.id), WorkingTime(hours_of(plan)), people, groups)


def last_of(rows: Sequence[TaskFacts]) -> datetime | None:
    """When the last of some rows ends; None where no date is known."""
    return max((row.finish for row in rows if row.finish), default=None)
