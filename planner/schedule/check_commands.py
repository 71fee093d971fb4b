"""`planner schedule findings`: what the checks say of a plan alone, without a database."""

import json
from datetime import datetime
from pathlib import Path

import click

from planner.schedule.file_commands import opened
from planner.schedule.file_facts import facts_of
from planner.schedule.plan_facts import Finding
from planner.schedule.plan_rules import BY_KEY, findings_of
from planner.schedule.status_date import day_of


@click.command("findings")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--country", default="", help="Two letters; its public holidays are bad days for a go-live.")
@click.option(
    "--as-of", type=click.DateTime(["%Y-%m-%d"]), help="Day to judge progress on; else the status date of FILE, if any."
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
def findings(file: Path, country: str, as_of: datetime | None, as_json: bool) -> None:
    """Look for known mistakes in FILE, Microsoft Project XML; no database is needed."""
    _, plan = opened(file, as_json)
    day = as_of.date() if as_of else day_of(plan.status_date)
    found = findings_of(facts_of(plan, country=country.strip().upper(), as_of=day))
    if as_json:
        click.echo(json.dumps({"findings": [entry(each) for each in found]}, ensure_ascii=False))
        return
    for each in found:
        click.echo(f"{each.severity.value:6}  {each.text}")
        click.echo(f"        {BY_KEY[each.rule].why} {BY_KEY[each.rule].fix}")
    if not found:
        click.echo("The checks find nothing.")


def entry(finding: Finding) -> dict[str, object]:
    """A finding as other tools read it; the text says what is wrong and what to do."""
    return {
        "rule": finding.rule,
        "tasks": list(finding.tasks),
        "dates": [day.isoformat() for day in finding.dates],
        "severity": finding.severity.value,
        "text": f"{finding.text} {BY_KEY[finding.rule].fix}",
    }
