"""The status date of a plan: the moment up to which progress is recorded, and after which unfinished work goes on.

As in Microsoft Project, a status date moves nothing by itself; somebody asks for unfinished work to be rescheduled.
"""

from dataclasses import replace
from datetime import date, datetime, timedelta

from planner.schedule.critical_path import Schedule, Scheduler
from planner.schedule.file_network import network_of
from planner.schedule.network import Network
from planner.schedule.project_file import Constraint, ImportedPlan, ImportedTask
from planner.schedule.task_clock import Clocks
from planner.schedule.working_days import DAY_ENDS
from planner.schedule.working_time import instant, moment

KEPT = frozenset({Constraint.MUST_START_ON, Constraint.MUST_FINISH_ON})


def evening_of(day: date, network: Network) -> datetime:
    """The end of work on a day by the calendar of the plan; 17:00 where nobody works on it.

    With office hours, the evening of Friday 6 March is 17:00 on that day; where work never rests, it is midnight.
    """
    midnight = datetime.combine(day + timedelta(days=1), datetime.min.time())
    last = moment(Clocks(network).project.last_finish(instant(midnight)))
    return last if last.date() == day or last == midnight else datetime.combine(day, DAY_ENDS)


def day_of(status: datetime | None) -> date | None:
    """The day a status date closes: midnight closes the day before."""
    if status is None:
        return None
    return (status - timedelta(days=1)).date() if status.time() == datetime.min.time() else status.date()


def as_saved(plan: ImportedPlan) -> ImportedPlan:
    """A plan as another program has to read it in order to date it the same.

    What only the status date holds back is written as Microsoft Project writes it when it reschedules unfinished work:
    “start no earlier than” for work that has not begun, and the moment of going on for work under way. Raises what
    scheduling raises.
    """
    if not plan.reschedules or plan.status_date is None:
        return plan
    scheduler = Scheduler(network_of(plan))
    moved, plain = scheduler.run(), Scheduler(network_of(replace(plan, reschedules=False))).run()
    tasks = tuple(
        _held(task, row, scheduler, moved, plain) if row in scheduler.plan.node_of else task
        for row, task in enumerate(plan.tasks)
    )
    return replace(plan, tasks=tasks)


def _held(task: ImportedTask, row: int, scheduler: Scheduler, moved: Schedule, plain: Schedule) -> ImportedTask:
    clock, status = scheduler.plan.nodes[scheduler.plan.node_of[row]].clock, scheduler.plan.status or 0
    if task.manual or task.constraint in KEPT or moved.finish[row] <= plain.finish[row]:
        return task
    goes_on = clock.snapped(status) if clock.duration else clock.time.next_start(status)
    if task.actual_start is not None or task.percent:
        return replace(task, resume=moment(goes_on)) if moved.finish[row] == clock.end_of_rest(status) else task
    if moved.start[row] != goes_on:
        return task
    return replace(task, constraint=Constraint.START_NO_EARLIER_THAN, constraint_date=moment(goes_on))
