"""The command that fits adoption curves to figures in a file; no database, no server."""

import json
from pathlib import Path
from typing import Any

import click

from planner.adoption.bass import FEWEST_POINTS, Bass, Method, caution, fit_bass
from planner.adoption.curve import fit_curve

MOST_SERIES, MOST_POINTS, MOST_BYTES = 1_000, 10_000, 10_000_000


@click.command("fit")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--method", type=click.Choice([each.value for each in Method]), default=Method.NLS.value, help="How.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
def fit(file: Path, method: str, as_json: bool) -> None:
    """Fit the Bass model to each series of FILE and say which of Bass and logistic describes its level better."""
    try:
        series = series_of(file)
    except (OSError, ValueError, RecursionError) as error:
        reason = str(error) if type(error) is ValueError else "The file is no JSON that can be read."
        if as_json:
            click.echo(json.dumps({"accepted": False, "errors": [{"where": "file", "message": reason}]}))
        else:
            click.echo(f"The file was not taken: {reason}", err=True)
        raise SystemExit(1) from error
    answers = [answer_of(name, adoptions, Method(method)) for name, adoptions in series]
    if as_json:
        click.echo(json.dumps({"series": answers}, ensure_ascii=False))
        return
    for each in answers:
        said = each["warning"] or ""
        figures = "  ".join(f"{key} {each[key]:.6g}" for key in ("p", "q", "m") if each.get(key) is not None)
        click.echo(f"{each['id']:30}  {figures}  {said}")


def series_of(file: Path) -> list[tuple[str, list[float]]]:
    """The series of a file; ValueError says what is wrong with which."""
    with file.open("rb") as source:
        content = source.read(MOST_BYTES + 1)
    if len(content) > MOST_BYTES:
        raise ValueError("The file is larger than 10 MB.")
    document = json.loads(content)
    rows = document.get("series") if isinstance(document, dict) else None
    if not isinstance(rows, list) or not rows or len(rows) > MOST_SERIES:
        raise ValueError("The file needs a list “series” with one series or more.")
    found = []
    for number, row in enumerate(rows, start=1):
        values = row.get("adoptions") if isinstance(row, dict) else None
        if not isinstance(values, list) or len(values) > MOST_POINTS or not all(map(_is_figure, values)):
            raise ValueError(f"Series {number}: “adoptions” must be a list of numbers from 0 on.")
        found.append((str(row.get("id", number))[:200], [float(value) for value in values]))
    return found


def _is_figure(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value < 1e15


def answer_of(name: str, adoptions: list[float], method: Method) -> dict[str, Any]:
    """What is found for one series; with too few points it is refused and no figure is given."""
    if len(adoptions) < FEWEST_POINTS:
        return {"id": name, "method": method.value, "refused": True, "warning": caution(adoptions, None)}
    found = fit_bass(adoptions, method)
    level = [sum(adoptions[: i + 1]) for i in range(len(adoptions))]
    better = fit_curve(level, most=1e18)
    return {
        "id": name,
        "method": method.value,
        **figures(found),
        "better_shape_of_level": better.shape.value if better else None,
        "warning": caution(adoptions, found),
    }


def figures(found: Bass | None) -> dict[str, float | None]:
    """The figures of a curve; empty where there is none."""
    if found is None:
        return {"p": None, "q": None, "m": None, "peak_t": None, "sse": None}
    return {"p": found.p, "q": found.q, "m": found.m, "peak_t": found.peak, "sse": found.sse}
