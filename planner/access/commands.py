"""Commands for accounts and the audit trail: planner user, planner audit."""

import json
import sys

import click
from flask import current_app

from planner.access import queries, service, signin_service
from planner.access.audit_service import verify_trail
from planner.access.models import User
from planner.access.session_life import LINK
from planner.db import transaction
from planner.web import clock
from planner.web.commands import fail, with_app


@click.group()
def user() -> None:
    """Accounts: who can sign in."""


@user.command()
@click.option("--email", required=True, help="The address to sign in with.")
@click.option("--name", required=True, help="The person's name.")
@click.option("--admin", is_flag=True, help="Make an administrator, who looks after accounts.")
@click.option("--password-stdin", is_flag=True, help="Read the password from standard input instead.")
@with_app
def add(email: str, name: str, admin: bool, password_stdin: bool) -> None:
    """Add an account. Without a password, print a link with which its owner chooses one."""
    password = sys.stdin.readline().rstrip("\r\n") if password_stdin else None
    now = clock.now()
    with transaction():
        person = service.add_user(email, name, password, now, is_admin=admin)
        token = None if password_stdin else signin_service.make_link(person, now)
        added = person.email
    click.echo(f"Added {added}.")
    if token:
        base = current_app.config["PLANNER"].base_url
        click.echo(f"Link for a password, good once and for {LINK.days} days: {base}/set-password/{token}")


@user.command("list")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@with_app
def list_users(as_json: bool) -> None:
    """List the accounts."""
    people = [person for person, _ in queries.users()]
    if as_json:
        click.echo(json.dumps([_said(person) for person in people], ensure_ascii=False))
        return
    for person in people:
        marks = ["administrator"] * person.is_admin + ["closed"] * (not person.active)
        click.echo(f"{person.email:<36} {person.name}" + (f" ({', '.join(marks)})" if marks else ""))


def _said(person: User) -> dict[str, object]:
    return {
        "id": person.id,
        "email": person.email,
        "name": person.name,
        "admin": person.is_admin,
        "active": person.active,
    }


@user.command()
@click.argument("email")
@with_app
def disable(email: str) -> None:
    """Close an account: its sessions end at once."""
    with transaction():
        person = service.user_by_email(email) or fail(f"There is no account with the address {email}.")
        service.disable(person, clock.now())
    click.echo(f"Closed the account of {email}.")


@user.command()
@click.argument("email")
@with_app
def link(email: str) -> None:
    """Print a link with which a person chooses a new password; also the way back in for a lost one."""
    with transaction():
        person = service.user_by_email(email) or fail(f"There is no account with the address {email}.")
        service.unlock(person)
        token = signin_service.make_link(person, clock.now())
    click.echo(f"{current_app.config['PLANNER'].base_url}/set-password/{token}")


@click.group()
def audit() -> None:
    """The audit trail."""


@audit.command()
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@with_app
def verify(as_json: bool) -> None:
    """Check that no entry of the trail was changed, removed, added or moved; name the first that was."""
    result = verify_trail()
    found = result.finding
    if as_json:
        place = {"entry": found.seq, "reason": found.reason} if found else None
        said = {"intact": result.intact, "entries": result.entries, "last_hash": result.head.hash, "finding": place}
        click.echo(json.dumps(said))
    elif found is None:
        click.echo(f"The audit trail is intact: {result.entries} entries, last hash {result.head.hash}.")
    if found:
        fail(f"The audit trail was altered at entry {found.seq}: {found.reason}.")


commands: list[click.Command] = [user, audit]
