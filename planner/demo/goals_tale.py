"""The sample's goals: written, tied to what they rest on, looked at before gates, approved; one is not SMART yet."""

import tomllib
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal
from functools import partial
from typing import Any

from planner.access.audit_service import acting
from planner.demo.story import FOLDER, Event, Story
from planner.goals import capability_queries, capability_service, link_service, purposes_service, queries, service
from planner.goals.capabilities import InScope, Need
from planner.goals.drafts import GoalDraft
from planner.goals.gates import Outcome
from planner.goals.goal import Importance
from planner.goals.links import LinkKind
from planner.goals.models import Goal
from planner.people import stakeholder_queries
from planner.playbook.words import Direction, Level, Unit
from planner.rollouts import queries as rollouts


def events(story: Story) -> Iterator[Event]:
    """All that happened to the goals, by day."""
    file = FOLDER / f"{story.name}_goals.toml"
    if not file.is_file():
        return
    plot = tomllib.loads(file.read_text("utf-8"))
    for goal in plot["goal"]:
        yield Event(goal["day"], partial(_write, story, goal))
    for tie in plot["tie"]:
        yield Event(tie["day"], partial(_tie, story, tie))
    for change in plot.get("change", []):
        yield Event(change["day"], partial(_change, story, change))
    for look in plot["look"]:
        yield Event(look["day"], partial(_look, story, look))
    for said in plot.get("comment", []):
        yield Event(said["day"], partial(_comment, story, said))
    yield Event(plot["approved"]["day"], partial(_approve, story, plot["approved"]))
    for purpose in plot["purpose"]:
        yield Event(purpose["day"], partial(_purpose, story, purpose))


def _named(story: Story, name: str) -> Goal:
    return next(row for row in queries.rows_of(story.rollout.id) if row.name == name)


def _draft(story: Story, goal: Mapping[str, Any]) -> GoalDraft:
    units = {unit.name: unit.id for unit in rollouts.units(story.rollout.id)}
    return GoalDraft(
        level=Level(goal["level"]),
        name=goal["name"],
        wording=goal["wording"],
        parent_id=_named(story, goal["above"]).id if "above" in goal else None,
        unit_id=units[goal["unit"]] if "unit" in goal else None,
        work_group=goal.get("group", ""),
        owner_id=story.people[goal["owner"]].id if "owner" in goal else None,
        kpi_ref=goal.get("kpi", ""),
        measure_name=goal.get("measure", ""),
        measure_unit=Unit(goal["measure_unit"]) if "measure" in goal else None,
        measure_direction=Direction(goal["measure_direction"]) if "measure" in goal else None,
        baseline=Decimal(goal["from"]) if "from" in goal else None,
        baseline_on=_on(story, goal.get("from_day")),
        target=Decimal(goal["to"]) if "to" in goal else None,
        target_on=_on(story, goal.get("to_day")),
        importance=Importance(goal.get("importance", "medium")),
        realistic=goal.get("realistic", ""),
    )


def _on(story: Story, day: int | None) -> date | None:
    return None if day is None else story.on(day)


def _write(story: Story, goal: Mapping[str, Any], now: datetime) -> None:
    by = story.people[goal["who"]]
    with acting(by.id):
        service.create(story.rollout, _draft(story, goal), by, now)


def _tie(story: Story, tie: Mapping[str, Any], _now: datetime) -> None:
    by = story.people[tie["who"]]
    with acting(by.id):
        for kind, ref in tie["to"]:
            wanted = LinkKind(kind)
            name = _expected(story, ref) if wanted is LinkKind.EXPECTATION else ref
            link_service.add(story.rollout, _named(story, tie["goal"]), wanted, name, by)


def _expected(story: Story, text: str) -> str:
    """The lasting name of what a group expects."""
    return next(each.key for each in stakeholder_queries.expected(story.rollout.id) if each.text == text)


def _change(story: Story, change: Mapping[str, Any], now: datetime) -> None:
    by, row = story.people[change["who"]], _named(story, change["name"])
    with acting(by.id):
        service.edit(story.rollout, row, _draft(story, change), change["reason"], by, now, row.version)


def _look(story: Story, look: Mapping[str, Any], now: datetime) -> None:
    by = story.people[look["who"]]
    rows = {row.name: row for row in queries.rows_of(story.rollout.id)}
    with acting(by.id):
        for name in look["right"] or list(rows):
            service.look(rows[name], look["gate"], Outcome.STILL_RIGHT, "", by, now)
        for name, note in look.get("change", {}).items():
            service.look(rows[name], look["gate"], Outcome.CHANGED, note, by, now)


def _comment(story: Story, said: Mapping[str, Any], now: datetime) -> None:
    by = story.people[said["who"]]
    with acting(by.id):
        service.comment(_named(story, said["goal"]), said["text"], by, now)


def _approve(story: Story, approved: Mapping[str, Any], now: datetime) -> None:
    by = story.people[approved["who"]]
    with acting(by.id):
        for name in approved["goals"]:
            row = _named(story, name)
            service.approve(story.rollout, row, by, now, row.version)


def _purpose(story: Story, purpose: Mapping[str, Any], now: datetime) -> None:
    """Purposes by ref, each with its need, scope and, where it is there, what shows it."""
    with acting(story.people[purpose["who"]].id):
        for ref, (need, scope, *shown) in purpose["said"].items():
            capability = purposes_service.capability_of(story.rollout, ref)
            row = capability_queries.rows_of(story.rollout.id).get(ref)
            draft = capability_service.PurposeDraft(
                need=Need(need),
                scope=InScope(scope),
                phase_ref=row.phase_ref if row else capability.phase,
                delivered_on=now.date() if shown else None,
                evidence=shown[0] if shown else "",
                note="",
            )
            capability_service.say(story.rollout, capability, draft, now.date(), row.version if row else None)
