"""The rollouts for programs: which there are for the owner of a token, and one of them with its units and waves."""

from datetime import date

from flask import Blueprint

from planner.access.roles import Permission, scope_of
from planner.rollouts import queries
from planner.rollouts.models import Rollout
from planner.web import clock, current
from planner.web.api import ROLLOUT, Output, answers
from planner.web.guards import needs, signed_in

blueprint = Blueprint("rollouts_api", __name__)


class RolloutLine(Output):
    """One rollout of a list."""

    id: int
    name: str
    organisation: str
    role: str
    next_go_live: date | None


class RolloutList(Output):
    """The rollouts in which the owner of the token takes part."""

    rollouts: list[RolloutLine]


class WaveOut(Output):
    """A group of units that goes live together."""

    id: int
    number: int
    name: str
    go_live: date | None


class UnitOut(Output):
    """A department or site that gets the CRM."""

    id: int
    name: str
    people: int
    work: str
    wave_id: int | None


class RolloutOut(Output):
    """A rollout with its profile, units and waves."""

    id: int
    version: int
    name: str
    organisation: str
    sector: str
    size: str
    market: str
    culture: str
    decision: str
    delivery: str
    stage: str
    timezone: str
    currency: str
    country: str
    start_date: date
    waves: list[WaveOut]
    units: list[UnitOut]


@blueprint.get("/api/v1/rollouts")
@signed_in
@answers(RolloutList)
def index() -> RolloutList:
    """List the rollouts in which the owner of the token takes part."""
    cards = queries.cards(current.user().id, clock.today())
    program = current.bearer()
    seen = [
        card
        for card in cards
        if current.within_token(scope_of(card.role, Permission.ROLLOUT_VIEW), Permission.ROLLOUT_VIEW)
        and (
            program is None
            or (program.rollout_id in {None, card.rollout.id} and scope_of(card.role, Permission.TOKENS_EDIT))
        )
    ]
    return RolloutList(rollouts=[_line(card) for card in seen])


def _line(card: queries.Card) -> RolloutLine:
    rollout = card.rollout
    return RolloutLine(
        id=rollout.id,
        name=rollout.name,
        organisation=rollout.organisation,
        role=card.role.value,
        next_go_live=card.next_go_live,
    )


@blueprint.get(ROLLOUT)
@needs(Permission.ROLLOUT_VIEW)
@answers(RolloutOut)
def show(rollout_id: int) -> RolloutOut:
    """Show a rollout: its profile, units and waves."""
    return _told(current.rollout())


def _told(rollout: Rollout) -> RolloutOut:
    waves = [WaveOut(id=w.id, number=w.number, name=w.name, go_live=w.go_live) for w in queries.waves(rollout.id)]
    units = [
        UnitOut(id=u.id, name=u.name, people=u.people, work=u.work.value, wave_id=u.wave_id)
        for u in queries.units(rollout.id)
    ]
    plain = {name: getattr(rollout, name) for name in RolloutOut.model_fields if name not in {"waves", "units"}}
    return RolloutOut(**plain, waves=waves, units=units)
