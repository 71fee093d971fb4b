"""Which hours line managers freed in the sample, and what its people may decide."""

from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal
from functools import partial
from typing import Any

from planner.access.audit_service import acting
from planner.demo.sponsor_tale import governance, plot_of
from planner.demo.story import Event, Story
from planner.people import queries, service
from planner.people.commitment import AuthorityDraft
from planner.people.commitment_service import write_authority


def events(story: Story) -> Iterator[Event]:
    """Confirmations and authorities on their days."""
    if not plot_of(story, "sponsor"):
        return
    told = governance()["hours"]
    for said in told["confirmed"]:
        yield Event(said[-1], partial(_confirm, story, said))
    for said in told["authority"]:
        yield Event(said[-1], partial(_authorise, story, said))


def _confirm(story: Story, said: list[Any], now: datetime) -> None:
    who, first, hours, by, _ = said
    rows = queries.promises(story.rollout.id, story.people[who].id)
    row = next(each for each in rows if each.first_day == story.on(first))
    writer = story.people["sven" if who == story.plot["roles"]["project-manager"] else "mara"]
    with acting(writer.id):
        service.confirm_hours(row, Decimal(hours), by, writer, now.date(), row.version)


def _authorise(story: Story, said: list[Any], now: datetime) -> None:
    who, decides, limit, given_by, _ = said
    draft = AuthorityDraft(decides, Decimal(limit) if limit else None, given_by, now.date())
    with acting(story.people[story.plot["roles"]["project-manager"]].id):
        write_authority(story.rollout.id, story.people[who].id, draft, None)
