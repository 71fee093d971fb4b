"""The lists that somebody can act on: who never signed in, who stopped, who does not use what was learned."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select

from planner.access.models import User
from planner.adoption.figure_models import AdoptionPerson, Condition
from planner.adoption.help_models import AdoptionHelp
from planner.db import db
from planner.people.staff_models import Staff
from planner.rollouts.models import Unit

LISTS = {
    Condition.NEVER: "Never signed in",
    Condition.PRESENT: "Signed in, not used",
    Condition.LAPSED: "Used it and stopped",
    Condition.ACTIVE: "Uses it, not yet adopted",
}
PAGE = 50


@dataclass(frozen=True, slots=True)
class Line:
    """One person of a list. The order is by name: nobody is ranked."""

    staff_id: int
    name: str
    unit: str
    licensed_from: date
    first_active: date | None
    last_active: date | None
    days: int
    used: int
    expected: int
    condition: Condition


def lines(
    rollout_id: int, condition: Condition | None, among: Collection[int] | None, offset: int = 0, limit: int = PAGE
) -> list[Line]:
    """The people of a list, by name; `among` are those that may be seen, None for all."""
    query = (
        select(
            Staff.id, Staff.name, func.coalesce(Unit.name, ""), AdoptionPerson.licensed_from,
            AdoptionPerson.first_active, AdoptionPerson.last_active, AdoptionPerson.days, AdoptionPerson.used,
            AdoptionPerson.expected, AdoptionPerson.condition,
        )
        .join(AdoptionPerson, AdoptionPerson.staff_id == Staff.id)
        .outerjoin(Unit, Unit.id == Staff.unit_id)
        .where(AdoptionPerson.rollout_id == rollout_id)
        .order_by(Staff.name, Staff.id)
    )  # fmt: skip
    if condition is not None:
        query = query.where(AdoptionPerson.condition == condition)
    if among is not None:
        query = query.where(Staff.id.in_(among))
    make: Callable[..., Line] = Line
    return [make(*row) for row in db.session.execute(query.offset(offset).limit(limit))]


def sizes(rollout_id: int, among: Collection[int] | None) -> dict[Condition, int]:
    """How many people each list has, of those that may be seen."""
    query = select(AdoptionPerson.condition, func.count()).where(AdoptionPerson.rollout_id == rollout_id)
    if among is not None:
        query = query.where(AdoptionPerson.staff_id.in_(among))
    return {row[0]: row[1] for row in db.session.execute(query.group_by(AdoptionPerson.condition))}


def line_of(rollout_id: int, staff_id: int) -> Line | None:
    """One person's line; None for somebody without a licence."""
    return next(iter(lines(rollout_id, None, [staff_id])), None)


def helps_of(staff_id: int) -> list[tuple[AdoptionHelp, str]]:
    """The help somebody was given, newest first, with who gave it."""
    query = (
        select(AdoptionHelp, func.coalesce(User.name, ""))
        .outerjoin(User, User.id == AdoptionHelp.by_id)
        .where(AdoptionHelp.staff_id == staff_id)
        .order_by(AdoptionHelp.id.desc())
    )
    return [(row[0], row[1]) for row in db.session.execute(query)]


def helped(staff_ids: Collection[int]) -> dict[int, date]:
    """When each of some people was last helped."""
    query = select(AdoptionHelp.staff_id, func.max(AdoptionHelp.on)).where(AdoptionHelp.staff_id.in_(staff_ids))
    return {row[0]: row[1] for row in db.session.execute(query.group_by(AdoptionHelp.staff_id))}
