"""What a project file says, as plain values: the plan, its tasks and links, calendars, people and assignments.

These values come from outside and are kept as they were stored. Nothing here is recomputed.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from planner.schedule.durations import tenths


class LinkType(StrEnum):
    """Which ends of two tasks a link ties together: predecessor first, successor second."""

    FINISH_FINISH = "FF"
    FINISH_START = "FS"
    START_FINISH = "SF"
    START_START = "SS"


LINK_TYPES = (LinkType.FINISH_FINISH, LinkType.FINISH_START, LinkType.START_FINISH, LinkType.START_START)
"""In the order of the numbers 0 to 3 of the Microsoft Project XML schema."""


LINK_WORDS = {
    LinkType.FINISH_START: "finish to start",
    LinkType.START_START: "start to start",
    LinkType.FINISH_FINISH: "finish to finish",
    LinkType.START_FINISH: "start to finish",
}


class LagKind(StrEnum):
    """What a lag counts: working time, clock time, or a share of the predecessor's duration."""

    WORKING = "working"
    ELAPSED = "elapsed"
    PERCENT = "percent"
    ELAPSED_PERCENT = "elapsed-percent"


class Constraint(StrEnum):
    """A condition on a task's dates, in the order of the numbers 0 to 7 of the Microsoft Project XML schema."""

    AS_SOON_AS_POSSIBLE = "as-soon-as-possible"
    AS_LATE_AS_POSSIBLE = "as-late-as-possible"
    MUST_START_ON = "must-start-on"
    MUST_FINISH_ON = "must-finish-on"
    START_NO_EARLIER_THAN = "start-no-earlier-than"
    START_NO_LATER_THAN = "start-no-later-than"
    FINISH_NO_EARLIER_THAN = "finish-no-earlier-than"
    FINISH_NO_LATER_THAN = "finish-no-later-than"

    @property
    def needs_date(self) -> bool:
        """Whether the constraint means nothing without a date."""
        return self not in {Constraint.AS_SOON_AS_POSSIBLE, Constraint.AS_LATE_AS_POSSIBLE}


class Severity(StrEnum):
    """An error refuses the whole file; a warning takes it and tells what was left out."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class FileProblem:
    """One thing that is wrong in a file: where, what, and what to do about it."""

    severity: Severity
    what: str
    remedy: str
    row: int | None = None
    task: str = ""

    @property
    def where(self) -> str:
        """The place as a reader of the plan finds it, such as “row 12, Train the pilot team”."""
        if self.row is None:
            return self.task or "file"
        return f"row {self.row}, {self.task}" if self.task else f"row {self.row}"

    @property
    def message(self) -> str:
        """What is wrong and what to do, in two sentences."""
        return f"{self.what} {self.remedy}".strip()


@dataclass(frozen=True, slots=True)
class ImportedLink:
    """A task waits for another one. `lag` is tenths of a minute, or whole percent for the two percentage kinds."""

    predecessor_uid: int
    type: LinkType = LinkType.FINISH_START
    lag: int = 0
    lag_kind: LagKind = LagKind.WORKING

    @property
    def lag_time(self) -> timedelta | None:
        """The lag as a duration; None when it is a share of the predecessor's duration."""
        return tenths(self.lag) if self.lag_kind in {LagKind.WORKING, LagKind.ELAPSED} else None


@dataclass(frozen=True, slots=True)
class ImportedBaseline:
    """The dates of a task as they were promised when a baseline was saved."""

    number: int
    start: datetime | None
    finish: datetime | None
    duration: timedelta | None


@dataclass(frozen=True, slots=True)
class ImportedTask:
    """One row of the plan with its stored dates (local, no zone), slack and flags. None: the file does not say."""

    row: int
    uid: int
    name: str
    outline_level: int
    wbs: str = ""
    summary: bool = False
    milestone: bool = False
    manual: bool = False
    active: bool = True
    duration: timedelta | None = None
    elapsed: bool = False
    estimated: bool = False
    percent: int = 0
    start: datetime | None = None
    finish: datetime | None = None
    early_start: datetime | None = None
    early_finish: datetime | None = None
    late_start: datetime | None = None
    late_finish: datetime | None = None
    actual_start: datetime | None = None
    actual_finish: datetime | None = None
    total_slack: timedelta | None = None
    free_slack: timedelta | None = None
    critical: bool | None = None
    constraint: Constraint = Constraint.AS_SOON_AS_POSSIBLE
    constraint_date: datetime | None = None
    deadline: datetime | None = None
    calendar_uid: int | None = None
    own_calendar_only: bool = False
    fixed_duration: bool = False
    remaining: timedelta | None = None
    resume: datetime | None = None
    delay: timedelta = timedelta()
    delay_elapsed: bool = True
    note: str = ""
    links: tuple[ImportedLink, ...] = ()
    baselines: tuple[ImportedBaseline, ...] = ()

    @property
    def undated(self) -> bool:
        """Whether the file gives no start or no finish."""
        return self.start is None or self.finish is None


@dataclass(frozen=True, slots=True)
class ImportedCalendar:
    """A working calendar. `raw` is everything the file says of it (weekly times, exceptions, rules), as JSON text."""

    uid: int
    name: str
    base_uid: int | None
    exceptions: int
    raw: str


@dataclass(frozen=True, slots=True)
class ImportedResource:
    """A person, team or material of the file; `raw` is all the file says, as JSON text."""

    uid: int
    name: str
    raw: str


@dataclass(frozen=True, slots=True)
class ImportedAssignment:
    """Somebody works on a task; `raw` is all the file says, as JSON text."""

    task_uid: int
    resource_uid: int
    raw: str


@dataclass(frozen=True, slots=True)
class ImportedPlan:
    """A whole project file. `minutes_per_day` is how long a day is where the file shows days.

    `honor_constraints` says whether a date that must be kept outvotes the links of its task; a task is critical when
    its total slack is at most `critical_limit_days`. `status_date` is the moment up to which progress is recorded; as
    in Microsoft Project it moves nothing by itself: work that is not done goes on after it where `reschedules` says so.
    """

    name: str
    start: datetime | None
    finish: datetime | None
    minutes_per_day: int
    calendar_uid: int | None
    tasks: tuple[ImportedTask, ...]
    calendars: tuple[ImportedCalendar, ...] = ()
    resources: tuple[ImportedResource, ...] = ()
    assignments: tuple[ImportedAssignment, ...] = ()
    blank_rows: int = 0
    from_finish: bool = False
    honor_constraints: bool = True
    critical_limit_days: int = 0
    multiple_critical_paths: bool = False
    status_date: datetime | None = None
    reschedules: bool = False

    @property
    def links(self) -> int:
        """How many links the tasks have together."""
        return sum(len(task.links) for task in self.tasks)

    @property
    def baselines(self) -> int:
        """How many different baselines are stored in the file."""
        return len({baseline.number for task in self.tasks for baseline in task.baselines})


@dataclass(frozen=True, slots=True)
class Reading:
    """What came of reading a file: the plan when it can be used, and the problems (the list may be cut)."""

    plan: ImportedPlan | None
    problems: tuple[FileProblem, ...] = ()
    problem_count: int = 0

    @property
    def errors(self) -> tuple[FileProblem, ...]:
        """The problems that refuse the file."""
        return tuple(problem for problem in self.problems if problem.severity is Severity.ERROR)

    @property
    def warnings(self) -> tuple[FileProblem, ...]:
        """The problems the file was taken with."""
        return tuple(problem for problem in self.problems if problem.severity is Severity.WARNING)

    @property
    def accepted(self) -> bool:
        """Whether the file can become a plan."""
        return self.plan is not None
