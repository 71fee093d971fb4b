"""Tells for one task when work that begins at an instant ends, and the other way round, by the calendars that hold."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from planner.schedule.calendars import Calendar, CalendarError, WorkingHours, common_hours, resolve
from planner.schedule.network import Activity, Network
from planner.schedule.working_time import WorkingTime

OFFICE = Calendar(-1, "Office hours")
MOST_CALENDARS = 200
"""More different calendars than this in one plan are refused: each needs a table of its own."""


@dataclass(frozen=True, slots=True)
class Part:
    """Somebody's part of a task on their own calendar, in seconds of work."""

    time: WorkingTime
    work: int
    remaining: int


@dataclass(frozen=True, slots=True)
class TaskClock:
    """The calendar of a task, how long it takes, and the parts of people whose calendars differ (none: nobody's do)."""

    time: WorkingTime
    duration: int
    rest: int
    elapsed: bool = False
    parts: tuple[Part, ...] = ()
    settled: bool = False
    """A point in time that nobody works at, such as the end of a summary: it stays where it falls."""

    def finish(self, start: int) -> int:
        """When all of the work is done."""
        if self.parts:
            return max(part.time.add(start, part.work) for part in self.parts)
        return start + self.duration if self.elapsed else self.time.add(start, self.duration)

    def start(self, finish: int) -> int:
        """When all of the work has to begin."""
        if self.parts:
            return min(part.time.add(finish, -part.work) for part in self.parts)
        return finish - self.duration if self.elapsed else self.time.add(finish, -self.duration)

    def start_of_rest(self, finish: int) -> int:
        """When what is still to do has to begin."""
        if self.parts:
            return min(part.time.add(finish, -part.remaining) for part in self.parts)
        return finish - self.rest if self.elapsed else self.time.add(finish, -self.rest)

    def end_of_rest(self, start: int) -> int:
        """When what is still to do is done."""
        if self.parts:
            return max(part.time.add(start, part.remaining) for part in self.parts)
        return start + self.rest if self.elapsed else self.time.add(start, self.rest)

    def snapped(self, instant: int) -> int:
        """The next moment at which the task can begin; elapsed time begins at any, a milestone also in the evening."""
        if self.settled or self.elapsed or (not self.duration and self.time.last_finish(instant) == instant):
            return instant
        if self.parts:
            return min(part.time.next_start(instant) for part in self.parts)
        return self.time.next_start(instant)

    def snapped_back(self, instant: int) -> int:
        """The evening before, where an instant is the morning after: both mean the same work."""
        if self.settled:
            return instant
        times: Iterable[WorkingTime] = [part.time for part in self.parts] or [self.time]
        return max(time.last_finish(instant) for time in times)


class Clocks:
    """The calendars of a plan as tables, each made once, and the clock of each task."""

    def __init__(self, network: Network) -> None:
        self._calendars: Mapping[int, Calendar] = network.calendars
        self._made: list[tuple[WorkingHours, WorkingTime]] = []
        self._by_key: dict[tuple[int | None, int | None], WorkingTime] = {}
        self._plain: dict[tuple[int, int, int, bool], TaskClock] = {}
        self.warnings: list[str] = []
        chosen = network.calendars.get(network.calendar if network.calendar is not None else -1)
        self._default = chosen or next(iter(network.calendars.values()), OFFICE)
        self.project = self._table(resolve(self._default, self._calendars), self._default.name)

    def of(self, activity: Activity) -> TaskClock:
        """The clock of a task."""
        own = activity.calendar if activity.calendar in self._calendars else None
        time = self._time(own, None)
        parts: tuple[Part, ...] = ()
        if activity.crew and not activity.fixed_duration and not activity.elapsed:
            parts = self._parts(activity, own)
            if all(part.time is time for part in parts):
                parts = ()
        if parts:
            return TaskClock(time, activity.duration, activity.rest, activity.elapsed, parts)
        key = id(time), activity.duration, activity.rest, activity.elapsed
        return self._plain.setdefault(key, TaskClock(time, activity.duration, activity.rest, activity.elapsed))

    def _parts(self, activity: Activity, own: int | None) -> tuple[Part, ...]:
        ignore = own is not None and activity.own_calendar_only
        return tuple(
            Part(self._time(own, None if ignore else stretch.calendar), stretch.work, stretch.remaining)
            for stretch in activity.crew
            if stretch.work
        )

    def _time(self, own: int | None, theirs: int | None) -> WorkingTime:
        """The table of a task's calendar, of a person's, or of the hours they have in common."""
        key = own, theirs if theirs in self._calendars else None
        if key == (None, None):
            return self.project
        if key not in self._by_key:
            hours = [resolve(self._calendars[uid], self._calendars) for uid in key if uid is not None]
            name = " with ".join(self._calendars[uid].name for uid in key if uid is not None)
            self._by_key[key] = self._shared(hours, name, own)
        return self._by_key[key]

    def _shared(self, hours: list[WorkingHours], name: str, own: int | None) -> WorkingTime:
        try:
            return self._table(common_hours(*hours) if len(hours) == 2 else hours[0], name)
        except CalendarError as error:
            self.warnings.append(f"{error} The calendar was passed over.")
            return self._time(own, None) if len(hours) == 2 else self.project

    def _table(self, hours: WorkingHours, name: str) -> WorkingTime:
        for known, table in self._made:
            if known.week == hours.week and known.days == hours.days:
                return table
        if len(self._made) >= MOST_CALENDARS:
            raise CalendarError(f"The plan uses more than {MOST_CALENDARS} different calendars.")
        table = WorkingTime(hours, name)
        self._made.append((hours, table))
        return table
