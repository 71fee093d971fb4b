"""Commands of training: check files of records, and take them over."""

import click

from planner.training.file_commands import check, check_training


@click.group()
def training() -> None:
    """Work with training records."""


@click.group("import-check")
def import_check() -> None:
    """Check a file before importing it; nothing is stored and no database is needed."""


training.add_command(check)
import_check.add_command(check_training)

commands: list[click.Command] = [training, import_check]
