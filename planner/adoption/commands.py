"""Commands around adoption: count a usage log, check it, fit a curve of adoption."""

import click

from planner.adoption.curve_commands import fit
from planner.adoption.usage_commands import import_licences, import_usage
from planner.adoption.usage_file_commands import analyze, check_usage


@click.group()
def usage() -> None:
    """Who uses the system: read the logs of CRM systems."""


@click.group("import-check")
def import_check() -> None:
    """Check a file before importing it; nothing is stored and no database is needed."""


@click.group()
def adoption() -> None:
    """Curves of adoption."""


adoption.add_command(fit)
usage.add_command(analyze)
usage.add_command(import_usage)
usage.add_command(import_licences)
import_check.add_command(check_usage)

commands: list[click.Command] = [adoption, usage, import_check]
