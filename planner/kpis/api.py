"""Key figures for programs: the list, and readings handed in, also by webhook."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Annotated

from flask import Blueprint
from pydantic import Field

from planner.access.roles import Permission
from planner.basics.errors import RuleBroken
from planner.kpis import import_service, queries, service, standing_service
from planner.kpis.reading import Origin, ReadingDraft, contradictions, faults
from planner.web import clock, current
from planner.web.api import ROLLOUT, answers
from planner.web.api_models import Day, Exact, Input, Name, Output
from planner.web.guards import MEGABYTE, needs, takes_messages
from planner.web.hooks import HOOK

blueprint = Blueprint("kpis_api", __name__)


class KpiLine(Output):
    """A key figure of the list; `state` is in words, values are exact texts.

    A `direction` of `band` has `low` and `high` instead of a target. `near`: how much may be missing at most.
    """

    id: int
    ref: str
    name: str
    unit: str
    direction: str
    state: str
    value: str | None
    day: date | None
    baseline: str | None
    target: str | None
    low: str | None
    high: str | None
    near: str | None
    target_on: date | None


class KpiList(Output):
    """The key figures of a rollout."""

    kpis: list[KpiLine]


class ReadingIn(Input):
    """A value for the last day of its period."""

    day: Day
    value: Exact
    note: Annotated[str, Field(max_length=300)] = ""


class NamedReadingIn(ReadingIn):
    """A reading that names its key figure, by reference or name."""

    kpi: Name


class ReadingsIn(Input):
    """Several readings at once."""

    readings: Annotated[list[NamedReadingIn], Field(max_length=10_000)]


class ReadingsTaken(Output):
    """How many readings were sent, and how many were new or corrected."""

    rows: int
    changed: int


@blueprint.get(f"{ROLLOUT}/kpis")
@needs(Permission.KPIS_VIEW)
@answers(KpiList)
def index(rollout_id: int) -> KpiList:
    """List the key figures with their last value."""
    found = standing_service.standings(current.rollout(), clock.today())
    return KpiList(
        kpis=[
            KpiLine(
                id=each.id,
                ref=each.ref,
                name=each.name,
                unit=each.unit.value,
                direction=each.row.direction.value,
                state=each.state.value,
                value=_text(each.last.value if each.last else None),
                day=each.last.day if each.last else None,
                baseline=_text(each.baseline),
                target=_text(each.target),
                low=_text(each.row.low),
                high=_text(each.row.high),
                near=_text(each.row.near),
                target_on=each.target_on,
            )
            for each in found
        ]
    )


def _text(value: Decimal | None) -> str | None:
    return None if value is None else f"{value:f}"


@blueprint.post(f"{ROLLOUT}/kpis/<int:kpi_id>/readings")
@needs(Permission.KPIS_EDIT, body=MEGABYTE)
@answers(ReadingsTaken, 201)
def add_reading(rollout_id: int, kpi_id: int, json: ReadingIn) -> ReadingsTaken:
    """Hand in a reading of one key figure, or correct the one of that day."""
    row = queries.kpi(rollout_id, kpi_id)
    draft = ReadingDraft(json.day, json.value, json.note)
    made = service.add_readings(row, [draft], Origin.API, current.user(), clock.today(), clock.now())
    return ReadingsTaken(rows=1, changed=len(made))


@blueprint.post(f"{ROLLOUT}/kpis/readings")
@needs(Permission.KPIS_EDIT, body=2 * MEGABYTE)
@answers(ReadingsTaken, 201)
def add_readings(rollout_id: int, json: ReadingsIn) -> ReadingsTaken:
    """Hand in readings of several key figures: all of them or none."""
    return _taken(json, Origin.API)


@blueprint.post(f"{HOOK}/readings")
@takes_messages("kpis.readings", "Readings of key figures", Permission.KPIS_EDIT, body=2 * MEGABYTE)
@answers(ReadingsTaken, 201)
def take_readings(key: str, json: ReadingsIn) -> ReadingsTaken:
    """Take readings that another system sends by itself."""
    return _taken(json, Origin.WEBHOOK)


def _taken(json: ReadingsIn, origin: Origin) -> ReadingsTaken:
    rollout, today = current.rollout(), clock.today()
    known = import_service.by_word(rollout)
    given: dict[str, list[ReadingDraft]] = defaultdict(list)
    for place, each in enumerate(json.readings):
        row = known.get(each.kpi.casefold())
        if row is None:
            raise RuleBroken("This rollout has no key figure of that name.", f"readings.{place}.kpi")
        draft = ReadingDraft(each.day, each.value, each.note, place)
        for broken in faults(draft, row.unit, today):
            raise RuleBroken(broken.message, f"readings.{place}.{broken.field}")
        given[row.ref].append(draft)
    for drafts in given.values():
        _check_doubled(drafts)
    found = {ref: tuple(drafts) for ref, drafts in given.items()}
    taken = import_service.take(rollout, found, len(json.readings), origin, current.user(), today, clock.now())
    return ReadingsTaken(rows=taken.rows, changed=taken.changed)


def _check_doubled(drafts: Iterable[ReadingDraft]) -> None:
    for first, again in contradictions(drafts):
        message = f"Another value for this day stands in readings.{first.row}."
        raise RuleBroken(message, f"readings.{again.row}.value")
