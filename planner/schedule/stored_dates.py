"""Keeps the dates of a plan that comes from elsewhere when they are later than its links and calendars ask for.

Other programs store dates that nothing in their file explains. Without a hold such tasks would jump to the beginning at
the first calculation; as in Microsoft Project, a date that somebody gave becomes “start no earlier than”.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from planner.schedule.compiled import Compiled
from planner.schedule.critical_path import Scheduler
from planner.schedule.network import Activity, Network
from planner.schedule.project_file import Constraint
from planner.schedule.working_time import instant

ROUNDS = 12
"""After so many rounds all that is left is held at once: a chain of tasks each dated by hand needs no more thought."""


def rows_to_hold(network: Network, stored: Sequence[datetime | None]) -> Mapping[int, datetime]:
    """The rows whose stored start is later than the calculated one, with that start, by their place in the plan.

    A task that is late only because one before it is held needs no hold of its own: of A on the 9th and B after A on
    the 10th, with nothing before A, only A is held.
    """
    held: dict[int, datetime] = {}
    for number in range(ROUNDS):
        scheduler = Scheduler(_with(network, held))
        late = _late(scheduler, stored, held)
        first = late if number == ROUNDS - 1 else {row for row in late if not _waits_for(scheduler.plan, row, late)}
        if not first:
            return held
        held |= {row: moment for row in first if (moment := stored[row]) is not None}
    return held


def _late(scheduler: Scheduler, stored: Sequence[datetime | None], held: Mapping[int, datetime]) -> set[int]:
    found, time = scheduler.run(), scheduler.plan.project
    return {
        row
        for row, activity in enumerate(scheduler.plan.network.activities)
        if row in scheduler.plan.node_of
        and row not in held
        and _movable(activity)
        and (moment := stored[row]) is not None
        and time.between(int(found.start[row]), instant(moment)) > 0
    }


def _movable(activity: Activity) -> bool:
    free = activity.constraint is Constraint.AS_SOON_AS_POSSIBLE
    return free and not activity.manual and activity.actual_start is None and not activity.delay


def _waits_for(plan: Compiled, row: int, late: set[int]) -> bool:
    """Whether a row waits for one that is late itself."""
    ties = plan.nodes[plan.node_of[row]].ins
    return any(plan.nodes[tie.before].position in late for tie in ties)


def _with(network: Network, held: Mapping[int, datetime]) -> Network:
    rows = tuple(
        replace(activity, constraint=Constraint.START_NO_EARLIER_THAN, constraint_date=held[row])
        if row in held
        else activity
        for row, activity in enumerate(network.activities)
    )
    return replace(network, activities=rows)
