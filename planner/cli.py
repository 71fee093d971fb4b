"""The `planner` command: collects the commands of every area."""

import importlib
import sys

import click

from planner import __version__
from planner.app import areas_with, create_app
from planner.basics.errors import PlannerError


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="planner")
@click.pass_context
def planner(context: click.Context) -> None:
    """Plan the introduction of a CRM system and see whether it succeeds."""
    if context.obj is None:
        context.obj = create_app


def collect(group: click.Group) -> None:
    """Add every area's commands; groups of one name from several areas become one."""
    for area in (*areas_with("commands"), "ops", "demo"):
        for command in importlib.import_module(f"planner.{area}.commands").commands:
            add(group, command)


def add(group: click.Group, command: click.Command) -> None:
    """Add one command, or pour a group's commands into the group of the same name."""
    there = group.commands.get(command.name or "")
    if isinstance(there, click.Group) and isinstance(command, click.Group):
        for inner in command.commands.values():
            add(there, inner)
    else:
        group.add_command(command)


collect(planner)


def main() -> None:
    """Run the command; a refusal is one sentence and exit code 1, never a traceback."""
    try:
        planner()
    except PlannerError as error:
        click.echo(f"Error: {error.message}", err=True)
        sys.exit(1)
