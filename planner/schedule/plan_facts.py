"""What the checks of a plan look at: its rows with dates, owners and links, and what a recalculation says of them.

The same value is made of a stored plan and of a project file, so that both are judged by the same rules.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from planner.schedule.project_file import Constraint, LagKind, LinkType
from planner.schedule.states import Kind, last_day


class Severity(StrEnum):
    """How much a finding matters: `high` endangers the go-live, `medium` the trust in the plan, `low` its upkeep."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


@dataclass(frozen=True, slots=True)
class Tie:
    """A row waits for another one. `lag` is seconds, or whole percent of the predecessor's duration."""

    predecessor: int
    type: LinkType = LinkType.FINISH_START
    lag: int = 0
    lag_kind: LagKind = LagKind.WORKING

    @property
    def lag_seconds(self) -> int:
        """The lag as time; 0 where it is a share of the predecessor's duration."""
        return self.lag if self.lag_kind in {LagKind.WORKING, LagKind.ELAPSED} else 0


@dataclass(frozen=True, slots=True)
class Computed:
    """What a recalculation gives a row; slack in working seconds."""

    start: datetime
    finish: datetime
    slack: int
    critical: bool


@dataclass(frozen=True, slots=True)
class PlanRow:
    """One row. Durations are working seconds; `people` are numbers of whoever does it, owner or resources.

    `phase_ref`, `task_ref`, `wave` and `gate_key` are set where the row came from a playbook; words are not asked then.
    `marked` is false for a row without duration that the plan does not call a milestone, `own_hours` true where a row
    follows another calendar than the plan, or the clock.
    """

    uid: int
    name: str
    level: int = 1
    kind: Kind = Kind.TASK
    start: datetime | None = None
    finish: datetime | None = None
    seconds: int | None = None
    percent: int = 0
    actual_start: datetime | None = None
    actual_finish: datetime | None = None
    owned: bool = False
    manual: bool = False
    active: bool = True
    constraint: Constraint = Constraint.AS_SOON_AS_POSSIBLE
    constraint_date: datetime | None = None
    deadline: datetime | None = None
    phase_ref: str = ""
    task_ref: str = ""
    gate_key: str = ""
    wave: int | None = None
    links: tuple[Tie, ...] = ()
    marked: bool = True
    own_hours: bool = False

    @property
    def first(self) -> date | None:
        """The day it starts."""
        return self.start.date() if self.start else None

    @property
    def last(self) -> date | None:
        """The last day it takes, inclusive."""
        return last_day(self.start, self.finish)

    @property
    def summary(self) -> bool:
        """Whether other rows stand under it."""
        return self.kind is Kind.SUMMARY

    @property
    def milestone(self) -> bool:
        """Whether it is a milestone."""
        return self.kind is Kind.MILESTONE

    @property
    def open(self) -> bool:
        """Whether something of it is still to do."""
        return self.percent < 100

    @property
    def begun(self) -> bool:
        """Whether work on it has begun."""
        return self.percent > 0 or self.actual_start is not None


@dataclass(frozen=True, slots=True)
class Duty:
    """Somebody works on a row with a share of their time: 1.0 is all of it."""

    uid: int
    person: str
    share: float
    most: float = 1.0


@dataclass(frozen=True, slots=True)
class GateDay:
    """A gate as the rollout knows it, with the day of its review."""

    key: str
    name: str
    due: date | None


@dataclass(frozen=True, slots=True)
class WaveDay:
    """A wave as the rollout knows it, with the day it is promised to go live."""

    number: int
    name: str
    go_live: date | None


SHELF_LIFE_DAYS = 42
"""How long training of users keeps before go-live where the playbook says nothing: six weeks."""


@dataclass(frozen=True, slots=True)
class PlanFacts:
    """A whole plan as the checks see it.

    `computed` is empty where the plan cannot be scheduled; `circle` names the rows that wait for each other then.
    `as_of` is the day progress is judged on; without it progress is not judged. `days_off` are public holidays and
    other days of the plan's calendar on which nobody works, by their names; `free_weekdays` are those without work in
    every week, from Monday (0) on.
    """

    rows: tuple[PlanRow, ...]
    day_seconds: int = 8 * 3600
    as_of: date | None = None
    shelf_days: int = SHELF_LIFE_DAYS
    days_off: Mapping[date, str] = field(default_factory=dict)
    free_weekdays: frozenset[int] = frozenset({5, 6})
    computed: Mapping[int, Computed] = field(default_factory=dict)
    circle: tuple[int, ...] = ()
    duties: tuple[Duty, ...] = ()
    gates: tuple[GateDay, ...] = ()
    waves: tuple[WaveDay, ...] = ()


@dataclass(frozen=True, slots=True)
class Hit:
    """A place where a rule fires: the rows (UID), the days, and the sentence that says it; a severity of its own."""

    tasks: tuple[int, ...]
    text: str
    dates: tuple[date, ...] = ()
    severity: Severity | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """Something a check found: which rule, how much it matters, the rows and days concerned, and what is wrong."""

    rule: str
    severity: Severity
    tasks: tuple[int, ...]
    dates: tuple[date, ...]
    text: str
