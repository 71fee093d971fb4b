"""Reports as PDF: ten pages beside plain WeasyPrint on the same page, from the cache, and what pages feel of it."""

import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from contextvars import Context
from pathlib import Path
from tempfile import TemporaryDirectory

from flask import Flask
from sqlalchemy import select

from bench.measure import head, line, once, seconds
from bench.sample import client_of
from planner.basics import pdf_render
from planner.db import db
from planner.reports import render
from planner.reports.models import Snapshot
from planner.reports.opening import canonical, opened

RENDER = """
import sys, pathlib
from planner.reports import render
from planner.reports.opening import opened
report = opened(pathlib.Path(sys.argv[1]).read_text("utf-8"))
while True:
    render.pdf(report)
"""


def run(app: Flask) -> None:
    """Measure the health check, drawn anew and asked for again, and a page while another process draws."""
    import weasyprint

    head("Health check as PDF, ten pages (peer: plain WeasyPrint on the same HTML and style)")
    row = db.session.scalar(select(Snapshot).where(Snapshot.kind == "health").order_by(Snapshot.id))
    assert row is not None
    report = opened(row.document)
    html = render.page_of(report)
    pictures = render.pictures_of(report)
    fetcher = pdf_render.fetcher(pictures)  # the peer may fetch the same styles, typeface and logo
    plain = lambda: weasyprint.HTML(string=html, url_fetcher=fetcher).write_pdf(pdf_variant="pdf/ua-1")  # noqa: E731 - two ways side by side
    own = lambda: render.pdf(report)  # noqa: E731 - two ways side by side
    line("drawn for the first time", once(own), once(plain))
    pairs = [(once(own), once(plain)) for _ in range(3)]
    bare = statistics.median(peer for _, peer in pairs)
    line("drawn again, warm", statistics.median(mine for mine, _ in pairs), bare)
    client = client_of(app)
    address = f"/rollouts/{row.rollout_id}/reports/{row.number}.pdf"
    line("second request, from the cache", seconds(lambda: Context().run(client.get, address)), bare)
    _beside(canonical(report), lambda: Context().run(client.get, f"/rollouts/{row.rollout_id}/reports"))


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
