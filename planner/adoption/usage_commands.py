"""Commands that take use and licences over into a rollout, as the pages do."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import click
from click.core import ParameterSource

from planner.access.service import user_by_email
from planner.adoption.layout_fit import Lack
from planner.adoption.licence_service import take_licences
from planner.adoption.presets import PRESET_BY_REF
from planner.adoption.recount_service import recount
from planner.adoption.source_service import SourceDraft, add_source, draft_of, edit_source, sources
from planner.adoption.take_over_service import take_over
from planner.adoption.usage_file_commands import NAMED, entries, log_options, remedied
from planner.adoption.usage_importing import Problem
from planner.adoption.usage_models import ImportState, UsageImport, UsageSource
from planner.basics.errors import NotFound, RuleBroken
from planner.db import db, transaction
from planner.rollouts.models import Rollout
from planner.web import clock
from planner.web.commands import with_app


@click.command("import")
@click.argument("rollout", type=int)
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--source", "name", help="Name of the source; made where there is none. Without it: the system's name.")
@log_options
@click.option("--by", metavar="EMAIL", help="Account that is named as the one who imported.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
@with_app
def import_usage(rollout: int, file: Path, name: str | None, by: str | None, as_json: bool, **options: Any) -> None:  # noqa: ANN401 - click's own
    """Take FILE, a usage log, over into ROLLOUT (its number); the same file twice changes nothing."""
    with transaction():
        source = _source(_rollout(rollout), name, options)
        source_id, by_id = source.id, _account(by)
    try:
        content = file.open("rb")
    except OSError as error:
        raise RuleBroken(f"{file} cannot be read: {error.strerror}.") from error
    with content:
        row = take_over(
            db.session.get_one(UsageSource, source_id), content, file.name, by_id, clock.now(),
            lambda words: click.echo(words, err=True),
        )  # fmt: skip
    _answer(row, as_json)


def _source(rollout: Rollout, name: str | None, options: dict[str, Any]) -> UsageSource:
    """The source of that name, or a new one; options that are given hold for this log and those to come."""
    label = name or PRESET_BY_REF[options["preset"]].label
    known = next((each for each in sources(rollout.id) if each.name.casefold() == label.casefold()), None)
    if known is None:
        return add_source(rollout.id, _with(SourceDraft(label, options["preset"], rollout.timezone), options))
    chosen = click.get_current_context().get_parameter_source("preset") is ParameterSource.COMMANDLINE
    if chosen and known.preset != options["preset"]:
        raise RuleBroken(f"Files of “{known.name}” are read with --preset {known.preset}. Give another --source.")
    before = draft_of(known)
    draft = _with(before, options)
    return known if draft == before else edit_source(known, draft, known.version)


def _with(draft: SourceDraft, options: dict[str, Any]) -> SourceDraft:
    named = {each: options[f"column_{each.name}"] for each in NAMED if options[f"column_{each.name}"]}
    return replace(
        draft,
        columns={**draft.columns, **named},
        source_zone=options["source_timezone"] or draft.source_zone,
        order=options["date_order"] or draft.order,
        programs=tuple(options["programs"]) or draft.programs,
        people=tuple(options["people"]) or draft.people,
    )


def _answer(row: UsageImport, as_json: bool) -> None:
    """Say what came of it; a refused log ends the command with 1."""
    lack = row.told.get("lack")
    found = [remedied(Problem(**each), Lack(lack) if lack else None) for each in row.told.get("problems", [])]
    problems = entries(found)
    if row.state is ImportState.REFUSED:
        if as_json:
            click.echo(json.dumps({"accepted": False, "errors": problems}, ensure_ascii=False))
        else:
            click.echo("The file was not taken; nothing was changed.", err=True)
            for each in problems:
                click.echo(f"  {each['where']}: {each['message']}", err=True)
        raise SystemExit(1)
    told = {"counted": row.counted, "repeated": row.repeated, "closed": row.closed, "rows": row.rows_read}
    if as_json:
        warnings = entries(Problem(**each) for each in row.told.get("warnings", []))
        click.echo(json.dumps({"accepted": True, **told, "warnings": warnings}, ensure_ascii=False))
    else:
        click.echo(f"{row.counted:,} events counted, {row.repeated:,} known already, of {row.rows_read:,} rows.")


@click.command("licences")
@click.argument("rollout", type=int)
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
@with_app
def import_licences(rollout: int, file: Path, as_json: bool) -> None:
    """Take FILE, a table of person, from and until, over as the licences of ROLLOUT; all rows or none."""
    try:
        content = file.open("rb")
    except OSError as error:
        raise RuleBroken(f"{file} cannot be read: {error.strerror}.") from error
    with content, transaction():
        found = _rollout(rollout)
        taken = take_licences(found.id, content, file.name)
        if not taken.troubles:
            recount(found, clock.now())
    if taken.troubles:
        errors = [{"where": each.where, "message": each.message} for each in taken.troubles]
        click.echo(json.dumps({"accepted": False, "errors": errors}, ensure_ascii=False)) if as_json else None
        for each in () if as_json else errors:
            click.echo(f"  {each['where']}: {each['message']}", err=True)
        raise SystemExit(1)
    told = json.dumps({"accepted": True, "rows": taken.rows}) if as_json else f"{taken.rows:,} licences taken over."
    click.echo(told)


def _rollout(number: int) -> Rollout:
    found = db.session.get(Rollout, number)
    if found is None:
        raise NotFound(f"There is no rollout {number}.")
    return found


def _account(email: str | None) -> int | None:
    if not email:
        return None
    person = user_by_email(email)
    if person is None:
        raise RuleBroken(f"There is no account {email}.")
    return person.id
