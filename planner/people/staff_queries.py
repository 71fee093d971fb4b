"""Questions about the staff of a rollout: who counts on a day, in which unit, wave, site, team or role; who is who.

`counted` is the population of every coverage and rate: ask it, never the table. All answers are values of their own
(`StaffView`), made with two questions to the database however many people there are.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, func, or_, select

from planner.basics.errors import NotFound
from planner.db import db
from planner.people.staff import By, StaffView
from planner.people.staff_models import Staff, StaffAway, StaffRole
from planner.people.staff_search import Entry
from planner.rollouts.models import Unit, Wave


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the staff; what is None is not asked for. An empty `site` or `team` means those without one."""

    unit_id: int | None = None
    wave: int | None = None
    site: str | None = None
    team: str | None = None
    role: str | None = None
    manager_id: int | None = None


EVERYBODY = Part()


def counted(rollout_id: int, on: date, part: Part = EVERYBODY) -> list[StaffView]:
    """Who belongs to the rollout's staff on a day, by name: `counted(rollout.id, today, Part(wave=1))`."""
    return _views(*conditions(rollout_id, part), counts(on))


def everybody(rollout_id: int, part: Part = EVERYBODY) -> list[StaffView]:
    """All who are or ever were on the list, by name; for histories, never for rates."""
    return _views(*conditions(rollout_id, part))


def of_ids(rollout_id: int, ids: Collection[int]) -> dict[int, StaffView]:
    """Certain people by number, whether they left or not."""
    return {view.id: view for view in _views(Staff.rollout_id == rollout_id, Staff.id.in_(ids))} if ids else {}


def of_account(rollout_id: int, user_id: int) -> StaffView | None:
    """The entry of somebody with an account; None where the account is nobody of the staff."""
    return next(iter(_views(Staff.rollout_id == rollout_id, Staff.user_id == user_id)), None)


def accounts(rollout_id: int) -> frozenset[int | None]:
    """The accounts that belong to somebody on the list."""
    query = select(Staff.user_id).where(Staff.rollout_id == rollout_id, Staff.user_id.is_not(None))
    return frozenset(db.session.scalars(query))


def who_count(rollout_id: int, on: date, ids: Collection[int]) -> frozenset[int]:
    """Those of certain people who count on a day."""
    query = select(Staff.id).where(Staff.rollout_id == rollout_id, Staff.id.in_(ids), counts(on))
    return frozenset(db.session.scalars(query)) if ids else frozenset()


def left_between(rollout_id: int, first: date, last: date) -> int:
    """How many people who counted on the first day had their last day before the last one."""
    gone = (Staff.rollout_id == rollout_id, Staff.left >= first, Staff.left < last, counts(first))
    return db.session.scalar(select(func.count(Staff.id)).where(*gone)) or 0


def led_by(rollout_id: int, manager_id: int, on: date) -> list[StaffView]:
    """Who reports to somebody on a day, by name."""
    return counted(rollout_id, on, Part(manager_id=manager_id))


def person(rollout_id: int, staff_id: int) -> StaffView:
    """One person of this rollout; NotFound for any other."""
    found = of_ids(rollout_id, [staff_id]).get(staff_id)
    if found is None:
        raise NotFound("There is no such person in this rollout.")
    return found


def row(rollout_id: int, staff_id: int) -> Staff:
    """The stored entry of one person of this rollout, for changing it; NotFound for any other."""
    found = db.session.get(Staff, staff_id)
    if found is None or found.rollout_id != rollout_id:
        raise NotFound("There is no such person in this rollout.")
    return found


def row_numbered(rollout_id: int, number: str) -> Staff:
    """The stored entry with a staff number; NotFound where there is none."""
    found = db.session.scalar(select(Staff).where(Staff.rollout_id == rollout_id, Staff.number == number))
    if found is None:
        raise NotFound("Nobody in this rollout has this staff number.")
    return found


def versions(rollout_id: int, after: int, limit: int) -> dict[int, int]:
    """The numbers of the next entries behind a number, in their order, each with its version."""
    query = select(Staff.id, Staff.version).where(Staff.rollout_id == rollout_id, Staff.id > after)
    return {row.id: row.version for row in db.session.execute(query.order_by(Staff.id).limit(limit))}


def total(rollout_id: int) -> int:
    """How many entries there are, whoever left included."""
    return db.session.scalar(select(func.count(Staff.id)).where(Staff.rollout_id == rollout_id)) or 0


def size(rollout_id: int, on: date, part: Part = EVERYBODY) -> int:
    """How many people count on a day."""
    query = in_units(select(func.count(Staff.id))).where(*conditions(rollout_id, part), counts(on))
    return db.session.scalar(query) or 0


def sizes_by(rollout_id: int, on: date, by: By, part: Part = EVERYBODY) -> dict[int | str | None, int]:
    """How many people count on a day, by unit (its number), wave (its number), site, team or role.

    People without one stand under None, or under the empty text for sites and teams. Somebody with two roles counts
    in both. What is shown of this to others goes through `planner.basics.suppression`.
    """
    keys: dict[By, Any] = {
        By.UNIT: Staff.unit_id,
        By.WAVE: Wave.number,
        By.SITE: Staff.site,
        By.TEAM: Staff.team,
        By.ROLE: StaffRole.role_ref,
    }
    query = in_units(select(keys[by], func.count(Staff.id)))
    if by is By.ROLE:
        query = query.outerjoin(StaffRole, StaffRole.staff_id == Staff.id)
    rows = db.session.execute(query.where(*conditions(rollout_id, part), counts(on)).group_by(keys[by]))
    return dict(sorted(((key, int(number)) for key, number in rows), key=lambda pair: (pair[0] is None, pair[0])))


def is_empty(rollout_id: int) -> bool:
    """Whether nobody was ever on the list: then the planned numbers of the units are all there is."""
    return db.session.scalar(select(Staff.id).where(Staff.rollout_id == rollout_id).limit(1)) is None


def counts(on: date) -> ColumnElement[bool]:
    """The condition that somebody counts on a day."""
    away = select(StaffAway.id).where(
        StaffAway.staff_id == Staff.id, StaffAway.first_day <= on, StaffAway.last_day >= on
    )
    away_then = away.correlate(Staff).exists()
    return or_(Staff.joined.is_(None), Staff.joined <= on) & or_(Staff.left.is_(None), Staff.left >= on) & ~away_then


def conditions(rollout_id: int, part: Part) -> list[ColumnElement[bool]]:
    """The conditions of a part of the staff."""
    pairs: list[tuple[Any, Any]] = [
        (Staff.unit_id, part.unit_id),
        (Wave.number, part.wave),
        (Staff.site, part.site),
        (Staff.team, part.team),
        (Staff.manager_id, part.manager_id),
    ]
    wanted = [Staff.rollout_id == rollout_id, *(column == value for column, value in pairs if value is not None)]
    if part.role is not None:
        has = select(StaffRole.id).where(StaffRole.staff_id == Staff.id, StaffRole.role_ref == part.role)
        wanted.append(has.correlate(Staff).exists())
    return wanted


def in_units(query: Select[*tuple[Any, ...]]) -> Select[*tuple[Any, ...]]:
    """The query over all staff, with the unit and the wave of each."""
    query = query.select_from(Staff).outerjoin(Unit, Unit.id == Staff.unit_id)
    return query.outerjoin(Wave, Wave.id == Unit.wave_id)


_VIEW: Callable[..., StaffView] = StaffView
_COLUMNS: tuple[Any, ...] = (
    Staff.id, Staff.name, Staff.number, Staff.email, Staff.unit_id, func.coalesce(Unit.name, ""), Wave.number,
    Staff.site, Staff.team, Staff.title, Staff.language, Staff.manager_id, Staff.user_id, Staff.joined, Staff.left,
    Staff.erased_on,
)  # fmt: skip


def _views(*wanted: ColumnElement[bool]) -> list[StaffView]:
    return views(in_units(select(*_COLUMNS)).where(*wanted).order_by(Staff.name, Staff.id), wanted)


def columns() -> tuple[Any, ...]:
    """What a query selects so that `views` can read it."""
    return _COLUMNS


def entries(rollout_id: int, *wanted: ColumnElement[bool]) -> list[Entry]:
    """Numbers, names and addresses of many people, for searching among them and finding out who is meant."""
    query = in_units(select(Staff.id, Staff.name, Staff.number, Staff.email))
    return [Entry(*values) for values in db.session.execute(query.where(Staff.rollout_id == rollout_id, *wanted))]


def views(query: Select[*tuple[Any, ...]], wanted: Collection[ColumnElement[bool]]) -> list[StaffView]:
    """The people of a query over `columns()`; `wanted` are its conditions, by which the roles are asked too."""
    rows: list[tuple[Any, ...]] = [tuple(values) for values in db.session.execute(query)]
    roles: dict[int, list[str]] = {}
    asked = in_units(select(StaffRole.staff_id, StaffRole.role_ref)).join(StaffRole, StaffRole.staff_id == Staff.id)
    for staff_id, ref in db.session.execute(asked.where(*wanted).order_by(StaffRole.role_ref)):
        roles.setdefault(staff_id, []).append(ref)
    return [_VIEW(*values, tuple(roles.get(values[0], ()))) for values in rows]
