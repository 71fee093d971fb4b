"""The commands that list and make rollouts."""

import json

import pytest
from click.testing import Result
from flask import Flask
from flask.testing import FlaskCliRunner

from planner.cli import planner
from planner.db import db
from planner.rollouts import commands, queries
from planner.rollouts.commands import read_unit
from planner.rollouts.models import Rollout
from planner.rollouts.profile import Work
from tests.personas import Cast
from tests.rollouts.samples import TINY

MAKE = (
    "rollout",
    "create",
    "--name",
    "CRM",
    "--organisation",
    "Northwind",
    "--start",
    "2026-03-02",
    "--playbook",
    "tiny",
)


@pytest.fixture(autouse=True)
def _playbooks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(commands, "load_shipped", lambda _: TINY)


def run(app: Flask, runner: FlaskCliRunner, *words: str) -> Result:
    return runner.invoke(planner, words, obj=lambda: app)


def test_the_list_is_one_json_document(app: Flask, runner: FlaskCliRunner, cast: Cast) -> None:
    answer = run(app, runner, "rollout", "list", "--json")
    assert (answer.exit_code, json.loads(answer.stdout)) == (0, [{"id": cast.rollout.id, "name": "Northwind CRM"}])
    assert run(app, runner, "rollout", "list").stdout == f"{cast.rollout.id}\tNorthwind CRM\n"


def test_a_rollout_is_made_with_proposed_waves(app: Flask, runner: FlaskCliRunner, cast: Cast) -> None:
    units = ("--unit", "Sales:12:sales", "--unit", "Service:30:service")
    answer = run(app, runner, *MAKE, "--manager", cast.stranger.email, *units, "--json")
    assert answer.exit_code == 0, answer.output
    made = json.loads(answer.stdout)
    assert made["name"] == "CRM"
    assert [wave.name for wave in queries.waves(made["id"])] == ["Pilot: Sales", "Wave 2: Service"]
    assert [user.name for _, user in queries.members(made["id"])] == ["Sten Fremd"]


def test_a_rollout_is_made_with_the_holidays_of_a_country(app: Flask, runner: FlaskCliRunner, cast: Cast) -> None:
    words = ("--manager", cast.stranger.email, "--unit", "Sales:12:sales", "--country", "no", "--json")
    answer = run(app, runner, *MAKE, *words)
    assert answer.exit_code == 0, answer.output
    assert db.session.get_one(Rollout, json.loads(answer.stdout)["id"]).country == "NO"


@pytest.mark.parametrize(
    "words",
    [
        ("--manager", "nobody@example.org"),
        ("--manager", "sten.fremd@example.org", "--currency", "XXX"),
        ("--manager", "sten.fremd@example.org", "--timezone", "Mars/Base"),
        ("--manager", "sten.fremd@example.org", "--country", "XX"),
        ("--manager", "sten.fremd@example.org", "--unit", ":5"),
        ("--manager", "sten.fremd@example.org", "--unit", "Sales:٣"),
        ("--manager", "sten.fremd@example.org", "--name", " "),
        ("--manager", "sten.fremd@example.org", "--start", "1980-01-01"),
    ],
)
def test_what_cannot_be_is_refused_with_a_sentence(
    app: Flask, runner: FlaskCliRunner, cast: Cast, words: tuple[str, ...]
) -> None:
    answer = run(app, runner, *MAKE, *words)
    assert answer.exit_code != 0
    assert "Traceback" not in answer.output
    assert len(queries.all_rollouts()) == 1


def test_a_unit_may_leave_out_people_and_work() -> None:
    assert (read_unit("Depot").people, read_unit("Depot").work) == (0, Work.OTHER)
