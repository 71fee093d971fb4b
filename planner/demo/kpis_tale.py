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
from planner.rollouts import queries as rollouts

TAKEN, AIMED = -150, -44
FIGURES: dict[str, tuple[str, str, str, int, tuple[str, ...]]] = {
    "repeat-purchase-rate": ("31.5", "40", "5", 470, ("31.8", "31.2", "32.4")),
    "customer-retention-rate": ("84.0", "89", "2", 480, ("84.3", "84.1", "85.2")),
    "customer-turnover-rate": ("16.0", "11", "2", 480, ("15.7", "15.9", "14.8")),
    "recommendation-score": ("12", "30", "5", 400, ("13", "15", "14", "18", "19", "22")),
    "win-rate": ("24.0", "31", "2", 340, ("23.6", "24.4", "23.8", "24.9", "24.6", "25.3")),
    "complaint-rate": ("4.8", "2.5", "0.5", 400, ("4.9", "4.6", "4.7", "4.4", "4.5", "4.4")),
    "complaint-resolution-time": ("96", "48", "6", 260, ("98", "94", "97", "91", "88", "82")),
    "first-contact-resolution": ("61", "72", "3", 240, ("60", "62", "61", "61", "60", "61")),
    "follow-up-on-time": ("54", "85", "5", 310, ("55", "53", "54", "56", "57", "61")),
    "lead-response-time": ("22", "4", "2", 240, ("23", "21", "22", "22", "21", "22")),
    "duplicate-rate": ("11", "2", "1", 170, ("11.4", "11.0", "9.2", "6.1", "4.6", "4.0")),
}
"""By reference: start, target, near, days until the target, readings; what a playbook lacks is left out."""


IN_UNITS = {
    "follow-up-on-time": {
        "Service desk": ("50", ("51", "50", "52", "53", "61", "66")),
        "Sales North": ("57", ("57", "56", "58", "57", "58", "59")),
    },
    "first-contact-resolution": {"Service desk": ("60", ("60", "61", "60", "62", "63", "62"))},
}
"""Figures that are read in single units too: start and readings by unit."""


def events(story: Story) -> Iterator[Event]:
    """The manager takes the figures; their readings come in one after another."""
    if story.plot["rollout"]["start"] > TAKEN:
        return
    yield Event(TAKEN, partial(_take, story))
    yield Event(AIMED, partial(_aim, story))
    yield Event(AIMED, partial(_split, story))
    yield Event(-1, partial(_read_units, story))
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
            service.edit(row, replace(row.draft, owner_id=owner.id), row.version)


def _aim(story: Story, now: datetime) -> None:
    """Starts are measured and targets agreed once the goals stand."""
    with acting(story.people[story.plot["roles"]["project-manager"]].id):
        for row in queries.kpis(story.rollout.id):
            start, target, near, days, _ = FIGURES[row.ref]
            aim = Target(
                row.direction,
                Decimal(start),
                now.date(),
                Decimal(target),
                now.date() + timedelta(days=days),
                Decimal(near),
            )
            service.edit(row, replace(row.draft, target=aim), row.version)


def _split(story: Story, now: datetime) -> None:
    """Some figures are read in single units too, so that one sees what training and use there bring."""
    units = {unit.name: unit.id for unit in rollouts.units(story.rollout.id)}
    whole = {row.ref: row.draft for row in queries.kpis(story.rollout.id)}
    with acting(story.people[story.plot["roles"]["project-manager"]].id):
        for ref, about in IN_UNITS.items():
            for unit, (start, _) in about.items():
                if ref in whole and unit in units:
                    aim = replace(whole[ref].target, baseline=Decimal(start))
                    draft = replace(whole[ref], name=_name(whole[ref].name, unit), target=aim, unit_id=units[unit])
                    service.add(story.rollout, draft, now.date())


def _name(name: str, unit: str) -> str:
    return f"{name}, {unit}"


def _read_units(story: Story, now: datetime) -> None:
    """The readings of single units come all at once, as a table of the business lead's."""
    by = story.people[story.plot["roles"]["business-lead"]]
    rows = {row.name: row for row in queries.kpis(story.rollout.id)}
    names = {row.ref: row.name for row in rows.values()}
    for ref, about in IN_UNITS.items():
        for unit, (_, values) in about.items():
            row = rows.get(_name(names.get(ref, ""), unit))
            days = [now.date() - timedelta(days=28 * (len(values) - 1 - place)) for place in range(len(values))]
            drafts = [ReadingDraft(day, Decimal(value)) for day, value in zip(days, values, strict=True)]
            with acting(by.id):
                if row is not None:
                    service.add_readings(row, drafts, Origin.FILE, by, now.date(), now)


def _read(story: Story, ref: str, value: str, now: datetime) -> None:
    row = next((each for each in queries.kpis(story.rollout.id) if each.ref == ref), None)
    if row is not None:
        by = story.people[story.plot["roles"]["business-lead"]]
        with acting(by.id):
            service.add_readings(row, [ReadingDraft(now.date(), Decimal(value))], Origin.HAND, by, now.date(), now)
