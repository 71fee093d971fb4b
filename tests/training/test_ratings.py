"""Ratings of sessions are told in whole fives of one session: no two figures differ by what fewer than five gave."""

import json
import random
import re
import sqlite3
from collections.abc import Callable
from contextlib import closing
from fractions import Fraction
from pathlib import Path

import pytest
from flask import Flask
from flask_migrate import upgrade

from planner.access.roles import ROLLOUT_ROLES
from planner.app import create_app
from planner.db import db, transaction
from planner.ops import schema
from planner.portfolio.service import export_rollout
from planner.rollouts.figures_service import Question
from planner.training import enrol_service, rating_service, record_queries, record_service, sitting_queries
from planner.training.facts_service import session_figures
from planner.training.seats import Attendance
from planner.training.sitting_models import Enrolment, Sitting
from tests.conftest import NOW, settings_for
from tests.ops.test_migrations import fill
from tests.page import Page
from tests.people.survey_attacker import found_out
from tests.personas import Cast
from tests.training.stage import TODAY, Stage, set_stage

Look = Callable[[], dict[str, str]]


@pytest.fixture
def stage(cast: Cast) -> Stage:
    """People, courses, a trainer and a room."""
    return set_stage(cast)


def held(stage: Stage, *names: str, hour: int = 9) -> tuple[Sitting, list[Enrolment]]:
    """A session of today, and the places of those who were there."""
    row = stage.sitting(days=0, hour=hour, seats=8)
    with transaction():
        enrol_service.enrol_many(stage.rollout, row, [stage.people[name] for name in names], NOW)
        places = [taking.enrolment for taking in sitting_queries.takings(stage.rollout.id, row.id)]
        for place in places:
            record_service.mark(stage.rollout, row, place, Attendance.THERE, None, NOW)
    return row, places


def rate(place: Enrolment, stars: int) -> None:
    with transaction():
        rating_service.rate(place, stars)


@pytest.fixture
def look(page: Page, cast: Cast, stage: Stage, tmp_path: Path) -> Look:
    """Everything that anybody is told of ratings: pages of sessions in each role, figures, and the open file."""
    rollout = stage.rollout
    clients = {role: page.client(cast.of(role)) for role in ROLLOUT_ROLES}

    def seen() -> dict[str, str]:
        tables = export_rollout(rollout.id, tmp_path)["tables"]
        by_course = [record_queries.rating_of(rollout.id, each.id) for each in (stage.basics, stage.sales)]
        found = {
            "figures": repr(session_figures(Question(rollout, TODAY))["training.rating_mean"]),
            "courses": repr(by_course),
            "file": json.dumps({name: rows for name, rows in tables.items() if "rating" in name}),
        }
        for row in db.session.query(Sitting).filter_by(rollout_id=rollout.id):
            for role, client in clients.items():
                answer = client.get(f"/rollouts/{rollout.id}/training/sessions/{row.id}")
                told = re.findall(r"Rated.*?</p>", answer.text)
                found[f"{role} {row.id}"] = f"{answer.status_code} {told}"
        return found

    return seen


def test_one_rating_more_is_seen_by_nobody(app: Flask, stage: Stage, look: Look) -> None:
    first, many = held(stage, "Ana", "Ben", "Cem", "Dora", "Emil", "Finn", "Miro")
    second, few = held(stage, "Ana", "Ben", "Cem", "Dora", hour=14)
    looks = [look()]
    for place, stars in zip([*few, *many], (1, 1, 1, 1, 5, 4, 4, 3, 4, 1, 1), strict=True):
        rate(place, stars)
        looks.append(look())
    assert [number for number in range(1, 12) if looks[number] != looks[number - 1]] == [9]
    assert record_queries.rating_of(stage.rollout.id, None) == (Fraction(4), 5)
    assert sitting_queries.ratings([first.id, second.id]) == {first.id: (Fraction(4), 5)}
    assert "<strong>4.0</strong> of 5 by at least 5 people" in looks[-1][f"viewer {first.id}"]
    assert looks[-1][f"manager {second.id}"] == "200 []"


def test_no_sum_of_what_is_told_speaks_of_fewer_than_five_ratings(app: Flask, stage: Stage) -> None:
    """Every figure that was ever told, with the ratings in it, is handed to somebody who adds and subtracts them."""
    dice, names = random.Random(7), ("Ana", "Ben", "Cem", "Dora", "Emil", "Finn", "Miro")
    places = [place for hour in (8, 10, 12, 14) for place in held(stage, *names, hour=hour)[1]]
    dice.shuffle(places)
    given: dict[int, list[tuple[int, int]]] = {place.sitting_id: [] for place in places}
    told: set[frozenset[int]] = set()
    for person, place in enumerate(places):
        stars = dice.randint(1, 5)
        rate(place, stars)
        given[place.sitting_id].append((person, stars))
        counted: dict[int, int] = {}
        for sitting_id, (mean, number) in sitting_queries.ratings(given).items():
            counted |= dict(given[sitting_id][:number])
            assert mean * number == sum(stars for _, stars in given[sitting_id][:number])
            told.add(frozenset(one for one, _ in given[sitting_id][:number]))
        whole = Fraction(sum(counted.values()), len(counted)) if counted else None
        assert record_queries.rating_of(stage.rollout.id, stage.basics.id) == (whole, len(counted))
        told.add(frozenset(counted))
    assert found_out([set(each) for each in told], set(range(len(places)))) is None
    assert len(told) > 5


def test_what_was_rated_before_is_told_once(tmp_path: Path) -> None:
    """Six rated one session and four another: the six are told together, the four wait for a fifth."""
    with create_app(settings_for(tmp_path)).app_context():
        upgrade(directory=schema.migrations(), revision="0055")
        with closing(sqlite3.connect(tmp_path / "planner.sqlite")) as database, database:
            for number in range(1, 3):
                fill(database, number)
            database.execute("delete from sitting_rating")
            for sitting, stars, number in ((1, 5, 4), (1, 2, 2), (2, 3, 4)):
                row = (sitting, stars, number)
                database.execute("insert into sitting_rating (sitting_id, stars, number) values (?, ?, ?)", row)
        upgrade(directory=schema.migrations(), revision="0056")
        with closing(sqlite3.connect(tmp_path / "planner.sqlite")) as database:
            told = database.execute("select sitting_id, ratings, stars from published_rating").fetchall()
            waiting = database.execute("select sitting_id, stars, number from sitting_rating order by id").fetchall()
        assert told == [(1, 6, 24)]
        assert waiting == [(1, 5, 0), (1, 2, 0), (2, 3, 4)]
        db.session.remove()
        db.engine.dispose()
