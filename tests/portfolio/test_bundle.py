"""A rollout goes out into one open file and comes back the same."""

import json
import re
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskCliRunner

from planner.access.audit_hook_service import is_audited
from planner.access.audit_models import AuditEntry
from planner.access.models import User
from planner.cli import planner
from planner.db import Base, db, transaction
from planner.playbook.service import load_shipped
from planner.playbook.words import Choice
from planner.portfolio import service
from planner.rollouts import service as rollouts
from planner.rollouts.models import Rollout
from planner.rollouts.playbook_service import playbook_of
from planner.suitability import service as suitability
from planner.suitability.service import AnswerDraft
from tests.builders import make_wave
from tests.conftest import NOW
from tests.personas import Cast
from tests.rollouts.samples import DRAFT

ANSWERED = re.compile("answer|reply|rating|statement|tally|vote|words")


def renumbered(document: dict[str, Any]) -> dict[str, Any]:
    """A file with its row numbers counted from one in each table, so that two exports can be compared."""
    ranks = {
        (name, row["id"]): place
        for name, rows in document["tables"].items()
        for place, row in enumerate(sorted(rows, key=lambda row: int(row["id"])), 1)
    }

    def value(name: str, key: str, found: Any) -> Any:
        target = name if key == "id" else service.points_at(Base.metadata.tables[name].c[key])
        return ranks.get((target, found), found) if target and isinstance(found, int) else found

    tables = {
        name: [{key: value(name, key, row[key]) for key in row} for row in rows]
        for name, rows in document["tables"].items()
    }
    return document | {"tables": tables}


def test_the_round_trip_gives_the_same_rollout(app: Flask, cast: Cast, tmp_path: Path) -> None:
    make_wave(cast.rollout, 1)
    first = service.export_rollout(cast.rollout.id, tmp_path)
    with transaction():
        number = service.import_rollout(json.loads(json.dumps(first)), tmp_path, NOW)
    assert number != cast.rollout.id
    second = service.export_rollout(number, tmp_path)
    assert renumbered(second) == renumbered(first)
    assert {"rollout", "membership", "wave"} <= set(first["tables"])


def test_a_planned_and_judged_rollout_makes_the_round_trip(app: Flask, cast: Cast, tmp_path: Path) -> None:
    with transaction():
        rollout = rollouts.create_rollout(DRAFT, load_shipped("small-business"), cast.manager, NOW)
        question = suitability.questions_of(rollout)[0]
        draft = AnswerDraft(Choice.NO, "Only this year counts.", "", cast.manager.id, date(2026, 9, 1))
        suitability.give_answer(rollout, question, draft, cast.manager, NOW, None)
    document = json.loads(json.dumps(service.export_rollout(rollout.id, tmp_path)))
    with transaction():
        number = service.import_rollout(document, tmp_path, NOW)
    again = db.session.get_one(Rollout, number)
    assert playbook_of(again) == playbook_of(rollout)
    today = date(2026, 3, 2)
    assert suitability.suitability_state(again, today) == suitability.suitability_state(rollout, today)


def test_people_without_an_account_cannot_sign_in(app: Flask, cast: Cast, tmp_path: Path) -> None:
    document = service.export_rollout(cast.rollout.id, tmp_path)
    text = json.dumps(document).replace("sven.holm@", "new.person@")
    with transaction():
        service.import_rollout(json.loads(text), tmp_path, NOW)
    found = db.session.query(User).filter(User.email.like("new.person%")).one()
    assert (found.active, found.password_hash) == (False, None)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"format": "other"}, "not a rollout file"),
        ({"version": 99}, "version 99"),
        ({"tables": {}}, "exactly one rollout"),
    ],
)
def test_a_foreign_file_is_refused(app: Flask, cast: Cast, tmp_path: Path, change: dict[str, Any], told: str) -> None:
    document = service.export_rollout(cast.rollout.id, tmp_path) | change
    with pytest.raises(service.BadBundle, match=told), transaction():
        service.import_rollout(document, tmp_path, NOW)


def test_every_bad_row_is_told_and_nothing_is_stored(app: Flask, cast: Cast, tmp_path: Path) -> None:
    document = service.export_rollout(cast.rollout.id, tmp_path)
    document["tables"]["rollout"][0]["start_date"] = "30 February"
    document["tables"]["membership"][0]["role"] = "emperor"
    document["tables"]["membership"][1]["rollout_id"] = 99
    del document["tables"]["membership"][2]["user_id"]
    document["files"] = {"ab": "!"}
    with pytest.raises(service.BadBundle) as refused, transaction():
        service.import_rollout(document, tmp_path, NOW)
    places = [problem.where.split(" ")[-1] for problem in refused.value.problems]
    assert places == ["start_date", "role", "rollout_id", "user_id", "files.ab"]
    assert db.session.query(Rollout).count() == 1


Change = Callable[[dict[str, Any]], object]


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda d: d["tables"]["rollout"][0].update(name="x" * 100_000), "longer than"),
        (lambda d: d["tables"]["rollout"][0].update(name="a\0b"), "no text has"),
        (lambda d: d["tables"]["rollout"][0].update(name="\ud800"), "no text has"),
        (lambda d: d["tables"]["wave"][0].update(number=2**70), "larger than"),
        (lambda d: d["tables"]["wave"].append(d["tables"]["wave"][0]), "there twice"),
        (lambda d: d["tables"]["wave"].append(d["tables"]["wave"][0] | {"id": 77}), "contradict each other"),
        (lambda d: d["tables"]["membership"][0].update(user_id=["x"]), "not among the people"),
        (lambda d: d["tables"]["membership"][0].update(rollout_id={}), "not in the file"),
        (lambda d: d["tables"].update(rollout=7), "exactly one rollout"),
        (lambda d: d.update(people=[{"email": ["x"]}]), "list of people"),
        (lambda d: d["people"].append({"email": "no address", "name": "X"}), "address"),
        (lambda d: d.update(files=[1]), "by its content hash"),
    ],
)
def test_what_no_database_holds_is_refused_before_it_is_stored(
    app: Flask, cast: Cast, tmp_path: Path, change: Change, told: str
) -> None:
    make_wave(cast.rollout, 1)
    document = service.export_rollout(cast.rollout.id, tmp_path)
    change(document)
    with pytest.raises(service.BadBundle, match=told), transaction():
        service.import_rollout(document, tmp_path, NOW)
    assert db.session.query(Rollout).count() == 1


def test_the_commands_carry_a_rollout(app: Flask, cast: Cast, tmp_path: Path, runner: FlaskCliRunner) -> None:
    file = tmp_path / "rollout.json"
    done = runner.invoke(planner, ["rollout", "export", str(cast.rollout.id), "-o", str(file)], obj=lambda: app)
    assert done.exit_code == 0, done.output
    done = runner.invoke(planner, ["rollout", "import", str(file)], obj=lambda: app)
    assert done.exit_code == 0, done.output
    assert db.session.query(Rollout).count() == 2
    entries = db.session.query(AuditEntry).order_by(AuditEntry.seq).all()
    told = [(e.action, e.rollout_id) for e in entries if e.action in {"export", "import"}]
    assert told == [("export", cast.rollout.id), ("import", cast.rollout.id + 1)]
    assert (entries[-1].after or {})["created"]["membership"] == 5
    file.write_text("{")
    done = runner.invoke(planner, ["rollout", "import", str(file)], obj=lambda: app)
    assert done.exit_code == 1
    assert "not a rollout file" in done.output


CARRIED = {
    "culture_reading": "published: what five people said, or more",
    "published_rating": "published: five ratings of a session, or more",
    "survey_result": "published: groups of five and more",
    "survey_statement": "said openly, under one's name",
    "readiness_answer": "given under one's name, with evidence, and shown so",
    "readiness_answer_revision": "as it stood before, under the same name",
    "suitability_answer": "given under one's name, and shown so",
    "lesson_answer": "given under one's name, and shown so",
    "goal_revision": "a goal as it stood before; the history of goals tells it",
    "score_point": "figures of the whole rollout by day",
    "training_cell": "worked out from results, which are in the history",
    "training_standing": "worked out from results, which are in the history",
    "training_export_person": "proof for those whom a list named",
    "privacy_read": "proof for those whose record was looked at",
}
"""Tables that a file carries although the history does not hear of them, or they are called answers; and why."""


def test_what_people_answered_is_in_no_file_of_a_rollout() -> None:
    """A table that the history does not hear of, or that is called an answer, stays here, or it is told why not."""
    kinds = {mapper.local_table.description: mapper.class_ for mapper in Base.registry.mappers}
    carried = {table.name for table in service.tables()}
    doubtful = {name for name in carried if not is_audited(kinds[name]) or ANSWERED.search(name)}
    assert doubtful == set(CARRIED)
    assert {"culture_answer", "sitting_rating", "survey_reply", "survey_tally", "survey_words"} <= service.STAYS


def test_every_table_is_of_a_rollout_or_stays() -> None:
    known = {table.name for table in service.tables()} | service.STAYS
    assert known >= set(Base.metadata.tables)
    assert service.STAYS - {"alembic_version"} <= set(Base.metadata.tables)
