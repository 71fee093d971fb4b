"""Commands that turn plans into files: a project file after the product's own model, a plan as a file."""

import json
from pathlib import Path

import click

from planner.basics.errors import NotFound
from planner.db import db, transaction
from planner.rollouts.models import Rollout
from planner.schedule import queries
from planner.schedule.contents import contents_of
from planner.schedule.export_service import Format, export_plan
from planner.schedule.file_answers import entries
from planner.schedule.file_commands import refuse, tell
from planner.schedule.importing import read_plan_file
from planner.schedule.mspdi_writing import into_file
from planner.web.commands import with_app

FORMATS = click.Choice([each.value for each in Format])


@click.command("convert")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("-o", "--output", "out", required=True, type=click.Path(path_type=Path), help="Where to write.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
def convert(file: Path, out: Path, as_json: bool) -> None:
    """Read FILE and write it as Microsoft Project XML; what the product does not know of it is kept."""
    reading = read_plan_file(file)
    if reading.plan is None:
        refuse(entries(reading.errors), as_json)
    with file.open("rb") as source:
        content = into_file(source, reading.plan, reading.plan)
    store(out, content)
    if as_json:
        answer = {"accepted": True, "warnings": entries(reading.warnings), "rows": len(reading.plan.tasks)}
        click.echo(json.dumps(answer, ensure_ascii=False))
    else:
        click.echo(f"{out.name} written: {len(reading.plan.tasks):,} rows, {reading.plan.links:,} links.")
        tell(reading.warnings)


@click.command("export")
@click.argument("rollout", type=int)
@click.option("-o", "--output", "out", required=True, type=click.Path(path_type=Path), help="Where to write.")
@click.option(
    "--format",
    "wanted",
    type=FORMATS,
    default=Format.MSPDI.value,
    help="What to write.",
)
@click.option("--version", "number", type=int, help="Which version of the plan; without it the one in use.")
@with_app
def export(rollout: int, out: Path, wanted: str, number: int | None) -> None:
    """Write the plan of ROLLOUT (its number) into a file."""
    with transaction():
        found = db.session.get(Rollout, rollout)
        plan = queries.plan_numbered(rollout, number) if found else None
        if found is None or plan is None:
            raise NotFound(f"There is no rollout {rollout}." if found is None else f"Rollout {rollout} has no plan.")
        file = export_plan(found, plan, Format(wanted))
    store(out, file.content)
    click.echo(f"{out.name} written: version {plan.number}, {plan.task_count:,} rows.")


@click.command("read")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
def read(file: Path, as_json: bool) -> None:
    """Say what FILE holds: its calendars with their days off, and how many tasks, people and assignments."""
    reading = read_plan_file(file)
    plan = reading.plan
    if plan is None:
        refuse(entries(reading.errors), as_json)
    contents = contents_of(plan)
    if as_json:
        click.echo(json.dumps(contents, ensure_ascii=False))
        return
    click.echo(f"{len(plan.tasks):,} tasks, {len(plan.resources):,} resources, {len(plan.assignments):,} assignments.")
    for calendar in contents["calendars"]:
        under = f", under {calendar['parent']}" if calendar["parent"] else ""
        click.echo(f"Calendar {calendar['name']}{under}")
        for each in calendar["exceptions"]:
            hours = "working" if each["working"] else "off"
            click.echo(f"  {each['name'] or 'no name'} ({hours}): {', '.join(each['dates'])}")
    tell(reading.warnings)


def store(out: Path, content: bytes) -> None:
    """Write beside and rename, so that nobody ever reads half a file."""
    half = out.with_name(f"{out.name}.part")
    try:
        half.write_bytes(content)
        half.replace(out)
    except OSError as error:
        raise click.ClickException(f"{out} cannot be written: {error.strerror}.") from error
