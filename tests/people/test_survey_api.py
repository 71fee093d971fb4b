"""Surveys for programs: results in groups only; how a survey is set up is not for tokens."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from flask import Flask

from planner.access.models import User
from planner.db import transaction
from planner.people import survey_queries
from planner.people.survey_facts_service import PULSE_FACTS
from planner.people.survey_shape import Topic
from planner.playbook.facts import FACTS, Per
from planner.playbook.service import load_shipped
from planner.rollouts.figures_service import Question, ask
from planner.rollouts.playbook_service import take_copy
from tests.conftest import NOW
from tests.page import Page
from tests.people.survey_stage import USABILITY, Place, answer_all, close, make_open, pulse, settle
from tests.personas import Cast


@pytest.fixture
def place(cast: Cast) -> Place:
    """Forty people in four units, and the playbook."""
    with transaction():
        take_copy(cast.rollout.id, load_shipped("standard"), NOW)
    return settle(cast.rollout, cast.manager)


def call(page: Page, person: User, method: str, address: str, **more: Any) -> Any:
    """Ask as a browser does that is signed in."""
    client = page.client(person)
    headers = {"X-CSRFToken": page.token(client), **more.pop("headers", {})}
    return client.open(f"/api/v1{address}", method=method, headers=headers, **more)


def test_results_for_programs_are_those_of_the_page(place: Place, cast: Cast, page: Page) -> None:
    survey = make_open(place)
    answer_all(survey, place, lambda number: pulse(4, 2, 3, 4, 5) if number < 36 else None)
    where = f"/rollouts/{place.rollout.id}/surveys"
    assert call(page, cast.viewer, "GET", where).json == {"surveys": []}
    line = call(page, cast.trainer, "GET", where).json["surveys"][0]
    assert (line["state"], line["asked"], line["answered"]) == ("open", None, None)
    assert call(page, cast.trainer, "GET", f"{where}/{survey.id}/results").status_code == 404
    done = call(page, cast.trainer, "POST", f"{where}/{survey.id}/close", headers={"If-Match": f'"{line["version"]}"'})
    assert (done.status_code, done.json["answered"]) == (200, 36)
    found = call(page, cast.viewer, "GET", f"{where}/{survey.id}/results").json
    groups = {(each["division"], each["group"]) for each in found["groups"]}
    assert ("Unit", "North") in groups
    assert ("Unit", "West") not in groups
    assert all(each["answers"] >= 5 for each in found["figures"])
    willing = next(each for each in found["figures"] if each["question"] == "I am willing.")
    assert (willing["mean"], willing["chosen"]) == ("2.00", "1: 0; 2: 36; 3: 0; 4: 0; 5: 0")


def test_a_draft_is_made_by_programs_of_people(place: Place, cast: Cast, page: Page) -> None:
    where = f"/rollouts/{place.rollout.id}/surveys"
    body = {"ref": "readiness-pulse", "opens": "2026-03-02", "closes": "2026-03-09"}
    made = call(page, cast.manager, "POST", where, json=body)
    assert (made.status_code, made.json["state"], made.json["anonymous"]) == (201, "draft", True)
    assert call(page, cast.manager, "POST", where, json={**body, "ref": "x"}).status_code == 404
    assert call(page, cast.manager, "POST", where, json={**body, "closes": "2026-03-01"}).status_code == 422
    assert call(page, cast.member, "POST", where, json=body).status_code == 403


def figures(place: Place, wave: int | None = None) -> dict[str, Any]:
    """Every fact of surveys."""
    names = [name for name in FACTS if name.startswith("people.")]
    found = ask(Question(place.rollout, date(2026, 3, 10), wave), names, Per.ROLLOUT, Per.WAVE)
    return {name: found[name].value for name in found}


def test_facts_speak_of_groups_that_are_shown_and_of_no_other(app: Flask, place: Place) -> None:
    names = {fact.name for fact in PULSE_FACTS} | {"people.response_rate", "people.usability_score"}
    assert all(FACTS[name].available and FACTS[name].per is Per.WAVE for name in names)
    assert {figures(place)[name] for name in names} == {None}
    survey = make_open(place)
    answer_all(survey, place, lambda number: pulse(5, 2 if number < 18 else 4, 4, 4, 3) if number < 22 else None)
    close(survey)
    whole = figures(place)
    assert whole["people.response_rate"] == 55
    assert round(whole["people.willing_mean"], 2) == Decimal("2.36")
    assert whole["people.barrier_share_willing"] == whole["people.stuck_before_knowing"]
    assert round(whole["people.resistant_share"], 1) == Decimal("81.8")
    assert whole["people.days_since_pulse"] == 8
    assert figures(place, 1)["people.response_rate"] is None  # the other wave's four answers would be the difference
    assert figures(place, 2)["people.willing_mean"] is None


def test_the_usability_score_is_a_fact(place: Place) -> None:
    survey = make_open(place, items=USABILITY, topic=Topic.USABILITY)
    good = {item.ref: "5" if number % 2 == 0 else "1" for number, item in enumerate(USABILITY)}
    answer_all(survey, place, lambda _: good)
    close(survey)
    assert figures(place)["people.usability_score"] == 100
    assert survey_queries.closed(place.rollout.id, Topic.READINESS) == []
