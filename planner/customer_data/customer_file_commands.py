"""`planner import-check customers`: a list of customers looked at by itself; no database, and nothing is stored."""

import json
from datetime import UTC, datetime
from pathlib import Path

import click

from planner.basics.table_importing import read_table
from planner.basics.workbook_checks import TableLimits, TableRefusedError
from planner.customer_data.customer_list import CustomerCheck, Finding, check_customers

LIMITS = TableLimits(rows=100_001, cells=2_000_000, text=192 * 1024 * 1024, distinct=128 * 1024 * 1024)
MOST_TOLD = 1_000


@click.command("customers")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
def check_customer_file(file: Path, as_json: bool) -> None:
    """Check FILE, a list of customers as CSV or Excel: what is filled, wrong and doubled, by numbers of rows only."""
    found = _checked(file)
    if found.errors:
        _refuse(found.errors, as_json)
    if as_json:
        warnings = _entries(found.warnings)
        filled = {column.value: number for column, number in found.filled.items()}
        answer = {"accepted": True, "warnings": warnings, "rows": found.rows, "filled": filled}
        click.echo(json.dumps(answer, ensure_ascii=False))
        return
    click.echo(f"{found.rows:,} customers can be read.")
    for column, name in found.columns.items():
        share = 100 * found.filled[column] / found.rows
        click.echo(f"  {column.value:16} {share:5.1f} % filled  (column {name})")
    for each in found.warnings:
        click.echo(f"  {each.where}: {each.message}", err=True)


def _checked(file: Path) -> CustomerCheck:
    try:
        with file.open("rb") as source:
            table = read_table(source, LIMITS)
    except TableRefusedError as error:
        return CustomerCheck(errors=[Finding("file", f"{error.what} {error.remedy}".strip())])
    except OSError as error:
        return CustomerCheck(errors=[Finding("file", f"The file cannot be read: {error.strerror}.")])
    return check_customers(table, datetime.now(UTC).date())


def _entries(found: list[Finding]) -> list[dict[str, str]]:
    listed = [{"where": each.where, "message": each.message} for each in found[:MOST_TOLD]]
    if len(found) > MOST_TOLD:
        listed.append({"where": "file", "message": f"And {len(found) - MOST_TOLD:,} more."})
    return listed


def _refuse(errors: list[Finding], as_json: bool) -> None:
    if as_json:
        click.echo(json.dumps({"accepted": False, "errors": _entries(errors)}, ensure_ascii=False))
    else:
        click.echo("The list cannot be taken; nothing was changed.", err=True)
        for each in _entries(errors):
            click.echo(f"  {each['where']}: {each['message']}", err=True)
    raise SystemExit(1)
