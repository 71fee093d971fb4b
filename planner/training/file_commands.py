"""Commands on files of training records alone; no database is needed."""

import json
from pathlib import Path
from typing import Any

import click

from planner.basics.workbook_checks import TableRefusedError
from planner.schedule.file_commands import refuse
from planner.training.file_check_importing import checked, import_answer
from planner.training.record_importing import open_path


@click.command("check")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="FILE...")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
def check(files: tuple[Path, ...], as_json: bool) -> None:
    """Check FILES: Moodle progress reports (CSV), and xAPI statements, durations and scores (JSON)."""
    opened = []
    for file in files:
        try:
            opened.append((file.name, open_path(file)))
        except TableRefusedError as error:
            refuse([{"where": file.name, "message": f"{error.what} {error.remedy}"}], as_json)
    answer = checked(opened)
    if as_json:
        click.echo(json.dumps(answer, ensure_ascii=False))
    else:
        tell(answer)


def tell(answer: dict[str, list[dict[str, Any]]]) -> None:
    """The answer for a person."""
    for found in answer["moodle"]:
        click.echo(
            f"{found['file']}: {found['users']} people, {found['activities']} activities, {found['completed_cells']} "
            f"completed, {found['users_all_complete']} people with all of them."
        )
    for name in ("statements", "durations", "scores"):
        for found in answer[name]:
            right = found.get("accepted", found.get("valid"))
            click.echo(f"{name[:-1]} {found['index']}: {'accepted' if right else 'refused: ' + found['reason']}")


@click.command("training")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
def check_training(file: Path, as_json: bool) -> None:
    """Check FILE of training records: Moodle progress, xAPI statements, or a table of attendance and results."""
    try:
        answer = import_answer(open_path(file))
    except TableRefusedError as error:
        refuse([{"where": file.name, "message": f"{error.what} {error.remedy}"}], as_json)
    if not answer["accepted"]:
        refuse(answer["errors"], as_json)
    if as_json:
        click.echo(json.dumps(answer, ensure_ascii=False))
    else:
        click.echo(f"{file.name} can be imported: {answer['rows']:,} rows.")
        for warning in answer["warnings"]:
            click.echo(f"{warning['where']}: {warning['message']}")
