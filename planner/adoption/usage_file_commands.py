"""Commands that look at a usage log alone: no database, no server, nothing is stored."""

import json
import time
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta, tzinfo
from pathlib import Path
from typing import Any, NoReturn, TypeVar

import click

from planner.adoption.events import Choices, Events, Reader
from planner.adoption.instants import LocalDays
from planner.adoption.layout_fit import Lack
from planner.adoption.layouts import Field
from planner.adoption.presets import PRESETS
from planner.adoption.usage_importing import Counted, LogRefusedError, Problem, read_usage
from planner.adoption.usage_metrics import UsageMetrics
from planner.adoption.zone_words import known_zone

CHECK_SECONDS = 3.0
REMEDIES = {Lack.ORDER: "Say --date-order dmy or mdy."}
ONE_IS_A_PERSON = "Name a person among them with --person."
NAMED = (Field.WHEN, Field.USER, Field.NAME, Field.EMAIL, Field.FUNCTION, Field.OUTCOME, Field.KEY, Field.COUNT)
Command = TypeVar("Command", bound=Callable[..., None])


def log_options(command: Command) -> Command:
    """The options that say how a log is to be read."""
    names = [each.ref for each in PRESETS]
    options = [
        click.option("--preset", type=click.Choice(names), default="generic", help="Which system wrote the log."),
        *(
            click.option(f"--{each.value}-column", f"column_{each.name}", help=f"Column: {each.value}.")
            for each in NAMED
        ),
        click.option("--source-timezone", help="Zone of moments that name none, such as Europe/Paris."),
        click.option("--date-order", type=click.Choice(["dmy", "mdy"]), help="Order in dates such as 03/04/2026."),
        click.option("--program", "programs", multiple=True, help="A user that is a program; may be given again."),
        click.option("--person", "people", multiple=True, help="A user that is a person in spite of the name."),
    ]
    for option in reversed(options):
        command = option(command)
    return command


@click.command("analyze")
@click.argument("file", type=click.Path(path_type=Path))
@log_options
@click.option("--timezone", "zones", multiple=True, default=("UTC",), help="Zone of the days; may be given again.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
def analyze(file: Path, zones: tuple[str, ...], as_json: bool, **options: Any) -> None:  # noqa: ANN401 - click's own
    """Count people, days and functions in FILE, a usage log; no database is needed."""
    choices = choices_of(options, zones[0], as_json, signs_only=True)
    counters = [(LocalDays(zone_named(name, as_json)), UsageMetrics(name)) for name in zones]

    def count(_: Reader, events: Events) -> None:
        for local, metrics in counters:
            metrics.add(local.of(events.moments), events.accounts, events.functions, events.weights)

    _, counted = read(file, options["preset"], choices, count, as_json)
    answers = [metrics.answer() for _, metrics in counters]
    warnings = entries([*counted.warnings, *counted.problems])
    if as_json:
        click.echo(json.dumps({"metrics": answers, "warnings": warnings}, ensure_ascii=False))
        return
    for name, value in (pair for answer in answers for pair in answer.items()):
        click.echo(f"{name:34}{f'{len(value)} entries' if isinstance(value, dict) else value}")
    say(warnings)


@click.command("usage")
@click.argument("file", type=click.Path(path_type=Path))
@log_options
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
def check_usage(file: Path, as_json: bool, **options: Any) -> None:  # noqa: ANN401 - click's own
    """Check FILE, a usage log, and list what is wrong with it row by row."""
    tomorrow = datetime.now(UTC) + timedelta(days=1)
    choices = replace(choices_of(options, "UTC", as_json, signs_only=False), latest=tomorrow.timestamp())
    until = time.monotonic() + CHECK_SECONDS
    reader, counted = read(
        file, options["preset"], choices, lambda _reader, _events: None, as_json, lambda: time.monotonic() > until
    )
    if counted.problems:
        refuse(counted.problems, as_json, counted.more_problems)
    warnings = entries(counted.warnings)
    if not counted.whole:
        warnings.append({"where": "file", "message": f"Only the first {counted.rows:,} rows were checked."})
    if as_json:
        click.echo(json.dumps({"accepted": True, "warnings": warnings, "rows": counted.rows}, ensure_ascii=False))
        return
    click.echo(f"{file.name} can be imported: {counted.rows:,} rows, {len(reader.accounts):,} people.")
    say(warnings)


def choices_of(options: dict[str, Any], zone: str, as_json: bool, *, signs_only: bool) -> Choices:
    """What the options say about a file."""
    source = options["source_timezone"]
    return Choices(
        columns={each: options[f"column_{each.name}"] for each in NAMED if options[f"column_{each.name}"]},
        zone=zone_named(zone, as_json),
        source_zone=zone_named(source, as_json) if source else None,
        order=options["date_order"] or "",
        programs=frozenset(options["programs"]),
        people=frozenset(options["people"]),
        signs_only=signs_only,
    )


def zone_named(name: str, as_json: bool) -> tzinfo:
    """A time zone by its name, or a refusal."""
    zone = known_zone(name)
    if zone is None:
        refuse([Problem("timezone", f"There is no time zone “{name}”. Say one such as Europe/Paris.")], as_json)
    return zone


def read(
    file: Path,
    preset: str,
    choices: Choices,
    take: Callable[[Reader, Events], None],
    as_json: bool,
    stop: Callable[[], bool] = lambda: False,
) -> tuple[Reader, Counted]:
    """Read a log, or refuse with what is wrong with it."""
    try:
        with file.open("rb") as source:
            return read_usage(source, preset, choices, take, stop)
    except LogRefusedError as refused:
        refuse([remedied(refused.problem, refused.lack)], as_json)
    except OSError as error:
        refuse([Problem("file", f"{file} cannot be read: {error.strerror}.")], as_json)


def remedied(problem: Problem, lack: Lack | None) -> Problem:
    """A problem with the option that helps."""
    remedy = REMEDIES.get(lack, "") if lack else ""
    return replace(problem, message=f"{problem.message} {remedy}".strip())


def entries(problems: Iterable[Problem]) -> list[dict[str, str]]:
    """Problems as they are printed with `--json`; what is said of users names the option for persons."""
    told = [(each.where, f"{each.message} {ONE_IS_A_PERSON}" if each.where == "users" else each.message)
            for each in problems]  # fmt: skip
    return [{"where": where, "message": message} for where, message in told]


def say(warnings: Iterable[dict[str, str]]) -> None:
    """Say warnings on standard error, a line each."""
    for warning in warnings:
        click.echo(f"  {warning['where']}: {warning['message']}", err=True)


def refuse(problems: list[Problem], as_json: bool, more: int = 0) -> NoReturn:
    """Say why, on standard output as JSON or on standard error as lines, and end with 1."""
    told = [*entries(problems), *([{"where": "file", "message": f"{more:,} more rows are wrong."}] if more else [])]
    if as_json:
        click.echo(json.dumps({"accepted": False, "errors": told}, ensure_ascii=False))
    else:
        click.echo("The file was not taken; nothing was changed.", err=True)
        say(told)
    raise SystemExit(1)
