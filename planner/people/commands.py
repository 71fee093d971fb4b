"""The commands about people."""

import click

from planner.people.survey_commands import survey

commands: list[click.Command] = [survey]
