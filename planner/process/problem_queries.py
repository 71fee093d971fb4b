"""Questions about reported problems: which are open, how old, about what, and how fast they are settled."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from statistics import median
from typing import Any

from sqlalchemy import Select, func, select

from planner.access.models import User
from planner.db import db
from planner.process.problem_models import Problem, ProblemLink, ProblemNote
from planner.process.problem_states import CLOSED, OLD_DAYS, OPEN, State, Topic
from planner.rollouts.models import Unit

PAGE = 50


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which problems are asked for; None for any."""

    open: bool | None = True
    topic: Topic | None = None
    unit_id: int | None = None
    owner_id: int | None = None


@dataclass(frozen=True, slots=True)
class ProblemLine:
    """A problem with the names around it, and how old it is or was when it was settled."""

    problem: Problem
    unit: str
    owner: str
    days: int

    @property
    def old(self) -> bool:
        """Whether it has been open for longer than two weeks."""
        return self.problem.state in OPEN and self.days > OLD_DAYS


def lines(rollout_id: int, wanted: Wanted, today: date, offset: int = 0) -> list[ProblemLine]:
    """Problems as asked for, the oldest open ones first."""
    query = _where(
        select(Problem, func.coalesce(Unit.name, ""), func.coalesce(User.name, ""))
        .outerjoin(Unit, Unit.id == Problem.unit_id)
        .outerjoin(User, User.id == Problem.owner_id),
        rollout_id,
        wanted,
    )
    rows = db.session.execute(query.order_by(Problem.reported_on, Problem.id).offset(offset).limit(PAGE))
    return [
        ProblemLine(row[0], row[1], row[2], ((row[0].settled_on or today) - row[0].reported_on).days) for row in rows
    ]


def total(rollout_id: int, wanted: Wanted) -> int:
    """How many there are."""
    return db.session.scalar(_where(select(func.count(Problem.id)), rollout_id, wanted)) or 0


def _where(query: Select[*tuple[Any, ...]], rollout_id: int, wanted: Wanted) -> Select[*tuple[Any, ...]]:
    query = query.where(Problem.rollout_id == rollout_id)
    if wanted.open is not None:
        query = query.where(Problem.state.in_(OPEN if wanted.open else CLOSED))
    for column, value in (
        (Problem.topic, wanted.topic), (Problem.unit_id, wanted.unit_id), (Problem.owner_id, wanted.owner_id)
    ):  # fmt: skip
        if value is not None:
            query = query.where(column == value)
    return query


def owned(rollout_id: int, user_ids: Collection[int]) -> list[Problem]:
    """The open problems that some people look after, the first due on top."""
    query = select(Problem).where(
        Problem.rollout_id == rollout_id, Problem.state.in_(OPEN), Problem.owner_id.in_(user_ids)
    )
    return list(db.session.scalars(query.order_by(Problem.due, Problem.id)))


def topics(rollout_id: int) -> Mapping[Topic, int]:
    """How many open problems there are about each topic, the most frequent first."""
    query = select(Problem.topic, func.count()).where(Problem.rollout_id == rollout_id, Problem.state.in_(OPEN))
    rows = [(row[0], row[1]) for row in db.session.execute(query.group_by(Problem.topic))]
    return dict(sorted(rows, key=lambda pair: (-pair[1], pair[0])))


def open_by_course(rollout_id: int) -> Mapping[str, int]:
    """How many open problems each course would answer, by its reference, the most frequent first."""
    query = select(Problem.course_ref, func.count()).where(
        Problem.rollout_id == rollout_id, Problem.state.in_(OPEN), Problem.course_ref != ""
    )
    rows = [(row[0], row[1]) for row in db.session.execute(query.group_by(Problem.course_ref))]
    return dict(sorted(rows, key=lambda pair: (-pair[1], pair[0])))


def answered_by(rollout_id: int, *, course_ref: str = "", task_uid: int | None = None) -> list[Problem]:
    """The problems that a course or a task of the plan is to answer, open ones first."""
    wanted = Problem.course_ref == course_ref if course_ref else Problem.task_uid == task_uid
    rows = db.session.scalars(select(Problem).where(Problem.rollout_id == rollout_id, wanted).order_by(Problem.id))
    return sorted(rows, key=lambda row: row.state in CLOSED)


@dataclass(frozen=True, slots=True)
class Pace:
    """How problems go: reported at all, for how many days each open one is open, and the median of days to settle."""

    reported: int
    ages: tuple[int, ...]
    median_days: Decimal | None

    @property
    def open(self) -> int:
        """How many are open."""
        return len(self.ages)

    @property
    def old(self) -> int:
        """How many have been open for more than two weeks."""
        return self.older_than(OLD_DAYS)

    def older_than(self, days: int) -> int:
        """How many have been open for more than so many days."""
        return sum(age > days for age in self.ages)


def pace(rollout_id: int, today: date) -> Pace:
    """How problems go in a rollout; the median counts those settled, not those that were none."""
    query = select(Problem.state, Problem.reported_on, Problem.settled_on).where(Problem.rollout_id == rollout_id)
    rows = db.session.execute(query).all()
    ages = tuple((today - row.reported_on).days for row in rows if row.state in OPEN)
    took = [(row.settled_on - row.reported_on).days for row in rows if row.state is State.SETTLED and row.settled_on]
    middle = Decimal(str(median(took))) if took else None
    return Pace(len(rows), ages, middle)


def notes(problem_id: int) -> list[tuple[ProblemNote, str]]:
    """What was written about a problem, in the order of time, with who wrote it."""
    query = (
        select(ProblemNote, func.coalesce(User.name, ""))
        .outerjoin(User, User.id == ProblemNote.by_id)
        .where(ProblemNote.problem_id == problem_id)
        .order_by(ProblemNote.id)
    )
    return [(row[0], row[1]) for row in db.session.execute(query)]


def links(rollout_id: int) -> list[tuple[ProblemLink, str]]:
    """The links by which one reports, with the unit each is for."""
    query = (
        select(ProblemLink, func.coalesce(Unit.name, ""))
        .outerjoin(Unit, Unit.id == ProblemLink.unit_id)
        .where(ProblemLink.rollout_id == rollout_id)
        .order_by(ProblemLink.id)
    )
    return [(row[0], row[1]) for row in db.session.execute(query)]


def line_of(row: Problem, today: date) -> ProblemLine:
    """One problem with the names around it."""
    unit = db.session.get(Unit, row.unit_id) if row.unit_id else None
    owner = db.session.get(User, row.owner_id) if row.owner_id else None
    days = ((row.settled_on or today) - row.reported_on).days
    return ProblemLine(row, unit.name if unit else "", owner.name if owner else "", days)
