"""The plan as the schedule sees it: activities with durations, links with lags, constraints, progress and calendars.

Durations and lags are whole seconds of working time, unless they are elapsed time; dates are local, without a zone.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from planner.schedule.calendars import Calendar, CalendarError
from planner.schedule.project_file import Constraint, LagKind, LinkType


class NetworkError(ValueError):
    """A plan that cannot be scheduled: what is wrong, in words."""


class CycleError(NetworkError):
    """Activities that wait for each other: their numbers (UID), in the order of the circle."""

    def __init__(self, uids: tuple[int, ...], names: tuple[str, ...]) -> None:
        super().__init__(f"Tasks wait for each other in a circle: {' → '.join([*names, names[0]])}.")
        self.uids = uids
        self.names = names


class DatesError(CalendarError):
    """An activity whose dates leave the years that are scheduled: its number (UID), its name, and what is wrong."""

    def __init__(self, uid: int, name: str, what: str) -> None:
        super().__init__(f"{what} The first task there is “{name}”: check its duration, lags and fixed dates.")
        self.uid = uid
        self.name = name


@dataclass(frozen=True, slots=True)
class Link:
    """An activity waits for another one. `lag` is seconds, or whole percent of the predecessor's duration."""

    predecessor: int
    type: LinkType = LinkType.FINISH_START
    lag: int = 0
    lag_kind: LagKind = LagKind.WORKING


@dataclass(frozen=True, slots=True)
class Stretch:
    """Somebody's part of an activity: seconds of their calendar it takes in all, and still to do."""

    calendar: int | None
    work: int
    remaining: int


@dataclass(frozen=True, slots=True)
class Activity:
    """One row of the plan. Rows with deeper rows under them are summaries, whatever else they say.

    `remaining` is what is still to do of the duration, `resume` when it goes on, `delay` seconds added to the earliest
    start. `crew` counts only where the people's calendars differ from the activity's own.
    """

    uid: int
    name: str
    level: int = 1
    duration: int = 0
    elapsed: bool = False
    milestone: bool = False
    manual: bool = False
    active: bool = True
    start: datetime | None = None
    finish: datetime | None = None
    actual_start: datetime | None = None
    actual_finish: datetime | None = None
    percent: int = 0
    remaining: int | None = None
    resume: datetime | None = None
    constraint: Constraint = Constraint.AS_SOON_AS_POSSIBLE
    constraint_date: datetime | None = None
    deadline: datetime | None = None
    calendar: int | None = None
    own_calendar_only: bool = False
    fixed_duration: bool = False
    delay: int = 0
    delay_elapsed: bool = True
    crew: tuple[Stretch, ...] = ()
    links: tuple[Link, ...] = ()

    @property
    def rest(self) -> int:
        """Seconds still to do: all of it before the start, nothing after the end."""
        if self.actual_finish is not None:
            return 0
        if self.remaining is not None and (self.percent or self.actual_start):
            return self.remaining
        return self.duration - self.duration * self.percent // 100

    @property
    def by_hand(self) -> bool:
        """Whether somebody dated it by hand: it keeps these dates, whatever it waits for or has under it."""
        return self.manual and self.start is not None

    @property
    def done(self) -> bool:
        """Whether nothing is left to do."""
        return self.percent >= 100 or self.actual_finish is not None

    @property
    def begun(self) -> bool:
        """Whether some of it was done."""
        return self.percent > 0 or self.actual_start is not None


@dataclass(frozen=True, slots=True)
class Network:
    """A whole plan. `critical_limit` is the greatest total slack, in seconds, of a critical activity.

    `unfinished_from` is the status date, where unfinished work is to go on after it: nothing that is still to do is
    planned before that moment, except what must be on a day or was dated by hand.
    """

    start: datetime
    activities: tuple[Activity, ...]
    calendars: Mapping[int, Calendar] = field(default_factory=dict)
    calendar: int | None = None
    finish: datetime | None = None
    from_finish: bool = False
    honor_constraints: bool = True
    critical_limit: int = 0
    unfinished_from: datetime | None = None
    multiple_critical_paths: bool = False
