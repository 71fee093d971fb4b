"""How the sample's roles were filled: taken from the playbook, held by people with deputies, checked for fit."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from functools import partial
from typing import Any

from planner.access.audit_service import acting
from planner.demo.sponsor_tale import governance, plot_of
from planner.demo.story import Event, Story
from planner.people import raci_queries, raci_service, raci_wave_service
from planner.people.raci_fit import Quality, Said
from planner.people.raci_matrix import Letter
from planner.people.raci_service import DeliverableDraft, HolderDraft
from planner.playbook.words import Choice
from planner.rollouts import queries as rollouts


def events(story: Story) -> Iterator[Event]:
    """One day on which the matrix is taken and filled."""
    if plot_of(story, "sponsor"):
        told = governance()["responsibilities"]
        yield Event(told["day"], partial(_fill, story, told))


def _fill(story: Story, told: Mapping[str, Any], _now: datetime) -> None:
    with acting(story.people[story.plot["roles"]["project-manager"]].id):
        raci_service.take_from_playbook(story.rollout)
        roles = {row.key: row for row in raci_queries.roles(story.rollout.id)}
        holders = {}
        for role, who, deputy in told["holders"]:
            account = story.people.get(who)
            draft = HolderDraft(account.id if account else None, "" if account else who, deputy)
            holders[role, who] = raci_service.add_holder(roles[role], draft)
        for phase, name, letters in told["added"]:
            parts = {key: Letter(letter) for key, letter in letters.items()}
            raci_service.add_deliverable(story.rollout, DeliverableDraft(name, phase, parts))
        _write_waves(story, told["of_waves"])
        for role, who, answers in told["fit"]:
            said = {Quality(key): Said(Choice(answer), note) for key, (answer, note) in answers.items()}
            raci_service.say_fit(holders[role, who], said, holders[role, who].version)


def _write_waves(story: Story, told: Iterable[tuple[str, int, Mapping[str, str]]]) -> None:
    """Where a wave has other responsibilities than the rest."""
    rows = {row.name: row for row in raci_queries.deliverables(story.rollout.id)}
    waves = {wave.number: wave for wave in rollouts.waves(story.rollout.id)}
    for name, number, letters in told:
        parts = {key: Letter(letter) for key, letter in letters.items()}
        raci_wave_service.write_letters(rows[name], waves[number], parts, None)
