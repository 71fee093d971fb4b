"""Reports as PDF: ten and forty pages beside other engines, from the cache, and what pages feel of it."""

import io
import json
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from contextvars import Context
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import pypdf
from bs4 import BeautifulSoup
from flask import Flask
from sqlalchemy import select

from bench.measure import head, line, once, seconds
from bench.peers import measured, told
from bench.sample import client_of
from planner.basics import pdf_render
from planner.db import db
from planner.reports import render
from planner.reports.models import Snapshot
from planner.reports.opening import canonical, opened
from planner.reports.paper import Paper
from planner.reports.report import Report

PROGRAM = Path(__file__).with_name("paper_peers.py")
RENDER = """
import sys, pathlib
from planner.reports import render
from planner.reports.opening import opened
report = opened(pathlib.Path(sys.argv[1]).read_text("utf-8"))
while True:
    render.pdf(report)
"""


def run(app: Flask) -> None:
    """The health check drawn anew and asked for again, a page while another process draws, and a long report."""
    row = frozen("health")
    report = opened(row.document)
    drawn(report)
    client = client_of(app)
    address = f"/rollouts/{row.rollout_id}/reports/{row.number}.pdf"
    bare = seconds(lambda: Context().run(client.get, address))
    print(f"    second request, from the cache               {bare * 1000:>9.1f} ms", flush=True)
    _beside(canonical(report), lambda: Context().run(client.get, f"/rollouts/{row.rollout_id}/reports"))
    readiness = opened(frozen("readiness", newest=True).document)
    assert isinstance(readiness, Report)
    drawn(long(readiness), 1)


def frozen(kind: str, newest: bool = False) -> Snapshot:
    """A frozen report of a kind in the sample."""
    order = Snapshot.id.desc() if newest else Snapshot.id
    row = db.session.scalar(select(Snapshot).where(Snapshot.kind == kind).order_by(order))
    assert row is not None
    return row


def long(report: Report) -> Report:
    """The report with its success factors and their evidence three times, under other names: more than forty pages."""
    factors, evidence = list(report.factors), list(report.evidence)
    for more in ("2", "3"):
        factors += [replace(each, ref=f"{each.ref}-{more}") for each in report.factors]
        evidence += [
            replace(each, factor=f"{each.factor}, {more}", factor_ref=f"{each.factor_ref}-{more}")
            for each in report.evidence
        ]
    return replace(report, factors=tuple(factors), evidence=tuple(evidence))


def drawn(report: Report | Paper, times: int = 3) -> None:
    """One report by the product, by plain WeasyPrint on the same page, and its texts and tables by other engines."""
    import weasyprint

    html = render.page_of(report)
    fetcher = pdf_render.fetcher(render.pictures_of(report))  # the peer may fetch the same styles, typeface and logo
    plain = lambda: weasyprint.HTML(string=html, url_fetcher=fetcher).write_pdf(pdf_variant="pdf/ua-1")  # noqa: E731 - two ways side by side
    own = lambda: render.pdf(report)  # noqa: E731 - two ways side by side
    pages = len(pypdf.PdfReader(io.BytesIO(own())).pages)
    head(f"{report.title.partition(':')[0]} as PDF, {pages} pages (peer: plain WeasyPrint on the same HTML and style)")
    pairs = [(once(own), once(plain)) for _ in range(times)]
    mine = statistics.median(each for each, _ in pairs)
    line("drawn again, warm", mine, statistics.median(peer for _, peer in pairs))
    with TemporaryDirectory() as folder:
        file = Path(folder) / "blocks.json"
        file.write_text(json.dumps(blocks_of(html)), encoding="utf-8")
        for name in ("typst", "reportlab"):
            found = measured(name, file, program=PROGRAM)
            told(f"{name}, texts and tables only", mine, found, f"first {found.get('cold', 0) * 1000:.0f} ms")


def blocks_of(html: str) -> list[tuple[str, object]]:
    """The texts and tables of a page in their order, without pictures and links."""
    found: list[tuple[str, object]] = []
    for element in BeautifulSoup(html, "lxml").body.find_all(["h1", "h2", "h3", "p", "li", "dt", "dd", "table"]):  # type: ignore[union-attr] # the page has a body
        if element.name != "table" and not element.find_parent("table"):
            found.append(("h" if element.name[0] == "h" else "p", element.get_text(" ", strip=True)))
        elif element.name == "table":
            rows = [[cell.get_text(" ", strip=True) for cell in row(["th", "td"])] for row in element("tr")]
            width = max(len(row) for row in rows)
            found.append(("t", [row + [""] * (width - len(row)) for row in rows]))
    return found


def _beside(document: str, page: Callable[[], object]) -> None:
    """The wall time of a page while another process draws one PDF after another, against the same page alone."""
    with TemporaryDirectory() as folder:
        file = Path(folder) / "report.json"
        file.write_text(document, "utf-8")
        alone = _wall(page)
        worker = subprocess.Popen([sys.executable, "-c", RENDER, str(file)])
        try:
            time.sleep(5)
            busy = _wall(page)
        finally:
            worker.kill()
            worker.wait()
    line("the list of reports, while PDFs are drawn", busy, statistics.median([alone, _wall(page)]), "wall time")


def _wall(work: Callable[[], object], times: int = 25) -> float:
    found = []
    for _ in range(times):
        start = time.perf_counter()
        work()
        found.append(time.perf_counter() - start)
    return statistics.median(found)
