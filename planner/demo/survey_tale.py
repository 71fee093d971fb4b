"""The sample's surveys: a consultation, pulses between which units move, usability after a test, one that is open."""

import random
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import Any

from flask import current_app
from sqlalchemy import select

from planner.access.audit_service import acting
from planner.access.roles import Role
from planner.db import db
from planner.demo.story import FOLDER, Event, Story
from planner.people import survey_action_service, survey_answer_service, survey_close_service, survey_queries
from planner.people.survey_action_service import ActionDraft
from planner.people.survey_models import Survey, SurveyAction, SurveyInvitation
from planner.people.survey_playbook import draft_of
from planner.people.survey_service import create_survey
from planner.people.survey_setup_service import open_for
from planner.people.survey_shape import Item, ItemKind, Population
from planner.rollouts import queries as rollouts
from planner.rollouts.playbook_service import playbook_of

SPREAD = 0.85
"""How far people lie around the mean of their unit, on the scale of 1 to 5."""
MANAGEMENT = {"sven": Role.SPONSOR, "mara": Role.MANAGER, "tara": Role.TRAINER}


def events(story: Story) -> Iterator[Event]:
    """Each survey is opened, answered and closed; what follows from results is written down and done."""
    file = FOLDER / f"{story.name}_surveys.toml"
    if not file.is_file():
        return
    plot = tomllib.loads(file.read_text("utf-8"))
    made: dict[str, Survey] = {}
    for each in plot["survey"]:
        yield Event(each["opens"], partial(_ask, story, plot["who"], each, made))
        if each["closes"] < 0:
            yield Event(each["closes"], partial(_close, story, each, made))
    for action in plot["action"]:
        begun: list[SurveyAction] = []
        yield Event(action["day"], partial(_act, story, action, made, begun))
        if "done" in action:
            yield Event(action["done"], partial(_finish, story, action, begun))


def _ask(story: Story, who: str, plot: Mapping[str, Any], made: dict[str, Survey], now: datetime) -> None:
    """Open a survey of the playbook and let people answer it."""
    source = next(each for each in playbook_of(story.rollout).surveys if each.ref == plot["ref"])
    draft = draft_of(source, story.on(plot["opens"]), story.on(plot["closes"]), by_link=True)
    draft = replace(draft, name=plot.get("name", draft.name))
    units = {unit.name: unit.id for unit in rollouts.units(story.rollout.id)}
    population = Population(units=frozenset(units[name] for name in plot.get("asked", [])))
    with acting(story.people[who].id):
        row = create_survey(story.rollout, draft, story.people[who])
        secret = str(current_app.config["PLANNER"].secret_key)
        open_for(row, population, secret, now.date(), row.version)
    survey_answer_service.take(row, survey_queries.items(row.id), list(_answers(row, plot)))
    made[plot["key"]] = row


def _answers(row: Survey, plot: Mapping[str, Any]) -> Iterator[tuple[SurveyInvitation, dict[str, str]]]:
    """What those who answer say, drawn with a fixed seed around the mean of their unit."""
    dice = random.Random(plot["key"])  # noqa: S311 - invented answers, the same each time
    query = select(SurveyInvitation).where(SurveyInvitation.survey_id == row.id).order_by(SurveyInvitation.staff_id)
    items = survey_queries.items(row.id)
    words = {ref: list(texts) for ref, texts in plot.get("words", {}).items()}
    for invitation in db.session.scalars(query):
        if dice.random() * 100 < plot["share"]:
            mood = dice.gauss(0, plot["mood"]) if "mood" in plot else 0.0
            answer = {item.ref: value for item in items if (value := _said(dice, item, invitation, plot, words, mood))}
            yield invitation, answer


def _said(
    dice: random.Random,
    item: Item,
    invitation: SurveyInvitation,
    plot: Mapping[str, Any],
    words: Mapping[str, list[str]],
    mood: float,
) -> str:
    unit = invitation.profile[0]
    if item.kind is ItemKind.TEXT:
        left = words.get(item.ref, [])
        return left.pop() if left and dice.random() < 0.25 else ""
    usual = plot["mean"][item.ref] + plot.get("shift", {}).get(unit, 0.0)
    mean = plot.get("units", {}).get(unit, {}).get(item.ref, usual)
    if not item.required and dice.random() < 0.03:
        return ""
    mean += -mood if item.ref in plot.get("turned", []) else mood
    return str(min(max(round(dice.gauss(mean, SPREAD)), 1), 5))


def _close(story: Story, plot: Mapping[str, Any], made: Mapping[str, Survey], now: datetime) -> None:
    """The survey closes on its day; sponsor, manager and trainer say openly how they saw it."""
    survey_close_service.close_overdue(story.rollout.id, story.on(plot["closes"] + 1))
    for said in plot.get("said", []):
        person = story.people[said["who"]]
        answer = {ref: str(value) for ref, value in said["values"].items()}
        with acting(person.id):
            survey_action_service.state(made[plot["key"]], person, MANAGEMENT[said["who"]], answer, now.date())


def _act(
    story: Story, plot: Mapping[str, Any], made: Mapping[str, Survey], begun: list[SurveyAction], _now: datetime
) -> None:
    """Something is to be done for a group that is stuck."""
    owner = story.people[plot["who"]]
    draft = ActionDraft(
        plot["division"], plot["label"], plot["because"], plot["what"], owner.id, story.on(plot["due"])
    )  # fmt: skip
    with acting(owner.id):
        begun.append(survey_action_service.add_action(made[plot["survey"]], draft))


def _finish(story: Story, plot: Mapping[str, Any], begun: list[SurveyAction], now: datetime) -> None:
    """It is done."""
    with acting(story.people[plot["who"]].id):
        for row in begun:
            survey_action_service.finish_action(row, now.date(), row.version)
