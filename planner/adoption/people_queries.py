"""The lists that somebody can act on: who never signed in, who stopped, who does not use what was learned."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, case, func, or_, select

from planner.access.models import User
from planner.adoption.figure_models import AdoptionPerson, Condition
from planner.adoption.help_lists import HelpList
from planner.adoption.help_models import AdoptionHelp
from planner.db import db
from planner.people import staff_queries
from planner.people.staff_models import Staff
from planner.rollouts.models import Unit
from planner.training.coverage_queries import stands
from planner.training.record_models import TrainingStanding
from planner.training.results import Stand, Standing

PAGE = 50
USING = (Condition.ACTIVE, Condition.ADOPTED)


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
    stand: Stand


def on_list(wanted: HelpList, today: date) -> ColumnElement[bool]:
    """The condition that somebody is on a list."""
    if wanted is HelpList.IDLE:
        trained = or_(stands(Stand.CURRENT, today), stands(Stand.EXPIRING, today))
        return trained & AdoptionPerson.condition.not_in(USING)
    if wanted is HelpList.UNTRAINED:
        untrained = or_(stands(Stand.NOT_TRAINED, today), stands(Stand.EXPIRED, today))
        return untrained & AdoptionPerson.condition.in_(USING)
    return AdoptionPerson.condition == Condition(wanted.value)


def _licensed(rollout_id: int, today: date, among: Collection[int] | None, *columns: Any) -> Select[*tuple[Any, ...]]:  # noqa: ANN401 - columns of any kind
    """Whoever has a licence and did not object to being shown one by one."""
    return _all_licensed(rollout_id, today, among, *columns).where(Staff.objected_on.is_(None))


def _all_licensed(
    rollout_id: int,
    today: date,
    among: Collection[int] | None,
    *columns: Any,  # noqa: ANN401 - columns of any kind
) -> Select[*tuple[Any, ...]]:
    query = (
        select(*columns)
        .select_from(Staff)
        .join(AdoptionPerson, AdoptionPerson.staff_id == Staff.id)
        .outerjoin(Unit, Unit.id == Staff.unit_id)
        .outerjoin(TrainingStanding, TrainingStanding.staff_id == Staff.id)
        .where(AdoptionPerson.rollout_id == rollout_id, staff_queries.counts(today))
    )
    return query if among is None else query.where(Staff.id.in_(among))


_LINE = (
    Staff.id, Staff.name, func.coalesce(Unit.name, ""), AdoptionPerson.licensed_from, AdoptionPerson.first_active,
    AdoptionPerson.last_active, AdoptionPerson.days, AdoptionPerson.used, AdoptionPerson.expected,
    AdoptionPerson.condition, TrainingStanding.asked, TrainingStanding.missing, TrainingStanding.fresh_until,
)  # fmt: skip


def lines(
    rollout_id: int, wanted: HelpList | None, today: date, among: Collection[int] | None, offset: int = 0,
    limit: int = PAGE,
) -> list[Line]:  # fmt: skip
    """The people of a list, or of all, by name; `among` are those that may be seen, None for everybody."""
    query = _licensed(rollout_id, today, among, *_LINE).order_by(Staff.name, Staff.id)
    if wanted is not None:
        query = query.where(on_list(wanted, today))
    return [_line(row, today) for row in db.session.execute(query.offset(offset).limit(limit))]


def _line(row: Any, today: date) -> Line:  # noqa: ANN401 - a row of many kinds
    *told, asked, missing, fresh_until = row
    standing = Standing(asked or 0, missing or 0, fresh_until)
    make: Callable[..., Line] = Line
    return make(*told, Stand.NOT_TRAINED if asked is None else standing.stand(today))


def sizes(rollout_id: int, today: date, among: Collection[int] | None) -> dict[HelpList, int]:
    """How many people each list has, of those that may be seen; one question."""
    row = db.session.execute(_licensed(rollout_id, today, among, *_sums(today))).one()
    return {each: int(number or 0) for each, number in zip(HelpList, row, strict=True)}


def sizes_by_unit(rollout_id: int, today: date) -> dict[str, dict[HelpList, int]]:
    """The same for each unit, by its number; what is shown of it goes through `planner.basics.suppression`."""
    query = _licensed(rollout_id, today, None, Staff.unit_id, *_sums(today)).group_by(Staff.unit_id)
    return {
        str(unit_id or ""): {each: int(number or 0) for each, number in zip(HelpList, numbers, strict=True)}
        for unit_id, *numbers in db.session.execute(query)
    }


def _sums(today: date) -> list[Any]:
    return [func.sum(case((on_list(each, today), 1), else_=0)) for each in HelpList]


def line_of(rollout_id: int, staff_id: int, today: date) -> Line | None:
    """One person's line, also of somebody who objected: for the own page. None for somebody without a licence."""
    row = db.session.execute(_all_licensed(rollout_id, today, [staff_id], *_LINE)).one_or_none()
    return None if row is None else _line(row, today)


def objects(rollout_id: int, staff_id: int) -> bool:
    """Whether somebody objected to being shown one by one."""
    return db.session.scalar(_objectors(rollout_id).where(Staff.id == staff_id)) is not None


def _objectors(rollout_id: int) -> Select[int]:
    return select(Staff.id).where(Staff.rollout_id == rollout_id, Staff.objected_on.is_not(None))


def without_objectors(rollout_id: int) -> ColumnElement[bool]:
    """The condition that help was given to somebody who did not object."""
    return AdoptionHelp.staff_id.not_in(_objectors(rollout_id))


@dataclass(frozen=True, slots=True)
class HelpView:
    """Help with the names on it."""

    row: AdoptionHelp
    person: str
    by: str
    coach: str


def helps(
    rollout_id: int, among: Collection[int] | None, *wanted: ColumnElement[bool], limit: int = 200
) -> list[HelpView]:
    """The help that was given, newest first; `among` are those that may be seen, None for everybody."""
    query = select(AdoptionHelp).where(AdoptionHelp.rollout_id == rollout_id, *wanted)
    if among is not None:
        query = query.where(AdoptionHelp.staff_id.in_(among))
    rows = list(db.session.scalars(query.order_by(AdoptionHelp.on.desc(), AdoptionHelp.id.desc()).limit(limit)))
    staff = staff_queries.of_ids(rollout_id, {key for row in rows for key in (row.staff_id, row.coach_id) if key})
    givers = select(User.id, User.name).where(User.id.in_({row.by_id for row in rows if row.by_id}))
    names = {row[0]: row[1] for row in db.session.execute(givers)}
    return [
        HelpView(
            row,
            staff[row.staff_id].label if row.staff_id in staff else "somebody who left",
            names.get(row.by_id or 0, "somebody who left"),
            staff[row.coach_id].label if row.coach_id in staff else "",
        )
        for row in rows
    ]


def helped(staff_ids: Collection[int]) -> dict[int, date]:
    """When each of some people was last helped."""
    query = select(AdoptionHelp.staff_id, func.max(AdoptionHelp.on)).where(AdoptionHelp.staff_id.in_(staff_ids))
    return {row[0]: row[1] for row in db.session.execute(query.group_by(AdoptionHelp.staff_id))}
