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


QUICK = {
    "schedule": {
        "analyze": "planner.schedule.file_commands:analyze",
        "findings": "planner.schedule.check_commands:findings",
        "simulate": "planner.schedule.risk_commands:simulate",
    },
    "usage": {"analyze": "planner.adoption.usage_file_commands:analyze"},
    "import-check": {
        "customers": "planner.customer_data.customer_file_commands:check_customer_file",
        "people": "planner.people.staff_file_commands:check_people",
        "plan": "planner.schedule.check_file_commands:check_plan",
        "usage": "planner.adoption.usage_file_commands:check_usage",
    },
    "adoption": {"fit": "planner.adoption.curve_commands:fit"},
}
"""Commands that look at a file alone, by their group: they start without the rest of the product."""


class Areas(click.Group):
    """A group that reads the areas' commands at the first look, so that `planner --version` answers at once."""

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """A command by its name; a group with quick ones waits with the rest until it is known which one is meant."""
        if cmd_name in QUICK and not self._known:
            return Files(self, name=cmd_name)
        return super().get_command(ctx, cmd_name)

    @property
    def commands(self) -> MutableMapping[str, click.Command]:
        """Every command by its name."""
        if not self._known:
            collect(self)
        return self._known

    @commands.setter
    def commands(self, known: MutableMapping[str, click.Command]) -> None:
        self._known = known


class Files(click.Group):
    """A group of `QUICK`: commands on a file alone are read by themselves, all others with the whole product."""

    def __init__(self, areas: Areas, name: str) -> None:
        super().__init__(name)
        self._areas, self._quick = areas, QUICK[name]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """A command by its name."""
        if cmd_name in self._quick:
            module, name = self._quick[cmd_name].split(":")
            found: click.Command = getattr(importlib.import_module(module), name)
            return found
        return self._whole().get_command(ctx, cmd_name)

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names of all commands."""
        return self._whole().list_commands(ctx)

    def _whole(self) -> click.Group:
        whole = self._areas.commands[self.name or ""]
        assert isinstance(whole, click.Group)  # noqa: S101 - the area declares a group
        self.help = whole.help
        return whole


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
    from planner.app import areas_with, load_facts

    load_facts()
    for area in (*areas_with("commands"), "ops", "demo"):
        for command in importlib.import_module(f"planner.{area}.commands").commands:
            add(group._known, command)  # noqa: SLF001 - `commands` would collect anew


def add(known: MutableMapping[str, click.Command], command: click.Command) -> None:
    """Add one command, or pour a group into the one of the same name; a group with ways of its own stays."""
    there = known.get(command.name or "")
    if isinstance(there, click.Group) and isinstance(command, click.Group):
        if type(there) is click.Group and type(command) is not click.Group:
            there, command = command, there
            known[there.name or ""] = there
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
