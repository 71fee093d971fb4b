"""The words of a plan: where it came from, what a row is, and how a task stands on a given day."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from planner.basics.lights import Light
from planner.schedule.holding import Place


class PlanSource(StrEnum):
    """Where a plan came from."""

    PLAYBOOK = "playbook"
    FILE = "file"


class Kind(StrEnum):
    """What a row of a plan is."""

    SUMMARY = "summary"
    MILESTONE = "milestone"
    TASK = "task"


class TaskState(StrEnum):
    """How a task stands today; each state is told by a word and a light."""

    DONE = "done"
    LATE = "late"
    LATE_START = "late-start"
    RUNNING = "running"
    PLANNED = "planned"
    UNDATED = "undated"


WORDS = {
    TaskState.DONE: "Done",
    TaskState.LATE: "Late",
    TaskState.LATE_START: "Should have started",
    TaskState.RUNNING: "Under way",
    TaskState.PLANNED: "Not started",
    TaskState.UNDATED: "Without a date",
}
LIGHTS = {
    TaskState.DONE: Light.GREEN,
    TaskState.LATE: Light.RED,
    TaskState.LATE_START: Light.AMBER,
    TaskState.RUNNING: Light.GREEN,
    TaskState.PLANNED: Light.UNKNOWN,
    TaskState.UNDATED: Light.UNKNOWN,
}


@dataclass(frozen=True, slots=True)
class TaskFacts:
    """What the rules need to know of one row of a plan. Dates are local, without a zone, as the plan stores them."""

    id: int
    position: int
    row: int
    uid: int
    name: str
    outline_level: int
    kind: Kind
    wbs: str = ""
    phase_ref: str = ""
    wave: int | None = None
    start: datetime | None = None
    finish: datetime | None = None
    duration: timedelta | None = None
    elapsed: bool = False
    percent: int = 0
    owner_id: int | None = None
    critical: bool | None = None
    manual: bool = False
    task_ref: str = ""
    has_note: bool = False
    gate_key: str = ""
    version: int = 1
    slack: timedelta | None = None
    late_finish: datetime | None = None

    @property
    def place(self) -> Place:
        """Where it stands between the gates."""
        return Place(self.phase_ref, self.wave, self.gate_key)

    @property
    def first_day(self) -> date | None:
        """The day the task starts, as people read it."""
        return self.start.date() if self.start else None

    @property
    def last_day(self) -> date | None:
        """The last day the task takes, as people read it."""
        return last_day(self.start, self.finish)

    @property
    def open_work(self) -> bool:
        """Whether somebody still has to do something: a task or milestone that is not done."""
        return self.kind is not Kind.SUMMARY and self.percent < 100

    @property
    def unowned(self) -> bool:
        """Whether nobody is named for something that is still to do; who answers for a gate is said at the gate."""
        return self.open_work and self.owner_id is None and not self.gate_key


def last_day(start: datetime | None, finish: datetime | None) -> date | None:
    """The last day of a task, inclusive: a finish at midnight belongs to the day before.

    A task from Monday 00:00 to Tuesday 00:00 starts and ends on Monday.
    """
    if finish is None:
        return None
    if finish.time() == time() and start is not None and start < finish:
        return finish.date() - timedelta(days=1)
    return finish.date()


def state_of(task: TaskFacts, today: date) -> TaskState:
    """How a task stands on a day. A task is late from the day after its last day; without both dates it is undated."""
    if task.percent >= 100:
        return TaskState.DONE
    first, last = task.first_day, task.last_day
    if first is None or last is None:
        return TaskState.UNDATED
    if last < today:
        return TaskState.LATE
    if task.percent > 0:
        return TaskState.RUNNING
    if first < today and task.kind is Kind.TASK:
        return TaskState.LATE_START
    return TaskState.PLANNED
