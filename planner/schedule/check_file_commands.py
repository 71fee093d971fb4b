"""`planner import-check plan`: what is wrong with a plan's file, without a database and before anything is stored."""

import json
from pathlib import Path

import click

from planner.schedule.any_importing import read_alone
from planner.schedule.file_answers import entries
from planner.schedule.file_commands import refuse, tell


@click.command("plan")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
def check_plan(file: Path, as_json: bool) -> None:
    """Check FILE, Microsoft Project XML, CSV or a workbook, and list what is wrong with it row by row."""
    reading = read_alone(file)
    if not reading.plan:
        refuse(entries(reading.errors), as_json)
    if as_json:
        answer = {"accepted": True, "warnings": entries(reading.warnings), "rows": len(reading.plan.tasks)}
        click.echo(json.dumps(answer, ensure_ascii=False))
    else:
        click.echo(f"{file.name} can be imported: {len(reading.plan.tasks):,} rows, {reading.plan.links:,} links.")
        tell(reading.warnings)
