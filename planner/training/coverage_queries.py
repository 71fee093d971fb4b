"""Who is trained: counted over all people of a rollout, by unit, wave, role, site and course, and person by person.

Counted in the database from `training_standing` and `training_cell`, however many people there are. Somebody who
joined and has no standing yet is a gap from the first day on.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, Date, Select, and_, case, func, literal, or_, select

from planner.db import db
from planner.people import staff_queries
from planner.people.staff import By, StaffView
from planner.people.staff_models import Staff, StaffRole
from planner.people.staff_queries import EVERYBODY, Part
from planner.rollouts.models import Unit, Wave
from planner.training.record_models import TrainingCell, TrainingStanding
from planner.training.results import EXPIRING_DAYS, Cell, Stand

PAGE = 50


@dataclass(frozen=True, slots=True)
class Coverage:
    """People of a group by where they stand; `required` are those of whom any course is asked."""

    people: int
    current: int
    expiring: int
    expired: int
    not_trained: int

    @property
    def required(self) -> int:
        """Those of whom any course is asked."""
        return self.current + self.expiring + self.expired + self.not_trained

    @property
    def trained(self) -> int:
        """Those who passed every course asked, all still fresh."""
        return self.current + self.expiring

    @property
    def gaps(self) -> int:
        """Those who are not trained."""
        return self.expired + self.not_trained


NOBODY = Coverage(0, 0, 0, 0, 0)
_NEVER = or_(TrainingStanding.staff_id.is_(None), and_(TrainingStanding.asked > 0, TrainingStanding.missing > 0))
_ALL_PASSED = and_(TrainingStanding.asked > 0, TrainingStanding.missing == 0)


def stands(stand: Stand, day: date) -> ColumnElement[bool]:
    """The condition that somebody stands there on a day."""
    until, soon = TrainingStanding.fresh_until, day + timedelta(days=EXPIRING_DAYS)
    conditions: dict[Stand, ColumnElement[bool]] = {
        Stand.CURRENT: and_(_ALL_PASSED, until >= soon),
        Stand.EXPIRING: and_(_ALL_PASSED, until >= day, until < soon),
        Stand.EXPIRED: and_(_ALL_PASSED, until < day),
        Stand.NOT_TRAINED: _NEVER,
        Stand.NOT_REQUIRED: TrainingStanding.asked == 0,
    }
    return conditions[stand]


def _counts(day: date) -> list[Any]:
    kinds = (Stand.CURRENT, Stand.EXPIRING, Stand.EXPIRED, Stand.NOT_TRAINED)
    return [func.count(Staff.id), *(func.sum(case((stands(kind, day), 1), else_=0)) for kind in kinds)]


def _over(columns: Sequence[Any], rollout_id: int, on: date, part: Part) -> Select[*tuple[Any, ...]]:
    query = staff_queries.in_units(select(*columns)).outerjoin(TrainingStanding, TrainingStanding.staff_id == Staff.id)
    return query.where(*staff_queries.conditions(rollout_id, part), staff_queries.counts(on))


def coverage(rollout_id: int, on: date, part: Part = EVERYBODY, *, at: date | None = None) -> Coverage:
    """The people who count on a day by where they stand, today or (`at`) on another day if nothing more happens."""
    row = db.session.execute(_over(_counts(at or on), rollout_id, on, part)).one()
    return Coverage(*(int(number or 0) for number in row))


def coverage_by(rollout_id: int, on: date, by: By, part: Part = EVERYBODY) -> dict[int | str | None, Coverage]:
    """The same by unit (number), wave (number), site, team or role; somebody with two roles counts in both."""
    keys: dict[By, Any] = {
        By.UNIT: Staff.unit_id, By.WAVE: Wave.number, By.SITE: Staff.site, By.TEAM: Staff.team,
        By.ROLE: StaffRole.role_ref,
    }  # fmt: skip
    query = _over([keys[by], *_counts(on)], rollout_id, on, part)
    if by is By.ROLE:
        query = query.join(StaffRole, StaffRole.staff_id == Staff.id)
    rows = db.session.execute(query.group_by(keys[by])).all()
    found = {key: Coverage(*(int(number or 0) for number in numbers)) for key, *numbers in rows}
    return dict(sorted(found.items(), key=lambda pair: (pair[0] is None, str(pair[0]).zfill(9))))


def coverage_of_waves(rollout_id: int, on: date) -> dict[int, tuple[Coverage, int]]:
    """Each wave, by its number: its coverage on a day, and how many are still trained at its go-live; one question.

    A go-live that is over, or has no date, is taken for that day.
    """
    day = literal(on, Date)
    go_live = case((Wave.go_live > day, Wave.go_live), else_=day)
    still = func.sum(case((and_(_ALL_PASSED, TrainingStanding.fresh_until >= go_live), 1), else_=0))
    query = _over([Wave.number, still, *_counts(on)], rollout_id, on, EVERYBODY).group_by(Wave.number)
    return {
        number: (Coverage(*(int(each or 0) for each in numbers)), int(then or 0))
        for number, then, *numbers in db.session.execute(query)
        if number is not None
    }


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """A person with the cells of all courses, by course."""

    person: StaffView
    cells: dict[int, Cell]


def matrix(
    rollout_id: int, on: date, part: Part, stand: Stand | None, words: str, first: int
) -> tuple[list[MatrixRow], int]:
    """A page of people by name with their courses, and how many there are in all; four questions."""
    wanted = [*staff_queries.conditions(rollout_id, part), staff_queries.counts(on)]
    if stand is not None:
        wanted.append(stands(stand, on))
    wanted += [
        or_(Staff.name.icontains(word, autoescape=True), Staff.email.icontains(word, autoescape=True))
        for word in words.split()[:5]
    ]
    joined = staff_queries.in_units(select(func.count(Staff.id)))
    joined = joined.outerjoin(TrainingStanding, TrainingStanding.staff_id == Staff.id)
    number = db.session.scalar(joined.where(*wanted)) or 0
    ids = staff_queries.in_units(select(Staff.id)).outerjoin(TrainingStanding, TrainingStanding.staff_id == Staff.id)
    query = ids.where(*wanted).order_by(Staff.name, Staff.id).limit(PAGE).offset(first)
    page = list(db.session.scalars(query))
    people = staff_queries.of_ids(rollout_id, page)
    cells = cells_by_person(page)
    return [MatrixRow(people[key], cells.get(key, {})) for key in page if key in people], number


def cells_by_person(staff_ids: Sequence[int]) -> dict[int, dict[int, Cell]]:
    """The courses of these people: person, course, cell."""
    query = select(TrainingCell).where(TrainingCell.staff_id.in_(staff_ids))
    found: dict[int, dict[int, Cell]] = {}
    for row in db.session.scalars(query):
        cell = Cell(row.course_id, row.asked, row.passed_on, row.fresh_until)
        found.setdefault(row.staff_id, {})[row.course_id] = cell
    return found


def everybody_at(rollout_id: int, on: date, part: Part, stand: Stand) -> list[StaffView]:
    """Those who stand somewhere, by name; for lists that a trainer acts on."""
    ids = _over([Staff.id], rollout_id, on, part).where(stands(stand, on)).subquery()
    query = staff_queries.in_units(select(*staff_queries.columns())).where(Staff.id.in_(select(ids.c.id)))
    wanted = [Staff.id.in_(select(ids.c.id))]
    return staff_queries.views(query.order_by(Staff.name, Staff.id), wanted)


def open_cells(rollout_id: int, on: date, *, at_go_live: bool = True) -> list[tuple[int, int | None, int]]:
    """How many people of each wave still need each course: course, wave, people.

    With `at_go_live` a pass counts only when it is still fresh on the go-live of the person's wave, or today after it.
    """
    query = staff_queries.in_units(select(TrainingCell.course_id, Wave.number, func.count()))
    query = query.join(TrainingCell, TrainingCell.staff_id == Staff.id).where(
        *_still_open(rollout_id, on, at_go_live=at_go_live)
    )
    rows = db.session.execute(query.group_by(TrainingCell.course_id, Wave.number))
    return [(course_id, wave, int(number)) for course_id, wave, number in rows]


def _still_open(rollout_id: int, on: date, *, at_go_live: bool) -> list[ColumnElement[bool]]:
    stale = TrainingCell.fresh_until < on
    if at_go_live:
        stale = or_(stale, and_(Wave.go_live.is_not(None), Wave.go_live > on, TrainingCell.fresh_until < Wave.go_live))
    unpassed = or_(TrainingCell.passed_on.is_(None), stale)
    return [Staff.rollout_id == rollout_id, staff_queries.counts(on), TrainingCell.asked.is_(True), unpassed]


def open_together(rollout_id: int, on: date, course_ids: Sequence[int]) -> list[tuple[int | None, frozenset[int], int]]:
    """How many people of each wave still need exactly which of these courses on its go-live; counted in the database.

    At most 50 courses are told apart; further ones are left out.
    """
    told = course_ids[:50]
    if not told:
        return []
    bits = case(
        *((TrainingCell.course_id == key, literal(1 << place, BigInteger)) for place, key in enumerate(told)), else_=0
    )
    query = staff_queries.in_units(select(Staff.id, Wave.number.label("wave"), func.sum(bits).label("mask")))
    query = query.join(TrainingCell, TrainingCell.staff_id == Staff.id).where(
        *_still_open(rollout_id, on, at_go_live=True), TrainingCell.course_id.in_(told)
    )
    people = query.group_by(Staff.id, Wave.number).subquery()
    rows = db.session.execute(select(people.c.wave, people.c.mask, func.count()).group_by(people.c.wave, people.c.mask))
    return [
        (wave, frozenset(key for place, key in enumerate(told) if int(mask) >> place & 1), int(number))
        for wave, mask, number in rows
    ]


def who_needs(
    rollout_id: int, course_id: int, on: date, part: Part = EVERYBODY, *, limit: int | None = None,
    among: Collection[int] | None = None,
) -> list[StaffView]:  # fmt: skip
    """Those of whom a course is asked and who have not passed it, or whose pass is too old, by name.

    `limit` is the most that are given; `among` are those who may be meant, None for everybody.
    """
    wanted = _needing(rollout_id, course_id, on, part)
    if among is not None:
        wanted.append(Staff.id.in_(among))
    ids = staff_queries.in_units(select(Staff.id)).where(*wanted).order_by(Staff.name, Staff.id)
    if limit is not None:
        ids = ids.limit(limit)
    chosen = list(db.session.scalars(ids)) if limit is not None else None
    if chosen is not None:
        wanted = [Staff.id.in_(chosen)]
    query = staff_queries.in_units(select(*staff_queries.columns())).where(*wanted)
    return staff_queries.views(query.order_by(Staff.name, Staff.id), wanted)


def how_many_need(rollout_id: int, course_id: int, on: date, part: Part = EVERYBODY) -> int:
    """How many those are."""
    query = staff_queries.in_units(select(func.count(Staff.id))).where(*_needing(rollout_id, course_id, on, part))
    return db.session.scalar(query) or 0


def _needing(rollout_id: int, course_id: int, on: date, part: Part) -> list[ColumnElement[bool]]:
    needs = select(TrainingCell.staff_id).where(
        TrainingCell.rollout_id == rollout_id,
        TrainingCell.course_id == course_id,
        TrainingCell.asked.is_(True),
        or_(TrainingCell.passed_on.is_(None), TrainingCell.fresh_until < on),
    )
    return [*staff_queries.conditions(rollout_id, part), staff_queries.counts(on), Staff.id.in_(needs)]


def passed_lately(rollout_id: int, since: date, until: date) -> dict[int | None, int]:
    """How many asked courses were passed by people of each wave in a span of days."""
    query = staff_queries.in_units(select(Wave.number, func.count()))
    query = query.join(TrainingCell, TrainingCell.staff_id == Staff.id).where(
        Staff.rollout_id == rollout_id,
        TrainingCell.asked.is_(True),
        TrainingCell.passed_on > since,
        TrainingCell.passed_on <= until,
    )
    return {wave: int(number) for wave, number in db.session.execute(query.group_by(Wave.number))}


def refreshers_due(rollout_id: int, on: date, until: date) -> list[tuple[StaffView, int, date]]:
    """Asked courses that run out until a day, the soonest first: the person, the course and the last fresh day."""
    query = select(TrainingCell.staff_id, TrainingCell.course_id, TrainingCell.fresh_until).where(
        TrainingCell.rollout_id == rollout_id,
        TrainingCell.asked.is_(True),
        TrainingCell.fresh_until <= until,
    )
    rows = db.session.execute(query.order_by(TrainingCell.fresh_until, TrainingCell.staff_id).limit(500)).all()
    people = staff_queries.of_ids(rollout_id, {staff_id for staff_id, _, _ in rows})
    return [
        (people[staff_id], course_id, day)
        for staff_id, course_id, day in rows
        if day is not None and staff_id in people and people[staff_id].counts_on(on)
    ]


def running_out(rollout_id: int, on: date, until: date) -> list[tuple[int, int, date]]:
    """Courses whose passes run out until a day: the course, of how many people who count, the first of the days."""
    first = func.min(TrainingCell.fresh_until)
    query = select(TrainingCell.course_id, func.count(), first).join(Staff, Staff.id == TrainingCell.staff_id)
    query = query.where(
        TrainingCell.rollout_id == rollout_id,
        TrainingCell.asked.is_(True),
        TrainingCell.fresh_until <= until,
        staff_queries.counts(on),
    )
    rows = db.session.execute(query.group_by(TrainingCell.course_id).order_by(first, TrainingCell.course_id))
    return [(course_id, int(people), day) for course_id, people, day in rows if day is not None]


def unit_names(rollout_id: int) -> dict[int, str]:
    """The units of a rollout by number."""
    query = select(Unit.id, Unit.name).where(Unit.rollout_id == rollout_id)
    return {row[0]: row[1] for row in db.session.execute(query)}
