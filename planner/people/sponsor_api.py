"""What sponsors promised, for programs: read it, write a promise down, say that one was kept.

Giving and keeping a promise is a person's own part: access tokens read only, a signed-in sponsor may do both.
"""

from datetime import date
from typing import Annotated

from pydantic import Field

from planner.access.roles import Permission, Scope
from planner.basics.errors import NotAllowed, NotFound
from planner.people import sponsor_queries as queries
from planner.people import sponsor_service as service
from planner.people.api import blueprint
from planner.people.sponsor_models import Sponsor, SponsorPromise
from planner.people.sponsor_promises import (
    Every,
    KeepingDraft,
    PromiseKind,
    PromiseState,
    SponsorPromiseDraft,
    promise_state,
)
from planner.web import clock, current
from planner.web.api import ROLLOUT, answers, expected_version
from planner.web.api_models import Day, Input, Number, Output
from planner.web.guards import needs

Link = Annotated[str, Field(max_length=500)]


class PromiseOut(Output):
    """A promise with its day and what became of it; `state` is told for today."""

    id: int
    version: int
    sponsor_id: int
    sponsor: str
    kind: PromiseKind
    text: str
    unit_id: int | None
    due: date
    state: PromiseState
    kept_on: date | None
    evidence: str
    link: str
    withdrawn: str


class PromiseList(Output):
    """Promises by their day: everybody's, or those of one's own seat as a sponsor."""

    promises: list[PromiseOut]


class PromiseIn(Input):
    """A promise of one sponsor; with `every` one for each day up to `until`."""

    sponsor_id: Number
    kind: PromiseKind
    text: Annotated[str, Field(min_length=1, max_length=300)]
    due: Day
    unit_id: Number | None = None
    every: Every = Every.ONCE
    until: Day | None = None


class KeptIn(Input):
    """The day on which a promise was kept, and what shows it."""

    kept_on: Day
    evidence: Annotated[str, Field(min_length=1, max_length=1000)]
    link: Link = ""


@blueprint.get(f"{ROLLOUT}/sponsorship/promises")
@needs(Permission.SPONSORSHIP_VIEW)
@answers(PromiseList)
def list_promises(rollout_id: int) -> PromiseList:
    """List the promises by their day."""
    wide = current.scope(Permission.SPONSORSHIP_VIEW) is Scope.ALL
    rows = queries.promises(rollout_id, None if wide else queries.seat_ids(rollout_id, current.user().id))
    names = queries.names(queries.sponsors(rollout_id))
    return PromiseList(promises=[_out(row, names[row.sponsor_id]) for row in rows])


@blueprint.get(f"{ROLLOUT}/sponsorship/promises/<int:sponsor_promise_id>")
@needs(Permission.SPONSORSHIP_VIEW)
@answers(PromiseOut)
def show_promise(rollout_id: int, sponsor_promise_id: int) -> PromiseOut:
    """Show one promise."""
    row = queries.promise(rollout_id, sponsor_promise_id)
    wide = current.scope(Permission.SPONSORSHIP_VIEW) is Scope.ALL
    if not wide and row.sponsor_id not in queries.seat_ids(rollout_id, current.user().id):
        raise NotFound("There is no such promise of yours in this rollout.")
    return _told(row)


@blueprint.post(f"{ROLLOUT}/sponsorship/promises")
@needs(Permission.SPONSORSHIP_EDIT)
@answers(PromiseList, 201)
def give_promise(rollout_id: int, json: PromiseIn) -> PromiseList:
    """Write a promise down; one that repeats becomes several."""
    sponsor = _own(rollout_id, json.sponsor_id)
    draft = SponsorPromiseDraft(json.kind, json.text, json.due, json.unit_id, json.every, json.until)
    return PromiseList(promises=[_told(row) for row in service.add_promises(sponsor, draft)])


@blueprint.put(f"{ROLLOUT}/sponsorship/promises/<int:sponsor_promise_id>/kept")
@needs(Permission.SPONSORSHIP_EDIT)
@answers(PromiseOut)
def mark_promise_kept(rollout_id: int, sponsor_promise_id: int, json: KeptIn) -> PromiseOut:
    """Say that a promise was kept."""
    row = queries.promise(rollout_id, sponsor_promise_id)
    _own(rollout_id, row.sponsor_id)
    draft = KeepingDraft(json.kept_on, json.evidence, json.link)
    by, now, today = current.user(), clock.now(), clock.today()
    return _told(service.keep_promise(row, draft, by, now, today, expected_version()))


def _own(rollout_id: int, sponsor_id: int) -> Sponsor:
    """A sponsor of whom the person may write: one's own seat, or anybody's where the role reaches so far."""
    row = queries.sponsor(rollout_id, sponsor_id)
    if current.scope(Permission.SPONSORSHIP_EDIT) is not Scope.ALL and row.user_id != current.user().id:
        raise NotAllowed("Your role allows this for your own seat as a sponsor only.")
    return row


def _told(row: SponsorPromise) -> PromiseOut:
    sponsor = queries.sponsor(row.rollout_id, row.sponsor_id)
    return _out(row, queries.names([sponsor])[sponsor.id])


def _out(row: SponsorPromise, sponsor: str) -> PromiseOut:
    return PromiseOut(
        id=row.id, version=row.version, sponsor_id=row.sponsor_id, sponsor=sponsor, kind=row.kind, text=row.text,
        unit_id=row.unit_id, due=row.due, state=promise_state(row.dated, clock.today()), kept_on=row.kept_on,
        evidence=row.evidence, link=row.link, withdrawn=row.withdrawn,
    )  # fmt: skip
