"""Looks ahead: will each wave be trained in time, which capacity is missing, and how full trainers' weeks are."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from fractions import Fraction
from zoneinfo import ZoneInfo

from planner.rollouts import queries as rollouts
from planner.rollouts.models import Rollout, Wave
from planner.schedule.capacity import monday
from planner.training import course_queries, coverage_queries, sitting_queries
from planner.training.course_models import Trainer
from planner.training.course_queries import CourseView
from planner.training.courses import WITH_TRAINER
from planner.training.coverage_queries import NOBODY, Coverage
from planner.training.pace import WINDOW, OpenCourse, WaveOutlook, ready_day
from planner.training.sitting_models import Sitting
from planner.training.sitting_queries import SittingView

WEEKS = 10


def instant(rollout: Rollout, day: date) -> datetime:
    """The beginning of a day where the rollout is."""
    return datetime.combine(day, time(), ZoneInfo(rollout.timezone))


def coming(rollout: Rollout, today: date) -> list[SittingView]:
    """The sessions from today on that take place."""
    return sitting_queries.sittings(rollout.id, Sitting.starts_at >= instant(rollout, today), Sitting.cancelled == "")


def outlooks(rollout: Rollout, today: date) -> list[WaveOutlook]:
    """Each wave in its order: trained, open, pace, and what is missing; as many questions however many waves."""
    still = coverage_queries.open_cells(rollout.id, today)
    pace = coverage_queries.passed_lately(rollout.id, today - timedelta(days=WINDOW), today)
    views = {view.course.id: view for view in course_queries.courses(rollout.id)}
    trained = coverage_queries.coverage_of_waves(rollout.id, today)
    planned = coming(rollout, today)
    return [
        _outlook(
            rollout, wave, today, trained.get(wave.number, (NOBODY, 0)), still, pace.get(wave.number, 0), views, planned
        )
        for wave in rollouts.waves(rollout.id)
    ]


def _outlook(
    rollout: Rollout,
    wave: Wave,
    today: date,
    trained: tuple[Coverage, int],
    still: list[tuple[int, int | None, int]],
    pace: int,
    views: dict[int, CourseView],
    planned: list[SittingView],
) -> WaveOutlook:
    now, at_go_live = trained
    mine = {course_id: people for course_id, number, people in still if number == wave.number and course_id in views}
    courses = tuple(
        _open_course(views[course_id], people, seats_planned(rollout, planned, views[course_id], wave))
        for course_id, people in sorted(mine.items(), key=lambda pair: (-pair[1], views[pair[0]].course.name))
    )
    number = sum(mine.values())
    return WaveOutlook(
        number=wave.number,
        name=wave.name,
        go_live=wave.go_live,
        people=now.required,
        trained=now.trained,
        trained_at_go_live=at_go_live,
        open=number,
        passed_lately=pace,
        ready_on=ready_day(number, pace, today),
        courses=courses,
    )


def _open_course(view: CourseView, people: int, planned: int) -> OpenCourse:
    course = view.course
    return OpenCourse(
        course.id, people, planned, Fraction(course.hours), course.seats, with_trainer=course.format in WITH_TRAINER
    )


def seats_planned(rollout: Rollout, planned: list[SittingView], view: CourseView, wave: Wave) -> int:
    """Seats of the coming sessions that serve a wave."""
    return sum(each.seats for each in serving(rollout, planned, view, wave))


def serving(rollout: Rollout, planned: list[SittingView], view: CourseView, wave: Wave) -> list[Sitting]:
    """The coming sessions of a course that serve a wave: before its go-live, and not too early for the shelf life."""
    found = []
    for each in planned:
        row = each.sitting
        day = row.starts_at.astimezone(ZoneInfo(rollout.timezone)).date()
        early = wave.go_live is not None and day + timedelta(days=view.course.shelf_life_days) < wave.go_live
        late = wave.go_live is not None and day >= wave.go_live
        if row.course_id == view.course.id and row.wave in (None, wave.number) and not early and not late:
            found.append(row)
    return found


@dataclass(frozen=True, slots=True)
class TrainerWeek:
    """A trainer's week: hours of sessions against the hours there are; `away` counts days of absence."""

    week: date
    hours: Fraction
    most: Fraction
    away: int
    sessions: int

    @property
    def over(self) -> Fraction:
        """Hours beyond what there is."""
        return max(self.hours - self.most, Fraction(0))


@dataclass(frozen=True, slots=True)
class TrainerLoad:
    """A trainer with the weeks ahead."""

    trainer: Trainer
    weeks: tuple[TrainerWeek, ...]


def trainer_weeks(rollout: Rollout, first: date, count: int = WEEKS) -> list[TrainerLoad]:
    """Hours of trainers against their sessions, week by week; an absence takes its share of Monday to Friday away."""
    weeks = [first + timedelta(weeks=number) for number in range(count)]
    rows = sitting_queries.between(
        rollout.id, instant(rollout, weeks[0]), instant(rollout, weeks[-1] + timedelta(weeks=1))
    )
    hours: Counter[tuple[int | None, date]] = Counter()
    sessions: Counter[tuple[int | None, date]] = Counter()
    for row in rows:
        week = monday(row.starts_at.astimezone(ZoneInfo(rollout.timezone)).date())
        hours[row.trainer_id, week] += row.minutes
        sessions[row.trainer_id, week] += 1
    away = course_queries.absences(rollout.id)
    found = []
    for trainer in course_queries.trainers(rollout.id):
        days = {week: _days_away(week, [(a.first_day, a.last_day) for a in away.get(trainer.id, [])]) for week in weeks}
        found.append(
            TrainerLoad(
                trainer,
                tuple(
                    TrainerWeek(
                        week,
                        Fraction(hours[trainer.id, week], 60),
                        Fraction(trainer.hours_week) * (5 - days[week]) / 5,
                        days[week],
                        sessions[trainer.id, week],
                    )
                    for week in weeks
                ),
            )
        )
    return found


def _days_away(week: date, spans: list[tuple[date, date]]) -> int:
    days = [week + timedelta(days=number) for number in range(5)]
    return sum(any(first <= day <= last for first, last in spans) for day in days)
