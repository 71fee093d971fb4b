"""Commands about surveys: score a file of answers; write the invitations and reminders that are due."""

import json
from pathlib import Path

import click

from planner.basics.errors import RuleBroken
from planner.people.survey_scoring import score_document
from planner.web.commands import with_app

LARGEST = 50 * 1024**2
"""Bytes of a file of answers; a survey of a hundred thousand people fits in."""


@click.group()
def survey() -> None:
    """Score answers to surveys, and mail what is due."""


@survey.command("score")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
def score(file: Path, as_json: bool) -> None:
    """Score FILE: usability, recommendation, barrier point and reliability; no database is needed."""
    found = score_document(read(file))
    if as_json:
        click.echo(json.dumps(found, ensure_ascii=False))
        return
    for name, entries in found.items():
        for entry in entries:
            values = ", ".join(f"{key} {value}" for key, value in entry.items() if key != "id" and value is not None)
            click.echo(f"{name:8} {entry['id']!s:20} {values or 'none'}")


@survey.command("mail")
@with_app
def mail() -> None:
    """Write the invitations and reminders whose day has come, as from a cron job where no worker runs."""
    from planner.basics.mail_service import server_here
    from planner.people.survey_mail_service import OFF, mail_due
    from planner.web import clock

    if server_here() is None:
        raise RuleBroken(OFF)
    click.echo(f"Wrote {mail_due(clock.now())} mails. Hand them over: planner mail send")


def read(file: Path) -> object:
    """The document of a file; RuleBroken where it is none."""
    if file.stat().st_size > LARGEST:
        raise RuleBroken(f"{file.name} is larger than {LARGEST // 1024**2} MB.")
    try:
        return json.loads(file.read_bytes(), parse_constant=_refuse)
    except (ValueError, RecursionError) as error:
        raise RuleBroken(f"{file.name} is not a JSON document: {error}") from error


def _refuse(word: str) -> object:
    raise ValueError(f"{word} is no number")
