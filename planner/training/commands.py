"""Commands of training: check files of records, take them over, count anew who is trained."""

import json
from pathlib import Path

import click

from planner.access.service import user_by_email
from planner.basics.errors import NotFound, RuleBroken
from planner.basics.workbook_checks import TableRefusedError
from planner.db import db, transaction
from planner.rollouts.models import Rollout
from planner.schedule.file_commands import refuse
from planner.training import import_service, standing_service
from planner.training.file_answers import problem_entries
from planner.training.file_commands import check, check_training
from planner.training.record_importing import LIMITS, open_content
from planner.web import clock
from planner.web.commands import with_app


@click.group()
def training() -> None:
    """Work with training records."""


@training.command("import")
@click.argument("rollout", type=int)
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--course", default="", help="The course all rows of a table are about.")
@click.option("--leave-out-unknown", is_flag=True, help="Leave out people and courses that are not known here.")
@click.option("--by", metavar="EMAIL", help="Account that is named as the one who imported.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
@with_app
def import_command(
    rollout: int, file: Path, course: str, leave_out_unknown: bool, by: str | None, as_json: bool
) -> None:
    """Take FILE over into ROLLOUT: a Moodle report, xAPI statements, or a table of attendance and results."""
    row = db.session.get(Rollout, rollout)
    if row is None:
        raise NotFound(f"There is no rollout {rollout}.")
    person = user_by_email(by) if by else None
    if by and person is None:
        raise RuleBroken(f"There is no account {by}.")
    with file.open("rb") as source:
        content = source.read(LIMITS.size + 1)
    try:
        opened = open_content(content)
    except TableRefusedError as error:
        refuse([{"where": file.name, "message": f"{error.what} {error.remedy}"}], as_json)
    with transaction():
        row = db.session.get_one(Rollout, rollout)
        today = clock.today_in(row.timezone)
        found = import_service.preview(row, opened, content, today, course=course, leave_out_unknown=leave_out_unknown)
        if found.troubles:
            refuse(problem_entries(found.troubles), as_json)
        import_service.take(row, found, file.name, person, clock.now())
    if as_json:
        answer = {"accepted": True, "rows": found.rows, "added": found.new, "warnings": problem_entries(found.left_out)}
        click.echo(json.dumps(answer, ensure_ascii=False))
    else:
        click.echo(f"{found.rows:,} rows read, {found.new:,} results added, {len(found.left_out):,} left out.")
        for each in found.left_out[:20]:
            click.echo(f"  {each.where}: {each.message}", err=True)


@training.command("refresh")
@click.argument("rollout", type=int)
@with_app
def refresh(rollout: int) -> None:
    """Count anew who is trained in ROLLOUT."""
    if db.session.get(Rollout, rollout) is None:
        raise NotFound(f"There is no rollout {rollout}.")
    with transaction():
        number = standing_service.refresh(rollout)
    click.echo(f"Counted anew for {number:,} people.")


@click.group("import-check")
def import_check() -> None:
    """Check a file before importing it; nothing is stored and no database is needed."""


training.add_command(check)
import_check.add_command(check_training)

commands: list[click.Command] = [training, import_check]
