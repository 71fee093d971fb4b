"""Commands of privacy: delete what was kept for long enough, write somebody's own copy, erase somebody."""

import json
from pathlib import Path

import click
from flask import current_app

from planner.access.audit_service import record
from planner.access.service import user_by_email
from planner.basics.errors import NotFound, RuleBroken
from planner.db import transaction
from planner.people import privacy_erasure_service, privacy_export_service, privacy_purge_service, privacy_queries
from planner.people.privacy_queries import Person
from planner.people.staff_queries import row
from planner.web import clock
from planner.web.commands import with_app


@click.group("privacy")
def privacy() -> None:
    """What is kept about people: how long, for themselves, and no more."""


@privacy.command("purge")
@click.option("--dry-run", is_flag=True, help="Only say what would go.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
@with_app
def purge(dry_run: bool, as_json: bool) -> None:
    """Delete what was kept for long enough; the background worker does the same each day."""
    instance = current_app.config["PLANNER"].instance
    with transaction():
        found = privacy_purge_service.purge(clock.now(), instance, dry_run=dry_run)
    if as_json:
        click.echo(json.dumps({"purged": {each.label: each.rows for each in found}, "dry_run": dry_run}))
        return
    for each in found:
        click.echo(f"{each.rows:>8,}  {each.label}")
    click.echo("Nothing is old enough." if not found else "These would go." if dry_run else "These went.")


@privacy.command("copy")
@click.argument("email")
@click.option("-o", "--output", "out", required=True, type=click.Path(path_type=Path), help="Where to write.")
@with_app
def copy(email: str, out: Path) -> None:
    """Write everything kept about the person with the account EMAIL into one archive, for handing over on request."""
    person = person_of(email)
    content = privacy_export_service.copy_of(person, clock.now())
    with transaction():
        record("export", object_type="personal data", object_id=person.user_id)
    try:
        out.write_bytes(content)
    except OSError as error:
        raise RuleBroken(f"{out} cannot be written: {error.strerror}.") from error
    click.echo(f"{out.name} written.")


@privacy.command("erase")
@click.option("--account", "email", help="The address of the account.")
@click.option("--staff", "staff", nargs=2, type=int, metavar="ROLLOUT ENTRY", help="An entry of a staff list.")
@click.option("--in-texts", is_flag=True, help="Also replace the name in texts of others.")
@click.option("--yes", is_flag=True, help="Do it; without this, only say what it would do.")
@with_app
def erase(email: str | None, staff: tuple[int, int] | None, in_texts: bool, yes: bool) -> None:
    """Erase somebody for good; without --yes only say what that would do."""
    if (email is None) == (staff is None):
        raise RuleBroken("Name either an account or an entry of a staff list.")
    person = person_of(email) if email else privacy_queries.person_of_staff(row(*(staff or (0, 0))))
    seen = privacy_erasure_service.preview(person)
    for effect in seen.effects:
        click.echo(f"{effect.rows:>8,}  {effect.label}: {effect.words}")
    for mention in seen.mentions:
        click.echo(f"{mention.rows:>8,}  named in {mention.where}{'' if mention.can_change else ', which stays'}")
    if seen.refused:
        raise RuleBroken(seen.refused)
    if not yes:
        click.echo("Nothing was done. Add --yes to erase.")
        return
    instance = current_app.config["PLANNER"].instance
    with transaction():
        rows = privacy_erasure_service.erase(person, clock.now().date(), instance, in_texts=in_texts)
    privacy_erasure_service.compact()
    click.echo(f"Erased: {rows} rows were deleted or emptied. Delete backups made before today within 35 days.")


def person_of(email: str) -> Person:
    """The person with an account."""
    user = user_by_email(email)
    if user is None:
        raise NotFound(f"There is no account with the address {email}.")
    return privacy_queries.person_of_account(user.id)
