"""`planner playbook check` and `planner playbook list`: they need neither a database nor a running server."""

import json
import sys
from pathlib import Path

import click

from planner.playbook.counts import counts
from planner.playbook.loading import Loaded
from planner.playbook.problems import Problem
from planner.playbook.service import check_folder, shipped


@click.group()
def playbook() -> None:
    """Check playbooks and list those that ship with the product."""


@playbook.command()
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
def check(folder: Path, as_json: bool) -> None:
    """Tell everything that is wrong with the playbook in FOLDER; ends with 1 when anything is."""
    loaded = check_folder(folder)
    if as_json:
        click.echo(json.dumps(_as_table(loaded), indent=2))
    else:
        _tell(folder, loaded)
    sys.exit(0 if loaded.playbook else 1)


@playbook.command("list")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
def list_shipped(as_json: bool) -> None:
    """List the playbooks that ship with the product."""
    found = shipped()
    if as_json:
        click.echo(json.dumps([{"ref": ref, **_as_table(loaded)} for ref, loaded in found.items()], indent=2))
        return
    for ref, loaded in found.items():
        if loaded.playbook is None:
            click.echo(f"{ref:<16} broken: {len(loaded.problems)} problems, see planner playbook check")
        else:
            click.echo(f"{ref:<16} {loaded.playbook.version:<8} {loaded.playbook.name}")


def _as_table(loaded: Loaded) -> dict[str, object]:
    table: dict[str, object] = {"ok": loaded.playbook is not None}
    if loaded.playbook is not None:
        table |= {"name": loaded.playbook.name, "version": loaded.playbook.version, "counts": counts(loaded.playbook)}
    return {**table, "problems": [_problem(problem) for problem in loaded.problems]}


def _problem(problem: Problem) -> dict[str, str]:
    return {"file": problem.file, "key": problem.key, "reason": problem.reason}


def _tell(folder: Path, loaded: Loaded) -> None:
    for problem in loaded.problems:
        click.echo(str(problem), err=True)
    if loaded.playbook is None:
        click.echo(f"{len(loaded.problems)} problems in {folder}", err=True)
        return
    click.echo(f"{loaded.playbook.name} {loaded.playbook.version}: no problem found")
    for name, number in counts(loaded.playbook).items():
        click.echo(f"{number:>5} {name}")


commands: list[click.Command] = [playbook]
