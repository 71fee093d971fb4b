"""Questions about the sponsors of a rollout, their promises and what they were seen doing."""

from collections.abc import Iterable

from sqlalchemy import select

from planner.access.models import User
from planner.basics.errors import NotFound
from planner.db import asked_once, db
from planner.people.sponsor_coalition import Seat
from planner.people.sponsor_models import Sponsor, SponsorAct, SponsorPromise, SponsorUnit
from planner.people.sponsor_offers import UnitFact
from planner.rollouts import queries as rollouts

LEFT = "somebody who left"


@asked_once
def sponsors(rollout_id: int) -> list[Sponsor]:
    """The sponsors of a rollout: those of the whole first, then by number."""
    query = select(Sponsor).where(Sponsor.rollout_id == rollout_id)
    return list(db.session.scalars(query.order_by(Sponsor.lead.desc(), Sponsor.id)))


def sponsor(rollout_id: int, sponsor_id: int) -> Sponsor:
    """One sponsor of this rollout."""
    found = db.session.scalar(select(Sponsor).where(Sponsor.rollout_id == rollout_id, Sponsor.id == sponsor_id))
    if found is None:
        raise NotFound("There is no such sponsor in this rollout.")
    return found


def units_of(rollout_id: int) -> dict[int, frozenset[int]]:
    """The units that each sponsor stands behind, by sponsor."""
    query = select(SponsorUnit.sponsor_id, SponsorUnit.unit_id).join(Sponsor, Sponsor.id == SponsorUnit.sponsor_id)
    found: dict[int, set[int]] = {}
    for sponsor_id, unit_id in db.session.execute(query.where(Sponsor.rollout_id == rollout_id)):
        found.setdefault(sponsor_id, set()).add(unit_id)
    return {key: frozenset(units) for key, units in found.items()}


def seats(rollout_id: int) -> list[Seat]:
    """The sponsors as the rules see them."""
    units = units_of(rollout_id)
    return [
        Seat(row.id, row.lead, units.get(row.id, frozenset()), row.since, row.until) for row in sponsors(rollout_id)
    ]


@asked_once
def promises(rollout_id: int, sponsor_ids: Iterable[int] | None = None) -> list[SponsorPromise]:
    """The promises of a rollout's sponsors, or of some of them, by day."""
    query = select(SponsorPromise).where(SponsorPromise.rollout_id == rollout_id)
    if sponsor_ids is not None:
        query = query.where(SponsorPromise.sponsor_id.in_(list(sponsor_ids)))
    return list(db.session.scalars(query.order_by(SponsorPromise.due, SponsorPromise.id)))


def promise(rollout_id: int, promise_id: int) -> SponsorPromise:
    """One promise of this rollout."""
    query = select(SponsorPromise).where(SponsorPromise.rollout_id == rollout_id, SponsorPromise.id == promise_id)
    found = db.session.scalar(query)
    if found is None:
        raise NotFound("There is no such promise in this rollout.")
    return found


def acts(rollout_id: int) -> list[SponsorAct]:
    """What was written down of the sponsors, by day."""
    query = select(SponsorAct).where(SponsorAct.rollout_id == rollout_id)
    return list(db.session.scalars(query.order_by(SponsorAct.day, SponsorAct.id)))


def act(rollout_id: int, act_id: int) -> SponsorAct:
    """One act of this rollout."""
    query = select(SponsorAct).where(SponsorAct.rollout_id == rollout_id, SponsorAct.id == act_id)
    found = db.session.scalar(query)
    if found is None:
        raise NotFound("There is no such entry in this rollout.")
    return found


def names(rows: Iterable[Sponsor]) -> dict[int, str]:
    """What each sponsor is called, by number: the account's name, or the one that was written down."""
    each = list(rows)
    accounts = names_of({row.user_id for row in each if row.user_id is not None})
    return {row.id: accounts.get(row.user_id or 0) or row.name or LEFT for row in each}


def names_of(user_ids: Iterable[int]) -> dict[int, str]:
    """The names of accounts; one question however many."""
    query = select(User.id, User.name).where(User.id.in_(set(user_ids)))
    return {row.id: row.name for row in db.session.execute(query)}


def seat_ids(rollout_id: int, user_id: int) -> frozenset[int]:
    """The seats that a person's account holds or held in a rollout."""
    query = select(Sponsor.id).where(Sponsor.rollout_id == rollout_id, Sponsor.user_id == user_id)
    return frozenset(db.session.scalars(query))


def unit_facts(rollout_id: int) -> list[UnitFact]:
    """The units with their go-live, by name."""
    days = {wave.id: wave.go_live for wave in rollouts.waves(rollout_id)}
    return [UnitFact(unit.id, unit.name, days.get(unit.wave_id or 0)) for unit in rollouts.units(rollout_id)]
