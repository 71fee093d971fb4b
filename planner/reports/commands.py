"""Commands of the reports: a report as a file, and the proof that stored reports are unchanged."""

from pathlib import Path

import click

from planner.basics.errors import NotFound
from planner.basics.export import workbook_bytes
from planner.db import db
from planner.reports import gathering_service, paper_service, queries, render, verify_service
from planner.reports.files_service import reports_folder, write_whole
from planner.reports.opening import opened, published
from planner.reports.paper import Paper, PaperKind
from planner.reports.report import Report
from planner.reports.stored_render import pdf_of
from planner.reports.workbook import sheets_of
from planner.rollouts.models import Rollout
from planner.web import clock
from planner.web.commands import fail, with_app

NOBODY = "the command line"
FORMATS = ["html", "pdf", "json", "xlsx"]


@click.group()
def report() -> None:
    """Make reports and prove that frozen ones are unchanged."""


@report.command()
@click.argument("rollout", type=int)
@click.option("--gate", "gate_key", help="Key of the gate; without it, the next gate that is open.")
@click.option("--number", type=int, help="A frozen report by its number, whatever its gate.")
@click.option("--live", is_flag=True, help="What the report would say now, even where a frozen one exists.")
@click.option("--format", "kind", type=click.Choice(FORMATS), default="html", show_default=True)
@click.option("-o", "--output", type=click.Path(path_type=Path, dir_okay=False), required=True, help="File to write.")
@with_app
def readiness(rollout: int, gate_key: str | None, number: int | None, live: bool, kind: str, output: Path) -> None:
    """Write the readiness report of ROLLOUT: the newest frozen one of the gate, or a draft where there is none."""
    found = db.session.get(Rollout, rollout)
    if found is None:
        raise NotFound(f"There is no rollout {rollout}.")
    frozen = queries.snapshot(rollout, number) if number is not None else None
    if frozen is None:
        gate_key = gate_key or gathering_service.next_gate(found, clock.today_in(found.timezone))
        frozen = None if live else queries.newest_of_gate(rollout, gate_key)
    if frozen is None:
        click.echo("No report is frozen for this: the file is a draft of this moment.", err=True)
        data = drawn(gathering_service.report_now(found, gate_key or "", NOBODY, clock.now()), kind)
    else:
        data = pdf_of(frozen) if kind == "pdf" else drawn(opened(frozen.document), kind)
    write_whole(output, data)
    click.echo(f"{output} is written.", err=True)


def drawn(value: Report | Paper, kind: str) -> bytes:
    """The report as the bytes of a file."""
    if kind == "pdf":
        return render.pdf(value)
    if kind == "xlsx":
        sheets = sheets_of(value, render.digest_of(value))
        return workbook_bytes((each.name, each.heads, each.rows) for each in sheets)
    return (render.standalone(value) if kind == "html" else published(value)).encode()


def paper_command(kind: PaperKind) -> click.Command:
    """The command that writes one kind of paper."""

    @click.argument("rollout", type=int)
    @click.option("--number", type=int, help="A frozen one by its number.")
    @click.option("--live", is_flag=True, help="What it would say now, even where a frozen one exists.")
    @click.option("--format", "form", type=click.Choice(FORMATS), default="html", show_default=True)
    @click.option(
        "-o", "--output", type=click.Path(path_type=Path, dir_okay=False), required=True, help="File to write."
    )
    @with_app
    def write(rollout: int, number: int | None, live: bool, form: str, output: Path) -> None:
        found = db.session.get(Rollout, rollout)
        if found is None:
            raise NotFound(f"There is no rollout {rollout}.")
        frozen = queries.snapshot(rollout, number) if number is not None else None
        if frozen is None and not live:
            frozen = queries.newest_of_kind(rollout, kind.value)
        if frozen is None:
            click.echo("None is frozen: the file is a draft of this moment.", err=True)
            data = drawn(paper_service.paper_now(found, kind, NOBODY, clock.now()), form)
        else:
            data = pdf_of(frozen) if form == "pdf" else drawn(opened(frozen.document), form)
        write_whole(output, data)
        click.echo(f"{output} is written.", err=True)

    return click.command(kind.value, help=f"Write the {kind.words.lower()} of ROLLOUT: {kind.about}.")(write)


for _kind in paper_service.MAKERS:
    report.add_command(paper_command(_kind))


@report.command()
@with_app
def verify() -> None:
    """Prove that no frozen report, decision or PDF file was altered; ends with 1 and names the places otherwise."""
    problems = verify_service.problems(reports_folder())
    if problems:
        fail("\n".join(["Altered:", *problems]))
    click.echo("All frozen reports and decisions are unchanged.")


commands: list[click.Command] = [report]
