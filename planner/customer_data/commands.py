"""Commands around customer data: a list is checked before anybody brings it into the new system."""

import click

from planner.customer_data.customer_file_commands import check_customer_file


@click.group("import-check")
def import_check() -> None:
    """Check a file before importing it; nothing is stored and no database is needed."""


import_check.add_command(check_customer_file)

commands: list[click.Command] = [import_check]
