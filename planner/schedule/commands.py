"""Commands around plans: take a project file over, and check one without storing anything."""

import json
from pathlib import Path

import click

from planner.access.service import user_by_email
from planner.basics.errors import NotFound, RuleBroken
from planner.db import db, transaction
from planner.rollouts.models import Rollout
from planner.schedule.check_commands import findings
from planner.schedule.check_file_commands import check_plan
from planner.schedule.exchange_commands import convert, export, read
from planner.schedule.file_answers import entries
from planner.schedule.file_commands import analyze, refuse, tell
from planner.schedule.import_service import import_plan
from planner.schedule.plan_file_service import read_path
from planner.schedule.risk_commands import simulate
from planner.schedule.source_service import fingerprint
from planner.web import clock
from planner.web.commands import with_app

KINDS = ("plan", "usage", "people", "training", "kpis", "customers")
"""What can be imported, now or in a later release."""


class _Kinds(click.Group):
    """One command for each kind of file; a kind that this release cannot check says so, and what it can."""

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        found = super().get_command(ctx, cmd_name)
        return _not_yet(cmd_name, sorted(self.commands)) if found is None and cmd_name in KINDS else found


def _not_yet(kind: str, known: list[str]) -> click.Command:
    @click.command(kind, hidden=True)
    @click.argument("file", type=click.Path(path_type=Path))
    @click.option("--json", "as_json", is_flag=True)
    def not_yet(file: Path, as_json: bool) -> None:  # noqa: ARG001 - the same arguments as all kinds
        message = f"This release cannot check files of the kind “{kind}”. It checks: {', '.join(known)}."
        refuse([{"where": "kind", "message": message}], as_json)

    return not_yet


@click.group()
def schedule() -> None:
    """Work with the plan of a rollout and with project files."""


@schedule.command("import")
@click.argument("rollout", type=int)
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--by", metavar="EMAIL", help="Account that is named as the one who imported.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
@with_app
def import_command(rollout: int, file: Path, by: str | None, as_json: bool) -> None:
    """Take FILE over as the next version of the plan of ROLLOUT: Microsoft Project XML, CSV or a workbook."""
    click.echo(f"Reading {file.name} …", err=True)
    rollout_row = db.session.get(Rollout, rollout)
    if rollout_row is None:
        raise NotFound(f"There is no rollout {rollout}.")
    brought = read_path(file, rollout_row)
    reading = brought.reading
    if not reading.accepted:
        refuse(entries(reading.errors), as_json)
    person = user_by_email(by) if by else None
    if by and person is None:
        raise RuleBroken(f"There is no account {by}.")
    click.echo(f"Storing {len(reading.plan.tasks) if reading.plan else 0:,} rows …", err=True)
    with file.open("rb") as source, transaction():
        mark = fingerprint(source)
        done = import_plan(
            db.session.get_one(Rollout, rollout),
            reading,
            file_name=file.name,
            sha256=mark,
            by=person,
            at=clock.now(),
            source=source if brought.is_project_file else None,
            given=brought.given,
        )
        answer = {"version": done.plan.number, "changed": done.changed, "rows": done.plan.task_count}
        sentence = done.sentence
    if as_json:
        click.echo(json.dumps({"accepted": True, **answer, "warnings": entries(reading.warnings)}, ensure_ascii=False))
    else:
        click.echo(sentence)
        tell(reading.warnings)


@click.group("import-check", cls=_Kinds)
def import_check() -> None:
    """Check a file before importing it; nothing is stored and no database is needed."""


import_check.add_command(check_plan)
schedule.add_command(analyze)
schedule.add_command(convert)
schedule.add_command(findings)
schedule.add_command(simulate)
schedule.add_command(export)
schedule.add_command(read)

commands: list[click.Command] = [schedule, import_check]
