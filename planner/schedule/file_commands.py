"""Commands that look at a project file alone: no database, no server, nothing is stored."""

import json
import sys
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any, NoReturn

import click

from planner.basics.pauses import without_collector
from planner.schedule.analysis import Head, analysis_of, heads_of
from planner.schedule.calendars import CalendarError
from planner.schedule.critical_path import Schedule, scheduled
from planner.schedule.file_answers import entries, refusal_of
from planner.schedule.file_network import network_of
from planner.schedule.importing import read_plan_file
from planner.schedule.network import Network, NetworkError
from planner.schedule.project_file import FileProblem, ImportedPlan, Reading
from planner.schedule.status_date import evening_of
from planner.schedule.xml_importing import Limits

BIG = Limits(size=52 * 1024**2, records=120_000, elements=4_000_000)
"""What dating a file may take: a plan of a hundred thousand tasks, many times what is read into a rollout."""

Problems = tuple[FileProblem, ...]


@click.command("analyze")
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--status-date", type=click.DateTime(["%Y-%m-%d"]), help="Plan unfinished work after the end of this day."
)
@click.option("--reschedule", is_flag=True, help="Plan unfinished work after the status date that FILE has.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
def analyze(file: Path, status_date: datetime | None, reschedule: bool, as_json: bool) -> None:
    """Schedule FILE, Microsoft Project XML, and print dates, slack and what is critical; no database is needed.

    A status date in FILE moves nothing by itself.
    """
    with without_collector():
        reading, plan = opened(file, as_json, BIG)
        problems = reading.warnings
        plan = _as_of(plan, status_date, problems, reschedule=reschedule, as_json=as_json)
        network = _network(plan, problems, as_json)
        heads = heads_of(plan)
        del reading, plan  # a plan of a hundred thousand rows is held once
        found = _scheduled(network, heads, problems, as_json)
        del network
        rows = analysis_of(heads, found)
        if as_json:
            _print(rows, [*entries(problems), *({"where": "calendar", "message": text} for text in found.warnings)])
            return
        for row in rows:
            mark = "critical" if row["critical"] else f"slack {row['total_slack_min']} min"
            click.echo(
                f"{row['uid']:>6}  {row['start'] or '–':16}  {row['finish'] or '–':16}  {mark:18}  {row['name']}"
            )
    tell(problems)


def _print(rows: Iterable[dict[str, Any]], warnings: list[dict[str, str]]) -> None:
    """One JSON document, written piece by piece."""
    out, encoder = sys.stdout, json.JSONEncoder(ensure_ascii=False)
    out.write('{"tasks": [')
    for number, row in enumerate(rows):
        out.write(f"{', ' if number else ''}{encoder.encode(row)}")
    out.write(f'], "warnings": {json.dumps(warnings, ensure_ascii=False)}}}\n')


def _as_of(
    plan: ImportedPlan, day: datetime | None, problems: Problems, *, reschedule: bool, as_json: bool
) -> ImportedPlan:
    """The plan with its unfinished work after a day, where somebody asks for that."""
    if day is not None:
        try:
            status = evening_of(day.date(), network_of(plan))
        except (NetworkError, CalendarError) as error:
            refuse(refusal_of(error, plan.tasks, problems), as_json)
        return replace(plan, status_date=status, reschedules=True)
    if reschedule and plan.status_date is None:
        refuse([{"where": "project", "message": "The file has no status date: give one with --status-date."}], as_json)
    return replace(plan, reschedules=reschedule)


def opened(file: Path, as_json: bool, limits: Limits | None = None) -> tuple[Reading, ImportedPlan]:
    """Read a project file, or refuse with what is wrong with it."""
    reading = read_plan_file(file, limits)
    if reading.plan is None:
        refuse(entries(reading.errors), as_json)
    return reading, reading.plan


def _network(plan: ImportedPlan, problems: Problems, as_json: bool) -> Network:
    try:
        return network_of(plan)
    except NetworkError as error:
        refuse(refusal_of(error, plan.tasks, problems), as_json)


def _scheduled(network: Network, heads: Sequence[Head], problems: Problems, as_json: bool) -> Schedule:
    """Schedule what was read, or refuse in words what cannot be scheduled."""
    try:
        return scheduled(network)
    except (NetworkError, CalendarError) as error:
        refuse(refusal_of(error, heads, problems), as_json)


def tell(problems: Iterable[FileProblem]) -> None:
    """Say problems on standard error, a line each."""
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
