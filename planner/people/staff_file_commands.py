"""A staff list checked by itself: no database, no server, nothing is stored."""

import json
from collections.abc import Sequence
from pathlib import Path

import click

from planner.people.staff_file import RowProblem
from planner.people.staff_importing import check_file

MOST_TOLD = 1_000
"""Problems that are listed; of more, their number is."""


@click.command("people")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
def check_people(file: Path, as_json: bool) -> None:
    """Check FILE, a staff list as CSV or Excel: can its people be read, and if not, which cells stand in the way."""
    found = check_file(file)
    if found.problems:
        refuse(found.problems, as_json)
    warnings = told(found.warnings)
    if as_json:
        click.echo(json.dumps({"accepted": True, "warnings": warnings, "rows": len(found.rows)}, ensure_ascii=False))
        return
    columns = ", ".join(f"{found.name_of(column)} ({column.value})" for column in sorted(found.said))
    click.echo(f"{len(found.rows):,} people can be read. Columns: {columns}.")
    say(warnings)


def told(problems: Sequence[RowProblem]) -> list[dict[str, str]]:
    """Problems as other programs read them."""
    listed = [{"where": each.where, "message": _words(each)} for each in problems[:MOST_TOLD]]
    if len(problems) > MOST_TOLD:
        listed.append({"where": "file", "message": f"And {len(problems) - MOST_TOLD:,} more."})
    return listed


def _words(problem: RowProblem) -> str:
    return f"“{problem.value}”: {problem.message}" if problem.value else problem.message


def say(lines: Sequence[dict[str, str]]) -> None:
    """Problems on standard error, a line each."""
    for each in lines:
        click.echo(f"  {each['where']}: {each['message']}", err=True)


def refuse(problems: Sequence[RowProblem], as_json: bool) -> None:
    """Say why, on standard output as JSON or on standard error as lines, and end with 1."""
    if as_json:
        click.echo(json.dumps({"accepted": False, "errors": told(problems)}, ensure_ascii=False))
    else:
        click.echo(f"The list cannot be taken; nothing was changed. Problems: {len(problems):,}.", err=True)
        say(told(problems))
    raise SystemExit(1)
