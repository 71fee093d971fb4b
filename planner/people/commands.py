"""The commands about people."""

import click

from planner.people.privacy_commands import privacy
from planner.people.staff_commands import import_check, people
from planner.people.survey_commands import survey

commands: list[click.Command] = [import_check, people, privacy, survey]
