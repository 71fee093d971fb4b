"""Commands that carry whole rollouts from one installation to another."""

import json
from pathlib import Path
from typing import Any

import click
from flask import current_app

from planner.access.audit_service import record
from planner.db import transaction
from planner.portfolio import service
from planner.reports import files_service
from planner.web import clock
from planner.web.commands import fail, with_app


@click.group()
def rollout() -> None:
    """List, create, export and import rollouts."""


@rollout.command("export")
@click.argument("number", metavar="ROLLOUT", type=int)
@click.option("-o", "--output", type=click.Path(path_type=Path, dir_okay=False), required=True, help="File to write.")
@with_app
def export_command(number: int, output: Path) -> None:
    """Write a whole rollout into one open JSON file."""
    service.look_at_one_moment()
    document = service.export_rollout(number, current_app.config["PLANNER"].uploads)
    files_service.write_whole(output, written(document))
    with transaction():
        record("export", object_type="rollout", object_id=number, rollout_id=number, after={"file": output.name})
    rows = sum(len(rows) for rows in document["tables"].values())
    click.echo(f"{output}: {rows} rows in {len(document['tables'])} tables.", err=True)


def written(document: dict[str, Any]) -> bytes:
    """A rollout's file as its bytes."""
    return (json.dumps(document, indent=1, ensure_ascii=False, sort_keys=True) + "\n").encode()


@rollout.command("import")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@with_app
def import_command(file: Path) -> None:
    """Store the rollout of FILE under a new number."""
    try:
        document = json.loads(file.read_text("utf-8"))
    except (ValueError, RecursionError) as error:
        fail(f"{file.name} is not a rollout file: {error}. Nothing was stored.")
    with transaction():
        number = service.import_rollout(document, current_app.config["PLANNER"].uploads, clock.now())
    click.echo(f"Rollout {number} was imported from {file.name}.")


commands: list[click.Command] = [rollout]
