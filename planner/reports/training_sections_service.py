"""Gathers what the training report shows, of those groups alone that may stand side by side."""

from collections.abc import Collection, Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from zoneinfo import ZoneInfo

from planner.adoption.shown import safe_groups, safe_sets
from planner.basics.suppression import may_show
from planner.people.staff import By, role_in_words
from planner.people.staff_queries import Part
from planner.reports.groups import Division
from planner.reports.training_paper import CourseLine, GroupLine, Trained, WaveLine, WeekAhead
from planner.rollouts.models import Rollout
from planner.schedule.capacity import monday
from planner.training import course_queries, coverage_queries, group_queries, outlook_queries, record_queries
from planner.training.coverage_queries import Coverage
from planner.training.group_queries import Profile
from planner.training.pace import WaveOutlook
from planner.training.results import EVERYONE
from planner.training.sitting_models import Sitting
from planner.training.sitting_queries import sittings

DIVISIONS = {By.UNIT: "unit", By.ROLE: "role", By.SITE: "site"}
WEEKS = 6
OTHERS = "Courses of few people"


def trained_on(rollout: Rollout, today: date) -> Trained:
    """The training of a rollout on a day."""
    people = group_queries.profiles(rollout.id, today)
    shown = safe_groups(people)
    if not shown["all"]:
        return Trained(today, None)
    waves = {str(each.number): each for each in outlook_queries.outlooks(rollout, today) if each.people}
    courses = course_lines(rollout, today, people, shown)
    names = {each.name for each in courses}
    shares = record_queries.shares(rollout.id, Part())
    return Trained(
        today=today,
        whole=_line("Everybody", coverage_queries.coverage(rollout.id, today)),
        waves=tuple(_wave(rollout, each, today, names) for key, each in waves.items() if key in shown["wave"]),
        hidden_waves=sum(1 for key in waves if key not in shown["wave"]),
        divisions=tuple(_division(rollout, by, today, shown) for by in DIVISIONS),
        courses=tuple(courses),
        hidden_courses=len(group_queries.by_course(rollout.id, today)) - len(courses),
        weeks=tuple(weeks_ahead(rollout, today)),
        attendance=_exact(shares.attendance),
        passes=_exact(shares.passes),
        rating=_exact(shares.rating),
    )


def _line(name: str, found: Coverage) -> GroupLine:
    return GroupLine(name, found.required, found.trained, found.expiring, found.expired, found.not_trained)


def _wave(rollout: Rollout, each: WaveOutlook, today: date, shown: Collection[str]) -> WaveLine:
    """A wave with the sessions still to plan; courses of too few people stand together, without their names."""
    names = course_queries.course_names(rollout.id)
    missing: dict[str, tuple[int, Fraction]] = {}
    for course in each.courses:
        name = names[course.course_id] if names[course.course_id] in shown else OTHERS
        sessions, hours = missing.get(name, (0, Fraction(0)))
        missing[name] = (sessions + course.missing_sessions, hours + course.missing_hours)
    return WaveLine(
        name=f"Wave {each.number}: {each.name}",
        go_live=each.go_live,
        people=each.people,
        trained=each.trained,
        trained_at_go_live=each.trained_at_go_live,
        open=each.open,
        ready_on=each.ready_on,
        light=each.light(today).value,
        sessions=tuple(
            (name, sessions, _exact(hours) or Decimal(0)) for name, (sessions, hours) in missing.items() if sessions
        ),
    )


def _division(rollout: Rollout, by: By, today: date, shown: Mapping[str, list[str]]) -> Division[GroupLine]:
    """The groups of one division by name; people without a group there stand nowhere."""
    word = DIVISIONS[by]
    named = {str(key): name for key, name in coverage_queries.unit_names(rollout.id).items()} if by is By.UNIT else {}
    lines, hidden = [], 0
    for key, found in coverage_queries.coverage_by(rollout.id, today, by).items():
        if key in (None, "") or not found.required:
            continue
        if str(key) not in shown[word]:
            hidden += 1
            continue
        name = named.get(str(key), str(key))
        lines.append(_line(role_in_words(name) if by is By.ROLE else name, found))
    return Division(word, tuple(sorted(lines, key=lambda each: each.name)), hidden)


def course_lines(
    rollout: Rollout, today: date, people: Mapping[Profile, int], shown: Mapping[str, list[str]]
) -> list[CourseLine]:
    """The courses whose people may be counted beside the groups, by name."""
    counts = group_queries.by_course(rollout.id, today)
    views = [each for each in course_queries.courses(rollout.id) if each.course.id in counts]
    sets = {str(each.course.id): set(each.roles) for each in views if EVERYONE not in each.roles}
    safe = {*safe_sets(people, shown, sets), *(str(each.course.id) for each in views if EVERYONE in each.roles)}
    kept = [each for each in views if str(each.course.id) in safe and may_show(counts[each.course.id].asked)]
    scores = record_queries.scores_by_course(rollout.id, [each.course.id for each in kept])
    return [
        CourseLine(
            name=each.course.name,
            asked=counts[each.course.id].asked,
            fresh=counts[each.course.id].fresh,
            score=scores.get(each.course.id, (0, None))[1],
            rating=_exact(record_queries.rating_of(rollout.id, each.course.id)[0]),
        )
        for each in kept
    ]


def weeks_ahead(rollout: Rollout, today: date) -> list[WeekAhead]:
    """The next weeks that have sessions, with their seats and the hours of trainers they take."""
    begins, zone = outlook_queries.instant(rollout, monday(today)), ZoneInfo(rollout.timezone)
    planned = sittings(rollout.id, Sitting.starts_at >= begins, Sitting.cancelled == "")
    weeks: dict[date, list[Sitting]] = {}
    for each in planned:
        weeks.setdefault(monday(each.sitting.starts_at.astimezone(zone).date()), []).append(each.sitting)
    return [
        WeekAhead(week, len(rows), sum(row.seats for row in rows), Decimal(sum(row.minutes for row in rows)) / 60)
        for week, rows in sorted(weeks.items())[:WEEKS]
    ]


def _exact(value: Fraction | None) -> Decimal | None:
    return None if value is None else Decimal(value.numerator) / Decimal(value.denominator)
