"""The sample's key figures: taken from the library, with starts, targets, and readings month by month."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal
from functools import partial

from planner.access.audit_service import acting
from planner.demo.story import Event, Story
from planner.kpis import queries, service
from planner.kpis.definition import Target
from planner.kpis.reading import Origin, ReadingDraft

TAKEN = -150
FIGURES: dict[str, tuple[str, str, str, int, tuple[str, ...]]] = {
    "repeat-purchase-rate": ("31.5", "40", "5", 420, ("31.8", "31.2", "32.4")),
    "customer-retention-rate": ("84.0", "90", "2", 420, ("84.3", "84.1", "85.2")),
    "customer-turnover-rate": ("16.0", "10", "2", 420, ("15.7", "15.9", "14.8")),
    "recommendation-score": ("12", "30", "5", 330, ("13", "15", "14", "18", "19", "22")),
    "win-rate": ("21.0", "28", "2", 330, ("21.4", "20.8", "21.9", "22.0", "22.6", "23.1")),
    "complaint-rate": ("4.8", "2.5", "0.5", 330, ("4.9", "4.6", "4.7", "4.4", "4.5", "4.4")),
}
"""By reference: start, target, near, days until the target, readings; what a playbook lacks is left out."""


def events(story: Story) -> Iterator[Event]:
    """The manager takes the figures; their readings come in one after another."""
    if story.plot["rollout"]["start"] > TAKEN:
        return
    yield Event(TAKEN, partial(_take, story))
    for ref, (_, _, _, _, readings) in FIGURES.items():
        for number, value in enumerate(readings):
            day = -30 * (len(readings) - number) + 2
            yield Event(day, partial(_read, story, ref, value))


def _take(story: Story, now: datetime) -> None:
    manager = story.people[story.plot["roles"]["project-manager"]]
    owner = story.people[story.plot["roles"]["business-lead"]]
    offered = {each.ref for each in service.offered(story.rollout)}
    with acting(manager.id):
        for row in service.take(story.rollout, [ref for ref in FIGURES if ref in offered], now.date()):
            start, target, near, days, _ = FIGURES[row.ref]
            aim = Target(
                row.direction, Decimal(start), now.date() - timedelta(days=20), Decimal(target),
                now.date() + timedelta(days=days), Decimal(near),
            )  # fmt: skip
            service.edit(row, replace(row.draft, owner_id=owner.id, target=aim), row.version)


def _read(story: Story, ref: str, value: str, now: datetime) -> None:
    row = next((each for each in queries.kpis(story.rollout.id) if each.ref == ref), None)
    if row is not None:
        by = story.people[story.plot["roles"]["business-lead"]]
        with acting(by.id):
            service.add_readings(row, [ReadingDraft(now.date(), Decimal(value))], Origin.HAND, by, now.date(), now)
