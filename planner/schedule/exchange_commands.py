"""Commands that turn plans into files: a project file after the product's own model, a plan as a file."""

import json
from pathlib import Path
from typing import NoReturn

import click

from planner.schedule.file_answers import entries
from planner.schedule.importing import read_plan_file
from planner.schedule.mspdi_render import into_file
from planner.schedule.project_file import FileProblem


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


def store(out: Path, content: bytes) -> None:
    """Write beside and rename, so that nobody ever reads half a file."""
    half = out.with_name(f"{out.name}.part")
    try:
        half.write_bytes(content)
        half.replace(out)
    except OSError as error:
        raise click.ClickException(f"{out} cannot be written: {error.strerror}.") from error


def tell(problems: tuple[FileProblem, ...]) -> None:
    """Warnings as lines on standard error."""
    for problem in problems:
        click.echo(f"  {problem.where}: {problem.message}", err=True)


def refuse(errors: list[dict[str, str]], as_json: bool) -> NoReturn:
    """Say why, on standard output as JSON or on standard error as lines, and end with 1."""
    if as_json:
        click.echo(json.dumps({"accepted": False, "errors": errors}, ensure_ascii=False))
    else:
        click.echo("The file was not taken; nothing was changed.", err=True)
        for error in errors:
            click.echo(f"  {error['where']}: {error['message']}", err=True)
    raise SystemExit(1)
