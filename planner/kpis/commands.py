"""Commands of key figures: check a table of readings, and take it."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import click

from planner.basics.errors import NotFound
from planner.basics.table_importing import read_table
from planner.basics.workbook_checks import TableRefusedError
from planner.db import db, transaction
from planner.kpis import import_service
from planner.kpis.reading import Origin
from planner.kpis.reading_table import Layout, Problem, Readings, read_rows
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


def opened(file: Path, layout: str, only: str, *, as_json: bool) -> Readings:
    """The readings of a file; ends the command where it is no table, or holds bad rows."""
    today = datetime.now(UTC).date() + timedelta(days=1)  # a file alone has no zone: no place is further ahead
    try:
        with file.open("rb") as source:
            found = read_rows(read_table(source), today, Layout(layout), only)
    except (OSError, TableRefusedError) as error:
        refuse([{"where": "file", "message": str(error)}], as_json=as_json)
        raise
    if found.problems:
        refuse(entries(found.problems), as_json=as_json)
    return found


@import_check.command("kpis")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--layout", type=LAYOUTS, default="readings", show_default=True, help="What a row is.")
@click.option("--kpi", "only", default="", help="The key figure, where the table does not name it.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
def check_kpis(file: Path, layout: str, only: str, as_json: bool) -> None:
    """Check FILE, a CSV file or workbook of readings, and list what is wrong with it row by row."""
    found = opened(file, layout, only, as_json=as_json)
    if as_json:
        click.echo(json.dumps({"accepted": True, "warnings": [], "rows": found.rows}))
    else:
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
    row = db.session.get(Rollout, rollout)
    if row is None:
        raise NotFound(f"There is no rollout {rollout}.")
    found = opened(file, layout, only, as_json=as_json)
    today = clock.today_in(row.timezone)
    if problems := import_service.problems_of(row, found, today):
        refuse(entries(problems), as_json=as_json)
    with transaction():
        row = db.session.get_one(Rollout, rollout)
        taken = import_service.take(row, found.found, found.rows, Origin.FILE, None, today, clock.now())
    if as_json:
        click.echo(json.dumps({"accepted": True, "warnings": [], "rows": taken.rows, "changed": taken.changed}))
    else:
        click.echo(f"{taken.rows} rows read; {taken.changed} readings are new or corrected.")


kpi.add_command(import_file)
commands: list[click.Command] = [kpi, import_check]
