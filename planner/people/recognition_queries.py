"""Questions about recognition: contributions as far as somebody sees them, champions, and forgotten units."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import or_, select, true

from planner.access.models import User
from planner.basics.errors import NotFound
from planner.db import db
from planner.people import staff_queries
from planner.people.recognition import Recognised, Seat, Step, Subject, UnitCoverage, coverage
from planner.people.recognition_models import Champion, Contribution
from planner.people.staff import StaffView
from planner.people.staff_models import Staff
from planner.rollouts import queries as rollouts

SECONDED = (Step.SECONDED, Step.THANKED)


@dataclass(frozen=True, slots=True)
class ContributionView:
    """A contribution with the names on it; `who` is the person, team, unit or the project."""

    row: Contribution
    who: str
    unit: str
    proposed_by: str
    seconded_by: str
    thanked_by: str
    praised: int | None


def contributions(rollout_id: int, *, whole: bool, user_id: int, own: int | None) -> list[ContributionView]:
    """What was contributed, the newest first; without `whole` only of groups, about oneself, and by oneself."""
    mine = or_(
        Contribution.subject != Subject.PERSON,
        Contribution.proposed_by_id == user_id,
        Contribution.staff_id == own if own else Contribution.staff_id.is_(None),
    )
    query = select(Contribution).where(Contribution.rollout_id == rollout_id, true() if whole else mine)
    order = (Contribution.proposed_on.desc(), Contribution.id.desc())
    return _viewed(rollout_id, list(db.session.scalars(query.order_by(*order))))


def contribution(rollout_id: int, contribution_id: int) -> ContributionView:
    """One contribution of this rollout; NotFound for any other."""
    found = db.session.get(Contribution, contribution_id)
    if found is None or found.rollout_id != rollout_id:
        raise NotFound("There is no such contribution in this rollout.")
    return _viewed(rollout_id, [found])[0]


def thanks_of(rollout_id: int, staff_id: int) -> list[ContributionView]:
    """What one person was thanked for, the newest first; for that person's own page."""
    query = select(Contribution).where(
        Contribution.rollout_id == rollout_id, Contribution.staff_id == staff_id, Contribution.step == Step.THANKED
    )
    return _viewed(rollout_id, list(db.session.scalars(query.order_by(Contribution.thanked_on.desc()))))


def _viewed(rollout_id: int, rows: list[Contribution]) -> list[ContributionView]:
    people = staff_queries.of_ids(rollout_id, {row.staff_id for row in rows if row.staff_id})
    units = {unit.id: unit.name for unit in rollouts.units(rollout_id)}
    accounts = {number for row in rows for number in (row.proposed_by_id, row.seconded_by_id, row.thanked_by_id)}
    query = select(User.id, User.name).where(User.id.in_([number for number in accounts if number]))
    names = {row.id: row.name for row in db.session.execute(query)}
    return [_view(row, people, units, names) for row in rows]


def _view(
    row: Contribution, people: dict[int, StaffView], units: dict[int, str], names: dict[int, str]
) -> ContributionView:
    person = people.get(row.staff_id or 0)
    unit = person.unit if person else units.get(row.unit_id or 0, "")
    who = {
        Subject.PERSON: person.name if person else "somebody who left",
        Subject.TEAM: row.team,
        Subject.UNIT: unit or "a unit that is gone",
        Subject.PROJECT: "The project",
    }[row.subject]
    return ContributionView(
        row, who, unit,
        proposed_by=names.get(row.proposed_by_id or 0, "somebody who left"),
        seconded_by=names.get(row.seconded_by_id or 0, ""),
        thanked_by=names.get(row.thanked_by_id or 0, ""),
        praised=person.user_id if person else None,
    )  # fmt: skip


def covered(rollout_id: int, today: date) -> list[UnitCoverage]:
    """Every unit with when it was last recognised; only what was seconded counts."""
    query = (
        select(Contribution.unit_id, Staff.unit_id, Contribution.seconded_on)
        .outerjoin(Staff, Staff.id == Contribution.staff_id)
        .where(Contribution.rollout_id == rollout_id, Contribution.step.in_(SECONDED))
    )
    rows = [(own or of_person, day) for own, of_person, day in db.session.execute(query)]
    seen = [Recognised(unit_id, day) for unit_id, day in rows if unit_id and day]
    return coverage([unit.id for unit in rollouts.units(rollout_id)], seen, today)


def champions(rollout_id: int, today: date) -> list[tuple[Champion, Seat]]:
    """Who is or was champion, by unit and then by day; each with whether the person still counts."""
    rows = list(db.session.scalars(select(Champion).where(Champion.rollout_id == rollout_id).order_by(Champion.since)))
    people = staff_queries.of_ids(rollout_id, {row.staff_id for row in rows})
    here = staff_queries.who_count(rollout_id, today, set(people))
    return [
        (row, Seat(row.unit_id, people[row.staff_id].name, row.since, row.until, row.staff_id in here)) for row in rows
    ]


def champion(rollout_id: int, champion_id: int) -> Champion:
    """One champion of this rollout; NotFound for any other."""
    found = db.session.get(Champion, champion_id)
    if found is None or found.rollout_id != rollout_id:
        raise NotFound("There is no such champion in this rollout.")
    return found
