"""Commands of key figures: check a table of readings, and take it."""

import json
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import click

from planner.basics.errors import NotFound
from planner.basics.workbook_checks import TableRefusedError
from planner.db import db, transaction
from planner.kpis import import_service
from planner.kpis.reading import Origin
from planner.kpis.reading_table import Layout, Problem, Readings, doubts
from planner.rollouts.models import Rollout
from planner.web import clock
from planner.web.commands import with_app

LAYOUTS = click.Choice([each.value for each in Layout])


@click.group()
def kpi() -> None:
    """Work with key figures."""


@click.group("import-check")
def import_check() -> None:
    """Check a file before importing it; nothing is stored and no database is needed."""


def entries(problems: tuple[Problem, ...]) -> list[dict[str, str]]:
    """Problems as other tools read them."""
    return [{"where": each.where if each.row else "table", "message": each.message} for each in problems]


def refuse(errors: list[dict[str, str]], *, as_json: bool) -> None:
    """Tell what is wrong and end with 1."""
    if as_json:
        click.echo(json.dumps({"accepted": False, "errors": errors}, ensure_ascii=False))
    for each in errors if not as_json else ():
        click.echo(f"{each['where']}: {each['message']}", err=True)
    raise SystemExit(1)


def opened(file: Path, layout: str, only: str, today: date, *, as_json: bool) -> Readings:
    """The readings of a file; ends the command where it is no table."""
    try:
        with file.open("rb") as source:
            return import_service.readings_in(source, today, Layout(layout), only)
    except (OSError, TableRefusedError) as error:
        refuse([{"where": "file", "message": str(error)}], as_json=as_json)
        raise


def held_against(number: int, file: Path, layout: str, only: str, *, as_json: bool) -> tuple[Readings, date]:
    """The readings of a file that a rollout can take, and its day; ends the command where it cannot."""
    rollout = db.session.get(Rollout, number)
    if rollout is None:
        raise NotFound(f"There is no rollout {number}.")
    today = clock.today_in(rollout.timezone)
    found = opened(file, layout, only, today, as_json=as_json)
    if problems := import_service.problems_of(rollout, found, today):
        refuse(entries(problems), as_json=as_json)
    return found, today


@import_check.command("kpis")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--layout", type=LAYOUTS, default="readings", show_default=True, help="What a row is.")
@click.option("--kpi", "only", default="", help="The key figure, where the table does not name it.")
@click.option("--rollout", type=int, help="Hold it against the key figures of this rollout too; needs the database.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
def check_kpis(file: Path, layout: str, only: str, rollout: int | None, as_json: bool) -> None:
    """Check FILE, a CSV file or workbook of readings, and list what is wrong with it row by row."""
    warnings: tuple[Problem, ...] = ()
    if rollout is not None:
        found, _ = with_app(held_against)(rollout, file, layout, only, as_json=as_json)
    else:
        today = datetime.now(UTC).date()
        found = opened(file, layout, only, today + timedelta(days=1), as_json=as_json)  # no place is further ahead
        if found.problems:
            refuse(entries(found.problems), as_json=as_json)
        warnings = doubts(found, today)
    if as_json:
        answer = {"accepted": True, "warnings": entries(warnings), "rows": found.rows}
        click.echo(json.dumps(answer, ensure_ascii=False))
        return
    for each in warnings:
        click.echo(f"{each.where}: {each.message}", err=True)
    click.echo(f"{file.name} can be imported: {found.rows:,} rows.")


@kpi.command("import")
@click.argument("rollout", type=int)
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--layout", type=LAYOUTS, default="readings", show_default=True, help="What a row is.")
@click.option("--kpi", "only", default="", help="The key figure, where the table does not name it.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
@with_app
def import_file(rollout: int, file: Path, layout: str, only: str, as_json: bool) -> None:
    """Take the readings of FILE into ROLLOUT: all of them or none; the same file again changes nothing."""
    found, today = held_against(rollout, file, layout, only, as_json=as_json)
    with transaction():
        row = db.session.get_one(Rollout, rollout)
        taken = import_service.take(row, found.found, found.rows, Origin.FILE, None, today, clock.now())
    if as_json:
        click.echo(json.dumps({"accepted": True, "warnings": [], "rows": taken.rows, "changed": taken.changed}))
    else:
        click.echo(f"{taken.rows} rows read; {taken.changed} readings are new or corrected.")


kpi.add_command(import_file)
commands: list[click.Command] = [kpi, import_check]
