"""The staff list as pages show it: filtered, searched, a page at a time, and what can be filtered by.

Every page asks the same number of questions, however many people there are.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from sqlalchemy import ColumnElement, func, select, true
from sqlalchemy.orm import InstrumentedAttribute

from planner.db import db
from planner.people import staff_queries
from planner.people.staff import By, StaffView
from planner.people.staff_counts import Place
from planner.people.staff_models import Staff, StaffAway, StaffRole
from planner.people.staff_queries import EVERYBODY, Part
from planner.people.staff_search import PAGE, Found, folded, page_within
from planner.rollouts.models import Unit, Wave


class Who(StrEnum):
    """Who is on the list that is shown."""

    HERE = "here"
    LEFT = "left"
    COMING = "coming"
    ALL = "all"


WHO_WORDS = {
    Who.HERE: "who count today",
    Who.LEFT: "who left",
    Who.COMING: "who are to come",
    Who.ALL: "everybody ever",
}


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked of the list; `only` narrows it to certain people, None to nobody in particular."""

    part: Part = EVERYBODY
    who: Who = Who.HERE
    words: str = ""
    page: int = 1
    only: frozenset[int] | None = None


@dataclass(frozen=True, slots=True)
class Sheet:
    """One page of the list."""

    people: tuple[StaffView, ...]
    found: Found


def sheet(rollout_id: int, wanted: Wanted, today: date) -> Sheet:
    """The people of a page, by name as people look them up."""
    asked = [*staff_queries.conditions(rollout_id, wanted.part), _who(wanted.who, today), *_narrowed(wanted)]
    total = db.session.scalar(staff_queries.in_units(select(func.count(Staff.id))).where(*asked)) or 0
    page = page_within(wanted.page, total)
    query = staff_queries.in_units(select(Staff.id)).where(*asked).order_by(Staff.lookup, Staff.id)
    ids = tuple(db.session.scalars(query.limit(PAGE).offset((page - 1) * PAGE)))
    people = staff_queries.of_ids(rollout_id, ids)
    return Sheet(tuple(people[staff_id] for staff_id in ids), Found(ids, total, page))


def _narrowed(wanted: Wanted) -> list[ColumnElement[bool]]:
    """Those whose name, number or address holds every word that was typed, and certain people where these are given."""
    holding = [Staff.lookup.contains(word, autoescape=True) for word in folded(wanted.words).split()]
    return holding if wanted.only is None else [*holding, Staff.id.in_(wanted.only)]


def _who(who: Who, today: date) -> ColumnElement[bool]:
    wanted = {
        Who.HERE: staff_queries.counts(today),
        Who.LEFT: Staff.left < today,
        Who.COMING: Staff.joined > today,
        Who.ALL: true(),
    }
    return wanted[who]


MOST_TEAMS = 300
"""Teams that can still be chosen from a list; of more, those of one unit can."""


@dataclass(frozen=True, slots=True)
class Offer:
    """What the list can be filtered by; with `too_many` teams none is offered before a unit is chosen."""

    units: dict[int, str] = field(default_factory=dict)
    waves: tuple[int, ...] = ()
    sites: tuple[str, ...] = ()
    teams: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    too_many: bool = False


def offer(rollout_id: int, unit_id: int | None = None) -> Offer:
    """The units, waves, sites and roles of everybody ever on the list; teams of all or of one unit, unless too many."""
    within = [] if unit_id is None else [Staff.unit_id == unit_id]
    teams = _distinct(rollout_id, Staff.team, *within)
    units = select(Unit.id, Unit.name).where(Unit.rollout_id == rollout_id).order_by(Unit.name)
    waves = select(Wave.number).where(Wave.rollout_id == rollout_id).order_by(Wave.number)
    roles = select(StaffRole.role_ref).join(Staff).where(Staff.rollout_id == rollout_id).distinct()
    return Offer(
        {row.id: row.name for row in db.session.execute(units)},
        tuple(db.session.scalars(waves)),
        _distinct(rollout_id, Staff.site),
        teams if len(teams) <= MOST_TEAMS else (),
        tuple(sorted(db.session.scalars(roles))),
        too_many=len(teams) > MOST_TEAMS,
    )


def _distinct(rollout_id: int, column: InstrumentedAttribute[str], *within: ColumnElement[bool]) -> tuple[str, ...]:
    query = select(column).where(Staff.rollout_id == rollout_id, column != "", *within).distinct()
    return tuple(sorted(db.session.scalars(query)))


def places(rollout_id: int, today: date) -> dict[Place, int]:
    """How many people count today by wave, unit and team."""
    query = staff_queries.in_units(select(Wave.number, Staff.unit_id, Staff.team, func.count(Staff.id)))
    query = query.where(Staff.rollout_id == rollout_id, staff_queries.counts(today))
    rows = db.session.execute(query.group_by(Wave.number, Staff.unit_id, Staff.team))
    return {(wave, unit_id, team): int(size) for wave, unit_id, team, size in rows}


def sites(rollout_id: int, today: date) -> dict[str, int]:
    """How many people count today by site."""
    return {str(key or ""): size for key, size in staff_queries.sizes_by(rollout_id, today, By.SITE).items()}


def roles(rollout_id: int, today: date) -> dict[str, int]:
    """How many people have each role today; without a role they stand under the empty word."""
    return {str(key or ""): size for key, size in staff_queries.sizes_by(rollout_id, today, By.ROLE).items()}


def times_away(staff_id: int) -> Sequence[StaffAway]:
    """The days on which somebody did not count, between two stays."""
    query = select(StaffAway).where(StaffAway.staff_id == staff_id).order_by(StaffAway.first_day)
    return list(db.session.scalars(query))
