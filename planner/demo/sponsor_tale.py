"""What happened around sponsorship in the sample: sponsors named, promises given and kept, acts that were seen."""

import tomllib
from collections.abc import Iterator, Mapping
from datetime import datetime
from functools import cache, partial
from typing import Any

from planner.access.audit_service import acting
from planner.demo.story import FOLDER, Event, Story
from planner.people import sponsor_queries, sponsor_service
from planner.people.sponsor_acts import ActKind
from planner.people.sponsor_coalition import SponsorDraft
from planner.people.sponsor_models import Sponsor
from planner.people.sponsor_promises import Every, KeepingDraft, PromiseKind, SponsorPromiseDraft
from planner.rollouts import queries as rollouts


@cache
def governance() -> Mapping[str, Any]:
    """The part of the sample that tells who stands behind the rollout and decides."""
    return tomllib.loads((FOLDER / "governance.toml").read_text("utf-8"))


def plot_of(story: Story, part: str) -> list[Any]:
    """One part of that file; nothing for the rollouts it does not tell of."""
    found: list[Any] = governance().get(part, []) if governance()["of"] == story.plot["rollout"]["name"] else []
    return found


def events(story: Story) -> Iterator[Event]:
    """Sponsors, then what they promise and do."""
    seats: dict[str, Sponsor] = {}
    for named in plot_of(story, "sponsor"):
        yield Event(named["day"], partial(_name, story, seats, named))
    for vow in plot_of(story, "vow"):
        yield Event(vow["day"], partial(_promise, story, seats, vow))
        if "kept" in vow:
            yield Event(vow["kept"][0], partial(_keep, story, seats, vow))
    for seen in plot_of(story, "act"):
        for day, kind, what in seen["acts"]:
            yield Event(day, partial(_act, story, seen["of"], seats, kind, what))


def _manager(story: Story) -> int:
    return story.people[story.plot["roles"]["project-manager"]].id


def _units(story: Story) -> dict[str, int]:
    return {unit.name: unit.id for unit in rollouts.units(story.rollout.id)}


def _name(story: Story, seats: dict[str, Sponsor], named: Mapping[str, Any], now: datetime) -> None:
    units, who = _units(story), named.get("who")
    draft = SponsorDraft(
        story.people[who].id if who else None,
        named.get("name", ""),
        named["title"],
        named.get("lead", False),
        frozenset(units[name] for name in named.get("units", [])),
        now.date(),
    )
    with acting(_manager(story)):
        seats[named["key"]] = sponsor_service.add_sponsor(story.rollout.id, draft)


def _promise(story: Story, seats: dict[str, Sponsor], vow: Mapping[str, Any], _now: datetime) -> None:
    draft = SponsorPromiseDraft(
        PromiseKind(vow["kind"]),
        vow["text"],
        story.on(vow["due"]),
        _units(story).get(vow.get("unit", "")),
        Every(vow.get("every", "once")),
        story.on(vow["until"]) if "until" in vow else None,
    )
    with acting(_manager(story)):
        sponsor_service.add_promises(seats[vow["of"]], draft)


def _keep(story: Story, seats: dict[str, Sponsor], vow: Mapping[str, Any], now: datetime) -> None:
    day, evidence, who = vow["kept"]
    rows = sponsor_queries.promises(story.rollout.id, [seats[vow["of"]].id])
    row = next(each for each in rows if each.text == vow["text"] and each.kept_on is None)
    by = story.people[who]
    with acting(by.id):
        sponsor_service.keep_promise(row, KeepingDraft(story.on(day), evidence), by, now, now.date(), row.version)


def _act(story: Story, of: str, seats: dict[str, Sponsor], kind: str, what: str, now: datetime) -> None:
    by = story.people[story.plot["roles"]["project-manager"]]
    with acting(by.id):
        sponsor_service.log_act(seats[of], now.date(), ActKind(kind), what, "", by, now, now.date())
