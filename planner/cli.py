"""The `planner` command: collects the commands of every area, once one of them is wanted."""

import importlib
import sys
from collections.abc import MutableMapping
from typing import TYPE_CHECKING

import click

from planner import __version__
from planner.basics.errors import PlannerError

if TYPE_CHECKING:
    from flask import Flask


class Areas(click.Group):
    """A group that reads the areas' commands at the first look, so that `planner --version` answers at once."""

    @property
    def commands(self) -> MutableMapping[str, click.Command]:
        """Every command by its name."""
        if not self._known:
            collect(self)
        return self._known

    @commands.setter
    def commands(self, known: MutableMapping[str, click.Command]) -> None:
        self._known = known


@click.group(cls=Areas, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="planner")
@click.pass_context
def planner(context: click.Context) -> None:
    """Plan the introduction of a CRM system and see whether it succeeds."""
    if context.obj is None:
        context.obj = open_app


def open_app() -> "Flask":
    """The product, for commands that need it."""
    from planner.app import create_app

    return create_app()


def collect(group: Areas) -> None:
    """Add every area's commands; groups of one name from several areas become one."""
    from planner.app import areas_with

    for area in (*areas_with("commands"), "ops", "demo"):
        for command in importlib.import_module(f"planner.{area}.commands").commands:
            add(group._known, command)  # noqa: SLF001 - `commands` would collect anew


def add(known: MutableMapping[str, click.Command], command: click.Command) -> None:
    """Add one command, or pour a group's commands into the group of the same name."""
    there = known.get(command.name or "")
    if isinstance(there, click.Group) and isinstance(command, click.Group):
        for inner in command.commands.values():
            add(there.commands, inner)
    else:
        known[command.name or ""] = command


def main() -> None:
    """Run the command; a refusal is one sentence and exit code 1, never a traceback."""
    try:
        planner()
    except PlannerError as error:
        click.echo(f"Error: {error.message}", err=True)
        sys.exit(1)
