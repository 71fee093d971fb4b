"""What the sample's people contributed and were thanked for, who is champion, and how they see the culture."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from functools import partial
from typing import Any

from planner.access.audit_service import acting
from planner.demo.story import Event, Story
from planner.people import culture_service, recognition_queries, recognition_service, staff_queries
from planner.people.culture import Dimension
from planner.people.recognition import ContributionDraft, Potential, Results, Subject
from planner.people.recognition_models import Contribution
from planner.people.recognition_service import ChampionDraft
from planner.rollouts import queries as rollouts

Told = Mapping[str, Any]


def events(story: Story) -> Iterator[Event]:
    """Champions, contributions with what became of them, and views of the culture."""
    about = story.plot.get("recognition", {})
    for day, unit, number in about.get("champions", []):
        yield Event(day, partial(name_champion, story, unit, number))
    for told in about.get("contribution", []):
        made: list[Contribution] = []
        yield Event(told["day"], partial(propose, story, told, made))
        if "second" in told:
            yield Event(told["second"][0], partial(second, story, told, made))
        if "thanks" in told:
            yield Event(told["thanks"][0], partial(thank, story, told, made))
    seen = story.plot.get("culture_answers", {})
    for who, steps in seen.items():
        if who != "day":
            yield Event(seen["day"], partial(see, story, who, steps))


def name_champion(story: Story, unit: str, number: str, now: datetime) -> None:
    """Somebody of a unit becomes its champion."""
    manager = story.people[story.plot["roles"]["project-manager"]]
    person = staff_queries.row_numbered(story.rollout.id, number)
    with acting(manager.id):
        draft = ChampionDraft(unit_of(story, unit), person.id, now.date())
        recognition_service.name_champion(story.rollout.id, draft, manager.id)


def propose(story: Story, told: Told, made: list[Contribution], now: datetime) -> None:
    """Somebody proposes a contribution."""
    by = story.people[told["who"]]
    person = staff_queries.row_numbered(story.rollout.id, told["person"]).id if "person" in told else None
    unit_id = unit_of(story, told["unit"]) if "unit" in told else None
    draft = ContributionDraft(
        Subject(told["subject"]), told["what"], Results(told["results"]), Potential(told["potential"]),
        staff_id=person, unit_id=unit_id, team=told.get("team", ""),
    )  # fmt: skip
    with acting(by.id):
        made.append(recognition_service.propose(story.rollout.id, draft, by.id, now.date()))


def second(story: Story, told: Told, made: list[Contribution], now: datetime) -> None:
    """A second person says that it is so."""
    by = story.people[told["second"][1]]
    view = recognition_queries.contribution(story.rollout.id, made[0].id)
    with acting(by.id):
        recognition_service.second(view, by.id, now.date(), view.row.version)


def thank(story: Story, told: Told, made: list[Contribution], now: datetime) -> None:
    """Somebody says thank you."""
    _, who, words = told["thanks"]
    view = recognition_queries.contribution(story.rollout.id, made[0].id)
    with acting(story.people[who].id):
        recognition_service.thank(view, words, story.people[who].id, now.date(), view.row.version)


def see(story: Story, who: str, steps: list[int], now: datetime) -> None:
    """Somebody says how things are done here."""
    by = story.people[who]
    with acting(by.id):
        said = dict(zip(Dimension, steps, strict=True))
        culture_service.answer(story.rollout.id, by.id, said, now.date())


def unit_of(story: Story, name: str) -> int:
    """The number of a unit."""
    return next(unit.id for unit in rollouts.units(story.rollout.id) if unit.name == name)
