"""Gathers what a proposal of sessions is worked out from: who needs what in which order, free trainers and rooms."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from planner.basics.public_holidays import holidays_of
from planner.playbook.words import CourseFormat
from planner.rollouts import queries as rollouts
from planner.rollouts.models import Rollout
from planner.training import course_queries, coverage_queries, outlook_queries, sitting_queries
from planner.training.pace import WaveOutlook
from planner.training.session_values import Group, Held, Need, RoomTime, TrainerTime, monday
from planner.training.sitting_models import Sitting

NOON = time(13, 15)
FARTHEST = timedelta(days=400)


@dataclass(frozen=True, slots=True)
class Task:
    """All that a proposal is worked out from."""

    needs: tuple[Need, ...]
    trainers: tuple[TrainerTime, ...]
    rooms: tuple[RoomTime, ...]
    days: tuple[date, ...]
    groups: tuple[Group, ...] = ()

    @property
    def size(self) -> int:
        """Roughly how many sessions are possible."""
        rooms = max(len(self.rooms), 1)
        spans = sum((min(need.last, need.first + FARTHEST) - need.first).days for need in self.needs if need.wanted)
        return spans * max(len(self.trainers), 1) * rooms


def task_of(rollout: Rollout, today: date) -> Task:
    """What is missing today, and with what it may be closed."""
    found = outlook_queries.outlooks(rollout, today)
    ordered = _ordered(rollout, found)
    needs = tuple(_needs(found, rollout, today, ordered))
    tied = coverage_queries.open_together(rollout.id, today, sorted({key for _, key in ordered}))
    groups = tuple(Group(wave, people, courses) for wave, courses, people in tied)
    last = max((need.last for need in needs), default=today)
    around = sitting_queries.between(
        rollout.id, outlook_queries.instant(rollout, today - timedelta(days=7)),
        outlook_queries.instant(rollout, min(last, today + FARTHEST) + timedelta(days=7)),
    )  # fmt: skip
    zone = ZoneInfo(rollout.timezone)
    away = course_queries.absences(rollout.id)
    trainers = tuple(
        TrainerTime(
            each.id,
            float(each.hours_week),
            frozenset(_span_days((a.first_day, a.last_day) for a in away.get(each.id, []))),
            frozenset(_halves((row for row in around if row.trainer_id == each.id), zone)),
            _hours([row for row in around if row.trainer_id == each.id], zone),
        )
        for each in course_queries.trainers(rollout.id)
    )
    rooms = tuple(
        RoomTime(each.id, each.seats, frozenset(_halves((r for r in around if r.training_room_id == each.id), zone)))
        for each in course_queries.rooms(rollout.id)
    )
    return Task(needs, trainers, rooms, tuple(_working_days(rollout, today, min(last, today + FARTHEST))), groups)


def _ordered(rollout: Rollout, outlooks: Iterable[WaveOutlook]) -> dict[tuple[int, int], tuple[int, ...]]:
    """The courses of a wave that come after another open one, or before one: by wave and course, what comes before.

    Only courses that a trainer gives: e-learning can be taken at any time.
    """
    needed = {view.course.id: view.needed for view in course_queries.courses(rollout.id)}
    found: dict[tuple[int, int], tuple[int, ...]] = {}
    for wave in outlooks:
        mine = {each.course_id for each in wave.courses if each.with_trainer and each.people}
        after = {course: tuple(each for each in needed[course] if each in mine) for course in mine}
        tied = {course for course in mine if after[course]} | {each for before in after.values() for each in before}
        found |= {(wave.number, course): after[course] for course in sorted(tied)}
    return found


def _needs(
    outlooks: Iterable[WaveOutlook], rollout: Rollout, today: date, ordered: Mapping[tuple[int, int], tuple[int, ...]]
) -> Iterable[Need]:
    views = {view.course.id: view for view in course_queries.courses(rollout.id)}
    waves = {wave.number: wave for wave in rollouts.waves(rollout.id)}
    planned = outlook_queries.coming(rollout, today) if ordered else []
    for wave in outlooks:
        if wave.go_live is None or wave.go_live <= today:
            continue
        for each in wave.courses:
            course, after = views[each.course_id].course, ordered.get((wave.number, each.course_id))
            if each.missing_seats or after is not None:
                first = max(today + timedelta(days=1), wave.go_live - timedelta(days=course.shelf_life_days))
                need = Need(
                    course.id, wave.number, each.missing_seats, float(course.hours), course.seats,
                    course.format is CourseFormat.CLASSROOM, first, wave.go_live - timedelta(days=1),
                )  # fmt: skip
                if after is None:
                    yield need
                else:
                    serving = outlook_queries.serving(rollout, planned, views[course.id], waves[wave.number])
                    yield replace(need, after=after, open=each.people, held=tuple(_held(rollout, serving)))


def _held(rollout: Rollout, rows: Iterable[Sitting]) -> Iterable[Held]:
    """Sessions that are planned already, by the half days in which they begin and end."""
    zone = ZoneInfo(rollout.timezone)
    for row in rows:
        begin, end = row.starts_at.astimezone(zone), row.ends_at.astimezone(zone)
        yield Held((begin.date(), int(begin.time() >= NOON)), (end.date(), int(end.time() > NOON)), row.seats)


def _span_days(spans: Iterable[tuple[date, date]]) -> Iterable[date]:
    for first, last in spans:
        for number in range(min((last - first).days, 1000) + 1):
            yield first + timedelta(days=number)


def _halves(rows: Iterable[Sitting], zone: ZoneInfo) -> Iterable[tuple[date, int]]:
    """The half days that sessions take."""
    for row in rows:
        begin, end = row.starts_at.astimezone(zone), row.ends_at.astimezone(zone)
        for day in _span_days([(begin.date(), end.date())]):
            if begin < datetime.combine(day, NOON, zone):
                yield day, 0
            if end > datetime.combine(day, NOON, zone):
                yield day, 1


def _hours(rows: Iterable[Sitting], zone: ZoneInfo) -> Mapping[date, float]:
    found: Counter[date] = Counter()
    for row in rows:
        found[monday(row.starts_at.astimezone(zone).date())] += row.minutes
    return {week: minutes / 60 for week, minutes in found.items()}


def _working_days(rollout: Rollout, today: date, last: date) -> Iterable[date]:
    off = holidays_of(rollout.country, range(today.year, last.year + 1))
    for number in range(1, (last - today).days + 1):
        day = today + timedelta(days=number)
        if day.weekday() < 5 and day not in off:
            yield day
