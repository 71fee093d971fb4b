"""An area's interface for programs as an author would write it, over the units of a rollout, to try the toolkit on."""

from typing import Annotated

from flask import Blueprint
from pydantic import Field
from sqlalchemy import select

from planner.access.roles import Permission
from planner.basics.errors import RuleBroken
from planner.db import check_version, db
from planner.rollouts import queries
from planner.rollouts.models import Unit
from planner.web import current
from planner.web.api import ROLLOUT, answers, expected_version
from planner.web.api_models import Day, Exact, Input, Instant, Name, Output, Paging
from planner.web.guards import KILOBYTE, needs, takes_messages
from planner.web.hooks import HOOK

blueprint = Blueprint("planted_api", __name__)


class PlantedIn(Input):
    name: Name
    people: Annotated[int, Field(ge=0, le=100_000)] = 0
    since: Day | None = None
    at: Instant | None = None
    budget: Exact | None = None
    tags: tuple[Name, ...] = ()


class PlantedOut(Output):
    id: int
    version: int
    name: str
    people: int
    heard: str


class PlantedList(Output):
    units: list[PlantedOut]


def told(unit: Unit, heard: str = "") -> PlantedOut:
    return PlantedOut(id=unit.id, version=unit.version, name=unit.name, people=unit.people, heard=heard)


@blueprint.get(f"{ROLLOUT}/planted")
@needs(Permission.KPIS_VIEW)
@answers(PlantedList)
def index(rollout_id: int, query: Paging) -> PlantedList:
    """List planted units."""
    rows = select(Unit).where(Unit.rollout_id == rollout_id, Unit.id > query.after).order_by(Unit.id)
    return PlantedList(units=[told(unit) for unit in db.session.scalars(rows.limit(query.limit))])


@blueprint.post(f"{ROLLOUT}/planted")
@needs(Permission.KPIS_EDIT, body=8 * KILOBYTE)
@answers(PlantedOut, 201)
def add(rollout_id: int, json: PlantedIn) -> PlantedOut:
    """Plant a unit."""
    if json.name == "Nobody":
        raise RuleBroken("A unit has somebody in it.", "name")
    unit = Unit(rollout_id=rollout_id, name=json.name, people=json.people)
    db.session.add(unit)
    db.session.flush()
    return told(unit, f"{json.since} {json.at} {json.budget}")


@blueprint.patch(f"{ROLLOUT}/planted/<int:unit_id>")
@needs(Permission.KPIS_EDIT)
@answers(PlantedOut)
def edit(rollout_id: int, unit_id: int, json: PlantedIn) -> PlantedOut:
    """Change a planted unit."""
    unit = queries.unit(current.rollout().id, unit_id)
    check_version(unit, expected_version(), {"name": unit.name})
    unit.name = json.name
    db.session.flush()
    return told(unit)


class PlantedMessage(Input):
    name: Name


@blueprint.post(f"{HOOK}/planted")
@takes_messages("planted.units", "Units", Permission.KPIS_EDIT, body=8 * KILOBYTE)
@answers(PlantedOut, 201)
def take(key: str, json: PlantedMessage) -> PlantedOut:
    """Take a unit from another system."""
    unit = Unit(rollout_id=current.rollout().id, name=json.name, people=0)
    db.session.add(unit)
    db.session.flush()
    return told(unit, current.user().name)
