"""Commands that take a staff list over and write it out."""

from datetime import datetime
from pathlib import Path

import click

from planner.access.audit_service import acting
from planner.access.service import user_by_email
from planner.basics.errors import NotFound, RuleBroken
from planner.db import db, transaction
from planner.people import staff_import_service
from planner.people.staff_columns import Column, guess, heading
from planner.people.staff_comparison import Options
from planner.people.staff_export_service import Format, export_staff
from planner.people.staff_file import header_of
from planner.people.staff_file_commands import check_people, refuse
from planner.people.staff_importing import open_table
from planner.rollouts.models import Rollout
from planner.web import clock
from planner.web.commands import with_app


@click.group("people")
def people() -> None:
    """The staff list of a rollout."""


@click.group("import-check")
def import_check() -> None:
    """Check a file before importing it; nothing is stored and no database is needed."""


import_check.add_command(check_people)


def rollout_of(number: int) -> Rollout:
    """The rollout with a number."""
    found = db.session.get(Rollout, number)
    if found is None:
        raise NotFound(f"There is no rollout {number}.")
    return found


@people.command("import")
@click.argument("rollout", type=int)
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--complete", "last", type=click.DateTime(["%Y-%m-%d"]), help="The list is complete: others left this day."
)
@click.option("--make-units", is_flag=True, help="Make units that are missing.")
@click.option(
    "--column", "columns", multiple=True, metavar="NAME=MEANING", help="What a column means; may be repeated."
)
@click.option("--dry-run", is_flag=True, help="Only say what would change.")
@click.option("--as", "who", metavar="EMAIL", help="In whose name the history notes it.")
@click.option("--json", "as_json", is_flag=True, help="Print problems as one JSON document.")
@with_app
def import_list(
    rollout: int, file: Path, last: datetime | None, make_units: bool, columns: tuple[str, ...],
    dry_run: bool, who: str | None, as_json: bool,
) -> None:  # fmt: skip
    """Take FILE, a staff list as CSV or Excel, over into ROLLOUT (its number): all of it, or nothing."""
    found = rollout_of(rollout)
    try:
        with file.open("rb") as source:
            table = open_table(source)
    except OSError as error:
        raise RuleBroken(f"{file} cannot be opened: {error.strerror}.") from error
    remembered = staff_import_service.remembered(rollout) | meanings(columns)
    meaning = guess(header_of(table), remembered)
    options = Options(clock.today_in(found.timezone), last.date() if last else None, make_units)
    staff = staff_import_service.read(found, table, meaning)
    looked = staff_import_service.compared(found, staff, options)
    if looked.problems:
        refuse(looked.problems, as_json)
    if dry_run:
        click.echo(looked.sentence)
        return
    user = user_by_email(who) if who else None
    with transaction(), acting(user.id if user else 0):
        click.echo(staff_import_service.take(found, staff, options, file.name).sentence)


def meanings(columns: tuple[str, ...]) -> dict[str, str]:
    """What was said of columns by name; an empty meaning leaves one out."""
    said = {}
    for each in columns:
        name, equals, meaning = each.rpartition("=")
        if not equals or (meaning and meaning not in set(Column)):
            raise RuleBroken(f"“{each}” is no column: write NAME=MEANING with one of {', '.join(Column)}.")
        said[heading(name)] = meaning
    return said


@people.command("export")
@click.argument("rollout", type=int)
@click.option("-o", "--output", "out", required=True, type=click.Path(path_type=Path), help="Where to write.")
@click.option(
    "--format", "wanted", type=click.Choice([each.value for each in Format]), help="Else by the file's ending."
)
@with_app
def export_list(rollout: int, out: Path, wanted: str | None) -> None:
    """Write the staff list of ROLLOUT (its number) into a file that the import reads back."""
    with transaction():
        content = export_staff(rollout_of(rollout).id, Format(wanted or ("xlsx" if out.suffix == ".xlsx" else "csv")))
    try:
        out.write_bytes(content)
    except OSError as error:
        raise RuleBroken(f"{out} cannot be written: {error.strerror}.") from error
    click.echo(f"{out.name} written.")
