"""Questions about the goals of a rollout; a constant number of them to the database, however many goals there are."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from planner.access.models import User
from planner.basics.errors import NotFound
from planner.db import asked_once, db
from planner.goals.goal import Goal as GoalFacts
from planner.goals.goal import Measure
from planner.goals.links import Link
from planner.goals.models import Goal, GoalComment, GoalContent, GoalLink, GoalLook, GoalRevision
from planner.playbook.words import Direction, Unit


@dataclass(frozen=True, slots=True)
class Names:
    """The words behind the numbers in a goal: people, units and the key figures of the playbook."""

    people: Mapping[int, str]
    units: Mapping[int, str]
    measures: Mapping[str, Measure]


def rows_of(rollout_id: int) -> list[Goal]:
    """The goals of a rollout in the order in which they were written."""
    return list(db.session.scalars(select(Goal).where(Goal.rollout_id == rollout_id).order_by(Goal.number)))


def row_of(rollout_id: int, goal_id: int) -> Goal:
    """One goal of this rollout; NotFound otherwise."""
    found = db.session.scalar(select(Goal).where(Goal.rollout_id == rollout_id, Goal.id == goal_id))
    if found is None:
        raise NotFound("There is no such goal in this rollout.")
    return found


def facts_of(row: GoalContent, goal_id: int, names: Names) -> GoalFacts:
    """A stored goal, or a version of it, as the rules see it."""
    return GoalFacts(
        id=goal_id,
        name=row.name,
        level=row.level,
        wording=row.wording,
        parent=row.parent_id,
        owner=names.people.get(row.owner_id or 0, ""),
        unit=names.units.get(row.unit_id or 0, ""),
        group=row.work_group,
        measure=measure_of(row, names.measures),
        baseline=row.baseline,
        baseline_on=row.baseline_on,
        target=row.target,
        target_on=row.target_on,
        importance=row.importance,
        realistic=row.realistic,
        dropped=row.dropped,
    )


def measure_of(row: GoalContent, known: Mapping[str, Measure]) -> Measure | None:
    """The figure that shows a goal: of the playbook by its ref, else the goal's own words for it.

    A figure that the playbook no longer has is none, unless the goal kept words of its own.
    """
    if not row.kpi_ref:
        return None
    if row.kpi_ref in known:
        return known[row.kpi_ref]
    if not row.measure_name:
        return None
    return Measure(row.kpi_ref, row.measure_name, row.measure_unit or Unit.COUNT, row.measure_direction or Direction.UP)


@asked_once
def links_of(rollout_id: int) -> list[GoalLink]:
    """Every link of the goals of a rollout, in the order in which they were made."""
    query = select(GoalLink).join(Goal, Goal.id == GoalLink.goal_id).where(Goal.rollout_id == rollout_id)
    return list(db.session.scalars(query.order_by(GoalLink.id)))


def plain(row: GoalLink) -> Link:
    """A stored link as the rules see it."""
    return Link(row.goal_id, row.kind, row.ref, row.state, row.why)


def link_row(rollout_id: int, goal_link_id: int) -> GoalLink:
    """One link of a goal of this rollout; NotFound otherwise."""
    query = select(GoalLink).join(Goal, Goal.id == GoalLink.goal_id)
    found = db.session.scalar(query.where(Goal.rollout_id == rollout_id, GoalLink.id == goal_link_id))
    if found is None:
        raise NotFound("There is no such link in this rollout.")
    return found


@dataclass(frozen=True, slots=True)
class Written:
    """Something that somebody wrote about a goal."""

    at: datetime
    by: str
    text: str


def comments(goal_id: int) -> list[Written]:
    """What was said about a goal, the first first."""
    query = select(GoalComment, User.name).outerjoin(User, User.id == GoalComment.by_id)
    rows = db.session.execute(query.where(GoalComment.goal_id == goal_id).order_by(GoalComment.id))
    return [Written(row.at, name or "", row.text) for row, name in rows]


@dataclass(frozen=True, slots=True)
class Revised:
    """A version of a goal with who wrote it."""

    row: GoalRevision
    by: str


def revisions(rollout_id: int, goal_id: int | None = None) -> list[Revised]:
    """The versions of one goal, or of all goals of a rollout, the latest first."""
    query = (
        select(GoalRevision, User.name)
        .join(Goal, Goal.id == GoalRevision.goal_id)
        .outerjoin(User, User.id == GoalRevision.by_id)
        .where(Goal.rollout_id == rollout_id)
        .order_by(GoalRevision.at.desc(), GoalRevision.id.desc())
    )
    if goal_id is not None:
        query = query.where(GoalRevision.goal_id == goal_id)
    return [Revised(row, name or "") for row, name in db.session.execute(query)]


@dataclass(frozen=True, slots=True)
class Looked:
    """A look at a goal before a gate, with who looked."""

    row: GoalLook
    by: str


def looks(rollout_id: int) -> list[Looked]:
    """Every look at the goals of a rollout, the latest first."""
    query = (
        select(GoalLook, User.name)
        .join(Goal, Goal.id == GoalLook.goal_id)
        .outerjoin(User, User.id == GoalLook.by_id)
        .where(Goal.rollout_id == rollout_id)
        .order_by(GoalLook.id.desc())
    )
    return [Looked(row, name or "") for row, name in db.session.execute(query)]


def latest_looks(rollout_id: int, gate_key: str) -> dict[int, Looked]:
    """The look that counts for each goal before one gate."""
    found: dict[int, Looked] = {}
    for look in looks(rollout_id):
        if look.row.gate_key == gate_key:
            found.setdefault(look.row.goal_id, look)
    return found


def name_of(user_id: int | None) -> str:
    """The name of an account; empty for none."""
    return db.session.scalar(select(User.name).where(User.id == user_id)) or "" if user_id else ""
