"""planner user and planner audit, as they are typed."""

import json

from click.testing import Result
from flask import Flask
from flask.testing import FlaskCliRunner
from sqlalchemy import text

from planner.access import service, signin_service
from planner.cli import planner
from planner.db import db
from tests.builders import make_user
from tests.conftest import NOW
from tests.rows import open_to_tampering

PASSWORD = "lantern orbit gravel tulip"


def run(runner: FlaskCliRunner, *words: str, typed: str | None = None) -> Result:
    return runner.invoke(planner, list(words), input=typed)


def test_add_with_a_password_from_standard_input(app: Flask, runner: FlaskCliRunner) -> None:
    words = ("user", "add", "--email", "Ada@Example.org", "--name", "Ada Root", "--admin", "--password-stdin")
    done = run(runner, *words, typed=f"{PASSWORD}\n")
    assert done.exit_code == 0, done.output
    ada = service.user_by_email("ada@example.org")
    assert ada is not None
    assert ada.is_admin
    assert service.verify_password(ada, PASSWORD)
    again = run(runner, *words, typed=f"{PASSWORD}\n")
    assert again.exit_code == 1
    assert "already an account" in again.output


def test_a_weak_password_is_refused_in_one_sentence(app: Flask, runner: FlaskCliRunner) -> None:
    words = ("user", "add", "--email", "ada@example.org", "--name", "Ada Root", "--password-stdin")
    refused = run(runner, *words, typed="short\n")
    assert refused.exit_code == 1
    assert refused.output.startswith("Error: This password has 5 characters")
    assert service.user_by_email("ada@example.org") is None


def test_add_without_a_password_prints_a_link_that_works(app: Flask, runner: FlaskCliRunner) -> None:
    done = run(runner, "user", "add", "--email", "noa@example.org", "--name", "Noa Berg")
    token = done.output.strip().rsplit("/set-password/", 1)[1]
    assert signin_service.link_owner(token, NOW).email == "noa@example.org"
    another = run(runner, "user", "link", "noa@example.org").output.strip().rsplit("/", 1)[1]
    assert signin_service.link_owner(another, NOW).email == "noa@example.org"
    assert run(runner, "user", "link", "nobody@example.org").exit_code == 1


def test_list_prints_one_json_document(app: Flask, runner: FlaskCliRunner) -> None:
    make_user("Mara Lind")
    make_user("Ada Root", is_admin=True)
    said = json.loads(run(runner, "user", "list", "--json").stdout)
    assert [(one["name"], one["admin"], one["active"]) for one in said] == [
        ("Ada Root", True, True),
        ("Mara Lind", False, True),
    ]
    assert "password" not in json.dumps(said)
    assert "Ada Root (administrator)" in run(runner, "user", "list").output


def test_disable_closes_the_account_but_not_the_last_administrators(app: Flask, runner: FlaskCliRunner) -> None:
    mara, ada = make_user("Mara Lind"), make_user("Ada Root", is_admin=True)
    assert run(runner, "user", "disable", mara.email).exit_code == 0
    db.session.refresh(mara)
    assert not mara.active
    refused = run(runner, "user", "disable", ada.email)
    assert refused.exit_code == 1
    assert "last administrator" in refused.output
    assert run(runner, "user", "disable", "nobody@example.org").exit_code == 1


def test_audit_verify_tells_whether_and_where_the_trail_was_altered(app: Flask, runner: FlaskCliRunner) -> None:
    for number in range(5):
        make_user(f"Person {number}")
    good = run(runner, "audit", "verify", "--json")
    assert good.exit_code == 0
    said = json.loads(good.stdout)
    assert (said["intact"], said["entries"], said["finding"]) == (True, 5, None)
    assert "intact: 5 entries" in run(runner, "audit", "verify").output
    with open_to_tampering() as connection:
        connection.execute(text("UPDATE audit_entry SET object_id = '99' WHERE seq = 3"))
    bad = run(runner, "audit", "verify", "--json")
    assert bad.exit_code == 1
    assert json.loads(bad.stdout)["finding"] == {"entry": 3, "reason": "its content was changed"}
    assert "altered at entry 3" in bad.stderr
