"""Questions about rollouts that always ask first who is asking, or in which rollout."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select

from planner.access.models import User
from planner.access.roles import Role
from planner.basics.errors import NotFound
from planner.db import asked_once, db
from planner.rollouts.models import Membership, PlaybookCopy, Rollout, Unit, Wave
from planner.rollouts.stages import Standing


def visible_to(user_id: int) -> list[Rollout]:
    """The rollouts a person takes part in, by name."""
    query = select(Rollout).join(Membership).where(Membership.user_id == user_id).order_by(Rollout.name, Rollout.id)
    return list(db.session.scalars(query))


def all_rollouts() -> list[Rollout]:
    """Every rollout, by number; for commands, which run with the rights of whoever holds the machine."""
    return list(db.session.scalars(select(Rollout).order_by(Rollout.id)))


def rollout_for(user_id: int, rollout_id: int) -> tuple[Rollout, Role]:
    """A rollout and the person's role in it; NotFound where the person takes no part, as if it did not exist."""
    query = (
        select(Rollout, Membership.role).join(Membership).where(Rollout.id == rollout_id, Membership.user_id == user_id)
    )
    row = db.session.execute(query).first()
    if row is None:
        raise NotFound("There is no such rollout, or you take no part in it.")
    return row[0], row[1]


@dataclass(frozen=True, slots=True)
class Card:
    """A rollout on the list of a person's own: with the role there and the next go-live."""

    rollout: Rollout
    role: Role
    waves: int
    people: int
    next_go_live: date | None


def cards(user_id: int, today: date) -> list[Card]:
    """The rollouts a person takes part in, with what tells them apart at a glance; three questions in all."""
    query = select(Rollout, Membership.role).join(Membership).where(Membership.user_id == user_id)
    rows = db.session.execute(query.order_by(Rollout.name, Rollout.id)).all()
    ids = [rollout.id for rollout, _ in rows]
    waves = list(db.session.scalars(select(Wave).where(Wave.rollout_id.in_(ids))))
    people = _people(ids)
    count = Counter(wave.rollout_id for wave in waves)
    return [
        Card(rollout, role, count[rollout.id], people.get(rollout.id, 0), _next(waves, rollout.id, today))
        for rollout, role in rows
    ]


def _people(ids: list[int]) -> dict[int, int]:
    query = select(Unit.rollout_id, func.sum(Unit.people)).where(Unit.rollout_id.in_(ids)).group_by(Unit.rollout_id)
    return {rollout_id: int(people) for rollout_id, people in db.session.execute(query)}


def _next(waves: list[Wave], rollout_id: int, today: date) -> date | None:
    days = [wave.go_live for wave in waves if wave.rollout_id == rollout_id and wave.go_live]
    return min((day for day in days if day >= today), default=None)


@asked_once
def waves(rollout_id: int) -> list[Wave]:
    """The waves of a rollout in their order."""
    return list(db.session.scalars(select(Wave).where(Wave.rollout_id == rollout_id).order_by(Wave.number)))


@asked_once
def units(rollout_id: int) -> list[Unit]:
    """The units of a rollout by name."""
    return list(db.session.scalars(select(Unit).where(Unit.rollout_id == rollout_id).order_by(Unit.name)))


def wave(rollout_id: int, wave_id: int) -> Wave:
    """One wave of this rollout."""
    found = db.session.scalar(select(Wave).where(Wave.rollout_id == rollout_id, Wave.id == wave_id))
    if found is None:
        raise NotFound("There is no such wave in this rollout.")
    return found


def unit(rollout_id: int, unit_id: int) -> Unit:
    """One unit of this rollout."""
    found = db.session.scalar(select(Unit).where(Unit.rollout_id == rollout_id, Unit.id == unit_id))
    if found is None:
        raise NotFound("There is no such unit in this rollout.")
    return found


@asked_once
def members(rollout_id: int) -> list[tuple[Membership, User]]:
    """Who takes part, by role and then by name."""
    query = select(Membership, User).join(User, User.id == Membership.user_id)
    rows = db.session.execute(query.where(Membership.rollout_id == rollout_id))
    order = list(Role)
    return sorted(
        ((membership, user) for membership, user in rows), key=lambda row: (order.index(row[0].role), row[1].name)
    )


def member(rollout_id: int, membership_id: int) -> tuple[Membership, User]:
    """One membership of this rollout, with its person."""
    for membership, user in members(rollout_id):
        if membership.id == membership_id:
            return membership, user
    raise NotFound("There is no such person in this rollout.")


def people_with_role(rollout_id: int, role: Role) -> list[User]:
    """The active people with a role in a rollout, e.g. its sponsors."""
    return [user for membership, user in members(rollout_id) if membership.role is role and user.active]


def playbook_copy(rollout_id: int) -> PlaybookCopy:
    """The rollout's own copy of its playbook."""
    found = db.session.scalar(select(PlaybookCopy).where(PlaybookCopy.rollout_id == rollout_id))
    if found is None:
        raise NotFound("This rollout has no playbook yet.")
    return found


@asked_once
def has_playbook(rollout_id: int) -> bool:
    """Whether the rollout has a copy of a playbook."""
    return db.session.scalar(select(PlaybookCopy.id).where(PlaybookCopy.rollout_id == rollout_id)) is not None


def standing(rollout: Rollout) -> Standing:
    """What the steps of life need to know of a rollout."""
    days = tuple(each.go_live for each in waves(rollout.id))
    return Standing(rollout.stage, len(people_with_role(rollout.id, Role.SPONSOR)), days)
