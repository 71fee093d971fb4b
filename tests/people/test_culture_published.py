"""What is told of the culture changes only by five people at once: two looks never tell what one person said."""

import json
import random
import re
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from flask import Flask
from flask_migrate import upgrade
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import delete, select

from planner.access.models import User
from planner.access.roles import ROLLOUT_ROLES, Role
from planner.app import create_app
from planner.db import db, transaction
from planner.ops import schema
from planner.people import culture_service
from planner.people.culture import Dimension, Source, reading, renews
from planner.people.culture_facts_service import culture_figures
from planner.people.culture_models import CultureAnswer, CultureReading
from planner.playbook.service import load_shipped
from planner.portfolio.service import export_rollout, import_rollout
from planner.rollouts.figures_service import Question
from planner.rollouts.playbook_service import take_copy
from tests.builders import make_member
from tests.conftest import NOW, settings_for
from tests.ops.test_migrations import fill
from tests.page import Page, text_of
from tests.personas import Cast

TODAY = NOW.date()
CULTURE, OTHERS = "/culture", ("", "/playbook", "/mistakes", "/health")


@pytest.fixture
def crowd(cast: Cast) -> list[User]:
    """Twelve people who answer, none of whom looks."""
    return [make_member(cast.rollout, Role.MEMBER, f"Person {number}") for number in range(12)]


def say(cast: Cast, who: User, step: int, *dimensions: Dimension) -> None:
    with transaction():
        culture_service.answer(cast.rollout.id, who.id, dict.fromkeys(dimensions or Dimension, step), TODAY)


Look = Callable[..., dict[str, str]]


@pytest.fixture
def look(page: Page, cast: Cast, tmp_path: Path) -> Look:
    """Everything that anybody is told of the culture: pages in each role, figures, and the open file."""
    clients = {role: page.client(cast.of(role)) for role in ROLLOUT_ROLES}

    def seen(*ends: str) -> dict[str, str]:
        tables = export_rollout(cast.rollout.id, tmp_path)["tables"]
        found = {
            "figures": repr(culture_figures(Question(cast.rollout, TODAY))),
            "file": json.dumps({name: rows for name, rows in tables.items() if name.startswith("culture")}),
        }
        for role, client in clients.items():
            for end in ends:
                answer = client.get(f"/rollouts/{cast.rollout.id}{end}")
                assert answer.status_code == 200, end
                found[f"{role} {end}"] = re.sub(r'name="csrf_token" value="[^"]*"', "", answer.text)
        return found

    return seen


def test_one_answer_more_or_one_change_is_seen_by_nobody(app: Flask, cast: Cast, crowd: list[User], look: Look) -> None:
    looks = [look(CULTURE)]
    for who in crowd[:10]:
        say(cast, who, 0)
        looks.append(look(CULTURE))
    changed = [place for place in range(1, 11) if looks[place] != looks[place - 1]]
    assert changed == [5, 10]
    for step in (4, 3, 4, 0, 4):
        say(cast, crowd[0], step)
        assert look(CULTURE) == looks[-1], "one changes as often as one likes"
    for who in crowd[1:4]:
        say(cast, who, 4)
        assert look(CULTURE) == looks[-1]
    say(cast, crowd[10], 4)
    assert (renewed := look(CULTURE)) != looks[-1], "four changed and one came new"
    for who in crowd[:4]:
        say(cast, who, 0)
    say(cast, crowd[4], 4, Dimension.PACE)
    assert look(CULTURE) == renewed, "what a reading had of somebody already is nothing new"


def test_no_page_and_no_finding_moves_with_one_answer(app: Flask, cast: Cast, crowd: list[User], look: Look) -> None:
    """Four answers, the manager's among them; then one of five changed: no finding, no fact and no page moves."""
    with transaction():
        take_copy(cast.rollout.id, load_shipped("standard"), NOW)
    nobody = look(*OTHERS)
    for who in (cast.manager, *crowd[:3]):
        say(cast, who, 4)
    assert look(*OTHERS) == nobody
    for who in crowd[3:6]:
        say(cast, who, 4)
    several = look(CULTURE, *OTHERS)
    assert {key for key in nobody if several[key] != nobody[key]} >= {"figures", "manager /mistakes"}
    say(cast, crowd[0], 0)
    assert look(CULTURE, *OTHERS) == several
    with transaction():
        before = culture_service.take_over(cast.rollout, TODAY, cast.rollout.version, cast.manager.id).traits
    say(cast, cast.manager, 0)
    with transaction():
        assert culture_service.take_over(cast.rollout, TODAY, cast.rollout.version, cast.manager.id).traits == before


def test_the_own_view_of_a_manager_is_for_the_eyes_of_that_manager(
    app: Flask, page: Page, cast: Cast, crowd: list[User]
) -> None:
    other = make_member(cast.rollout, Role.MANAGER, "Second Manager")
    say(cast, cast.manager, 0)
    own = text_of(page.get("people.culture", as_=cast.manager, rollout_id=cast.rollout.id))
    theirs = text_of(page.get("people.culture", as_=other, rollout_id=cast.rollout.id))
    assert "your own view only" in own
    assert "your own view only" not in theirs
    assert "leans" not in theirs
    found = culture_service.culture_of(cast.rollout, TODAY)
    assert (found.known, {each.source for each in found.readings.values()}) == (False, {Source.NOBODY})


@given(st.integers(0, 2**32), st.integers(5, 14))
def test_any_two_readings_differ_by_what_five_people_said(seed: int, people: int) -> None:
    dice = random.Random(seed)
    said: dict[int, int] = {}
    counted: dict[int, set[int]] = {}
    published: list[dict[int, int]] = []
    for _ in range(80):
        who = dice.randrange(people)
        said[who] = dice.randrange(5)
        if renews((step, counted.get(one, set())) for one, step in said.items()):
            published.append(dict(said))
            for one, step in said.items():
                counted.setdefault(one, set()).add(step)
    for place, later in enumerate(published):
        for earlier in published[:place]:
            assert sum(earlier.get(one) != later.get(one) for one in range(people)) >= 5


def test_what_is_published_travels_and_the_answers_stay(
    app: Flask, cast: Cast, crowd: list[User], tmp_path: Path
) -> None:
    for who in crowd[:7]:
        say(cast, who, 0, Dimension.PACE)
    document = json.loads(json.dumps(export_rollout(cast.rollout.id, tmp_path)))
    assert [(row["dimension"], row["answers"]) for row in document["tables"]["culture_reading"]] == [("pace", 5)]
    assert "culture_answer" not in document["tables"]
    with transaction():
        number = import_rollout(document, tmp_path, NOW)
    here = db.session.get_one(type(cast.rollout), number)
    found = culture_service.culture_of(here, TODAY).readings[Dimension.PACE]
    assert (found.source, found.middle, found.leans) == (Source.SEVERAL, 0, "slow")
    assert db.session.scalars(select(CultureAnswer).where(CultureAnswer.rollout_id == number)).all() == []
    with transaction():
        db.session.execute(delete(CultureReading).where(CultureReading.rollout_id == number))
    assert not culture_service.culture_of(here, TODAY).known


def test_what_was_answered_before_is_published_once(tmp_path: Path) -> None:
    """Seven said how pace is and four how mistakes are taken: one of both is told, and all answers are kept."""
    with create_app(settings_for(tmp_path)).app_context():
        upgrade(directory=schema.migrations(), revision="0050")
        given = [(who, "pace", step) for who, step in enumerate((4, 0, 1, 1, 3, 2, 1), 1)]
        given += [(who, "mistakes", 0) for who in range(1, 5)]
        with closing(sqlite3.connect(tmp_path / "planner.sqlite")) as database, database:
            for number in range(1, 8):
                fill(database, number)
            for who, dimension, step in given:
                row = (7, who, dimension, step, f"2026-02-{who:02}")
                told = "rollout_id, user_id, dimension, step, answered_on"
                database.execute(f"insert into culture_answer ({told}) values (?, ?, ?, ?, ?)", row)
        upgrade(directory=schema.migrations(), revision="0051")
        with closing(sqlite3.connect(tmp_path / "planner.sqlite")) as database:
            told = "rollout_id, dimension, answers, middle, lower, upper, read_on"
            readings = database.execute(f"select {told} from culture_reading").fetchall()
            query = "select user_id, dimension, step, counted from culture_answer where id > 7 order by id"
            kept = database.execute(query).fetchall()
        assert readings == [(7, "pace", 5, "1", 1, 3, "2026-02-07")]
        assert [row[:3] for row in kept] == given
        assert [json.loads(row[3]) for row in kept] == [[step] if said == "pace" else [] for _, said, step in given]
        found = reading(Dimension.PACE, [step for _, said, step in given if said == "pace"], None)
        assert (found.answers, found.middle, found.lower, found.upper) == (5, 1, 1, 3)
        db.session.remove()
        db.engine.dispose()


def test_answers_are_read_in_one_place_alone() -> None:
    package = Path(culture_service.__file__).parents[1]
    readers = {path.name for path in package.rglob("*.py") if "CultureAnswer" in path.read_text("utf-8")}
    assert readers == {"culture_models.py", "culture_service.py"}
