"""Capacity: the hours people are promised for, week by week, against the hours their open tasks need.

A task needs its remaining hours times the share of time it takes, spread evenly over the working time that is left
until its last day. What is late is needed from now on.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from planner.people.promises import Promise, promised_in
from planner.schedule.working_time import WorkingTime, instant

HOUR = 3600
WEEKS = 12
CROWDED = 6
"""From so many activities of a wave in one week on, the week is called crowded."""


@dataclass(frozen=True, slots=True)
class Work:
    """An open task of one person: the hours still to work in it at full time, and the share of time it takes."""

    task_id: int
    name: str
    owner_id: int
    start: datetime
    finish: datetime
    hours: float
    load: int = 100
    wave: int | None = None


class Fit(StrEnum):
    """How a week fits: nothing to do, within what is promised, over it, or nothing promised."""

    FREE = "free"
    WITHIN = "within"
    OVER = "over"
    NOT_PROMISED = "not-promised"


@dataclass(frozen=True, slots=True)
class Cell:
    """One week of one person, in hours; `promised` is None where nothing is promised. `parts` are its tasks."""

    week: date
    need: float
    promised: float | None
    parts: tuple[tuple[Work, float], ...] = ()

    @property
    def over(self) -> float:
        """The hours beyond what is promised; none where nothing is promised."""
        return 0.0 if self.promised is None else max(round(self.need - self.promised, 1), 0.0)

    @property
    def fit(self) -> Fit:
        """How it fits."""
        if self.need < 0.05:
            return Fit.FREE
        if self.promised is None:
            return Fit.NOT_PROMISED
        return Fit.OVER if self.over else Fit.WITHIN


@dataclass(frozen=True, slots=True)
class Row:
    """The weeks of one person."""

    user_id: int
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Crowd:
    """What happens to a wave in one week: how many activities, and whether it goes live."""

    week: date
    names: tuple[str, ...]
    live: bool

    @property
    def crowded(self) -> bool:
        """Whether it is much at once, or something else goes on in the week of the go-live."""
        return len(self.names) >= CROWDED


def monday(day: date) -> date:
    """The Monday of a day's week."""
    return day - timedelta(days=day.weekday())


def weeks_from(day: date, count: int = WEEKS) -> tuple[date, ...]:
    """The Mondays of so many weeks, the first one in the week of a day."""
    return tuple(monday(day) + timedelta(weeks=number) for number in range(count))


def spread(work: Work, weeks: Sequence[date], now: datetime, clock: WorkingTime) -> tuple[float, ...]:
    """The hours a task needs in each week, by the working time of the plan.

    Ten hours left on a task of Thursday and Friday next week at half the time are five hours in that week.
    """
    first = max(instant(work.start), instant(now))
    last = instant(work.finish)
    if clock.between(first, max(first, last)) <= 0:
        first, last = clock.next_start(first), clock.add(clock.next_start(first), max(round(work.hours * HOUR), 1))
    whole = clock.between(first, last)
    needed = work.hours * work.load / 100
    shares = []
    for week in weeks:
        begin, end = instant(datetime.combine(week, time())), instant(datetime.combine(week + timedelta(7), time()))
        inside = clock.between(max(first, begin), min(last, end)) if max(first, begin) < min(last, end) else 0
        shares.append(needed * inside / whole)
    return tuple(shares)


def capacity_rows(
    works: Iterable[Work], promises: Sequence[Promise], weeks: Sequence[date], now: datetime, clock: WorkingTime
) -> tuple[Row, ...]:
    """Need against promise for everybody who has work or is promised in these weeks."""
    parts: dict[int, dict[date, list[tuple[Work, float]]]] = {}
    for work in works:
        mine = parts.setdefault(work.owner_id, {})
        for week, hours in zip(weeks, spread(work, weeks, now, clock), strict=True):
            if hours >= 0.05:
                mine.setdefault(week, []).append((work, hours))
    people = sorted({*parts, *(promise.user_id for promise in promises)})
    return tuple(Row(person, _cells(person, parts.get(person, {}), promises, weeks)) for person in people)


def _cells(
    person: int, parts: Mapping[date, list[tuple[Work, float]]], promises: Sequence[Promise], weeks: Sequence[date]
) -> tuple[Cell, ...]:
    mine = [promise for promise in promises if promise.user_id == person]
    cells = []
    for week in weeks:
        found = sorted(parts.get(week, ()), key=lambda part: (-part[1], part[0].task_id))
        given = promised_in(week, mine)
        cells.append(
            Cell(
                week, round(sum(hours for _, hours in found), 1), None if given is None else float(given), tuple(found)
            )
        )
    return tuple(cells)


def together(rows: Sequence[Row]) -> tuple[Cell, ...]:
    """All people in one row: need and promise added up."""
    columns = zip(*(row.cells for row in rows), strict=True)
    return tuple(
        Cell(
            column[0].week,
            round(sum(cell.need for cell in column), 1),
            sum(cell.promised or 0 for cell in column) if any(cell.promised is not None for cell in column) else None,
        )
        for column in columns
    )


def over_committed(rows: Sequence[Row]) -> tuple[tuple[int, Cell], ...]:
    """Who is over in which week, the earliest and then the largest first."""
    found = [(row.user_id, cell) for row in rows for cell in row.cells if cell.fit is Fit.OVER]
    return tuple(sorted(found, key=lambda each: (each[1].week, -each[1].over, each[0])))


def crowds(
    works: Iterable[tuple[str, datetime, datetime]],
    go_live: date | None,
    weeks: Sequence[date],
    courses: Mapping[date, Sequence[str]] | None = None,
) -> tuple[Crowd, ...]:
    """What happens to a unit week by week: activities of its wave with name, start and finish, courses, the go-live."""
    each = list(works)
    found = []
    for week in weeks:
        last = week + timedelta(days=6)
        names = tuple(name for name, start, finish in each if start.date() <= last and week <= finish.date())
        names += tuple((courses or {}).get(week, ()))
        found.append(Crowd(week, names, go_live is not None and week <= go_live <= last))
    return tuple(found)
