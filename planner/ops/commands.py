"""Commands for whoever runs the product: init, serve, worker, backup, restore, routes."""

import json
from pathlib import Path

import click
from flask import current_app

from planner.access import audit_service
from planner.basics import secrets_service
from planner.db import transaction
from planner.ops import backup as backups
from planner.ops import schema
from planner.ops import serve as server
from planner.web import clock
from planner.web.commands import with_app
from planner.web.guards import guard_of


@click.command()
@with_app
def init() -> None:
    """Create the database, or bring it up to date."""
    click.echo(schema.bring_up_to_date(clock.now()))


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to serve on.")
@click.option("--port", default=8000, show_default=True, help="Port to serve on.")
@click.option("--workers", default=2, show_default=True, help="Server processes.")
@with_app
def serve(host: str, port: int, workers: int) -> None:
    """Serve the product and its background worker until stopped."""
    click.echo(schema.bring_up_to_date(clock.now()))
    server.say_welcome(host, port, how_to_sign_in())
    app = current_app._get_current_object()  # type: ignore[attr-defined] # noqa: SLF001 - the proxy's documented way
    app.config["PLANNER"] = app.config["PLANNER"].served_at(host, port)
    server.serve(app, host, port, workers)


def how_to_sign_in() -> list[str]:
    """What a newcomer needs: the sample accounts while they are there, else where to begin."""
    note = current_app.config["PLANNER"].instance / "sample-accounts.json"
    if note.is_file():
        people = json.loads(note.read_text("utf-8"))["accounts"]
        return ["Sign in with a sample account:"] + [
            f"  {p['role']:<16} {p['email']:<28} {p['password']}" for p in people
        ]
    return ["Open it to create the first administrator."] if schema.is_empty() else ["Sign in with your account."]


@click.command(hidden=True)
@click.option("--parent", type=int, default=None, help="Stop when this process is gone.")
@with_app
def worker(parent: int | None) -> None:
    """Do the background work; `planner serve` starts this by itself."""
    server.work(current_app._get_current_object(), parent)  # type: ignore[attr-defined] # noqa: SLF001 - as above


@click.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@with_app
def backup(file: Path) -> None:
    """Write the database and all evidence into one FILE, also while the server runs."""
    parts = backups.write(file, clock.now())
    note("backup", file)
    click.echo(f"{file}: {len(parts)} parts, {file.stat().st_size:,} bytes.", err=True)


@click.command()
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@with_app
def restore(file: Path) -> None:
    """Replace database and evidence by those of FILE; stop the server first."""
    kept = backups.restore(file, clock.now())
    click.echo(schema.bring_up_to_date(clock.now()))
    note("restore", file)
    click.echo(f"Restored from {file}." + (f" What was there is kept in {kept}." if kept else ""))


def note(action: str, file: Path) -> None:
    """Tell the audit trail; a database that was never brought up to date has none that this release knows."""
    if schema.revision_now() == schema.newest_revision():
        with transaction():
            audit_service.record(action, object_type="installation", after={"file": file.name})


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@with_app
def routes(*, as_json: bool) -> None:
    """List every address with what it asks of whoever opens it."""
    found = []
    for rule in sorted(current_app.url_map.iter_rules(), key=lambda r: (r.rule, r.endpoint)):
        guard = guard_of(current_app, rule.endpoint)
        permission = guard.permission.value if guard and guard.permission else (guard.door.value if guard else "")
        methods = sorted((rule.methods or set()) - {"HEAD", "OPTIONS"})
        found.append({"rule": rule.rule, "methods": methods, "endpoint": rule.endpoint, "permission": permission})
    if as_json:
        click.echo(json.dumps(found))
    else:
        for row in found:
            click.echo(f"{','.join(row['methods']):<10} {row['permission']:<22} {row['rule']}")


@click.group()
def secrets() -> None:
    """Passwords and keys of other systems, kept sealed."""


@secrets.command()
@with_app
def reseal() -> None:
    """Seal everything kept under an earlier key under the present one."""
    with transaction():
        count = secrets_service.reseal_all()
        audit_service.record("secrets.resealed", object_type="installation", after={"secrets": count})
    click.echo("1 secret was sealed anew." if count == 1 else f"{count} secrets were sealed anew.")


commands: list[click.Command] = [init, serve, worker, backup, restore, routes, secrets]
