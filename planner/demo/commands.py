"""The command that makes the sample rollout."""

import json

import click
from flask import current_app

from planner.access.roles import ROLE_NAMES
from planner.demo import build
from planner.ops import schema
from planner.web import clock
from planner.web.commands import with_app


@click.command()
@click.option("--fixed", is_flag=True, help="On a fixed date with fixed accounts and two rollouts, for tests.")
@click.option("--if-empty", is_flag=True, help="Do nothing, and say so, where somebody works already.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@with_app
def demo(*, fixed: bool, if_empty: bool, as_json: bool) -> None:
    """Make the sample rollout in an empty database."""
    click.echo(schema.bring_up_to_date(clock.now()), err=True)
    if if_empty and not schema.is_empty():
        click.echo("The database is in use; no sample was made.", err=True)
        return
    made = build.build(clock.now(), fixed=fixed)
    if as_json:
        accounts = [{"role": a.role.value, "email": a.email, "password": a.password} for a in made.accounts]
        url = current_app.config["PLANNER"].base_url
        click.echo(json.dumps({"url": url, "accounts": accounts, "rollouts": list(made.rollouts)}))
        return
    for account in () if if_empty else made.accounts:  # `planner serve` prints them again
        click.echo(f"{ROLE_NAMES[account.role]:<16} {account.email:<28} {account.password}")


commands: list[click.Command] = [demo]
