"""`planner schedule simulate`: how sure the dates of a file are, without a database."""

import json
from pathlib import Path
from typing import Any

import click

from planner.basics.errors import RuleBroken
from planner.schedule.file_answers import refusal_of
from planner.schedule.file_commands import opened, refuse
from planner.schedule.file_risk import file_risk
from planner.schedule.risk_model import REFUSALS
from planner.schedule.sampling import Distribution
from planner.schedule.simulation import Settings
from planner.schedule.textbook import CaseRefusedError, answer

MOST_SAMPLES = 1_000_000
LARGEST_CASES = 20 * 1024**2


@click.command("simulate")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--samples", type=click.IntRange(1, MOST_SAMPLES), default=10_000, show_default=True)
@click.option("--seed", type=click.IntRange(0, 2**63 - 1), default=1, show_default=True)
@click.option("--distribution", type=click.Choice([each.value for each in Distribution]), default="beta_pert")
@click.option("--correlation", type=click.FloatRange(0, 1, max_open=True), default=0.0, help="Within a team, 0 to 1.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
def simulate(file: Path, samples: int, seed: int, distribution: str, correlation: float, as_json: bool) -> None:
    """Simulate the dates of FILE: Microsoft Project XML, or a file of textbook cases (JSON)."""
    settings = Settings(samples, seed, Distribution(distribution), correlation)
    cases = _looks_like_json(file)
    try:
        document = _cases(file, settings) if cases else _plan(file, settings, as_json)
    except RuleBroken as error:
        refuse([{"where": "file", "message": error.message}], as_json)
    if as_json:
        click.echo(json.dumps(document, ensure_ascii=False, allow_nan=False))
    elif cases:
        _tell_cases(document)
    else:
        _tell_plan(document)


def _looks_like_json(file: Path) -> bool:
    """Whether a file begins as a JSON document does; anything else is taken for a project file."""
    try:
        with file.open("rb") as source:
            return source.read(64).lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in {b"{", b"["}
    except OSError:
        return False


def _plan(file: Path, settings: Settings, as_json: bool) -> dict[str, Any]:
    """The chances of the milestones of a project file."""
    reading, plan = opened(file, as_json)
    try:
        document = file_risk(plan, settings)
    except REFUSALS as error:
        refuse(refusal_of(error, plan.tasks, reading.warnings), as_json)
    told = [f"{problem.where}: {problem.message}" for problem in reading.warnings]
    return {**document, "warnings": [*told, *document["warnings"]]}


def _cases(file: Path, settings: Settings) -> dict[str, Any]:
    """The answers to a file of textbook cases."""
    try:
        if file.stat().st_size > LARGEST_CASES:
            raise RuleBroken(f"{file.name} is larger than {LARGEST_CASES // 1024**2} MB.")
        return answer(json.loads(file.read_bytes()), settings)
    except OSError as error:
        raise RuleBroken(f"{file.name} cannot be opened: {error.strerror}.") from error
    except CaseRefusedError as error:
        raise RuleBroken(str(error)) from error
    except (ValueError, RecursionError) as error:
        raise RuleBroken(f"{file.name} is not a JSON document.") from error


def _tell_plan(document: dict[str, Any]) -> None:
    for warning in document["warnings"]:
        click.echo(warning, err=True)
    for row in document["milestones"]:
        click.echo(f"{row['p50'][:10]} P50  {row['p80'][:10]} P80  {row['name']}")
    end = document["finish"]
    click.echo(f"{end['p50'][:10]} P50  {end['p80'][:10]} P80  end of the plan")
    for row in document["drivers"][:5]:
        click.echo(f"  moves the end by up to {row['late_days']:.1f} days: {row['name']}")


def _tell_cases(document: dict[str, Any]) -> None:
    for case in document["cases"]:
        simulated = case["simulation"]
        path = " – ".join(step["id"] for step in case["activities"] if step["critical"])
        click.echo(f"{case['id']}: {case['expected']:g} expected along {path}")
        click.echo(f"  simulated: mean {simulated['mean']:.2f}, P80 {simulated['p80']:.2f}, P90 {simulated['p90']:.2f}")
        for by, chance in case["p_by"].items():
            click.echo(f"  done by {by}: {chance:.1%} along one path, {simulated['p_by'][by]:.1%} over all paths")
